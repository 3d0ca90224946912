"""Dates, terms, amounts and QR contents: text in, a form that compares out."""

import pytest

from workers.readers.licence.amounts import plain_amount
from workers.readers.licence.dates import dates, iso_date, iso_term
from workers.readers.licence.qr import taken_apart


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2013年01月24日", "2013-01-24"),
        ("2015 年 8月 19日", "2015-08-19"),
        ("2015年8月19", "2015-08-19"),
        ("2016-6-3", "2016-06-03"),
        ("2016.06.03", "2016-06-03"),
        ("20150819", "2015-08-19"),
        ("２０１５年０８月１９日", "2015-08-19"),
        ("二〇一四年七月廿五日", "2014-07-25"),
        ("二0一0年八月五日", "2010-08-05"),
        ("二零一二年十二月二十一日", "2012-12-21"),
        ("二〇一一年元月三十日", "2011-01-30"),
        ("二〇一〇年六月+一日", "2010-06-11"),
        ("二〇—_年九月十四日", "2011-09-14"),
    ],
)
def test_a_date_is_read_however_it_is_printed(printed: str, day: str) -> None:
    assert iso_date(printed) == day


@pytest.mark.parametrize(
    "misread",
    [
        "",
        "年月日",
        "2016年35月31日",
        "2015年02月30日",
        "2019年11月00日",
        "2018年2月06日",  # a printer pads both or neither: a digit was lost
        "2008年108国",
        "201年06月08日",
        "2016725",
        "12016年07月25日",
        "一〇一四年七月廿五日",
    ],
)
def test_what_is_no_date_or_lost_a_digit_is_none(misread: str) -> None:
    assert iso_date(misread) is None


def test_all_dates_of_a_text_come_in_order() -> None:
    assert dates("自二〇一〇年六月十一日至2030年06月10日") == ["2010-06-11", "2030-06-10"]


@pytest.mark.parametrize(
    ("printed", "interval"),
    [
        ("2016年08月22日至2036年08月21日", "2016-08-22/2036-08-21"),
        ("自2014年04月21日至2064年04月20日止", "2014-04-21/2064-04-20"),
        ("2017年06月02日至长期", "2017-06-02/.."),
        ("2018年9月21日至水久", "2018-09-21/.."),
        ("2015年8月19日至不约定期限", "2015-08-19/.."),
        ("长期", "../.."),
        ("2009年08月03日至年月日", "2009-08-03/"),
        ("2018年05月21日至******", "2018-05-21/"),
    ],
)
def test_a_term_is_an_interval_and_says_whether_its_end_is_open_or_unprinted(
    printed: str, interval: str
) -> None:
    assert iso_term(printed) == interval


@pytest.mark.parametrize("unclear", ["2009年08月03日", "2009年08月03日至2019年", "至", "建材网"])
def test_a_term_of_which_an_end_was_lost_is_none(unclear: str) -> None:
    assert iso_term(unclear) is None


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("600万元整", "6000000 CNY"),
        ("人民币3.0000万元整", "30000 CNY"),
        ("5,000.50万元", "50005000 CNY"),
        ("伍拾万元整", "500000 CNY"),
        ("拾万元", "100000 CNY"),
        ("（人民币）伍仟万元", "50000000 CNY"),
        ("柒亿贰仟零玖拾万圆整", "720900000 CNY"),
        ("叁佰贰拾陆万玖仟陆佰元整", "3269600 CNY"),
        ("人民币肆万零伍佰元", "40500 CNY"),
        ("式佰万元整", "2000000 CNY"),
        ("美元壹佰万元", "1000000 USD"),
        ("50万港元", "500000 HKD"),
    ],
)
def test_capital_is_a_plain_amount_with_its_currency(printed: str, amount: str) -> None:
    assert plain_amount(printed) == amount


@pytest.mark.parametrize("unclear", ["", "万元整", "无", "元"])
def test_capital_without_a_number_is_none(unclear: str) -> None:
    assert plain_amount(unclear) is None


@pytest.mark.parametrize(
    ("content", "host", "code", "name"),
    [
        (
            "http://www.gsxt.gov.cn/index.html?uniscid=91440300708461136T",
            "www.gsxt.gov.cn",
            "91440300708461136T",
            None,
        ),
        (
            "统一社会信用代码:91440300708461136T;\n名称:云杉市信息技术有限公司;\n网址:http://gsxt.example.cn/a",
            "gsxt.example.cn",
            "91440300708461136T",
            "云杉市信息技术有限公司",
        ),
        ("注册号：110108000000016；名称：云杉店；", None, "110108000000016", "云杉店"),
        ("https://gsxt.gov.cn.example.com:8080/x", "gsxt.gov.cn.example.com", None, None),
        ("uniscid=91440300708461136T9", None, None, None),
        ("http://[::1", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_qr_code_is_taken_apart(content: str, host: str | None, code: str | None, name: str | None) -> None:
    assert taken_apart(content) == (host, code, name)
