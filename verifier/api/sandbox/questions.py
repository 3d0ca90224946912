"""What a client may send to a sandbox. Strict, as every question."""

from marshmallow import fields, validate

from verifier.api.questions import Strict, text_field
from verifier.sandbox.bank import BankAct
from verifier.sandbox.faces import FilmOutcome
from verifier.sandbox.moving import STEP_MAX

NAME_MAX = 100


class FilmQuestion(Strict):
    """A film that is to be played."""

    outcome = fields.Enum(
        FilmOutcome,
        by_value=fields.String,
        required=True,
        metadata={
            "description": "verified: all that was asked is shown. retry: the picture is too dark; the third "
            "such film goes to a person. review: what turned was flat. locked: so many dark films that the "
            "camera is closed. What is played is judged as any film is: another face than the enrolled one "
            "is not verified."
        },
    )
    face = text_field(
        NAME_MAX,
        "Whose face it is, by any name: one name is one person, two names are two. It is not kept.",
        required=True,
    )


class AdvanceQuestion(Strict):
    """By how much the clock is to be moved on."""

    advance_seconds = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, int(STEP_MAX.total_seconds())),
        metadata={"description": "Only forwards. Seven months, say, are 18144000."},
    )


class BankActQuestion(Strict):
    """What the sandbox's bank is to do."""

    act = fields.Enum(
        BankAct,
        by_value=fields.String,
        required=True,
        metadata={
            "description": "they_pay: pay, pay_other_amount, pay_in_other_name. we_pay: return. As a row of "
            "a statement that is imported, with all that follows."
        },
    )
