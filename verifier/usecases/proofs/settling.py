"""A proof's life once it is open: it waits, is settled by the policy, or handed to a person; it may run out.

What becomes of a proof is a `Change`, a value; `write` writes any number of them at once, one as well. It is
called in the caller's transaction, which holds the employers (`held`), and records last of all: so call it,
and all that calls it, after everything else that the transaction does.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from verifier.domain.audit import Actor, ActorKind
from verifier.domain.decision import POLICY, DecisionOutcome
from verifier.domain.employer import Employer
from verifier.domain.errors import NotFound
from verifier.domain.finding import Finding
from verifier.domain.proof import RUNNING, UNSETTLED, Proof, ProofKind, ProofPolicy, ProofState
from verifier.domain.proof_errors import ProofOver
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.telling import Record, note_settled, tell_proofs

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


@dataclass(frozen=True, slots=True)
class Change:
    """A proof as it is from now on, and what the audit says of it.

    One that has not moved is recorded and nothing else: its site is not told, nor its employer's record.
    """

    record: Record
    moved: bool = True

    @property
    def proof(self) -> Proof:
        return self.record.proof


def write(tx: Transaction, changes: Sequence[Change], now: datetime) -> None:
    """Keep, note, tell and record what became of proofs, in this order, of one again too."""
    tx.proofs.keep(*{one.proof.id: one.proof for one in changes if one.moved}.values())
    for tenant_id in sorted({one.proof.tenant_id for one in changes}):
        mine = [one for one in changes if one.proof.tenant_id == tenant_id]
        told = [one.proof for one in mine if one.moved]
        if ended := [proof for proof in told if proof.state not in UNSETTLED]:
            note_settled(tx, tenant_id, ended)
        if told:
            tell_proofs(tx, tenant_id, told, now)
        record(tx, tenant_id, *(one.record.deed() for one in mine), now=now)


def wait(tx: Transaction, proof: Proof, actor: Actor, now: datetime) -> Proof:
    """The applicant has done their part; now a bank, a worker or a visitor does theirs."""
    change = moved(proof, ProofState.PENDING, actor)
    return _written(tx, change, now) if change else proof


def reopen(tx: Transaction, proof: Proof, actor: Actor, now: datetime) -> Proof:
    """The applicant has something to do again."""
    change = moved(proof, ProofState.OPEN, actor)
    return _written(tx, change, now) if change else proof


def conclude(
    ports: Ports, tx: Transaction, proof: Proof, findings: Sequence[Finding], now: datetime
) -> Proof:
    """As `concluded`, written."""
    return _written(tx, concluded(ports.proof_policy, proof, findings, now), now)


def give_up(ports: Ports, tx: Transaction, proof: Proof, findings: Sequence[Finding], now: datetime) -> Proof:
    """As `given_up`, written."""
    return _written(tx, given_up(ports.proof_policy, proof, findings, now), now)


def settle(tx: Transaction, proof: Proof, actor: Actor, now: datetime) -> Proof:
    """Write a proof that has ended, and tell of it."""
    return _written(tx, Change(Record(proof, actor)), now)


def concluded(policy: ProofPolicy, proof: Proof, findings: Sequence[Finding], now: datetime) -> Change:
    """Proven if its kind has rules and they ask for nobody; else a person has to look."""
    terms = policy.terms(proof.kind)
    found = replace(proof, findings=tuple(findings), policy_version=policy.version)
    if terms.rules.rules and terms.rules.propose(findings).outcome is DecisionOutcome.VERIFIED:
        return _by_policy(found.settled(ProofState.PROVEN, now, POLICY, valid_until=now + terms.lifetime))
    return _by_policy(found.moved(ProofState.REVIEW))


def given_up(policy: ProofPolicy, proof: Proof, findings: Sequence[Finding], now: datetime) -> Change:
    """The tries are used up. It says nothing against the employer, who may open another."""
    found = replace(proof, findings=tuple(findings), policy_version=policy.version)
    return _by_policy(found.settled(ProofState.UNPROVEN, now, POLICY))


def moved(proof: Proof, state: ProofState, actor: Actor) -> Change | None:
    """In another state that settles nothing; None where it is in it."""
    return None if proof.state is state else Change(Record(proof.moved(state), actor))


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
        settle(tx, expired, _policy(expired), now)
    done.append(expired)


def _written(tx: Transaction, change: Change, now: datetime) -> Proof:
    write(tx, [change], now)
    return change.proof


def _by_policy(proof: Proof) -> Change:
    return Change(Record(proof, _policy(proof)))


def _policy(proof: Proof) -> Actor:
    return Actor(ActorKind.POLICY, proof.policy_version)
