"""The consistency rules: each with genuine inputs and with inputs that contradict themselves."""

import pytest

from tests.licences import codes, facts, field, licence, line, made_code, posted_by
from verifier import divisions
from verifier.checks import authority, capital, code_age, division, firm_name, form, generation, scope
from verifier.domain.case import AccountType
from verifier.domain.licence_forms import Form, form_of
from verifier.domain.reading import Printing


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("一人有限责任公司", Form.COMPANY),
        ("有限责任公司（自然人投资或控股的法人独资）", Form.COMPANY),
        ("有限责任公司(自然人独资)", Form.COMPANY),
        ("股份有限公司(非上市、自然人投资或控股)", Form.COMPANY),
        ("其他有限责任公司", Form.COMPANY),
        ("有限责任公司分公司(自然人独资)", Form.BRANCH),
        ("全民所有制分支机构(非法人)", Form.BRANCH),
        ("全民所有制", Form.OTHER_LEGAL_PERSON),
        ("个人独资企业", Form.SOLE_INVESTOR),
        ("有限合伙企业", Form.PARTNERSHIP),
        ("个体工商户", Form.INDIVIDUAL),
        ("个人经营", Form.INDIVIDUAL),
        ("农民专业合作社", Form.COOPERATIVE),
        ("农民专业合作经济组织", Form.COOPERATIVE),
        ("乱码", None),
    ],
)
def test_the_type_tells_the_form(printed: str, expected: Form | None) -> None:
    assert form_of(field(printed)) is expected


@pytest.mark.parametrize(
    ("printed", "type_", "expected"),
    [
        (made_code("91440300"), "有限责任公司", ("pass", "form_agrees")),
        (made_code("92440300"), "有限责任公司", ("fail", "kind_contradicts_type")),
        (made_code("93440300"), "有限责任公司", ("fail", "kind_contradicts_type")),
        (made_code("91440300"), "个体工商户", ("fail", "kind_contradicts_type")),
        (made_code("92440300"), "个体工商户", ("pass", "form_agrees")),
        (made_code("93440300"), "农民专业合作社", ("pass", "form_agrees")),
        (made_code("91440300"), "农民专业合作社", ("fail", "kind_contradicts_type")),
        (made_code("12440300"), "有限责任公司", ("fail", "code_of_another_register")),
        ("110108000000016", "有限责任公司", ("pass", "form_agrees")),
        ("110108000000016", "个体工商户", ("fail", "kind_contradicts_type")),
        ("110108000000016", "合伙企业", ("pass", "form_agrees")),
        ("370724600056737", "个体工商户", ("pass", "form_agrees")),
        ("12440300708461136T", "有限责任公司", ("inconclusive", "kind_unknown")),
        (made_code("91440300"), "乱码", ("inconclusive", "type_unknown")),
        (None, "有限责任公司", ("inconclusive", "field_absent")),
        (made_code("91440300"), None, ("inconclusive", "field_absent")),
    ],
)
def test_the_codes_kind_agrees_with_the_type(
    printed: str | None, type_: str | None, expected: tuple[str, str]
) -> None:
    assert codes(form.CHECK, facts(licence({"code": printed, "type": type_}))) == [expected]


@pytest.mark.parametrize(
    ("type_", "head", "label", "outcome"),
    [
        ("有限责任公司", "91440300", "法定代表人", "pass"),
        ("有限责任公司", "91440300", "法定代表人姓名", "pass"),
        ("有限责任公司", "91440300", "经营者", "fail"),
        ("有限责任公司", "91440300", "负责人", "fail"),
        ("个体工商户", "92440300", "经营者姓名", "pass"),
        ("个体工商户", "92440300", "法定代表人", "fail"),
        ("有限责任公司分公司", "91440300", "负责人", "pass"),
        ("个人独资企业", "91440300", "投资人", "pass"),
        ("普通合伙企业", "91440300", "执行事务合伙人", "pass"),
        ("普通合伙企业", "91440300", "投资人", "fail"),
    ],
)
def test_the_persons_label_agrees_with_the_type(type_: str, head: str, label: str, outcome: str) -> None:
    page = licence({"type": type_, "code": made_code(head)}, person_label=label)
    assert [found for found, _ in codes(form.CHECK, facts(page))] == [outcome]


def test_without_a_label_only_the_kind_is_judged() -> None:
    assert codes(form.CHECK, facts(licence(person_label=None))) == [("pass", "form_agrees")]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("pass", "capital_agrees")),
        ({"capital": None}, ("concern", "capital_absent")),
        ({"type": "个体工商户"}, ("concern", "capital_unexpected")),
        ({"type": "有限责任公司分公司"}, ("concern", "capital_unexpected")),
        ({"type": "有限责任公司分公司", "capital": None}, ("pass", "capital_agrees")),
        ({"type": "普通合伙企业", "capital": None}, ("pass", "capital_agrees")),
        ({"type": "农民专业合作社"}, ("pass", "capital_agrees")),
        ({"capital": "500万美元"}, ("concern", "capital_currency")),
        ({"capital": "500万美元", "type": "有限责任公司(外商投资)"}, ("pass", "capital_agrees")),
        ({"capital": "500万美元", "type": "有限责任公司(台港澳与境内合资)"}, ("pass", "capital_agrees")),
        ({"type": None}, ("inconclusive", "field_absent")),
        ({"type": "乱码"}, ("inconclusive", "field_absent")),
    ],
)
def test_capital_is_where_the_form_has_it(changed: dict[str, str | None], expected: tuple[str, str]) -> None:
    assert codes(capital.CHECK, facts(licence(changed))) == [expected]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("注册资本", ("inconclusive", "field_absent")),
        ("经营范国由章程确定，经营范国中属于法律", ("pass", "capital_agrees")),
        ("其他", ("concern", "capital_absent")),
    ],
)
def test_capital_that_was_not_read_is_told_from_capital_that_is_not_printed(
    printed: str, expected: tuple[str, str]
) -> None:
    page = licence({"capital": None}, lines=[line(printed)])
    assert codes(capital.CHECK, facts(page)) == [expected]


def test_old_licences_of_individual_businesses_print_their_funds() -> None:
    page = licence({"type": "个体工商户", "capital": "1万元"}, lines=[line("资金数额 1万元")])
    assert codes(capital.CHECK, facts(page)) == [("pass", "capital_agrees")]


LANDSCAPE, PORTRAIT = Printing.LANDSCAPE_2019, Printing.PORTRAIT_2014


@pytest.mark.parametrize(
    ("issued", "printing", "expected"),
    [
        ("2019-03-01", LANDSCAPE, ("pass", "generation_possible")),
        ("2019-02-28", LANDSCAPE, ("fail", "layout_before_its_time")),
        ("2019-02-28", PORTRAIT, ("pass", "generation_possible")),
        ("2019-02-28", None, ("inconclusive", "layout_unknown")),
        ("2019-03-01", None, ("pass", "generation_possible")),
        (None, PORTRAIT, ("inconclusive", "field_absent")),
        ("no day", PORTRAIT, ("inconclusive", "field_absent")),
    ],
)
def test_the_layout_existed_on_the_day_of_issue(
    issued: str | None, printing: Printing | None, expected: tuple[str, str]
) -> None:
    assert codes(generation.CHECK, facts(licence({"issued": issued}, printing=printing))) == [expected]


@pytest.mark.parametrize(
    ("printed", "issued", "expected"),
    [
        ("91440300708461136T", "2015-10-01", ("pass", "code_age_possible")),
        ("91440300708461136T", "2015-09-30", ("concern", "code_before_its_time")),
        ("110108000000016", "2015-09-30", ("pass", "code_age_possible")),
        (None, "2015-09-30", ("inconclusive", "field_absent")),
        ("91440300708461136T", None, ("inconclusive", "field_absent")),
        ("91440300708461136T", "no day", ("inconclusive", "field_absent")),
    ],
)
def test_a_code_is_no_older_than_codes(
    printed: str | None, issued: str | None, expected: tuple[str, str]
) -> None:
    assert codes(code_age.CHECK, facts(licence({"code": printed, "issued": issued}))) == [expected]


@pytest.mark.parametrize(
    ("named", "issued", "lines", "expected"),
    [
        ("深圳市市场监督管理局", "2021-07-08", [], ("pass", "authority_fits")),
        ("深圳市市场监督管理局", "2010-07-08", [], ("pass", "authority_fits")),
        ("深圳市市场监督管理局", "2008-07-08", [], ("concern", "authority_before_its_time")),
        ("临朐县工商行政管理局", "2019-12-31", [], ("pass", "authority_fits")),
        ("临朐县工商行政管理局", "2020-01-01", [], ("concern", "authority_out_of_date")),
        (None, "2021-07-08", ["国家市场监督管理总局监制"], ("pass", "authority_fits")),
        (None, "2018-03-20", ["国家市场监督管理总局监制"], ("concern", "authority_before_its_time")),
        (
            None,
            "2020-01-01",
            ["中华人民共和国国家工商行政管理总局监制"],
            ("concern", "authority_out_of_date"),
        ),
        (None, "2016-01-01", ["中华人民共和国国家工商行政管理总局监制"], ("pass", "authority_fits")),
        (None, "2021-07-08", [], ("inconclusive", "field_absent")),
        ("深圳市市场监督管理局", None, [], ("inconclusive", "field_absent")),
    ],
)
def test_the_authority_bears_the_name_of_its_time(
    named: str | None, issued: str | None, lines: list[str], expected: tuple[str, str]
) -> None:
    page = licence({"authority": named, "issued": issued}, lines=[line(text) for text in lines])
    assert codes(authority.CHECK, facts(page)) == [expected]


@pytest.mark.parametrize(
    ("printed", "type_", "expected"),
    [
        ("深圳市云杉信息技术有限公司", "有限责任公司", ("pass", "name_fits_type")),
        ("云杉（深圳）科技股份有限公司", "股份有限公司(上市)", ("pass", "name_fits_type")),
        ("深圳市云杉便利店", "有限责任公司", ("concern", "name_contradicts_type")),
        ("深圳市云杉便利店", "个体工商户", ("pass", "name_fits_type")),
        ("深圳市云杉有限公司", "个体工商户", ("concern", "name_contradicts_type")),
        ("深圳市云杉设计工作室", "个人独资企业", ("pass", "name_fits_type")),
        ("深圳市云杉有限公司", "个人独资企业", ("concern", "name_contradicts_type")),
        ("深圳云杉投资中心（有限合伙）", "有限合伙企业", ("pass", "name_fits_type")),
        ("深圳云杉投资中心", "有限合伙企业", ("concern", "name_contradicts_type")),
        ("临朐县云杉果蔬专业合作社", "农民专业合作社", ("pass", "name_fits_type")),
        ("临朐县云杉果蔬有限公司", "农民专业合作社", ("concern", "name_contradicts_type")),
        ("深圳市云杉有限公司北京分公司", "有限责任公司分公司", ("pass", "name_fits_type")),
        ("深圳市云杉有限公司", "有限责任公司分公司", ("concern", "branch_without_parent")),
        ("深圳市云A杉有限公司", "有限责任公司", ("concern", "name_character_unusual")),
        ("深圳市云杉有限公司", "乱码", ("inconclusive", "field_absent")),
        (None, "有限责任公司", ("inconclusive", "field_absent")),
    ],
)
def test_a_name_is_built_as_its_type_asks(printed: str | None, type_: str, expected: tuple[str, str]) -> None:
    assert codes(firm_name.CHECK, facts(licence({"name": printed, "type": type_}))) == [expected]


@pytest.mark.parametrize(
    ("account", "printed", "expected"),
    [
        (AccountType.DIRECT_EMPLOYER, None, ("pass", "scope_allows")),
        (AccountType.PUBLIC_BODY, "教育", ("pass", "scope_allows")),
        (AccountType.HR_AGENCY, "软件开发；人力资源服务", ("pass", "scope_allows")),
        (AccountType.HR_AGENCY, "职业中介活动", ("pass", "scope_allows")),
        (AccountType.HR_AGENCY, "软件开发", ("fail", "scope_lacks_service")),
        (AccountType.HR_AGENCY, None, ("inconclusive", "field_absent")),
        (AccountType.LABOUR_DISPATCH, "劳务派遣服务", ("pass", "scope_allows")),
        (AccountType.LABOUR_DISPATCH, "人力资源服务", ("fail", "scope_lacks_service")),
    ],
)
def test_who_posts_for_others_has_a_scope_that_says_so(
    account: AccountType, printed: str | None, expected: tuple[str, str]
) -> None:
    assert codes(scope.CHECK, posted_by(account, facts(licence({"scope": printed})))) == [expected]


@pytest.mark.parametrize(
    ("head", "authority_", "address", "expected"),
    [
        ("91440300", "深圳市市场监督管理局", "南山区科苑路", ("pass", "division_agrees")),
        ("91440300", None, "广东省深圳市南山区", ("pass", "division_agrees")),
        ("91440300", None, "深圳市南山区", ("pass", "division_agrees")),
        ("91440300", "深圳市市场监督管理局", "北京市海淀区", ("pass", "division_agrees")),
        ("91440300", None, "北京市海淀区", ("concern", "division_differs")),
        ("91440300", "海淀区市场监督管理局", "中国（北京）自由贸易试验区", ("concern", "division_differs")),
        ("91110105", None, "朝阳区建国路", ("pass", "division_agrees")),
        ("91220104", None, "朝阳区建设街", ("pass", "division_agrees")),
        ("91100000", None, "北京市西城区", ("pass", "division_agrees")),
        ("91990000", None, "北京市西城区", ("inconclusive", "field_absent")),
        ("91440300", None, "一号路", ("pass", "division_agrees")),
        ("91440300", None, None, ("pass", "division_agrees")),
        ("91110105", None, "一号路", ("concern", "division_differs")),
    ],
)
def test_the_codes_province_is_that_of_the_authority_or_the_address(
    head: str, authority_: str | None, address: str | None, expected: tuple[str, str]
) -> None:
    page = licence({"code": made_code(head), "authority": authority_, "address": address})
    assert codes(division.CHECK, facts(page)) == [expected]


def test_a_licence_that_begins_nothing_with_a_place_names_no_province() -> None:
    page = licence({"name": "云杉小店", "address": "一号路", "authority": None})
    assert codes(division.CHECK, facts(page)) == [("inconclusive", "field_absent")]


def test_a_code_that_is_not_valid_names_no_division() -> None:
    page = licence({"code": "91440300708461136U"})
    assert codes(division.CHECK, facts(page)) == [("inconclusive", "field_absent")]


def test_divisions_that_are_no_more_are_still_known() -> None:
    assert divisions.province_of("510201") == "四川省"
    assert divisions.provinces_named("崇文区") == {"北京市"}
