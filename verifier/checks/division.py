"""Does the code's division agree with the authority and the address?

pass          authority or address lies in the province of the code, or the national authority gave the code
concern       the licence names other provinces only
fail          never
inconclusive  no valid code was read, or no field names a place

An address may begin with a village; then the name's place stands in for it.

Provinces only: county codes outlive every redrawing, and firms move within a province without a new code.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier import divisions
from verifier.domain import credit_code, registration_number
from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.reading import Field, FieldName
from verifier.domain.wording import plain

NAME: Final = "division"


class Code(StrEnum):
    AGREES = "division_agrees"
    DIFFERS = "division_differs"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    code = licence.field(FieldName.CODE)
    division = None if code is None else _division(plain(code.normalised or code.value))
    if code is None or division is None:
        yield absent(FieldName.CODE)
    elif division == divisions.NATIONAL:
        detail = "The national authority gave the code; it belongs to no province."
        yield Judgement(Outcome.PASS, Code.AGREES, detail, division, None, (code.box,))
    elif (province := divisions.province_of(division)) is None:
        yield absent(FieldName.CODE)  # the check of the code itself fails it
    else:
        yield _compare(licence, code, province)


def _division(code: str) -> str | None:
    if credit_code.is_valid(code):
        return credit_code.anatomy(code).division
    return registration_number.anatomy(code).division if registration_number.is_valid(code) else None


def _compare(licence: Licence, code: Field, province: str) -> Judgement:
    places = _places(licence, FieldName.AUTHORITY, FieldName.ADDRESS) or _places(licence, FieldName.NAME)
    if not places:
        return absent(FieldName.AUTHORITY, FieldName.ADDRESS)
    boxes = (code.box, *(field.box for field, _ in places))
    seen = "; ".join("/".join(sorted(named)) for _, named in places)
    if any(province in named for _, named in places):
        detail = f"The code was given in {province}, where the licence is from."
        return Judgement(Outcome.PASS, Code.AGREES, detail, seen, province, boxes)
    detail = f"The code was given in {province}; the licence names {seen}."
    return Judgement(Outcome.CONCERN, Code.DIFFERS, detail, seen, province, boxes)


def _places(licence: Licence, *names: FieldName) -> list[tuple[Field, frozenset[str]]]:
    """The fields that begin with a known place, each with the provinces it may lie in."""
    fields = [licence.field(name) for name in names]
    return [(f, named) for f in fields if f and (named := divisions.provinces_named(f.value))]


CHECK: Final = of_each_licence(NAME, Code, judge)
