"""A paper of people in answers: its fields as of any page, but for the identity number, which is covered."""

import re
from typing import Any, Final

from marshmallow import fields

from verifier.api.schema import Answer, told
from verifier.domain.evidence import EvidenceKind
from verifier.domain.masking import Personal, covered
from verifier.domain.paper import PaperField, PaperReading
from verifier.domain.written import Field, Line

NUMBER: Final = re.compile(r"\d{17}[\dXx×]|\d{15}")


class ReadPaperAnswer(Answer):
    """What a page is, as a paper of people."""

    kind = fields.Enum(
        EvidenceKind,
        by_value=fields.String,
        allow_none=True,
        **told("What its wording says it is; null where it is no paper that is known."),
    )
    portrait = fields.List(
        fields.Integer(),
        allow_none=True,
        **told("Where a card bears its photograph: left, top, right, bottom; else null."),
    )


def members(body: PaperReading) -> dict[str, Any]:
    """The members that are a paper's own."""
    return {"frame": body.frame, "paper": {"kind": body.kind, "portrait": body.portrait}}


def value(name: PaperField, field: Field) -> tuple[str, str | None]:
    """What of a field is shown: of an identity number its ends."""
    if name is not PaperField.NUMBER:
        return field.value, field.normalised
    hidden = covered(Personal.IDENTITY_NUMBER, field.value)
    return hidden, field.normalised and covered(Personal.IDENTITY_NUMBER, field.normalised)


def text(line: Line) -> str:
    """A line with every identity number in it covered."""
    return NUMBER.sub(lambda match: covered(Personal.IDENTITY_NUMBER, match[0]), line.text)
