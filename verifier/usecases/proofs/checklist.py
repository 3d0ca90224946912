"""The applicant's checklist: the papers that the law asks for and the proofs of control, as they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.employer import CHECKLIST, Employer, Paper
from verifier.domain.errors import NotFound
from verifier.domain.proof import OWN, PAPERS, UNSETTLED, ApplicantLink, Proof, ProofKind, ProofState
from verifier.usecases.gate.recording import found
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.opening import BY_REVIEWER
from verifier.usecases.proofs.reading import Standing, standing_of

ASKED_ONE_BY_ONE: Final = tuple(kind for kind in ProofKind if kind not in PAPERS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of proof. `proof` is the one that counts: what holds, else what is under way, else the last.

    `window` is how long it may take; `startable`: whether whoever has the link may open one now.
    """

    kind: ProofKind
    proof: Proof | None
    state: ProofState | None
    worth: float
    window: timedelta
    startable: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """How an employer stands, for its own people. `site` is the recruitment site's name."""

    site: str
    employer: Employer
    papers: Mapping[Paper, bool]  # handed in with the newest case
    entries: tuple[Entry, ...]
    standing: Standing
    link: ApplicantLink = field(repr=False)


def checklist_of(ports: Ports, link: ApplicantLink) -> Checklist:
    """As of now; changes nothing. Raises NotFound for an employer that was removed."""
    now = ports.clock.now()
    with ports.view() as tx:
        employer = found(tx.employers.get(link.tenant_id, link.employer_id))
        tenant = tx.tenants.get(link.tenant_id)
        assert tenant is not None, "an employer's tenant is a foreign key"
        standing = standing_of(ports, tx, employer, now)
        papers = _papers(tx, employer)
    theirs = [one for one in standing.proofs if _is_theirs(one, link)]
    return Checklist(
        site=tenant.name,
        employer=employer,
        papers=papers,
        entries=tuple(_entry(ports, link, kind, theirs, now) for kind in ASKED_ONE_BY_ONE),
        standing=standing,
        link=link,
    )


def proof_of(ports: Ports, link: ApplicantLink, proof_id: str) -> Proof:
    """A proof that this link may follow. Raises NotFound."""
    with ports.view() as tx:
        proof = tx.proofs.get(link.tenant_id, proof_id)
    if proof is None or not _is_theirs(proof, link):
        raise NotFound
    return proof


def _is_theirs(proof: Proof, link: ApplicantLink) -> bool:
    """A colleague's mailbox is shown to nobody else."""
    own = proof.kind not in OWN or proof.recruiter_id == link.recruiter_id
    return proof.employer_id == link.employer_id and own


def _entry(ports: Ports, link: ApplicantLink, kind: ProofKind, theirs: list[Proof], now: datetime) -> Entry:
    terms = ports.proof_policy.terms(kind)
    proof = _that_counts([one for one in theirs if one.kind is kind], now)
    state = proof.state_at(now) if proof else None
    free = state not in UNSETTLED and not (proof and proof.holds_at(now))
    may = kind not in BY_REVIEWER and (kind not in OWN or link.recruiter_id is not None)
    return Entry(kind, proof, state, terms.worth, terms.window, startable=free and may)


def _that_counts(proofs: list[Proof], now: datetime) -> Proof | None:
    def rank(one: Proof) -> int:
        return 0 if one.holds_at(now) else 1 if one.state_at(now) in UNSETTLED else 2

    return min(proofs, key=rank, default=None)


def _papers(tx: Transaction, employer: Employer) -> Mapping[Paper, bool]:
    cases = tx.cases.of_employer(employer.tenant_id, employer.id)
    handed_in = {
        item.kind.value for case in cases[:1] for item in tx.evidence.of_case(employer.tenant_id, case.id)
    }
    return {paper: paper.value in handed_in for paper in CHECKLIST[employer.account_type]}
