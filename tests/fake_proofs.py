"""Proofs in memory. They pass the contract suite of the real repositories."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.mail import (
    LIVE,
    Errand,
    MailAddress,
    MailMessage,
    MessageState,
    Secrets,
    secrets_of,
)
from verifier.domain.proof import OWN, RUNNING, ApplicantLink, Proof, ProofState
from verifier.usecases.mail_ports import Mails
from verifier.usecases.proof_ports import ApplicantLinks, Proofs
from verifier.usecases.review_ports import Tenants


class MemoryProofs(Repository, Proofs):
    def add(self, proof: Proof) -> None:
        employer = self._state.employers.get(proof.employer_id)
        must(proof.id not in self._state.proofs)
        must(employer is not None and employer.tenant_id == proof.tenant_id)
        self._keep(proof)

    def get(self, tenant_id: str, proof_id: str) -> Proof | None:
        return self.find(proof_id, tenants=frozenset({tenant_id}))

    def find(self, proof_id: str, *, tenants: Tenants) -> Proof | None:
        proof = self._state.proofs.get(proof_id)
        return proof if proof and (tenants is None or proof.tenant_id in tenants) else None

    def some(self, tenant_id: str, proof_ids: Collection[str]) -> Mapping[str, Proof]:
        found = {one: self.get(tenant_id, one) for one in proof_ids}
        return {one: proof for one, proof in found.items() if proof is not None}

    def keep(self, *proofs: Proof) -> None:
        for proof in proofs:
            if self.get(proof.tenant_id, proof.id) is not None:
                self._keep(proof)

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Proof]:
        rows = [row for row in self._state.proofs.values() if row.employer_id == employer_id]
        mine = [row for row in rows if row.tenant_id == tenant_id]
        return tuple(sorted(mine, key=lambda row: row.id, reverse=True)[:100])

    def in_force(self, tenant_id: str, employer_ids: Sequence[str], now: datetime) -> Sequence[Proof]:
        every = [row for one in employer_ids for row in self.of_employer(tenant_id, one)]
        holding = [row for row in every if row.holds_at(now)]
        return tuple(row if row.kind in OWN else replace(row, findings=()) for row in holding)

    def in_review(self, *, tenants: Tenants, after: str | None, limit: int) -> Sequence[Proof]:
        rows = [row for row in self._state.proofs.values() if row.state is ProofState.REVIEW]
        seen = [row for row in rows if tenants is None or row.tenant_id in tenants]
        later = [row for row in seen if after is None or row.id > after]
        return tuple(sorted(later, key=lambda row: row.id)[:limit])

    def lapsed(self, *, now: datetime, limit: int) -> Sequence[Proof]:
        rows = [row for row in self._state.proofs.values() if row.state in RUNNING and row.expires_at <= now]
        return tuple(sorted(rows, key=lambda row: row.expires_at)[:limit])

    def _keep(self, proof: Proof) -> None:
        must((proof.state is ProofState.PROVEN) == (proof.valid_until is not None))
        self._state.proofs[proof.id] = proof


class MemoryMails(Repository, Mails):
    """Messages under `mails`, those that wait under `errands`; a secret is a plain hash of its name."""

    def add(self, message: MailMessage) -> None:
        proof = self._state.proofs.get(message.proof_id)
        must(message.id not in self._state.mails)
        must(proof is not None and proof.tenant_id == message.tenant_id)
        self._put(message)
        self._state.errands[message.id] = Errand(
            message.id, message.tenant_id, message.proof_id, due_at=message.made_at
        )

    def of_proof(self, tenant_id: str, proof_id: str) -> Sequence[MailMessage]:
        rows = [row for row in self._state.mails.values() if row.proof_id == proof_id]
        return tuple(
            sorted((row for row in rows if row.tenant_id == tenant_id), key=lambda row: row.id, reverse=True)
        )

    def find(self, message_id: str) -> MailMessage | None:
        message: MailMessage | None = self._state.mails.get(message_id)
        return message

    def keep(self, message: MailMessage) -> None:
        kept = self.find(message.id)
        if kept is not None and kept.tenant_id == message.tenant_id:
            self._put(message)
            if message.state not in LIVE:
                self._state.errands.pop(message.id, None)

    def secrets(self, message: MailMessage) -> Secrets:
        return secrets_of(message.id, hashlib.sha256(message.id.encode()).digest())

    def times(self, address: MailAddress, *, since: datetime) -> int:
        return sum(row.address.comparable == address.comparable for row in self._since(since))

    def is_disowned(self, address: MailAddress) -> bool:
        rows = self._state.mails.values()
        disowned = [row for row in rows if row.state is MessageState.DISOWNED]
        return any(row.address.comparable == address.comparable for row in disowned)

    def of_employer(self, tenant_id: str, employer_id: str, *, since: datetime) -> int:
        rows = [row for row in self._since(since) if row.tenant_id == tenant_id]
        return sum(self._state.proofs[row.proof_id].employer_id == employer_id for row in rows)

    def of_tenant(self, tenant_id: str, *, since: datetime) -> int:
        return sum(row.tenant_id == tenant_id for row in self._since(since))

    def proven_domains(self, tenant_id: str, *, but: str, limit: int) -> Sequence[str]:
        rows = sorted(self._state.mails.values(), key=lambda row: row.id, reverse=True)
        proven = [
            row.address.registrable
            for row in rows
            if row.tenant_id == tenant_id
            and row.state is MessageState.CONFIRMED
            and self._state.proofs[row.proof_id].state is ProofState.PROVEN
            and self._state.proofs[row.proof_id].employer_id != but
        ]
        return tuple(dict.fromkeys(proven))[:limit]

    def due(self, *, now: datetime, limit: int) -> Sequence[Errand]:
        rows = [row for row in self._state.errands.values() if _waits(row, now)]
        return tuple(sorted(rows, key=lambda row: row.due_at)[:limit])

    def errands(self, tenant_id: str, proof_id: str) -> Sequence[Errand]:
        rows = self._state.errands.values()
        mine = [row for row in rows if (row.tenant_id, row.proof_id) == (tenant_id, proof_id)]
        return tuple(sorted(mine, key=lambda row: row.message_id))

    def claim(self, message_id: str, *, now: datetime, until: datetime) -> Errand | None:
        row = self._state.errands.get(message_id)
        if row is None or not _waits(row, now):
            return None
        claimed = replace(row, lease_until=until, attempts=row.attempts + 1)
        self._state.errands[message_id] = claimed
        return claimed

    def put_off(self, errand: Errand, *, until: datetime) -> bool:
        if not self._holds(errand):
            return False
        kept = self._state.errands[errand.message_id]
        self._state.errands[errand.message_id] = replace(kept, due_at=until, lease_until=None)
        return True

    def drop(self, errand: Errand) -> bool:
        return self._holds(errand) and bool(self._state.errands.pop(errand.message_id))

    def _holds(self, errand: Errand) -> bool:
        row = self._state.errands.get(errand.message_id)
        return row is not None and row.lease_until is not None and row.attempts == errand.attempts

    def _since(self, moment: datetime) -> list[MailMessage]:
        return [row for row in self._state.mails.values() if row.made_at > moment]

    def _put(self, message: MailMessage) -> None:
        must((message.state in LIVE) == (message.settled_at is None))
        self._state.mails[message.id] = message


def _waits(row: Errand, now: datetime) -> bool:
    return row.due_at <= now and (row.lease_until is None or row.lease_until < now)


class MemoryApplicantLinks(Repository, ApplicantLinks):
    def add(self, link: ApplicantLink, token_hash: str) -> None:
        employer = self._state.employers.get(link.employer_id)
        must(employer is not None and employer.tenant_id == link.tenant_id)
        must(token_hash not in self._state.applicant_links)
        self._state.applicant_links[token_hash] = link

    def by_token(self, token_hash: str) -> ApplicantLink | None:
        link: ApplicantLink | None = self._state.applicant_links.get(token_hash)
        return link
