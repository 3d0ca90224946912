"""What is left of personal data until somebody says why they need it."""

import pytest

from verifier.domain.case import Declared
from verifier.domain.finding import Finding, Outcome
from verifier.domain.masking import COVER, Personal, cover, covered, declared


@pytest.mark.parametrize(
    ("kind", "text", "left"),
    [
        (Personal.PERSON, "张样本", "张＊＊"),
        (Personal.PERSON, "张三", "张＊"),
        (Personal.PERSON, "张", "＊"),
        (Personal.PHONE, "13800138000", "138＊＊＊＊＊＊00"),
        (Personal.PHONE, "1380", "1＊＊0"),
        (Personal.BANK_ACCOUNT, "6222020200112233", "＊＊＊＊＊＊＊＊＊＊＊＊2233"),
        (Personal.ADDRESS, "虚拟市样本区示例路一号", "虚拟市样本＊＊＊＊＊＊"),
        (Personal.ADDRESS, "", ""),
    ],
)
def test_a_value_is_covered_but_for_what_tells_cases_apart(kind: Personal, text: str, left: str) -> None:
    assert covered(kind, text) == left
    assert covered(kind, text).count(COVER) >= len(text) / 2


def test_a_sentence_that_repeats_a_value_is_covered_too_and_one_that_is_revealed_is_not() -> None:
    values = [(Personal.PERSON, "张样本"), (Personal.PERSON, "张样"), (Personal.PHONE, "13800138000")]
    finding = Finding(
        "declared",
        Outcome.FAIL,
        "person_differs",
        "Declared 张样本, read 张样.",
        "张样",
        "张样本",
        ("evd_1",),
    )
    hidden = cover(values, ()).finding(finding)
    assert (hidden.detail, hidden.measured, hidden.threshold) == (
        "Declared 张＊＊, read 张＊.",
        "张＊",
        "张＊＊",
    )
    assert cover(values, {Personal.PERSON}).finding(finding) == finding


def test_a_firms_name_and_code_are_public_and_stay() -> None:
    said = Declared("北京样本有限公司", "91110108MA0000001X", "张样本", "虚拟市样本区一号", "13800138000")
    hidden = declared(said, ())
    assert (hidden.name, hidden.code) == (said.name, said.code)
    assert "样本" not in hidden.person
    assert hidden.phone != said.phone
    assert hidden.bank_account is None
    assert declared(said, set(Personal)) == said
