"""Portraits over HTTP: the still pictures that a first live session is matched with. None is given back."""

from typing import Any

from verifier.api import context, errors
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint
from verifier.api.cases import LOCATION
from verifier.api.evidence import declared_media_type
from verifier.api.faces import examples, presenting
from verifier.api.faces.answers import PortraitAnswer
from verifier.api.faces.questions import PortraitQuestion
from verifier.api.faces.recruiters import ONE, RECRUITER_ID
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.problems import taxonomy
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid, NotFound, StorageUnavailable
from verifier.intake.errors import EvidenceRefused
from verifier.usecases.faces import recruiters

blueprint = KeyedBlueprint(
    "portraits",
    __name__,
    url_prefix="/v1",
    description="Still pictures that a live face is first matched with.",
)


@blueprint.route(f"{ONE}/portraits", scope=Scope.FACES_WRITE, parameters=[RECRUITER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(PortraitQuestion, location="upload")
@blueprint.response(
    201,
    PortraitAnswer,
    description="Taken in, in place of an earlier one of its kind. `media_type` was told by the content.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.PORTRAIT,
)
@blueprint.problems(
    *FOR_REPEATABLE,
    *list(taxonomy(EvidenceRefused))[1:],
    errors.MalformedRequest,
    errors.RequestTimedOut,
    errors.RequestTooLarge,
    errors.UnsupportedBody,
    NotFound,
    Invalid,
    StorageUnavailable,
)
def add_portrait(question: dict[str, Any], recruiter_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Add a portrait

    An enrolment needs the recruiter's `selfie`; the portrait on their `identity_document` is matched, too,
    where it is there. They are compared with the live face, kept encrypted until the enrolment is decided,
    and never given back. `Location` is the recruiter.
    """
    file = question["file"]
    declared = declared_media_type(file)
    item = recruiters.add_portrait(
        context.ports(),
        context.tenant().id,
        recruiter_id,
        kind=question["kind"],
        data=file.stream.read(),
        declared_media_type=declared,
        by=context.api_key(),
    )
    return presenting.portrait(item, declared), {"Location": presenting.recruiter_url(recruiter_id)}
