"""Do the code, the type and the layout name the same form of business?

pass          the code's kind and the person's label are those of the type
concern       never
fail          the code was not given by a market authority, its kind is another form's, or so is the label
inconclusive  code or type was not read, the type names no known form, or the code is of no known kind

A code of 92 belongs to an individual business, 93 to a farmers' co-operative, 91 to every other
(GB 32100-2015). In a 15-digit number, the seventh digit is 6 to 9 for individual businesses (GS15-2006).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code, registration_number
from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import FORMS, Form, form_of
from verifier.domain.reading import Field, FieldName
from verifier.domain.wording import plain

NAME: Final = "form"
MARKET_AUTHORITY: Final = "9"
INDIVIDUAL_DIGITS: Final = "6789"


class Code(StrEnum):
    AGREES = "form_agrees"
    UNKNOWN_TYPE = "type_unknown"
    UNKNOWN_KIND = "kind_unknown"
    OTHER_REGISTER = "code_of_another_register"
    KIND_DIFFERS = "kind_contradicts_type"
    LABEL_DIFFERS = "label_contradicts_type"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    code, type_ = licence.field(FieldName.CODE), licence.field(FieldName.TYPE)
    form = form_of(type_)
    if code is None or type_ is None:
        yield absent(FieldName.CODE, FieldName.TYPE)
    elif form is None:
        detail = f"The type reads {type_.value!r}, which names no known form."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN_TYPE, detail, type_.value, None, (type_.box,))
    else:
        found = [*_judge_kind(code, type_, form), *_judge_label(licence, form)]
        yield from found
        if not found:
            detail = f"The code and the labels are those of the form {str(form)!r}."
            yield Judgement(Outcome.PASS, Code.AGREES, detail, str(form), None, (code.box, type_.box))


def _judge_kind(code: Field, type_: Field, form: Form) -> Iterator[Judgement]:
    text, boxes = plain(code.normalised or code.value), (code.box, type_.box)
    if credit_code.is_valid(text) and text[0] != MARKET_AUTHORITY:
        detail = f"{text} was given by another register than the market authorities'."
        yield Judgement(Outcome.FAIL, Code.OTHER_REGISTER, detail, text[0], MARKET_AUTHORITY, boxes)
        return
    fits = _kind_fits(text, form)
    if fits is None:
        detail = f"{text} cannot be right, so that its kind says nothing."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN_KIND, detail, text, None, boxes)
    elif not fits:
        detail = f"{text} is not a number of the type {type_.value!r}."
        yield Judgement(Outcome.FAIL, Code.KIND_DIFFERS, detail, text, FORMS[form].kinds, boxes)


def _kind_fits(code: str, form: Form) -> bool | None:
    """Whether a number may belong to the form; None for one of no kind that is known."""
    if registration_number.is_valid(code):
        return (registration_number.anatomy(code).kind in INDIVIDUAL_DIGITS) == (form is Form.INDIVIDUAL)
    if len(code) == credit_code.LENGTH and code[0] == MARKET_AUTHORITY:
        return code[1] in FORMS[form].kinds
    return None


def _judge_label(licence: Licence, form: Form) -> Iterator[Judgement]:
    seen, wanted, person = (
        licence.reading.person_label,
        FORMS[form].person_labels,
        licence.field(FieldName.PERSON),
    )
    if seen is not None and not seen.startswith(wanted):
        detail = f"The person is labelled {seen}, where this form prints {' or '.join(wanted)}."
        boxes = () if person is None else (person.box,)
        yield Judgement(Outcome.FAIL, Code.LABEL_DIFFERS, detail, seen, ", ".join(wanted), boxes)


CHECK: Final = of_each_licence(NAME, Code, judge)
