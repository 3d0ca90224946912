"""What the page may send besides frames: the same fields as JSON and as a plain form."""

from marshmallow import fields, validate

from verifier.api.questions import Strict, StrictBoolean, WholeNumber
from verifier.domain.consent import LANGUAGES
from verifier.domain.face_session import OtherWay


class Question(Strict):
    """`lang` is the language of the page on which it was asked."""

    lang = fields.String(load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES))


class ConsentQuestion(Question):
    text_sha256 = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    keeps_frames = StrictBoolean(load_default=False, form=True)


class WayQuestion(Question):
    way = fields.Enum(OtherWay, by_value=fields.String, required=True)


class FinishQuestion(Strict):
    batches = WholeNumber(required=True, validate=validate.Range(0, 1000))
