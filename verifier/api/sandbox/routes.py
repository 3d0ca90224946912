"""A sandbox over HTTP: its codes, its clock, films without a camera. Documented everywhere, served there."""

import secrets
from datetime import timedelta
from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE
from verifier.api.cases import LOCATION
from verifier.api.faces import examples as face_examples
from verifier.api.faces import presenting
from verifier.api.faces.answers import FaceSessionAnswer
from verifier.api.faces.sessions import SESSION_ID
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.api.sandbox import examples
from verifier.api.sandbox.answers import ClockAnswer, MagicCodeListAnswer
from verifier.api.sandbox.blueprint import SandboxBlueprint
from verifier.api.sandbox.questions import AdvanceQuestion, FilmQuestion
from verifier.api.sandbox.table import rows
from verifier.domain.api_key import Scope
from verifier.domain.credit_code import ALPHABET
from verifier.domain.errors import FaceLocked, NotFound, SessionOver
from verifier.sandbox.codes import FREE, Script, code_of
from verifier.sandbox.filming import play_film
from verifier.sandbox.moving import ClockReading, advance_clock, read_clock
from verifier.sandbox.scripts import REASONS, SLOW_FOR, outcome_of
from verifier.usecases.faces import sessions

CLOCK = "/v1/sandbox/clock"
CREATED = {"Location": LOCATION, REPLAYED: REPLAYED_DOC}
DESCRIPTION = """\
**In a sandbox only** (`BONAFIDE_SANDBOX=true`, or `make run`); production answers 404 `no_such_endpoint`.
Every answer of a sandbox carries `Bonafide-Sandbox: true`, its permits' tokens the claim `"sandbox": true`.

Open a case with one of these codes and any picture, and it goes the whole real way; its decision is scripted:

{table}

What is not among them is judged as in production.
""".format(table="\n".join(rows()))

blueprint = SandboxBlueprint("sandbox", __name__, url_prefix="/v1", description=DESCRIPTION)


@blueprint.route("/sandbox/codes", scope=Scope.CASES_READ, methods=["GET"])
@blueprint.response(200, MagicCodeListAnswer, description="One of each script.", example=examples.CODES)
@blueprint.problems()
def list_sandbox_codes() -> Members:
    """Draw magic codes

    New ones in every answer, so that each employer of a test can have its own: two accounts with one code are
    tied, as in production. With the same picture, they are tied by that as well.
    """
    return {"items": [_magic(script) for script in Script]}


@blueprint.route("/sandbox/clock", scope=Scope.CASES_READ, methods=["GET"])
@blueprint.response(200, ClockAnswer, description="The clock.", example=examples.CLOCK)
@blueprint.problems()
def read_sandbox_clock() -> Members:
    """Read the sandbox's clock

    Every process of the sandbox goes by it, for every site.
    """
    return _clock(read_clock(context.ports()))


@blueprint.route("/sandbox/clock", scope=Scope.CASES_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(AdvanceQuestion, example=examples.ADVANCE_QUESTION)
@blueprint.response(201, ClockAnswer, description="Moved on.", headers=CREATED, example=examples.CLOCK)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES)
def advance_sandbox_clock(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """Move the sandbox's clock on

    For every site and process of this sandbox, at once and for good: verifications run out, links of sessions
    expire, webhooks that wait come due. Leases of workers, idempotency keys, signatures of webhooks and the
    times in tokens go by the real clock.
    """
    by = timedelta(seconds=question["advance_seconds"])
    moved = advance_clock(context.ports(), context.tenant().id, by, key=context.api_key())
    return _clock(moved), {"Location": CLOCK}


@blueprint.route(
    "/sandbox/face-sessions/<session_id>/film",
    scope=Scope.FACES_WRITE,
    parameters=[SESSION_ID],
    methods=["POST"],
)
@blueprint.idempotent
@blueprint.arguments(FilmQuestion, example=examples.FILM_QUESTION)
@blueprint.response(
    201,
    FaceSessionAnswer,
    description="Played and judged: read `state`.",
    headers=CREATED,
    example=face_examples.SESSION,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, SessionOver, FaceLocked)
def play_sandbox_film(question: dict[str, Any], session_id: str) -> tuple[Members, dict[str, str]]:
    """Play a film

    In place of a recruiter who follows the link, agrees and films. To enrol, hand in any picture as `selfie`
    first, as in production: it is taken for a picture of the face that is played. The real checks judge the
    film and everything follows as ever: events, enrolment, links between accounts whose recruiters share it.
    """
    ports, tenant_id, key = context.ports(), context.tenant().id, context.api_key()
    play_film(ports, tenant_id, session_id, outcome=question["outcome"], face=question["face"], by=key)
    view = sessions.read_session(ports, tenant_id, session_id, by=key)
    return presenting.session_view(view, ports.clock.now()), {"Location": presenting.session_url(session_id)}


def _magic(script: Script) -> Members:
    return {
        "script": script,
        "code": code_of(script, "".join(secrets.choice(ALPHABET) for _ in range(FREE))),
        "outcome": outcome_of(script),
        "reasons": [one.code for one in REASONS[script]],
        "after_seconds": SLOW_FOR.seconds if script is Script.SLOW else 0,
    }


def _clock(clock: ClockReading) -> Members:
    return {"now": clock.now, "real": clock.real, "ahead_seconds": int(clock.ahead.total_seconds())}
