"""Proofs of control over HTTP: open one, read them, make a link to the employer's checklist."""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.gate import presenting as gate
from verifier.api.gate.answers import EmployerSummary
from verifier.api.gate.employers import CREATED, EMPLOYER_ID, ONE
from verifier.api.gate.examples import RISKY_EMPLOYER
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.api.proofs import examples, presenting
from verifier.api.proofs.answers import ApplicantLinkAnswer, ProofAnswer, ProofListAnswer
from verifier.api.proofs.questions import ApplicantLinkQuestion, ProofQuestion, RiskQuestion
from verifier.domain.api_key import Scope
from verifier.domain.errors import EmployerStopped, NotFound
from verifier.domain.proof_errors import ProofByReviewerOnly, ProofComesWithCase, ProofUnderWay
from verifier.usecases.gate.recording import Word
from verifier.usecases.proofs import links, opening, reading, risk

PROOF_ID = identifier("proof_id", "prf", "Identifier of one of your employers' proofs.")

blueprint = KeyedBlueprint(
    "proofs",
    __name__,
    url_prefix="/v1",
    description="What a forger cannot have: the firm's mailbox, bank account and office, a visitor's word.",
)


@blueprint.route(f"{ONE}/proofs", scope=Scope.PROOFS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(ProofQuestion, example=examples.PROOF_QUESTION)
@blueprint.response(201, ProofAnswer, description="Opened.", headers=CREATED, example=examples.PROOF)
@blueprint.problems(
    *FOR_REPEATABLE,
    *FOR_BODIES,
    NotFound,
    EmployerStopped,
    ProofUnderWay,
    ProofComesWithCase,
    ProofByReviewerOnly,
)
def open_proof(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Open a proof

    One attempt at one kind; a recruiter has one of a kind under way. The employer's people go on at the
    applicant's link, where they can open proofs themselves, too.
    """
    ports = context.ports()
    proof = opening.open_proof(
        ports,
        context.tenant().id,
        employer_id,
        kind=question["kind"],
        recruiter_id=question.get("recruiter_id"),
        by=context.api_key(),
    )
    return presenting.proof(proof, ports.clock.now()), {"Location": presenting.proof_url(proof.id)}


@blueprint.route(f"{ONE}/proofs", scope=Scope.PROOFS_READ, parameters=[EMPLOYER_ID], methods=["GET"])
@blueprint.response(200, ProofListAnswer, description="How it stands.", example=examples.PROOFS)
@blueprint.problems(NotFound)
def list_proofs(employer_id: str) -> Members:
    """List an employer's proofs

    With what they are worth now, and what the gate asks of an account of its type and risk.
    """
    ports = context.ports()
    standing = reading.list_proofs(ports, context.tenant().id, employer_id, by=context.api_key())
    return presenting.standing(standing, ports.clock.now())


@blueprint.route("/proofs/<proof_id>", scope=Scope.PROOFS_READ, parameters=[PROOF_ID], methods=["GET"])
@blueprint.response(200, ProofAnswer, description="The proof.", example=examples.PROOF)
@blueprint.problems(NotFound)
def read_proof(proof_id: str) -> Members:
    """Read a proof

    As of now. Of the address, the account or the film that it rests on nothing is told.
    """
    ports = context.ports()
    proof = reading.read_proof(ports, context.tenant().id, proof_id, by=context.api_key())
    return presenting.proof(proof, ports.clock.now())


@blueprint.route(
    f"{ONE}/applicant-links", scope=Scope.PROOFS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"]
)
@blueprint.idempotent
@blueprint.arguments(ApplicantLinkQuestion, example=examples.LINK_QUESTION)
@blueprint.response(201, ApplicantLinkAnswer, description="Made.", headers=CREATED, example=examples.LINK)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def ask_applicant_link(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Make an applicant's link

    To the employer's checklist: what is missing, why, how long it takes, and a page for each proof. It may be
    passed on within the firm, to whoever reads the bank's statement or films the office.
    """
    asked = links.ask_link(
        context.ports(),
        context.tenant().id,
        employer_id,
        recruiter_id=question.get("recruiter_id"),
        by=context.api_key(),
    )
    told = {name: getattr(asked.link, name) for name in ("id", "employer_id", "recruiter_id", "expires_at")}
    url = f"{context.public_url()}/apply/{asked.token}"
    return told | {"url": url}, {"Location": gate.employer_url(employer_id)}


@blueprint.route(f"{ONE}/risk", scope=Scope.REVIEWS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(RiskQuestion, example=examples.RISK_QUESTION)
@blueprint.response(201, EmployerSummary, description="Noted.", headers=CREATED, example=RISKY_EMPLOYER)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def set_risk(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Set an employer's risk

    A person says how closely it is looked at. At high risk permits in force end, and the gate asks for
    proofs of control.
    """
    ports = context.ports()
    employer = risk.set_risk(
        ports,
        context.tenant().id,
        employer_id,
        risk=question["risk"],
        word=Word(question["reviewer"], question["words"]),
        by=context.api_key(),
    )
    return gate.summary(employer, ports.clock.now()), {"Location": gate.employer_url(employer_id)}
