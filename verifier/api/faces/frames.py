"""Kept frames over HTTP: what a reviewer looks at, for as long as the session waits for one."""

import re
from typing import Final

from flask import Response

from verifier.api import context
from verifier.api.blueprints import KeyedBlueprint, identifier
from verifier.api.evidence import download
from verifier.api.faces.sessions import ONE, SESSION_ID
from verifier.domain.api_key import Scope
from verifier.domain.errors import EvidenceDamaged, NotFound, StorageUnavailable
from verifier.usecases.faces import sessions

ATTEMPT_ID = identifier("attempt_id", "fat", "The film that the frame is of.")
AT = {
    "in": "path",
    "name": "at",
    "description": "When in the film, milliseconds.",
    "schema": {"type": "integer", "minimum": 0},
}
MILLISECONDS: Final = re.compile(r"0|[1-9][0-9]{0,6}")  # one spelling each, and none that a database refuses

blueprint = KeyedBlueprint(
    "face_frames",
    __name__,
    url_prefix="/v1",
    description="The few frames that are kept while a person has to look.",
)


@blueprint.route(
    f"{ONE}/frames/<attempt_id>/<at>",
    scope=Scope.FACES_READ,
    parameters=[SESSION_ID, ATTEMPT_ID, AT],
    methods=["GET"],
)
@blueprint.doc(
    responses={
        200: {
            "description": "The frame.",
            "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
)
@blueprint.problems(NotFound, EvidenceDamaged, StorageUnavailable)
def fetch_face_frame(session_id: str, attempt_id: str, at: str) -> Response:
    """Fetch a kept frame

    There are frames only where the recruiter agreed to it and a person has to look; the session lists them.
    They are deleted with the decision, with a withdrawal, or when their time is over. Sent as a download that
    no browser runs or keeps.
    """
    if not MILLISECONDS.fullmatch(at):
        raise NotFound
    data = sessions.fetch_frame(
        context.ports(), context.tenant().id, session_id, attempt_id, int(at), by=context.api_key()
    )
    return download(data, "image/jpeg", f"{attempt_id}-{at}")
