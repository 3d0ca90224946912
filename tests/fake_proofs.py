"""Proofs in memory. They pass the contract suite of the real repositories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.proof import RUNNING, ApplicantLink, Proof, ProofState
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

    def keep(self, proof: Proof) -> None:
        if self.get(proof.tenant_id, proof.id) is not None:
            self._keep(proof)

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Proof]:
        rows = [row for row in self._state.proofs.values() if row.employer_id == employer_id]
        mine = [row for row in rows if row.tenant_id == tenant_id]
        return tuple(sorted(mine, key=lambda row: row.id, reverse=True)[:100])

    def in_force(self, tenant_id: str, employer_id: str, now: datetime) -> Sequence[Proof]:
        every = self.of_employer(tenant_id, employer_id)
        return tuple(replace(row, findings=()) for row in every if row.holds_at(now))

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


class MemoryApplicantLinks(Repository, ApplicantLinks):
    def add(self, link: ApplicantLink, token_hash: str) -> None:
        employer = self._state.employers.get(link.employer_id)
        must(employer is not None and employer.tenant_id == link.tenant_id)
        must(token_hash not in self._state.applicant_links)
        self._state.applicant_links[token_hash] = link

    def by_token(self, token_hash: str) -> ApplicantLink | None:
        link: ApplicantLink | None = self._state.applicant_links.get(token_hash)
        return link
