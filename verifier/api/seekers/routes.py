"""Grants and reads over HTTP: what a seeker agreed to, and whether a résumé may be read now."""

import json
from functools import partial
from typing import Any, Final

from flask import Response

from verifier.api import context, idempotency
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LOCATION
from verifier.api.gate.employers import EMPLOYER_ID
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.api.seekers import examples, presenting
from verifier.api.seekers.answers import (
    GrantAnswer,
    GrantTextAnswer,
    MarkedTextAnswer,
    NewReadAnswer,
    ReadAnswer,
    SeekerLinkAnswer,
    WithdrawalAnswer,
)
from verifier.api.seekers.questions import (
    GrantQuestion,
    GrantTextQuestion,
    MarkQuestion,
    ReadQuestion,
    SeekerLinkQuestion,
)
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.read_errors import GrantOver, GrantTextChanged, ReadNotAllowed
from verifier.domain.resume_grant import Terms
from verifier.domain.resume_read import ReadWish
from verifier.marking.equivalents import DEFAULT
from verifier.usecases.idempotency import Served
from verifier.usecases.ports import StoredResponse
from verifier.usecases.seekers import grants, marks, pages, reads
from verifier.usecases.seekers.answering import Answered

# A text of TEXT_MAX Chinese characters is 120 kB in JSON that escapes them, which many clients write.
JSON_BYTES: Final = 160 * 1024

GRANT_ID = identifier("grant_id", "grt", "Identifier of one of your seekers' grants.")
READ_ID = identifier("read_id", "rrd", "Identifier of one of your reads.")
ONE_GRANT = "/resume-grants/<grant_id>"
ONE_READ = "/resume-reads/<read_id>"
NEW_READ: Final = NewReadAnswer()
CREATED = {"Location": LOCATION, REPLAYED: REPLAYED_DOC}

blueprint = KeyedBlueprint(
    "resumes",
    __name__,
    url_prefix="/v1",
    description="The job seeker's word: who may read which résumé, for what, and who did.",
    json_limit=JSON_BYTES,
)


@blueprint.route(
    "/employers/<employer_id>/resume-grant-text",
    scope=Scope.GRANTS_WRITE,
    parameters=[EMPLOYER_ID],
    methods=["GET"],
)
@blueprint.arguments(GrantTextQuestion, location="query")
@blueprint.response(200, GrantTextAnswer, description="The text.", example=examples.TEXT)
@blueprint.problems(NotFound, Invalid)
def read_grant_text(question: dict[str, Any], employer_id: str) -> Members:
    """Read what a seeker agrees to

    In the employer's name as it was verified. Show it whole, and hand in its hash with the grant.
    """
    text = grants.text_for(
        context.ports(), context.tenant().id, employer_id, question["purpose"], question["language"]
    )
    sections = [{"heading": heading, "body": body} for heading, body in text.sections]
    return {
        "version": text.version,
        "language": text.language,
        "sha256": text.sha256,
        "sections": sections,
    }


@blueprint.route("/resume-grants", scope=Scope.GRANTS_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(GrantQuestion, example=examples.GRANT_QUESTION)
@blueprint.response(201, GrantAnswer, description="Given.", headers=CREATED, example=examples.GRANT)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, GrantTextChanged)
def give_grant(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """Hand in a seeker's grant

    The seeker was shown our text on your site and agreed. It is a consent of its own (PIPL Art. 23): never
    part of your terms of use, and not ticked beforehand.
    """
    wanted = grants.Wanted(
        seeker=question["seeker"],
        terms=_terms(question),
        expires_at=question["expires_at"],
        version=question["text_version"],
        language=question["text_language"],
        text_sha256=question["text_sha256"],
    )
    grant = grants.give(context.ports(), context.tenant().id, wanted, by=context.api_key())
    return presenting.grant(grant), {"Location": presenting.grant_url(grant.id)}


@blueprint.route(ONE_GRANT, scope=Scope.GRANTS_WRITE, parameters=[GRANT_ID], methods=["GET"])
@blueprint.response(200, GrantAnswer, description="The grant.", example=examples.GRANT)
@blueprint.problems(NotFound)
def read_grant(grant_id: str) -> Members:
    """Read a grant

    As of now.
    """
    return presenting.grant(
        grants.read_grant(context.ports(), context.tenant().id, grant_id, by=context.api_key())
    )


@blueprint.route(f"{ONE_GRANT}/withdrawal", scope=Scope.GRANTS_WRITE, parameters=[GRANT_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.response(
    201, WithdrawalAnswer, description="Taken back.", headers=CREATED, example=examples.WITHDRAWAL
)
@blueprint.problems(*FOR_REPEATABLE, NotFound)
def withdraw_grant(grant_id: str) -> tuple[Members, dict[str, str]]:
    """Take a grant back

    At the seeker's word, as easily as it was given (PIPL Art. 15). Once this has answered, no read is allowed
    by it any more; it says which were before.
    """
    done = grants.withdraw(context.ports(), context.tenant().id, grant_id, by=context.api_key())
    return presenting.withdrawn(done), {"Location": presenting.grant_url(grant_id)}


@blueprint.route("/resume-reads", scope=Scope.READS_ASK, hurried=True, methods=["POST"])
@blueprint.idempotent_itself
@blueprint.arguments(ReadQuestion, example=examples.READ_QUESTION)
@blueprint.response(
    201,
    NewReadAnswer,
    description="Answered: read `answer`, which is not always `allow`.",
    headers=CREATED,
    example=examples.NEW_READ,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES)
def ask_read(question: dict[str, Any]) -> Response:
    """Ask whether a résumé may be read

    Before each read. `allow` comes with a signed token, bound to the recruiter's last face check; `step_up`
    names what is missing; `deny` says why. A grant that is not there is no error: the answer is `deny`.
    Without an `allow`, show nothing, whatever else went wrong.
    """
    ports, tenant_id, by = context.ports(), context.tenant().id, context.api_key()
    wish, tell, once = ReadWish(**question), partial(_told, context.public_url()), idempotency.sent_once()
    if once is None:
        served = Served(tell(reads.ask_read(ports, tenant_id, wish, by=by)))
    else:
        served = reads.ask_read_once(ports, tenant_id, wish, once=once, tell=tell, by=by)
    return idempotency.respond(served)


@blueprint.route(ONE_READ, scope=Scope.READS_ASK, parameters=[READ_ID], methods=["GET"])
@blueprint.response(200, ReadAnswer, description="The read.", example=examples.READ)
@blueprint.problems(NotFound)
def read_resume_read(read_id: str) -> Members:
    """Read what was answered

    And what became of it. Token and aliases are not shown again.
    """
    return presenting.read(
        reads.read_read(context.ports(), context.tenant().id, read_id, by=context.api_key())
    )


@blueprint.route(f"{ONE_READ}/contact", scope=Scope.READS_ASK, parameters=[READ_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.response(201, ReadAnswer, description="Noted.", headers=CREATED, example=examples.CONTACTED)
@blueprint.problems(*FOR_REPEATABLE, NotFound, ReadNotAllowed)
def tell_contact(read_id: str) -> tuple[Members, dict[str, str]]:
    """Tell that the seeker was contacted

    When the recruiter writes, calls or invites after this read. Whoever reads much and contacts nobody is
    asked for their face.
    """
    read = reads.tell_contact(context.ports(), context.tenant().id, read_id, by=context.api_key())
    return presenting.read(read), {"Location": presenting.read_url(read_id)}


@blueprint.route(f"{ONE_READ}/marked-text", scope=Scope.READS_ASK, parameters=[READ_ID], methods=["POST"])
@blueprint.idempotent_itself
@blueprint.arguments(MarkQuestion, example=examples.MARK_QUESTION)
@blueprint.response(
    201, MarkedTextAnswer, description="The text to show.", headers=CREATED, example=examples.MARKED
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, ReadNotAllowed, GrantOver)
def mark_text(question: dict[str, Any], read_id: str) -> tuple[Members, dict[str, str]]:
    """Mark the text of a read

    Gives the résumé's text back with choices that say for whom it was written: invisible signs, full or half
    width, forms of dates and numbers, words of equal meaning. Neither text is kept, for a repeated request
    neither: the same read gets the same text, with or without an `Idempotency-Key`.
    """
    done = marks.mark_text(
        context.ports(),
        context.tenant().id,
        read_id,
        question["text"],
        carriers=frozenset(question.get("carriers", DEFAULT)),
        by=context.api_key(),
    )
    return presenting.marked(done), {"Location": presenting.read_url(read_id)}


@blueprint.route("/seeker-links", scope=Scope.GRANTS_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(SeekerLinkQuestion, example=examples.LINK_QUESTION)
@blueprint.response(201, SeekerLinkAnswer, description="Made.", headers=CREATED, example=examples.LINK)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def ask_seeker_link(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """Make a link to a seeker's page

    Who read what, when and why; their grants, each with a button to take it back; a complaint. With `offer`,
    they can give that grant there.
    """
    offer = question.get("offer")
    asked = pages.ask_link(
        context.ports(),
        context.tenant().id,
        question["seeker"],
        offered=_terms(offer) if offer else None,
        until=offer["expires_at"] if offer else None,
        by=context.api_key(),
    )
    told = {name: getattr(asked.link, name) for name in ("id", "seeker_id", "expires_at")}
    url = f"{context.public_url()}/seeker/{asked.token}"
    return told | {"url": url}, {"Location": f"/v1/seekers/{asked.link.seeker_id}/personal-data"}


def _terms(question: dict[str, Any]) -> Terms:
    return Terms(
        question["employer_id"], question.get("recruiter_id"), question["purpose"], question["resume"]
    )


def _told(public_url: str, asked: Answered) -> StoredResponse:
    """The response to who asked. Knows no request: it may be made while another one is being served."""
    given = {
        "token": asked.token,
        "aliases": {"mail": asked.aliases.mail, "phone": asked.aliases.phone},
        "face_session": _needed(public_url, asked),
    }
    members = NEW_READ.dump(presenting.read(asked.read) | given)
    location = {"Location": presenting.read_url(asked.read.id)}
    return StoredResponse(201, location, json.dumps(members, ensure_ascii=False) + "\n")


def _needed(public_url: str, asked: Answered) -> Members | None:
    if asked.session is None or asked.link_token is None:
        return None
    url = context.link(asked.link_token, public_url)
    return {"id": asked.session.id, "url": url, "expires_at": asked.session.expires_at}
