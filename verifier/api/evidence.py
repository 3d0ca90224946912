"""Evidence over HTTP: hand in a file, fetch it back as it was."""

import re
from typing import Any

from flask import Response
from werkzeug.datastructures import FileStorage

from verifier import usecases
from verifier.api import context, errors, presenting
from verifier.api.answers import AddedEvidenceAnswer
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import CASE_ID, LOCATION
from verifier.api.examples import ADDED_EVIDENCE
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.problems import taxonomy
from verifier.api.questions import EvidenceQuestion
from verifier.domain.api_key import Scope
from verifier.domain.errors import (
    CaseNotOpen,
    EvidenceDamaged,
    Invalid,
    NotFound,
    StorageUnavailable,
    TooMuchEvidence,
)
from verifier.domain.picture import PictureKind
from verifier.intake.errors import EvidenceRefused

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/heic": "heic",
    "application/pdf": "pdf",
}
MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
EVIDENCE_ID = identifier("evidence_id", "evd", "Identifier of one of your files.")
PICTURE_KIND = {
    "in": "path",
    "name": "kind",
    "description": "What it shows.",
    "schema": {"type": "string", "enum": list(PictureKind)},
}
DRAWN = ("image/webp", "image/jpeg", "image/png")
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"

blueprint = KeyedBlueprint(
    "evidence", __name__, url_prefix="/v1", description="Files that an applicant hands in, kept unchanged."
)


@blueprint.route("/cases/<case_id>/evidence", scope=Scope.CASES_WRITE, parameters=[CASE_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(EvidenceQuestion, location="upload")
@blueprint.response(
    201,
    AddedEvidenceAnswer,
    description="Stored. `media_type` was told by the content.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=ADDED_EVIDENCE,
)
@blueprint.problems(
    *FOR_REPEATABLE,
    *list(taxonomy(EvidenceRefused))[1:],
    errors.MalformedRequest,
    errors.RequestTimedOut,
    errors.RequestTooLarge,
    errors.UnsupportedBody,
    NotFound,
    CaseNotOpen,
    TooMuchEvidence,
    Invalid,
    StorageUnavailable,
)
def add_evidence(question: dict[str, Any], case_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Add evidence

    Send the original file, not a screenshot of it: what was edited or compressed again is harder to believe.
    """
    file = question["file"]
    item = usecases.add_evidence(
        context.ports(),
        context.tenant().id,
        case_id,
        kind=question["kind"],
        data=file.stream.read(),
        declared_media_type=declared_media_type(file),
        by=context.api_key(),
    )
    return presenting.added_evidence(item), {"Location": presenting.content_url(item.id)}


def declared_media_type(file: FileStorage) -> str | None:
    """What the client says the file is, if that is a media type at all."""
    return file.mimetype if MEDIA_TYPE.fullmatch(file.mimetype) else None


@blueprint.route(
    "/evidence/<evidence_id>/content", scope=Scope.CASES_READ, parameters=[EVIDENCE_ID], methods=["GET"]
)
@blueprint.doc(
    responses={
        200: {
            "description": "The bytes as they were handed in.",
            "content": {name: {"schema": {"type": "string", "format": "binary"}} for name in EXTENSIONS},
        }
    }
)
@blueprint.problems(NotFound, EvidenceDamaged, StorageUnavailable)
def fetch_content(evidence_id: str) -> Response:
    """Fetch the original file

    Byte for byte what was handed in. It is sent as a download that no browser runs or keeps.
    """
    item, data = usecases.fetch_evidence(
        context.ports(), context.tenant().id, evidence_id, by=context.api_key()
    )
    return download(data, item.media_type, item.id)


@blueprint.route(
    "/evidence/<evidence_id>/pictures/<kind>",
    scope=Scope.CASES_READ,
    parameters=[EVIDENCE_ID, PICTURE_KIND],
    methods=["GET"],
)
@blueprint.doc(
    responses={
        200: {
            "description": "The picture.",
            "content": {name: {"schema": {"type": "string", "format": "binary"}} for name in DRAWN},
        }
    }
)
@blueprint.problems(NotFound, EvidenceDamaged, StorageUnavailable)
def fetch_picture(evidence_id: str, kind: str) -> Response:
    """Fetch a picture of the evidence

    Drawn by a reader to show people what it measured: the page, small, or its fields tinted by the evidence
    of tampering. It is there once the reader has been, and is listed in the case.
    """
    if kind not in set(PictureKind):
        raise NotFound
    picture, data = usecases.fetch_picture(
        context.ports(), context.tenant().id, evidence_id, PictureKind(kind), by=context.api_key()
    )
    return download(data, picture.media_type, f"{evidence_id}-{kind}")


def download(data: bytes, media_type: str, stem: str) -> Response:
    """Somebody's file as a download that no browser runs, keeps or guesses the type of."""
    response = Response(data, mimetype=media_type)
    name = f"{stem}.{EXTENSIONS.get(media_type, 'bin')}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
