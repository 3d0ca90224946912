"""Face sessions over HTTP: ask for one, read it, list them. The recruiter's page is another door."""

from typing import Any

from flask import Response, jsonify, make_response, request, url_for

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import ETAG, IF_NONE_MATCH, LINK, LOCATION, RETRY_AFTER
from verifier.api.faces import examples, presenting
from verifier.api.faces.answers import (
    FaceSessionAnswer,
    FaceSessionPage,
    NewFaceSessionAnswer,
)
from verifier.api.faces.questions import FaceSessionQuestion, FaceSessionsQuestion
from verifier.api.faces.recruiters import ONE as RECRUITER
from verifier.api.faces.recruiters import RECRUITER_ID
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid, NotEnrolled, NotFound, SelfieMissing
from verifier.domain.face_session import SessionState
from verifier.usecases.faces import sessions

POLL_SECONDS = "2"  # a film of 15 s takes about 5 s of one core
SESSION_ID = identifier("session_id", "fcs", "Identifier of one of your face sessions.")
ONE = "/face-sessions/<session_id>"

SESSION_SCHEMA = FaceSessionAnswer()  # made once: it takes longer than to dump a session

blueprint = KeyedBlueprint(
    "face_sessions",
    __name__,
    url_prefix="/v1",
    description="Is the person before the camera the recruiter, now?",
)


@blueprint.route(
    f"{RECRUITER}/face-sessions", scope=Scope.FACES_WRITE, parameters=[RECRUITER_ID], methods=["POST"]
)
@blueprint.idempotent
@blueprint.arguments(FaceSessionQuestion, example=examples.SESSION_QUESTION)
@blueprint.response(
    201,
    NewFaceSessionAnswer,
    description="Asked for. `url` is for the recruiter's browser and shown this once; `Location` is for you.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.NEW_SESSION,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, SelfieMissing, NotEnrolled)
def ask_face_session(question: dict[str, Any], recruiter_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Ask for a face session

    The link in `url` is good for one browser, the one in which the recruiter agrees, and for a short time.
    Redirect them there, or show it as a QR code for their phone. Repeat the request under its
    `Idempotency-Key` and it shows the same link again.
    """
    asked = sessions.ask_session(
        context.ports(),
        context.tenant().id,
        recruiter_id,
        purpose=question["purpose"],
        minutes=question.get("minutes"),
        by=context.api_key(),
    )
    members = presenting.summary(asked.session, context.ports().clock.now())
    return members | {"url": context.link(asked.token, context.public_url())}, {
        "Location": presenting.session_url(asked.session.id)
    }


@blueprint.route("/face-sessions", scope=Scope.FACES_READ, methods=["GET"])
@blueprint.arguments(FaceSessionsQuestion, location="query")
@blueprint.response(
    200,
    FaceSessionPage,
    description="One page, newest first.",
    headers={"Link": LINK},
    example=examples.SESSIONS,
)
@blueprint.problems(Invalid)
def list_face_sessions(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """List your face sessions

    Newest first, of one recruiter or all, in one state or all. `state=review` is the list for your reviewers.
    """
    chosen = {name: question.get(name) for name in ("recruiter_id", "state")}
    limit = question["limit"]
    page = sessions.list_sessions(
        context.ports(), context.tenant().id, before=question.get("cursor"), limit=limit, **chosen
    )
    url = page.next and url_for("face_sessions.list_face_sessions", cursor=page.next, limit=limit, **chosen)
    now = context.ports().clock.now()
    # One that has lapsed is no longer in the state that is still written down; the sweep will put it right.
    states = [chosen["state"]] if chosen["state"] else list(SessionState)
    listed = [session for session in page.sessions if session.state_at(now) in states]
    items = [presenting.summary(session, now) for session in listed]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}


@blueprint.route(ONE, scope=Scope.FACES_READ, parameters=[SESSION_ID], methods=["GET"])
@blueprint.header(IF_NONE_MATCH)
@blueprint.response(
    200,
    FaceSessionAnswer,
    description="The session. `Retry-After` comes with it while a film is being looked at.",
    headers={"ETag": ETAG, "Retry-After": RETRY_AFTER},
    example=examples.SESSION,
)
@blueprint.alt_response(304, description="Nothing changed since the ETag you sent.", headers={"ETag": ETAG})
@blueprint.problems(NotFound)
def read_face_session(session_id: str) -> Response:
    """Read a face session

    Where it stands, what the recruiter agreed to, each decision with its reasons in words for the recruiter
    (Chinese and English) and for the auditor, and how much `verified` says. Poll it with `If-None-Match`, or
    wait for the event.
    """
    view = sessions.read_session(context.ports(), context.tenant().id, session_id, by=context.api_key())
    members = presenting.session_view(view, context.ports().clock.now())
    response = jsonify(SESSION_SCHEMA.dump(members))
    if view.state == SessionState.ANALYSING:
        response.headers["Retry-After"] = POLL_SECONDS
    response.add_etag()
    return make_response(response.make_conditional(request))
