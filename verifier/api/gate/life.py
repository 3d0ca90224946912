"""An employer's life over HTTP: stopped and restored by people, looked at again, appealed, links cleared."""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint
from verifier.api.gate import examples, presenting
from verifier.api.gate.answers import EmployerSummary, LinkListAnswer
from verifier.api.gate.employers import CREATED, EMPLOYER_ID, ONE
from verifier.api.gate.questions import AppealQuestion, ReopeningQuestion, StopQuestion, WordQuestion
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.domain.api_key import Scope
from verifier.domain.employer import Employer, EmployerState
from verifier.domain.errors import EmployerNotStopped, EmployerStopped, NotFound
from verifier.usecases.gate import employers, links
from verifier.usecases.gate.recording import Word

blueprint = KeyedBlueprint(
    "employers_life",
    __name__,
    url_prefix="/v1",
    description="What is decided about an employer after it was verified. Only a person stops one.",
)


@blueprint.route(f"{ONE}/stop", scope=Scope.REVIEWS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(StopQuestion, example=examples.STOP_QUESTION)
@blueprint.response(
    201, EmployerSummary, description="Stopped.", headers=CREATED, example=examples.STOPPED_EMPLOYER
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, EmployerStopped)
def stop_employer(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Stop an employer

    A person suspends, revokes or closes it, and says why. Every permit in force ends at once. An appeal that
    was waiting is answered by this.
    """
    stopped = employers.stop_employer(
        context.ports(),
        context.tenant().id,
        employer_id,
        state=EmployerState(question["state"]),
        word=_word(question),
        by=context.api_key(),
    )
    return _as_now(stopped)


@blueprint.route(f"{ONE}/restoration", scope=Scope.REVIEWS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(WordQuestion, example=examples.WORD_QUESTION)
@blueprint.response(
    201, EmployerSummary, description="Restored.", headers=CREATED, example=examples.RESTORED_EMPLOYER
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, EmployerNotStopped)
def restore_employer(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Restore an employer

    A person ends its stop or its review. A verification that ran out meanwhile stays run out: that takes a
    case.
    """
    restored = employers.restore_employer(
        context.ports(), context.tenant().id, employer_id, word=_word(question), by=context.api_key()
    )
    return _as_now(restored)


@blueprint.route(f"{ONE}/reopening", scope=Scope.EMPLOYERS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(ReopeningQuestion, example=examples.REOPENING_QUESTION)
@blueprint.response(
    201,
    EmployerSummary,
    description="In review; one that is not verified stays as it is.",
    headers=CREATED,
    example=examples.REOPENED_EMPLOYER,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def reopen_employer(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Have an employer looked at again

    Such as after a complaint. Nobody posts for it until a case is verified or a person restores it.
    """
    reopened = employers.reopen_employer(
        context.ports(), context.tenant().id, employer_id, ground=question["ground"], by=context.api_key()
    )
    return _as_now(reopened)


@blueprint.route(f"{ONE}/appeal", scope=Scope.EMPLOYERS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(AppealQuestion, example=examples.APPEAL_QUESTION)
@blueprint.response(
    201,
    EmployerSummary,
    description="Appealed; it stays stopped until a person answers.",
    headers=CREATED,
    example=examples.APPEALED_EMPLOYER,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, EmployerNotStopped)
def appeal_employer(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Appeal against a stop

    For the employer, in its own words. A person answers by restoring it or by stopping it anew.
    """
    appealed = employers.appeal_employer(
        context.ports(), context.tenant().id, employer_id, words=question["words"], by=context.api_key()
    )
    return _as_now(appealed)


@blueprint.route(f"{ONE}/links", scope=Scope.EMPLOYERS_READ, parameters=[EMPLOYER_ID], methods=["GET"])
@blueprint.response(
    200, LinkListAnswer, description="What is shared with older accounts.", example=examples.LINKS
)
@blueprint.problems(NotFound)
def read_links(employer_id: str) -> Members:
    """Read what an employer shares

    With accounts of yours that were known by it before, and what no person has cleared. Values are not told.
    """
    found = links.read_links(context.ports(), context.tenant().id, employer_id, by=context.api_key())
    return {"items": found}


@blueprint.route(
    f"{ONE}/links-clearance", scope=Scope.REVIEWS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"]
)
@blueprint.idempotent
@blueprint.arguments(WordQuestion, example=examples.WORD_QUESTION)
@blueprint.response(
    201, EmployerSummary, description="Cleared.", headers=CREATED, example=examples.RESTORED_EMPLOYER
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def clear_links(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Clear what an employer shares

    A person looked at all that it shares by now and found it lawful. What it comes to share later counts
    again.
    """
    cleared = links.clear_links(
        context.ports(), context.tenant().id, employer_id, word=_word(question), by=context.api_key()
    )
    return _as_now(cleared)


def _word(question: dict[str, Any]) -> Word:
    return Word(question["reviewer"], question["words"])


def _as_now(employer: Employer) -> tuple[Members, dict[str, str]]:
    members = presenting.summary(employer, context.ports().clock.now())
    return members, {"Location": presenting.employer_url(employer.id)}
