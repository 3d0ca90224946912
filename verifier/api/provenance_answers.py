"""The schemas of what a file says of its origin, as verifier.domain.provenance has it."""

from enum import Enum
from typing import Any, TypeVar

from marshmallow import fields

from verifier.api.schema import Answer, told
from verifier.domain.provenance import CredentialState, Declarer, Origin, ScreenshotHint, Trouble

E = TypeVar("E", bound=Enum)


def _one_of(kind: type[E], description: str) -> fields.Enum[E]:
    return fields.Enum(kind, by_value=fields.String, **told(description))


def _texts(description: str) -> fields.List[Any]:
    return fields.List(fields.String(), **told(description + "; 16 at most, of 64 characters at most."))


class JpegAnswer(Answer):
    quality = fields.Integer(
        allow_none=True, **told("The IJG quality whose tables come nearest, 1 to 100; null if unknown.")
    )
    standard_tables = fields.Boolean(**told("Whether they are exactly the tables of that quality."))
    progressive = fields.Boolean(**told("Whether it is stored in several scans."))
    subsampling = fields.String(allow_none=True, **told("How coarsely colour is stored.", "4:2:0"))


class ContainerAnswer(Answer):
    media_type = fields.String(**told("The media type, told by the content.", "image/jpeg"))
    width = fields.Integer(allow_none=True, **told("Pixels as stored; null where the header does not say."))
    height = fields.Integer(allow_none=True, **told("Pixels as stored; null where the header does not say."))
    jpeg = fields.Nested(JpegAnswer, allow_none=True, **told("How it was compressed; null for other files."))


class CaptureAnswer(Answer):
    camera = fields.String(allow_none=True, **told("Make and model, by the file's word."))
    has_time = fields.Boolean(**told("Whether the time of the photo is noted. The time itself is not kept."))
    has_place = fields.Boolean(**told("Whether a place is noted. The place itself is not kept."))


class EditingAnswer(Answer):
    """Tools that passed the file on. Information only: genuine files name them as often as forged ones."""

    software = _texts("Programs named in the file")
    history = fields.Integer(**told("Steps of the editing history in XMP."))
    saves = fields.Integer(**told("Steps of it that were a save."))
    photoshop = fields.Boolean(**told("Whether there is a block of Photoshop resources."))
    adobe = fields.Boolean(**told("Whether there is Adobe's marker of colour."))


class ThumbnailAnswer(Answer):
    correlation = fields.Float(
        allow_none=True,
        **told("How alike the camera's small copy and the picture are, −1 to 1; null if either is blank."),
    )


class CredentialsAnswer(Answer):
    """Content credentials (C2PA). Nothing is fetched, and the signer is not looked up."""

    state = _one_of(CredentialState, "valid: the bytes are the signed ones. invalid: `problems` says why.")
    generator = fields.String(allow_none=True, **told("What claims to have made the file."))
    actions = _texts("What is declared to have been done")
    source_types = _texts("Digital source types (IPTC), without their address")
    problems = _texts("Validation codes that failed")


class DeclarationAnswer(Answer):
    by = _one_of(Declarer, "In which way it is declared.")
    origin = _one_of(
        Origin, "made: by a trained model. partly: parts of it. suspected: by whoever passed it on."
    )


class ProvenanceAnswer(Answer):
    """What a file says about where it came from. That it says nothing means nothing."""

    container = fields.Nested(
        ContainerAnswer, allow_none=True, **told("The file as such; null where it could not be read.")
    )
    capture = fields.Nested(CaptureAnswer, **told("What a camera left behind."))
    editing = fields.Nested(EditingAnswer, **told("What programs left behind."))
    thumbnail = fields.Nested(
        ThumbnailAnswer, allow_none=True, **told("The camera's small copy; null where there is none.")
    )
    credentials = fields.Nested(
        CredentialsAnswer,
        allow_none=True,
        **told("Content credentials in the file; null where there are none."),
    )
    remote_credentials = fields.Boolean(
        **told("Whether credentials are said to be kept elsewhere; never fetched.")
    )
    declarations = fields.List(
        fields.Nested(DeclarationAnswer), **told("Where the file declares that a machine made it.")
    )
    screenshot = fields.List(
        fields.Enum(ScreenshotHint, by_value=fields.String), **told("Why it may be a picture of a screen.")
    )
    troubles = fields.List(
        fields.Enum(Trouble, by_value=fields.String), **told("What was there and could not be looked at.")
    )
