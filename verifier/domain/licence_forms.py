"""The forms of the business licence (A–G), and what each prints. Tables only; judges nothing.

Source: 市场主体登记管理条例 and 市场主体登记管理条例实施细则 Art. 23; GB 32100-2015 for the kinds in a code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from verifier.domain.reading import Box, Field, FieldName, LicenceReading, Line
from verifier.domain.wording import comparable


class Form(StrEnum):
    """The legal forms that have a layout of their own."""

    COMPANY = "company"
    OTHER_LEGAL_PERSON = "other_legal_person"
    PARTNERSHIP = "partnership"
    COOPERATIVE = "cooperative"
    SOLE_INVESTOR = "sole_investor"
    INDIVIDUAL = "individual"
    BRANCH = "branch"


class Capital(StrEnum):
    """Whether a form prints an amount of capital."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a form prints: the second characters its code may have, the person's labels, the capital."""

    kinds: str
    person_labels: tuple[str, ...]
    capital: Capital


FORMS: Final[Mapping[Form, Printed]] = {
    Form.COMPANY: Printed("1", ("法定代表人",), Capital.REQUIRED),
    Form.OTHER_LEGAL_PERSON: Printed("1", ("法定代表人", "负责人"), Capital.OPTIONAL),
    Form.PARTNERSHIP: Printed("1", ("执行事务合伙人", "执行合伙人"), Capital.OPTIONAL),
    Form.COOPERATIVE: Printed("3", ("法定代表人",), Capital.OPTIONAL),
    Form.SOLE_INVESTOR: Printed("1", ("投资人",), Capital.OPTIONAL),
    Form.INDIVIDUAL: Printed("2", ("经营者",), Capital.FORBIDDEN),
    Form.BRANCH: Printed("13", ("负责人",), Capital.FORBIDDEN),
}
# What every form prints; some lack capital and term, and the seal often covers the authority.
IDENTIFYING: Final = (FieldName.CODE, FieldName.NAME, FieldName.PERSON)
NEEDED: Final = (*IDENTIFYING, FieldName.TYPE, FieldName.ESTABLISHED, FieldName.ADDRESS, FieldName.SCOPE)

# Shenzhen's licences say "商事主体的经营范围由章程确定" in small print that is seldom read whole.
BY_CHARTER: Final = re.compile("商事主体|章程")

# The first wording that a type contains tells its form, so that 有限责任公司分公司 is a branch, and
# 有限责任公司(自然人独资) a company.
_WORDINGS: Final = (
    ("分公司", Form.BRANCH),
    ("分支机构", Form.BRANCH),
    ("办事处", Form.BRANCH),
    ("非法人", Form.BRANCH),
    ("个体", Form.INDIVIDUAL),
    ("个人经营", Form.INDIVIDUAL),
    ("家庭经营", Form.INDIVIDUAL),
    ("合作社", Form.COOPERATIVE),
    ("专业合作", Form.COOPERATIVE),
    ("个人独资企业", Form.SOLE_INVESTOR),
    ("合伙", Form.PARTNERSHIP),
    ("有限责任公司", Form.COMPANY),
    ("有限公司", Form.COMPANY),
    ("独资公司", Form.COMPANY),
    ("股份公司", Form.COMPANY),
    ("所有制", Form.OTHER_LEGAL_PERSON),
    ("股份合作", Form.OTHER_LEGAL_PERSON),
    ("联营", Form.OTHER_LEGAL_PERSON),
)


def form_of(type_field: Field | None) -> Form | None:
    """The form that the printed type names; None when it names none that is known."""
    if type_field is None:
        return None
    text = comparable(type_field.normalised or type_field.value)
    return next((form for wording, form in _WORDINGS if wording in text), None)


def needed(reading: LicenceReading) -> tuple[FieldName, ...]:
    """The fields that this licence must show: all that are needed, without a scope that its charter holds."""
    return tuple(name for name in NEEDED if name is not FieldName.SCOPE or not leaves_to_charter(reading))


def leaves_to_charter(page: LicenceReading) -> bool:
    """Whether the page says that scope and capital are left to the charter, as Shenzhen's do since 2013."""
    return any(BY_CHARTER.search(comparable(line.text)) for line in page.lines)


def box_of(line: Line) -> Box:
    """The upright box around a line, in whole pixels."""
    xs, ys = [round(x) for x, _ in line.polygon], [round(y) for _, y in line.polygon]
    return min(xs), min(ys), max(xs), max(ys)


def inside(line: Line, box: Box) -> bool:
    """Whether a line's centre lies in a box."""
    left, top, right, bottom = box_of(line)
    x, y = (left + right) / 2, (top + bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
