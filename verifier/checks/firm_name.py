"""Is the name built as the type asks?

pass          the name ends as its form does, and holds what its form must
concern       the ending belongs to another form, a branch names no parent, or a character cannot be in a name
fail          never
inconclusive  name or type was not read, or the type names no known form

A name is division, trade name, industry and form (企业名称登记管理规定); a branch's begins with its parent's.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import Form, form_of
from verifier.domain.reading import Field, FieldName
from verifier.domain.wording import comparable

NAME: Final = "firm_name"
WANTED: Final[Mapping[Form, re.Pattern[str]]] = {
    Form.COMPANY: re.compile("公司$"),
    Form.COOPERATIVE: re.compile("合作社|联合社"),
    Form.PARTNERSHIP: re.compile("合伙"),
    Form.BRANCH: re.compile("(公司|厂|社|所|中心|店|场|院|行|企业|集团|会).{2,}$"),
}
UNWANTED: Final[Mapping[Form, re.Pattern[str]]] = {
    Form.INDIVIDUAL: re.compile("公司|合作社|合伙"),
    Form.SOLE_INVESTOR: re.compile("有限|股份|公司"),
    Form.PARTNERSHIP: re.compile("公司$"),
    Form.COOPERATIVE: re.compile("公司$"),
}
NOT_IN_NAMES: Final = re.compile(r"[^㐀-鿿豈-﫿\U00020000-\U0003ffff〇]+")


class Code(StrEnum):
    FITS = "name_fits_type"
    FORM_DIFFERS = "name_contradicts_type"
    NO_PARENT = "branch_without_parent"
    CHARACTER = "name_character_unusual"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    name, type_ = licence.field(FieldName.NAME), licence.field(FieldName.TYPE)
    form = form_of(type_)
    if name is None or type_ is None or form is None:
        yield absent(FieldName.NAME, FieldName.TYPE)
        return
    found = [*_judge_form(name, type_, form), *_judge_characters(name)]
    yield from found
    if not found:
        detail = f"{name.value!r} is built like the name of the form {str(form)!r}."
        yield Judgement(Outcome.PASS, Code.FITS, detail, name.value, str(form), (name.box,))


def _judge_form(name: Field, type_: Field, form: Form) -> Iterator[Judgement]:
    text = comparable(name.normalised or name.value)
    wanted, unwanted = WANTED.get(form), UNWANTED.get(form)
    if (wanted and not wanted.search(text)) or (unwanted and unwanted.search(text)):
        code = Code.NO_PARENT if form is Form.BRANCH else Code.FORM_DIFFERS
        detail = f"{name.value!r} is not built like the name of {type_.value!r}."
        yield Judgement(Outcome.CONCERN, code, detail, name.value, type_.value, (name.box, type_.box))


def _judge_characters(name: Field) -> Iterator[Judgement]:
    strange = NOT_IN_NAMES.findall(comparable(name.normalised or name.value))
    if strange:
        detail = f"{name.value!r} holds {' '.join(strange)!r}; a registered name is in Chinese characters."
        yield Judgement(Outcome.CONCERN, Code.CHARACTER, detail, name.value, None, (name.box,))


CHECK: Final = of_each_licence(NAME, Code, judge)
