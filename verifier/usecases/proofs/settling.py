"""A proof's life once it is open: it waits, is settled by the policy, or handed to a person; it may run out.

Each of these is called in the caller's transaction, which holds the employer (`held`), and records last of
all: so call it after everything else that the transaction does.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Final

from verifier.domain.audit import Actor, ActorKind
from verifier.domain.decision import POLICY, DecisionOutcome
from verifier.domain.employer import Employer, Happening
from verifier.domain.errors import NotFound
from verifier.domain.finding import Finding
from verifier.domain.proof import RUNNING, Proof, ProofKind, ProofState
from verifier.domain.proof_errors import ProofOver
from verifier.usecases import storing
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.telling import audit_proof, note_proof, tell_proof

SWEEP_LIMIT: Final = 100  # proofs in one sweep


def held(tx: Transaction, tenant_id: str, proof_id: str) -> Proof:
    """The proof, which nobody else may change until the transaction ends. Raises NotFound."""
    known = tx.proofs.get(tenant_id, proof_id)
    if known is None:
        raise NotFound
    tx.employers.hold(tenant_id, known.employer_id)
    proof = tx.proofs.get(tenant_id, proof_id)
    assert proof is not None, "nobody removes a proof while its employer is held"
    return proof


def running(tx: Transaction, tenant_id: str, proof_id: str, kind: ProofKind, now: datetime) -> Proof:
    """The same, of this kind and still to be done. Raises NotFound, ProofOver."""
    proof = held(tx, tenant_id, proof_id)
    if proof.kind is not kind:
        raise NotFound
    if proof.state_at(now) not in RUNNING:
        raise ProofOver
    return proof


def wait(tx: Transaction, proof: Proof, actor: Actor, now: datetime) -> Proof:
    """The applicant has done their part; now a bank, a worker or a visitor does theirs."""
    return _moved(tx, proof, ProofState.PENDING, actor, now)


def reopen(tx: Transaction, proof: Proof, actor: Actor, now: datetime) -> Proof:
    """The applicant has something to do again."""
    return _moved(tx, proof, ProofState.OPEN, actor, now)


def conclude(
    ports: Ports, tx: Transaction, proof: Proof, findings: Sequence[Finding], now: datetime
) -> Proof:
    """Proven if its kind has rules and they ask for nobody; else a person has to look."""
    terms = ports.proof_policy.terms(proof.kind)
    found = replace(proof, findings=tuple(findings), policy_version=ports.proof_policy.version)
    if terms.rules.rules and terms.rules.propose(findings).outcome is DecisionOutcome.VERIFIED:
        proven = found.settled(ProofState.PROVEN, now, POLICY, valid_until=now + terms.lifetime)
        return settle(tx, proven, _policy(proven), now)
    waiting = found.moved(ProofState.REVIEW)
    tx.proofs.keep(waiting)
    tell_proof(tx, waiting, now)
    audit_proof(tx, waiting, _policy(waiting), now)
    return waiting


def give_up(ports: Ports, tx: Transaction, proof: Proof, findings: Sequence[Finding], now: datetime) -> Proof:
    """The tries are used up. It says nothing against the employer, who may open another."""
    found = replace(proof, findings=tuple(findings), policy_version=ports.proof_policy.version)
    return settle(tx, found.settled(ProofState.UNPROVEN, now, POLICY), _policy(found), now)


def settle(tx: Transaction, proof: Proof, actor: Actor, now: datetime) -> Proof:
    """Write a proof that has ended, and tell of it."""
    tx.proofs.keep(proof)
    note_proof(tx, employer_of(tx, proof), proof, Happening.PROOF_SETTLED, proof.decided_by or POLICY)
    tell_proof(tx, proof, now)
    audit_proof(tx, proof, actor, now)
    return proof


def expire_proofs(ports: Ports) -> int:
    """Write down and tell every end that came by itself; for the sweep. How many."""
    with ports.view() as tx:
        lapsed = tx.proofs.lapsed(now=ports.clock.now(), limit=SWEEP_LIMIT)
    expired: list[Proof] = []
    with ExitStack() as every_one:
        # An error in one must not keep the sweep from the others.
        for proof in lapsed:
            every_one.callback(_expire, ports, proof, expired)
    return len(expired)


def employer_of(tx: Transaction, proof: Proof) -> Employer:
    employer = tx.employers.get(proof.tenant_id, proof.employer_id)
    assert employer is not None, "a proof names its employer by a foreign key"
    return employer


def _expire(ports: Ports, lapsed: Proof, done: list[Proof]) -> None:
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = held(tx, lapsed.tenant_id, lapsed.id)
        if proof.state is proof.state_at(now):
            return  # somebody settled it just in time, or wrote it down
        expired = proof.settled(ProofState.EXPIRED, now, POLICY)
        # Of a film that never came whole; a part may be on its way at this moment.
        storing.doom(
            tx, proof.tenant_id, tx.office_videos.drop_parts(proof.tenant_id, proof.id), now + storing.GRACE
        )
        settle(tx, expired, _policy(expired), now)
    done.append(expired)


def _moved(tx: Transaction, proof: Proof, state: ProofState, actor: Actor, now: datetime) -> Proof:
    if proof.state is state:
        return proof
    moved = proof.moved(state)
    tx.proofs.keep(moved)
    tell_proof(tx, moved, now)
    audit_proof(tx, moved, actor, now)
    return moved


def _policy(proof: Proof) -> Actor:
    return Actor(ActorKind.POLICY, proof.policy_version)
