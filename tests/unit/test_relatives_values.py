"""What cases are known by, made comparable; the values are fictional."""

import pytest

from tests.licences import PRINTED, licence
from verifier.domain.case import Declared
from verifier.domain.reading import FieldName
from verifier.domain.relatives import Shared
from verifier.domain.traits import traits

SHA256 = "a" * 64
ALONE = Declared("", "", "")


def known(kind: Shared, declared: Declared) -> set[str]:
    page = licence(dict.fromkeys(PRINTED))
    return {value for of, value in traits(declared, page, SHA256) if of is kind}


@pytest.mark.parametrize(
    "phone",
    ["138 0000 0000", "138-0000-0000", "+86 13800000000", "0086 138 0000 0000", "１３８００００００００"],
)
def test_a_telephone_number_is_the_same_however_it_is_written(phone: str) -> None:
    assert known(Shared.PHONE, Declared("", "", "", phone=phone)) == {"13800000000"}


def test_another_number_stays_another() -> None:
    assert known(Shared.PHONE, Declared("", "", "", phone="86100000")) == {"86100000"}


def test_an_account_is_its_digits() -> None:
    assert known(Shared.BANK_ACCOUNT, Declared("", "", "", bank_account="6222 0000-1111")) == {"622200001111"}


def test_an_address_is_compared_without_its_punctuation() -> None:
    written = [
        Declared("", "", "", address=text) for text in ("样本市样本路（甲）１号", "样本市 样本路(甲)1号")
    ]
    assert known(Shared.ADDRESS, written[0]) == known(Shared.ADDRESS, written[1]) != set()


@pytest.mark.parametrize(
    "kind", [Shared.PHONE, Shared.BANK_ACCOUNT, Shared.ADDRESS, Shared.CODE, Shared.PERSON]
)
def test_blanks_and_slips_are_nobodys(kind: Shared) -> None:
    slip = Declared("无", "/", "*", address="样本市", phone="110", bank_account="无")
    assert known(kind, slip) == known(kind, ALONE) == set()


def test_both_what_was_declared_and_what_was_read_count() -> None:
    other = Declared("另一家样本有限公司", "91110108MA01EBFH9B", "李样本")
    found = traits(other, licence(), SHA256)
    assert (Shared.BYTES, SHA256) in found
    for kind, name in ((Shared.CODE, FieldName.CODE), (Shared.PERSON, FieldName.PERSON)):
        assert (kind, PRINTED[name]) in found
    assert (Shared.CODE, other.code) in found
    assert (Shared.PERSON, other.person) in found


def test_each_of_several_partners_is_a_person() -> None:
    assert {"甲样本", "乙样本"} <= known(Shared.PERSON, Declared("", "", "甲样本、乙样本"))
