"""What QR codes say, and where they lead: genuine ones, foreign ones, imitations."""

import pytest

from tests.licences import PRINTED, codes, facts, licence
from verifier.checks import qr
from verifier.domain.reading import FieldName, Printing, QrCode

LANDSCAPE = Printing.LANDSCAPE_2019
CODE, FIRM = PRINTED[FieldName.CODE], PRINTED[FieldName.NAME]
ABSENT = ("inconclusive", "qr_absent")
OFFICIAL = ("pass", "qr_host_official")
ELSEWHERE = ("concern", "qr_host_elsewhere")
LOOK_ALIKE = ("fail", "qr_host_look_alike")


def _qr(host: str | None = None, code: str | None = None, name: str | None = None) -> QrCode:
    return QrCode("text", host, code, name, (900, 100, 1000, 200))


def _found(*qr_codes: QrCode, printing: Printing | None = LANDSCAPE, printed: str = CODE) -> object:
    page = licence({"code": printed}, printing=printing, qr_codes=qr_codes)
    return codes(qr.CHECK, facts(page), characters_max=2.0)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("gsxt.gov.cn", OFFICIAL),
        ("www.gsxt.gov.cn", OFFICIAL),
        ("zzapp.gsxt.gov.cn", OFFICIAL),
        ("GSXT.GOV.CN.", OFFICIAL),
        ("www.szcredit.com.cn", OFFICIAL),
        ("www.jsgsj.gov.cn", ELSEWHERE),
        ("fakegsxt.gov.cn", ELSEWHERE),
        ("shop.example.com", ELSEWHERE),
        ("www.gsxt.gov.cn.example.com", LOOK_ALIKE),
        ("gsxt-gov.cn", LOOK_ALIKE),
        ("wwwgsxt.gov.com", LOOK_ALIKE),
        ("gsxtgov.cn", LOOK_ALIKE),
        ("gѕxt.example.cn", LOOK_ALIKE),
        ("xn--gxt-2cd.cn", LOOK_ALIKE),
    ],
)
def test_the_host_is_the_registers_or_under_it(host: str, expected: tuple[str, str]) -> None:
    assert _found(_qr(host)) == [expected]


@pytest.mark.parametrize("printing", [Printing.PORTRAIT_2014, Printing.OLDER, None])
def test_before_the_landscape_licence_qr_codes_led_to_the_provinces(printing: Printing | None) -> None:
    assert _found(_qr("www.jsgsj.gov.cn"), printing=printing) == [OFFICIAL]
    assert _found(_qr("www.jsgsj.gov.cn.example.com"), printing=printing) == [LOOK_ALIKE]


def test_a_code_and_a_name_agree_with_the_print_or_not() -> None:
    assert _found(_qr(code=CODE)) == [("pass", "qr_agrees")]
    assert _found(_qr(code="91350206MA32JUL977")) == [("fail", "qr_code_differs")]
    assert _found(_qr(name=FIRM)) == [("pass", "qr_agrees")]
    assert _found(_qr(name=f"{FIRM} 网址：www.example.cn")) == [("pass", "qr_agrees")]
    assert _found(_qr(name="深圳市云山信息技术有限公司")) == [("concern", "qr_name_nearly_agrees")]
    assert _found(_qr(name="厦门白鹭贸易有限公司")) == [("fail", "qr_name_differs")]


def test_another_employers_code_under_the_right_host_is_named_beside_the_host() -> None:
    assert _found(_qr("gsxt.gov.cn", "91350206MA32JUL977")) == [("fail", "qr_code_differs"), OFFICIAL]


def test_an_advertisement_beside_the_registers_code_does_not_matter_and_alone_it_does() -> None:
    assert _found(_qr("shop.example.com"), _qr("gsxt.gov.cn")) == [OFFICIAL]
    assert _found(_qr("shop.example.com")) == [ELSEWHERE]


def test_an_imitation_beside_the_registers_code_matters() -> None:
    assert _found(_qr("gsxt-gov.cn"), _qr("gsxt.gov.cn")) == [LOOK_ALIKE, OFFICIAL]


@pytest.mark.parametrize("found", [(), (_qr(),), (_qr(name=" "),), (_qr(code="110108000000016"),)])
def test_without_anything_to_compare_it_is_inconclusive(found: tuple[QrCode, ...]) -> None:
    assert _found(*found) == [ABSENT]


def test_a_printed_code_far_from_the_qr_codes_is_no_misreading() -> None:
    assert _found(_qr(code=CODE), printed="91440301108461186T") == [("fail", "qr_code_differs")]


def test_a_printed_code_that_cannot_be_right_is_not_held_against_the_qr_code() -> None:
    assert _found(_qr(code=CODE), printed="91440300708461186T") == [("inconclusive", "qr_comparison_unsure")]
