"""The schemas of what a client may send. Strict: unknown fields are refused and no type is coerced."""

import re
from datetime import UTC, datetime
from typing import Any

from flask_smorest.fields import Upload  # type: ignore[import-untyped]  # flask-smorest has no types
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from verifier.domain.case import AccountType
from verifier.domain.evidence import EvidenceKind
from verifier.usecases.texts import LINE_ENDS, UNKEPT

PAGE = 20  # on a page unless the client asks otherwise
PAGE_LIMIT = 100
# What `str.strip` takes for blank and what `readable` refuses, spelled for JSON Schema (ECMA 262).
_BLANK = r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CONTROLS = r"\u0000-\u001f\u007f-\u009f"
_CONTROLS_IN_LINES = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
READABLE = rf"^[{_BLANK}]*[^{_BLANK}{_CONTROLS}][^{_CONTROLS}]*$"
READABLE_LINES = rf"^[{_BLANK}\n\r\t]*[^{_BLANK}\u0000-\u001f\u007f-\u009f][^{_CONTROLS_IN_LINES}]*$"
_COMPARED = "Compared across your own cases only: the same one under another account concerns a person."


def readable(text: str) -> None:
    """Refuse what no name, number or key can hold, and what not every database stores (NUL, half a pair)."""
    if not text.strip():
        raise ValidationError("Must not be blank.")
    if UNKEPT.search(text):
        raise ValidationError("Must not hold control characters.")


def readable_lines(text: str) -> None:
    """The same of a text that may have several lines."""
    readable(text.translate(LINE_ENDS))


class Whole(validate.Regexp):
    """The whole text fits the pattern. It is documented with its anchors, for JSON Schema searches."""

    def __init__(self, pattern: str, *, error: str) -> None:
        super().__init__(f"^{pattern}$", error=error)
        self._whole = re.compile(pattern)

    def __call__(self, value: Any) -> Any:
        """Raises ValidationError, also where `$` would let a line end pass."""
        if self._whole.fullmatch(value) is None:
            raise ValidationError(str(self.error))
        return value


def text_field(longest: int, description: str, **options: Any) -> fields.String:
    return fields.String(
        validate=[validate.Length(min=1, max=longest), readable],
        metadata={"description": description, "pattern": READABLE},
        **options,
    )


def lines_field(longest: int, description: str, **options: Any) -> fields.String:
    """A text that may have several lines."""
    return fields.String(
        validate=[validate.Length(min=1, max=longest), readable_lines],
        metadata={"description": description, "pattern": READABLE_LINES},
        **options,
    )


def identifier_field(prefix: str, description: str, *, error: str, **options: Any) -> fields.String:
    """An identifier of ours in a body or a query, so that nothing else reaches a database."""
    return fields.String(
        validate=Whole(rf"{prefix}_[0-9a-hjkmnp-tv-z]{{26}}", error=error),
        metadata={"description": description},
        **options,
    )


def _in_utc(moment: datetime) -> None:
    """Refuse the few moments at the edge of the calendar that have no date in UTC, which stores keep."""
    try:
        moment.astimezone(UTC)
    except OverflowError:
        raise ValidationError("Must have a date in UTC.") from None


def moment_field(description: str, **options: Any) -> fields.AwareDateTime:
    """A moment as RFC 3339 spells it, with its zone."""
    return fields.AwareDateTime(
        format="iso", validate=_in_utc, metadata={"description": description}, **options
    )


class Strict(Schema):
    class Meta:
        unknown = RAISE


class DeclaredQuestion(Strict):
    """What the applicant says about the employer; it is compared with what the licence says."""

    name = text_field(200, "The employer's full registered name, as on the licence (名称).", required=True)
    code = text_field(
        32,
        "The unified social credit code of 18 characters, or the older registration number of 15 digits.",
        required=True,
    )
    person = text_field(
        100,
        "The legal representative, operator or person in charge, as on the licence (法定代表人).",
        required=True,
    )
    address = text_field(200, "Where the employer can be found. " + _COMPARED, allow_none=True)
    phone = text_field(40, "The number that the account was opened with. " + _COMPARED, allow_none=True)
    bank_account = text_field(40, "The employer's account at its bank. " + _COMPARED, allow_none=True)
    website = text_field(
        200,
        "The employer's own website, as people type it. Domains of corporate mailboxes are compared with it.",
        allow_none=True,
    )
    agent = text_field(
        100,
        "Who recruits for the employer. Certificates, letters and identity cards have to name them.",
        allow_none=True,
    )


class CaseQuestion(Strict):
    """A new case."""

    account_type = fields.Enum(
        AccountType,
        by_value=fields.String,
        required=True,
        metadata={"description": "Who posts the jobs. It decides which papers are asked for."},
    )
    declared = fields.Nested(DeclaredQuestion, required=True)
    reference = text_field(
        200,
        "Your own key for the account that the employer has with you. It is given back as it is and never "
        "looked into; cases that share it are of one account, and a case without it is of no other's.",
        allow_none=True,
    )
    employer_id = identifier_field(
        "emp",
        "The employer whom the case is about: its decision is that employer's.",
        error="Not the identifier of an employer.",
        allow_none=True,
    )


class StrictUpload(Upload):  # type: ignore[misc]  # flask-smorest has no types
    """A file part; a text part of the same name is refused."""

    def _deserialize(
        self, value: object, _attr: str | None, _data: object, **_options: object
    ) -> FileStorage:
        if isinstance(value, FileStorage):
            return value
        raise ValidationError("Send this part as a file, with a file name.")


class EvidenceQuestion(Strict):
    """One file of evidence, as multipart/form-data."""

    kind = fields.Enum(
        EvidenceKind, by_value=fields.String, required=True, metadata={"description": "What the file shows."}
    )
    file = StrictUpload(
        required=True,
        metadata={
            "description": "The original photo, scan or PDF, unchanged: JPEG, PNG, WebP, TIFF, BMP, HEIC or "
            "PDF, at most 20 MiB and 60 megapixels, the long side at least 700 pixels."
        },
    )


class PlainDigits(fields.Integer):
    """A number as query strings spell it: ASCII digits and nothing else, where `int` would take more."""

    def _validated(self, value: Any) -> int:
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10):
            raise self.make_error("invalid")
        return int(value)


class StrictBoolean(fields.Boolean):
    """True or false and nothing that Python takes for them, such as 0 and 1; and `on` of a form."""

    def __init__(self, *, form: bool = False, **options: Any) -> None:
        super().__init__(truthy={True, "on"} if form else {True}, falsy={False}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> bool:
        if isinstance(value, int | float) and not isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **options)


class WholeNumber(fields.Integer):
    """A number without a fraction, however JSON spells it: 24.0 is 24, and "24" is no number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strict=True, **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str):
            raise self.make_error("invalid")
        return int(super()._validated(value))


def cursor_field(
    prefix: str, description: str = "Where the last page ended: take it from that page's `next`."
) -> fields.String:
    return identifier_field(prefix, description, error="Not a cursor that this list gave out.")


def limit_field(what: str) -> PlainDigits:
    return PlainDigits(
        load_default=PAGE,
        validate=validate.Range(1, PAGE_LIMIT),
        metadata={"description": f"How many {what} at most."},
    )


class PageQuestion(Strict):
    """Which page of a list."""

    cursor = cursor_field("case")
    limit = limit_field("cases")


class CaseViewQuestion(Strict):
    """How much of a case to show."""

    include = fields.String(
        validate=validate.OneOf(["lines"]),
        metadata={"description": "`lines` adds every line of text that was read, with its polygon."},
    )
