"""Does the licence say what the applicant declared? One finding each for name, code and person.

pass          equal after NFKC, and apart from spaces, brackets and punctuation
concern       one character differs, by one that recognition takes for it
fail          anything else differs, and the licence was read clearly
inconclusive  the field was not read, was read faintly and differs, or nothing was declared

Never converts traditional to simplified characters. A person field that names several partners, or a partner
and its delegated person, agrees with any one of them.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code, wording
from verifier.domain.case import Declared
from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.reading import Field, FieldName

NAME: Final = "declared"
SCORE_MIN: Final = "score_min"


class Code(StrEnum):
    NOTHING = "nothing_declared"
    NAME_AGREES = "name_agrees"
    NAME_NEARLY = "name_nearly_agrees"
    NAME_DIFFERS = "name_differs"
    NAME_UNSURE = "name_comparison_unsure"
    CODE_AGREES = "code_agrees"
    CODE_NEARLY = "code_nearly_agrees"
    CODE_DIFFERS = "code_differs"
    CODE_UNSURE = "code_comparison_unsure"
    PERSON_AGREES = "person_agrees"
    PERSON_NEARLY = "person_nearly_agrees"
    PERSON_DIFFERS = "person_differs"
    PERSON_UNSURE = "person_comparison_unsure"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    declared = licence.facts.declared
    if declared is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.NOTHING, "Nothing was declared about the employer.")
        return
    for name, typed in _declared_fields(declared):
        yield _judge_field(name, typed, licence.field(name), thresholds[SCORE_MIN])


def _declared_fields(declared: Declared) -> tuple[tuple[FieldName, str], ...]:
    return (
        (FieldName.NAME, declared.name),
        (FieldName.CODE, declared.code),
        (FieldName.PERSON, declared.person),
    )


def _judge_field(name: FieldName, typed: str, field: Field | None, score_min: float) -> Judgement:
    wanted = wording.comparable(typed)
    if field is None or not wanted:
        missing = "was not read on the licence" if field is None else "was not declared"
        detail = f"The {name} {missing}, so that nothing could be compared."
        return Judgement(Outcome.INCONCLUSIVE, Code(f"{name}_comparison_unsure"), detail, threshold=typed)
    printed = field.normalised or field.value
    candidates = wording.persons(printed) if name is FieldName.PERSON else (wording.comparable(printed),)
    outcome, ending, why = _compare(candidates, wanted, faint=field.score < score_min, name=name)
    detail = f"The licence says {printed!r}, the applicant {typed!r}: {why}."
    return Judgement(outcome, Code(f"{name}_{ending}"), detail, printed, typed, (field.box,))


def _compare(
    candidates: tuple[str, ...], wanted: str, *, faint: bool, name: FieldName
) -> tuple[Outcome, str, str]:
    if wanted in candidates:
        return Outcome.PASS, "agrees", "they agree"
    if any(_one_look_alike(printed, wanted) for printed in candidates):
        return Outcome.CONCERN, "nearly_agrees", "they differ by one character that is easily misread"
    if faint or (name is FieldName.CODE and credit_code.may_be_misread(candidates[0], wanted)):
        return Outcome.INCONCLUSIVE, "comparison_unsure", "they differ, but the licence was not read surely"
    return Outcome.FAIL, "differs", "they differ"


def _one_look_alike(printed: str, typed: str) -> bool:
    found = wording.differences(printed, typed)
    return len(found) == 1 and wording.look_alike(found[0].printed, found[0].typed)


CHECK: Final = of_each_licence(NAME, Code, judge, (SCORE_MIN,))
