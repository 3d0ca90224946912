"""Were the fields found that every form of the licence has, and read clearly?

pass          each needed field was found, and those that identify the employer were read clearly
concern       never
fail          never: what was not read may yet be there
inconclusive  a needed field is missing, or the code, name or person was read faintly

Capital and term are not needed here, for some forms lack them; the seal often covers the authority.
A licence that leaves its scope to the charter, as Shenzhen's do, need not print one.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import IDENTIFYING, needed
from verifier.domain.reading import Field, FieldName

NAME: Final = "licence_fields"
SCORE_MIN: Final = "score_min"


class Code(StrEnum):
    FOUND = "fields_found"
    CODE_MISSING = "code_missing"
    NAME_MISSING = "name_missing"
    PERSON_MISSING = "person_missing"
    TYPE_MISSING = "type_missing"
    ESTABLISHED_MISSING = "established_missing"
    ADDRESS_MISSING = "address_missing"
    SCOPE_MISSING = "scope_missing"
    CODE_FAINT = "code_faint"
    NAME_FAINT = "name_faint"
    PERSON_FAINT = "person_faint"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    names = needed(licence.reading)
    found = [_judge_field(licence, name, thresholds[SCORE_MIN]) for name in names]
    wanting = [judgement for judgement in found if judgement is not None]
    yield from wanting
    if not wanting:
        yield Judgement(
            Outcome.PASS, Code.FOUND, "Every field that all forms have was found.", threshold=len(names)
        )


def _judge_field(licence: Licence, name: FieldName, score_min: float) -> Judgement | None:
    field = licence.field(name)
    if field is None or not field.value.strip():
        detail = f"The {name} was not found on the page."
        return Judgement(Outcome.INCONCLUSIVE, Code(f"{name}_missing"), detail, threshold=str(name))
    if name in IDENTIFYING and field.score < score_min:
        return _faint(name, field, score_min)
    return None


def _faint(name: FieldName, field: Field, score_min: float) -> Judgement:
    detail = f"The {name} was read as {field.value!r} with a score of {field.score:.3f}."
    return Judgement(
        Outcome.INCONCLUSIVE, Code(f"{name}_faint"), detail, field.score, score_min, (field.box,)
    )


CHECK: Final = of_each_licence(NAME, Code, judge, (SCORE_MIN,))
