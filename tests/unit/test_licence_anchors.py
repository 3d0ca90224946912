"""What a page shows: a licence by its title and labels, and none of the papers that look like one."""

from dataclasses import replace

import pytest

from tests.printed import PORTRAIT, line, portrait
from verifier.domain.reading import DocumentType, Line, Printing
from workers.readers.licence.anchors import anchor_count, document_type, printing
from workers.readers.licence.parsing import parsed

OTHER, LICENCE = DocumentType.OTHER, DocumentType.BUSINESS_LICENCE


def shown_by(lines: tuple[Line, ...]) -> DocumentType:
    return document_type(lines, parsed(lines).layout)


def titled(title: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(replace(entry, text=title) if entry.text == "营业执照" else entry for entry in lines)


def test_a_licence_is_one() -> None:
    assert shown_by(portrait()) is LICENCE


@pytest.mark.parametrize("title", ["企业法人营业执照", "个体工商户营业执照", "营业热照", "营业执照(副本)"])
def test_titles_of_older_forms_and_misread_ones_count(title: str) -> None:
    assert shown_by(titled(title, portrait())) is LICENCE


def test_a_licence_whose_gilded_title_was_not_read_is_one_by_its_labels() -> None:
    assert shown_by(titled("", portrait())) is LICENCE


@pytest.mark.parametrize(
    "title", ["食品经营许可证", "人力资源服务许可证", "劳务派遣经营许可证", "作品登记证书", "税务登记证书"]
)
def test_a_permit_with_a_licences_labels_is_something_else(title: str) -> None:
    assert shown_by(titled(title, portrait())) is OTHER


def test_a_food_permit_that_bears_a_credit_code_is_something_else() -> None:
    lines = (
        line("食品经营许可证", 300.0, 80.0, height=90.0),
        line("经营者名称：云杉食品有限公司", 100.0, 240.0),
        line("社会信用代码：91440300708461136T", 100.0, 300.0),
        line("法定代表人（负责人）：林晓东", 100.0, 360.0),
        line("住所", 100.0, 420.0),
        line("经营场所", 100.0, 480.0),
        line("发证机关：云杉市市场监督管理局", 700.0, 480.0),
        line("有效期至2029年07月19日", 100.0, 700.0),
    )
    assert shown_by(lines) is OTHER


def test_a_permit_whose_title_was_not_read_is_told_by_labels_that_end_in_colons() -> None:
    permit = (
        line("许可证编号：JY14403070071511", 600.0, 160.0),
        line("有效期至2029年07月19日", 100.0, 1400.0),
    )
    assert shown_by((*titled("", portrait()), *permit)) is OTHER


def test_a_page_that_only_mentions_a_licence_is_something_else() -> None:
    assert shown_by((line("上传营业执照", 10.0, 10.0), line("提交", 10.0, 60.0))) is OTHER
    assert shown_by((line("营业执照", 10.0, 10.0), line("经营者", 10.0, 60.0))) is OTHER
    assert shown_by(()) is OTHER


def test_anchor_words_are_counted_once_each() -> None:
    assert anchor_count((line("营业执照", 0, 0), line("营业执照", 0, 50), line("登记机关", 0, 90))) == 2
    assert anchor_count((replace(line("营业执照", 0, 0), score=0.2),)) == 0


def test_the_printing_is_told_by_title_and_columns() -> None:
    one_column = portrait()
    assert printing(one_column, parsed(one_column).layout) is Printing.PORTRAIT_2014
    older = titled("企业法人营业执照", one_column)
    assert printing(older, parsed(older).layout) is Printing.OLDER
    two = (
        line("营业执照", 600.0, 80.0, height=90.0),
        *(line(word, 100.0, 300.0 + 60 * i) for i, (word, _) in enumerate(PORTRAIT[:4])),
        *(line(word, 900.0, 300.0 + 60 * i) for i, (word, _) in enumerate(PORTRAIT[4:7])),
    )
    assert printing(two, parsed(two).layout) is Printing.LANDSCAPE_2019
    assert printing((), parsed(()).layout) is None
