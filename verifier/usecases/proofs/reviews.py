"""A person's word on a proof: the only way out of a review."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.proof import Proof, ProofState
from verifier.domain.proof_errors import ProofNotInReview
from verifier.usecases.audit import record, unrecorded
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.settling import held, settle
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.texts import must_say

PAGE = 50
WORDS_MAX = 2_000  # characters


class ProofVerdict(StrEnum):
    """What a person may say to a proof in review."""

    PROVEN = "proven"
    UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class ProofWord:
    """A verdict, and why, for the auditor."""

    verdict: ProofVerdict
    words: str = field(repr=False)


def list_proofs(ports: Ports, me: Reviewer, *, after: str | None = None) -> Sequence[Proof]:
    """Those that wait for a person, oldest first, at most PAGE."""
    with ports.view() as tx:
        return tx.proofs.in_review(tenants=me.tenants, after=after, limit=PAGE)


def look_at(ports: Ports, me: Reviewer, proof_id: str) -> Proof:
    """One proof, for its page; that somebody looked is recorded first. Raises NotFound."""
    now = ports.clock.now()
    with ports.view() as tx:
        proof = tx.proofs.find(proof_id, tenants=me.tenants)
        if proof is None:
            raise NotFound
        new = unrecorded(tx, proof.tenant_id, Deed(Action.PROOF_READ, me.actor, proof.id), now)
    if new:
        with ports.transaction() as tx:
            record(tx, proof.tenant_id, *new, now=now)
    return proof


def decide_proof(ports: Ports, me: Reviewer, proof_id: str, said: ProofWord) -> Proof:
    """Proven or not, by this person. Raises Invalid, NotFound, ProofNotInReview."""
    must_say({"/words": said.words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = tx.proofs.find(proof_id, tenants=me.tenants)
        if known is None:
            raise NotFound
        proof = held(tx, known.tenant_id, proof_id)
        if proof.state is not ProofState.REVIEW:
            raise ProofNotInReview
        proven = said.verdict is ProofVerdict.PROVEN
        until = now + ports.proof_policy.terms(proof.kind).lifetime if proven else None
        state = ProofState.PROVEN if proven else ProofState.UNPROVEN
        ended = replace(proof, words=said.words).settled(state, now, me.id, valid_until=until)
        return settle(tx, ended, me.actor, now)
