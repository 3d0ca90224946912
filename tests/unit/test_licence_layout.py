"""Fields by geometry and fuzzy labels, on pages as engines really read them: merged, split, askew."""

from dataclasses import replace

import pytest

from tests.printed import CODE, PITCH, PORTRAIT, VALUES_LEFT, line, portrait, stack, tilted
from verifier.domain.reading import FieldName, Line
from workers.readers.licence.parsing import parsed

Entries = dict[str, str]


def values(lines: tuple[Line, ...]) -> dict[FieldName, str]:
    return {name: field.value for name, field in parsed(lines).fields.items()}


def without(lines: tuple[Line, ...], *texts: str) -> tuple[Line, ...]:
    return tuple(entry for entry in lines if entry.text not in texts)


def top_of(lines: tuple[Line, ...], text: str) -> float:
    return next(entry for entry in lines if entry.text == text).polygon[0][1]


WHOLE = {
    FieldName.CODE: CODE,
    FieldName.NAME: "云杉市信息技术有限公司",
    FieldName.TYPE: "有限责任公司(自然人独资)",
    FieldName.PERSON: "林晓东",
    FieldName.CAPITAL: "伍佰万元整",
    FieldName.ESTABLISHED: "2016年05月06日",
    FieldName.TERM: "2016年05月06日至长期",
    FieldName.ADDRESS: "云杉市南山区科苑路15号",
    FieldName.SCOPE: "信息技术开发；软件销售。",
    FieldName.ISSUED: "2016年05月06日",
}


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.08])
def test_a_portrait_page_gives_every_field_however_the_camera_was_held(slope: float) -> None:
    assert values(tilted(portrait(), slope)) == WHOLE


def test_the_order_in_which_lines_were_read_does_not_matter() -> None:
    assert values(tuple(reversed(portrait()))) == WHOLE


def test_boxes_are_in_pixels_of_the_page() -> None:
    field = parsed(portrait()).fields[FieldName.NAME]
    left, top, right, bottom = field.box
    assert (left, top, bottom) == (320, 300, 330)
    assert right == 320 + 11 * 30


def test_a_score_is_the_lowest_of_the_lines_it_was_read_from() -> None:
    lines = tuple(
        replace(entry, score=0.81) if entry.text.startswith("云杉市南山区") else entry for entry in portrait()
    )
    assert parsed(lines).fields[FieldName.ADDRESS].score == 0.81


def test_labels_and_values_in_one_line_come_apart() -> None:
    lines = without(portrait(), "法定代表人", "林晓东")
    merged = line("法定代表人林晓东", 100.0, 300.0 + 3 * PITCH, width=320.0)
    assert values((*lines, merged)) == WHOLE


def test_first_characters_of_labels_merged_into_a_column_are_told_apart() -> None:
    lines = without(portrait(), "名称", "类型", "住所", "云杉市信息技术有限公司")
    merged = (
        stack("名类住", 100.0, 300.0),
        line("称云杉市信息技术有限公司", 250.0, 300.0, width=420.0),
        line("型", 250.0, 300.0 + PITCH),
        line("所", 250.0, 300.0 + 2 * PITCH),
    )
    assert values((*lines, *merged)) == WHOLE


def test_a_column_of_first_characters_is_enough_where_the_second_ones_were_not_read() -> None:
    lines = without(portrait(), "名称", "类型", "住所")
    fields = parsed((*lines, stack("名类住", 100.0, 300.0))).fields
    assert {name: field.value for name, field in fields.items()} == WHOLE
    assert fields[FieldName.ADDRESS].repairs == ("label 住所 read with errors",)


def test_a_label_split_over_four_boxes_is_one_label() -> None:
    lines = without(portrait(), "成立日期")
    top = 300.0 + 5 * PITCH
    parts = (line(character, 100.0 + 50 * i, top) for i, character in enumerate("成立日期"))
    fields = parsed((*lines, *parts)).fields
    assert {name: field.value for name, field in fields.items()} == WHOLE
    assert fields[FieldName.ESTABLISHED].repairs == ()


def test_a_misread_label_is_still_a_label() -> None:
    lines = tuple(replace(e, text="速定代表人") if e.text == "法定代表人" else e for e in portrait())
    field = parsed(lines).fields[FieldName.PERSON]
    assert (field.value, field.repairs) == ("林晓东", ("label 法定代表人 read with errors",))


def test_an_address_over_two_lines_is_joined_and_swallows_no_neighbour() -> None:
    lines = without(portrait(), "云杉市南山区科苑路15号")
    top = 300.0 + 2 * PITCH
    address = (
        line("云杉市南山区科苑路15号云杉大厦第", VALUES_LEFT, top - 8, height=26.0),
        line("三层东侧301室", VALUES_LEFT, top + 20, height=26.0),
    )
    assert values((*lines, *address)) == WHOLE | {
        FieldName.ADDRESS: "云杉市南山区科苑路15号云杉大厦第三层东侧301室"
    }


def test_a_name_whose_label_was_not_read_is_no_end_of_the_address() -> None:
    entries = [(word, value) for word, value in PORTRAIT if word != "法定代表人"]
    lines = portrait(entries)
    name = line("林晓东", VALUES_LEFT, 300.0 + 2 * PITCH + 40)
    assert values((*lines, name))[FieldName.ADDRESS] == "云杉市南山区科苑路15号"


def test_a_scope_that_begins_a_line_with_a_labels_words_stays_whole() -> None:
    lines = without(portrait(), "信息技术开发；软件销售。")
    top = 300.0 + 7 * PITCH
    scope = (
        line("信息技术开发；软件销售。经营者与", VALUES_LEFT, top),
        line("经营范围中涉及许可的项目，凭许可证", VALUES_LEFT, top + 32),
        line("经营。", VALUES_LEFT, top + 64),
    )
    read = values((*lines, *scope))
    assert read[FieldName.SCOPE] == "信息技术开发；软件销售。经营者与经营范围中涉及许可的项目，凭许可证经营。"
    assert read[FieldName.PERSON] == "林晓东"


def test_footers_and_notices_are_no_part_of_the_scope() -> None:
    scope = "信息技术开发；软件销售；数据处理；网络设备安装与维护；"
    lines = portrait([(word, scope if word == "经营范围" else value) for word, value in PORTRAIT])
    top = 300.0 + 7 * PITCH + 34
    footers = (
        line("企业应当于每年1月1日至6月30日报送年度报告", VALUES_LEFT, top),
        line("国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", VALUES_LEFT, top + 34),
    )
    assert values((*lines, *footers)) == WHOLE | {FieldName.SCOPE: scope}


def test_the_small_print_that_bears_labels_of_its_own_is_no_field() -> None:
    lines = without(portrait(), "经营范围", "信息技术开发；软件销售。", "注册资本", "伍佰万元整")
    notice = (
        line("经营范围：商事主体的经营范围由章程确定", 120.0, 1100.0, height=16.0),
        line("注册资本：实行注册资本认缴登记制度", 120.0, 1120.0, height=16.0),
    )
    read = values((*lines, *notice))
    assert FieldName.SCOPE not in read
    assert FieldName.CAPITAL not in read


def test_two_columns_keep_apart() -> None:
    left = [("名称", "云杉市信息技术有限公司"), ("类型", "有限责任公司"), ("法定代表人", "林晓东")]
    right = [("注册资本", "伍佰万元整"), ("成立日期", "2019年05月06日"), ("营业期限", "长期")]
    lines = [
        line("营业执照", 600.0, 80.0, height=90.0),
        line("统一社会信用代码", 100.0, 120.0),
        line(CODE, 100.0, 160.0),
        line("经营范围", 100.0, 480.0),
        line("信息技术开发；软件销售；数据处理；", 300.0, 480.0),
        line("网络设备安装。", 300.0, 512.0),
        line("住所", 950.0, 480.0),
        line("云杉市南山区科苑路15号云杉", 1150.0, 480.0),
        line("大厦三层", 1150.0, 512.0),
        line("登记机关", 1000.0, 800.0),
    ]
    for i, (one, other) in enumerate(zip(left, right, strict=True)):
        top = 300.0 + i * PITCH
        lines += [line(one[0], 100.0, top), line(one[1], 300.0, top)]
        lines += [line(other[0], 950.0, top), line(other[1], 1150.0, top)]
    assert values(tuple(lines)) == {
        FieldName.CODE: CODE,
        FieldName.NAME: "云杉市信息技术有限公司",
        FieldName.TYPE: "有限责任公司",
        FieldName.PERSON: "林晓东",
        FieldName.CAPITAL: "伍佰万元整",
        FieldName.ESTABLISHED: "2019年05月06日",
        FieldName.TERM: "长期",
        FieldName.ADDRESS: "云杉市南山区科苑路15号云杉大厦三层",
        FieldName.SCOPE: "信息技术开发；软件销售；数据处理；网络设备安装。",
    }


def test_values_printed_lower_than_their_labels_still_belong_to_them() -> None:
    lines = tuple(
        replace(entry, polygon=tuple((x, y + 24) for x, y in entry.polygon))
        if entry.polygon[0][0] == VALUES_LEFT
        else entry
        for entry in portrait()
    )
    assert values(lines) == WHOLE


def test_a_term_printed_beside_the_label_above_its_own_is_set_right() -> None:
    """Old forms bear 自…至… in two rows, between the labels of the two dates."""
    entries = [(word, value) for word, value in PORTRAIT if word not in ("成立日期", "营业期限")]
    top = 1000.0
    dates = (
        line("成立日期", 100.0, top, width=180.0),
        line("营业期限", 100.0, top + 50, width=180.0),
        line("二〇〇八年三月十八日", VALUES_LEFT, top - 25, height=22.0),
        line("自二〇〇八年三月十八日", VALUES_LEFT, top + 8, height=22.0),
        line("至二〇一八年三月十七日", VALUES_LEFT, top + 40, height=22.0),
    )
    fields = parsed((*portrait(entries), *dates)).fields
    assert fields[FieldName.ESTABLISHED].normalised == "2008-03-18"
    assert fields[FieldName.TERM].normalised == "2008-03-18/2018-03-17"


def test_print_of_another_size_beside_a_label_is_not_its_value() -> None:
    lines = without(portrait(), "林晓东")
    stamp = line("仅供审核", VALUES_LEFT, 300.0 + 3 * PITCH - 15, height=62.0)
    assert FieldName.PERSON not in values((*lines, stamp))


def test_print_far_right_of_its_column_is_not_its_value() -> None:
    lines = without(portrait(), "林晓东")
    stranger = line("周远航", VALUES_LEFT + 110, 300.0 + 3 * PITCH)
    assert FieldName.PERSON not in values((*lines, stranger))


def test_a_value_whose_label_was_not_read_is_told_by_its_place_and_wording() -> None:
    field = parsed(without(portrait(), "法定代表人")).fields[FieldName.PERSON]
    assert field.value == "林晓东"
    assert field.repairs == ("told by its place and wording, for its label was not read",)


def test_a_name_outside_the_column_of_values_is_nobodys() -> None:
    lines = without(portrait(), "法定代表人", "林晓东")
    stranger = line("周远航", VALUES_LEFT + 400, 300.0 + 3 * PITCH)
    assert FieldName.PERSON not in values((*lines, stranger))


def test_the_watermark_of_a_web_site_is_no_persons_name() -> None:
    lines = without(portrait(), "林晓东")
    top = 300.0 + 3 * PITCH
    mark = (
        line("云杉建材网", VALUES_LEFT + 20, top, height=36.0),
        line("Yunshan.com.cn", VALUES_LEFT + 20, top + 36, width=180.0),
    )
    assert FieldName.PERSON not in values((*lines, *mark))


def test_the_watermark_of_landscape_paper_is_cut_off() -> None:
    lines = tuple(
        replace(e, text="SCJDGL登记机关") if e.text == "登记机关" else e
        for e in without(portrait(), "林晓东")
    )
    person = line("林晓东SCJDGL", VALUES_LEFT, 300.0 + 3 * PITCH)
    assert values((*lines, person)) == WHOLE


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("经营者", FieldName.PERSON),
        ("负责人", FieldName.PERSON),
        ("投资人", FieldName.PERSON),
        ("执行事务合伙人", FieldName.PERSON),
        ("经营场所", FieldName.ADDRESS),
        ("营业场所", FieldName.ADDRESS),
        ("主要经营场所", FieldName.ADDRESS),
        ("出资额", FieldName.CAPITAL),
        ("成员出资总额", FieldName.CAPITAL),
        ("注册资金", FieldName.CAPITAL),
        ("注册日期", FieldName.ESTABLISHED),
        ("合伙期限", FieldName.TERM),
        ("业务范围", FieldName.SCOPE),
    ],
)
def test_labels_of_every_form_of_business_lead_to_their_field(label: str, name: FieldName) -> None:
    usual = {
        FieldName.PERSON: "法定代表人",
        FieldName.ADDRESS: "住所",
        FieldName.CAPITAL: "注册资本",
        FieldName.ESTABLISHED: "成立日期",
        FieldName.TERM: "营业期限",
        FieldName.SCOPE: "经营范围",
    }
    entries = [(label if word == usual[name] else word, value) for word, value in PORTRAIT]
    assert values(portrait(entries)) == WHOLE


def test_old_licences_of_individuals_have_how_they_are_run_for_a_type() -> None:
    entries = [
        ("字号名称", "云杉店"),
        ("经营者姓名", "林晓东"),
        ("组成形式", "个人经营"),
        ("经营场所", "云杉街1号"),
    ]
    assert values(portrait(entries))[FieldName.TYPE] == "个人经营"


def test_paid_in_capital_is_not_the_capital() -> None:
    entries = [(w, v) for w, v in PORTRAIT if w != "注册资本"] + [("实收资本", "壹佰万元整")]
    assert FieldName.CAPITAL not in values(portrait(entries))


def test_an_authority_printed_in_two_lines_is_joined() -> None:
    lines = portrait()
    top = top_of(lines, "登记机关")
    office = (
        line("云杉市南山", 680.0, top - 14, height=26.0),
        line("区市场监督管理局", 660.0, top + 16, height=26.0),
    )
    assert values((*lines, *office))[FieldName.AUTHORITY] == "云杉市南山区市场监督管理局"


def test_the_watermark_at_the_start_of_a_row_does_not_move_the_row_left() -> None:
    lines = without(portrait(), "信息技术开发；软件销售。")
    rows = "信息技术开发和软件销售，企业", "管理咨询，文化艺术交流活动的", "策划，货物进出口。"
    top = 300.0 + 7 * PITCH
    first, second = (line(row, VALUES_LEFT, top + i * 31) for i, row in enumerate(rows[:2]))
    third = line("SCJD" + rows[2], VALUES_LEFT - 70, top + 62, height=36.0, width=70 + 9 * 30.0)
    beside = line("SCJDGL", 900.0, top + 50, height=38.0)
    assert values((*lines, first, second, third, beside))[FieldName.SCOPE] == "".join(rows)


@pytest.mark.parametrize(
    "row", ["营业执照依法自主开展经营活动）", "效期至2013年6月30日）。"], ids=["no title", "no notice"]
)
def test_a_scope_goes_on_with_a_row_that_only_resembles_printed_matter(row: str) -> None:
    second = line(row, VALUES_LEFT, 300.0 + 7 * PITCH + 34)
    assert values((*portrait(), second))[FieldName.SCOPE].endswith(row)


@pytest.mark.parametrize("row", ["营业执黑", "每年1月1日至6月30日报送年度报告", "应于6月30日前"])
def test_printed_matter_under_a_scope_is_no_part_of_it(row: str) -> None:
    second = line(row, VALUES_LEFT, 300.0 + 7 * PITCH + 34)
    assert not values((*portrait(), second))[FieldName.SCOPE].endswith(row)


def test_small_print_that_names_the_authority_is_no_label() -> None:
    lines = without(portrait(), "登记机关")
    notice = line("各类商事主体每年须于成立周年之日起两个月内，向商事登记机关", 100.0, 1100.0, height=18.0)
    assert parsed((*lines, notice)).layout.of(FieldName.AUTHORITY) is None


def test_a_small_unsure_piece_beside_a_value_is_no_part_of_it() -> None:
    address = "云杉市南山区科苑路15号"
    stray = line("请输入文字", VALUES_LEFT + 11 * 30.0, 300.0 + 2 * PITCH + 8, height=18.0, score=0.8)
    assert values((*portrait(), stray))[FieldName.ADDRESS] == address


def test_the_person_of_a_business_is_found_by_the_end_of_the_label() -> None:
    lines = without(portrait(), "法定代表人", "林晓东")
    tail = line("者林晓东", VALUES_LEFT - 60, 300.0 + 3 * PITCH)
    assert values((*lines, tail))[FieldName.PERSON] == "林晓东"
