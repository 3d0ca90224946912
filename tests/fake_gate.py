"""The gate in memory. It passes the contract suite of the real repositories."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.account_traits import COUNTED_MAX, AccountTraits, Block, Link, TraitKind
from verifier.domain.employer import Employer, Entry, Membership
from verifier.domain.face_session import SessionState
from verifier.domain.permit import Answer, Permit
from verifier.domain.screening import Background, JobText, ScreeningAction, ScreeningResult
from verifier.usecases.gate_ports import (
    Asked,
    Blocks,
    Employers,
    KnownTrait,
    KnownTraits,
    Memberships,
    Permits,
    Poster,
    Posters,
    Posting,
    Screener,
    SigningKey,
    SigningKeys,
    Sought,
    Unasked,
)
from verifier.usecases.ports import Transaction

LISTED_MAX = 10


class FakeScreener(Screener):
    """Says of every text what a test wants, at first nothing; `up = False` is one that is away."""

    version = "lexicon-test"

    def __init__(self) -> None:
        self.says = ScreeningResult(self.version, ScreeningAction.NONE, (), ())
        self.up = True
        self.scopes: list[str | None] = []

    def screen(self, job: JobText, known: Background) -> ScreeningResult:
        if not self.up:
            raise Unasked
        self.scopes.append(known.scope)
        return self.says


class MemoryEmployers(Repository, Employers):
    def add(self, employer: Employer) -> None:
        must(employer.id not in self._state.employers and employer.tenant_id in self._state.tenants)
        must(self.of_reference(employer.tenant_id, employer.reference) is None)
        self._state.employers[employer.id] = employer

    def get(self, tenant_id: str, employer_id: str) -> Employer | None:
        employer = self._state.employers.get(employer_id)
        return employer if employer and employer.tenant_id == tenant_id else None

    hold = get

    def some(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, Employer]:
        found = {one: self.get(tenant_id, one) for one in employer_ids}
        return {one: employer for one, employer in found.items() if employer is not None}

    def hold_all(self, tenant_id: str, employer_ids: Sequence[str]) -> Sequence[Employer]:
        return tuple(row for one in sorted(set(employer_ids)) if (row := self.get(tenant_id, one)))

    def of_reference(self, tenant_id: str, reference: str) -> Employer | None:
        mine = (row for row in self._state.employers.values() if row.tenant_id == tenant_id)
        return next((row for row in mine if row.reference == reference), None)

    def keep(self, employer: Employer) -> None:
        must(self.get(employer.tenant_id, employer.id) is not None)
        self._state.employers[employer.id] = employer

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Employer]:
        mine = [row for row in self._state.employers.values() if row.tenant_id == tenant_id]
        older = [row for row in mine if before is None or row.id < before]
        return tuple(sorted(older, key=lambda row: row.id, reverse=True)[:limit])

    def note(self, *entries: Entry) -> None:
        for entry in entries:
            must(entry.id not in self._state.employer_entries)
            must(self.get(entry.tenant_id, entry.employer_id) is not None)
            self._state.employer_entries[entry.id] = entry

    def record(self, tenant_id: str, employer_id: str, *, before: str | None, limit: int) -> Sequence[Entry]:
        mine = [row for row in self._state.employer_entries.values() if row.tenant_id == tenant_id]
        rows = [row for row in mine if row.employer_id == employer_id]
        older = [row for row in rows if before is None or row.id < before]
        return tuple(sorted(older, key=lambda row: row.id, reverse=True)[:limit])

    def last_lines(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, str]:
        last = {one: self.record(tenant_id, one, before=None, limit=1) for one in employer_ids}
        return {one: lines[0].id for one, lines in last.items() if lines}


class MemoryMemberships(Repository, Memberships):
    def keep(self, membership: Membership) -> None:
        employer = self._state.employers.get(membership.employer_id)
        recruiter = self._state.recruiters.get(membership.recruiter_id)
        must(employer is not None and employer.tenant_id == membership.tenant_id)
        must(recruiter is not None and recruiter.tenant_id == membership.tenant_id)
        self._state.memberships[membership.employer_id, membership.recruiter_id] = membership

    def get(self, tenant_id: str, employer_id: str, recruiter_id: str) -> Membership | None:
        row = self._state.memberships.get((employer_id, recruiter_id))
        return row if row and row.tenant_id == tenant_id else None

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Membership]:
        return self._rows(tenant_id, lambda row: row.employer_id == employer_id)

    def of_recruiter(self, tenant_id: str, recruiter_id: str) -> Sequence[Membership]:
        return self._rows(tenant_id, lambda row: row.recruiter_id == recruiter_id)

    def _rows(self, tenant_id: str, wanted) -> Sequence[Membership]:  # type: ignore[no-untyped-def]
        rows = [row for row in self._state.memberships.values() if row.tenant_id == tenant_id]
        found = [row for row in rows if wanted(row)]
        return tuple(sorted(found, key=lambda row: (row.joined_at, row.employer_id, row.recruiter_id)))


class MemoryPosters(Posters):
    """Asks one thing after the other what the real one asks at once."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, tenant_id: str, postings: Sequence[Posting]) -> Sequence[Poster | None]:
        return [self._one(tenant_id, posting) for posting in postings]

    def _one(self, tenant_id: str, posting: Posting) -> Poster | None:
        recruiter_id = posting.recruiter_id
        recruiter = self._tx.recruiters.get(tenant_id, recruiter_id)
        if recruiter is None:
            return None
        permits = self._tx.permits._mine(tenant_id)  # type: ignore[attr-defined]  # the fake's
        theirs = [one for one in permits if one.recruiter_id == recruiter_id]
        sessions = self._tx.face_sessions._mine(tenant_id)  # type: ignore[attr-defined]  # the fake's
        seen = [one for one in sessions if one.recruiter_id == recruiter_id]
        verified = [one for one in seen if one.state is SessionState.VERIFIED and one.ended_at]
        last = max(verified, key=lambda one: str(one.ended_at), default=None)
        face_at = last.ended_at if last else None
        cleared = [one for one in permits if one.employer_id == posting.employer_id and one.cleared_at]
        used = [one.device for one in theirs if one.redeemed_at]
        return Poster(
            recruiter=recruiter,
            membership=self._tx.memberships.get(tenant_id, posting.employer_id, recruiter_id),
            enrolled=self._tx.face_templates.enrolled_at(tenant_id, recruiter_id) is not None,
            face_at=face_at,
            face_spent=any(face_at and one.token_id and one.asked_at >= face_at for one in theirs),
            in_review=any(one.state is SessionState.REVIEW for one in seen),
            device_known=posting.device in used if posting.device is not None else None,
            text_cleared=any(one.job_digest == posting.job_digest for one in cleared),
            face_session_id=last.id if last else None,
        )


class MemoryPermits(Repository, Permits):
    def add(self, *permits: Permit) -> None:
        for permit in permits:
            must(permit.id not in self._state.permits and permit.tenant_id in self._state.tenants)
            must((permit.answer is Answer.ALLOW) == (permit.token_id is not None))
            self._state.permits[permit.id] = permit

    def get(self, tenant_id: str, permit_id: str) -> Permit | None:
        permit = self._state.permits.get(permit_id)
        return permit if permit and permit.tenant_id == tenant_id else None

    def redeem(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        return self._end(self.get(tenant_id, permit_id), at, "redeemed_at")

    def revoke(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        return self._end(self.get(tenant_id, permit_id), at, "revoked_at")

    def revoke_all(
        self, tenant_id: str, *, at: datetime, employer_id: str, recruiter_id: str | None = None
    ) -> int:
        rows = [row for row in self._mine(tenant_id) if row.employer_id == employer_id]
        wanted = [row for row in rows if recruiter_id is None or row.recruiter_id == recruiter_id]
        return sum(self._end(row, at, "revoked_at") for row in wanted)

    def clear_text(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        permit = self.get(tenant_id, permit_id)
        if permit is not None:
            self._state.permits[permit.id] = replace(permit, cleared_at=at)
        return permit is not None

    def _mine(self, tenant_id: str) -> list[Permit]:
        return [row for row in self._state.permits.values() if row.tenant_id == tenant_id]

    def _end(self, permit: Permit | None, at: datetime, column: str) -> bool:
        if permit is None or not permit.holds_at(at):
            return False
        self._state.permits[permit.id] = replace(permit, **{column: at})
        return True


class MemorySigningKeys(Repository, SigningKeys):
    def add(self, key: SigningKey) -> None:
        must(key.id not in self._state.signing_keys)
        self._state.signing_keys[key.id] = key

    def all(self) -> Sequence[SigningKey]:
        rows = self._state.signing_keys.values()
        return tuple(sorted(rows, key=lambda row: (row.active_from, row.id)))

    def retire(self, key_id: str, published_until: datetime) -> None:
        key = self._state.signing_keys[key_id]
        self._state.signing_keys[key_id] = replace(key, published_until=published_until)


class MemoryKnownTraits(Repository, KnownTraits):
    def mark(self, tenant_id: str, kind: TraitKind, value: str) -> bytes:
        return hashlib.sha256(f"{tenant_id} {kind} {value}".encode()).digest()

    def keep(self, tenant_id: str, employer_id: str, traits: AccountTraits, at: datetime) -> None:
        employer = self._state.employers.get(employer_id)
        must(not traits or (employer is not None and employer.tenant_id == tenant_id))
        for kind, value in traits:
            mark = self.mark(tenant_id, kind, value)
            known = KnownTrait(kind, mark, at)
            self._state.account_traits.setdefault((tenant_id, employer_id, mark), known)

    def keep_all(self, tenant_id: str, known_by: Mapping[str, AccountTraits], at: datetime) -> None:
        for employer_id, traits in known_by.items():
            self.keep(tenant_id, employer_id, traits, at)

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[KnownTrait]:
        rows = self._state.account_traits.items()
        mine = [row for (tenant, employer, _), row in rows if (tenant, employer) == (tenant_id, employer_id)]
        return tuple(sorted(mine, key=lambda row: (row.kind, row.mark)))

    def of_employers(self, tenant_id: str, employer_ids: Sequence[str]) -> Mapping[str, Sequence[KnownTrait]]:
        return {one: known for one in employer_ids if (known := self.of_employer(tenant_id, one))}

    def shared(self, tenant_id: str, asked: Sequence[Asked]) -> Sequence[Sequence[Link]]:
        return [self._shared(tenant_id, one.employer_id, one.sought) for one in asked]

    def _shared(self, tenant_id: str, employer_id: str, sought: Sequence[Sought]) -> Sequence[Link]:
        links = []
        for kind in TraitKind:
            found: dict[str, datetime] = {}
            for one in sought:
                if one.kind is kind:
                    for other, since in self._others(tenant_id, employer_id, one):
                        found[other] = max(since, found.get(other, since))
            if found:
                newest = sorted(found, key=lambda other: (found[other], other), reverse=True)
                links.append(Link(kind, tuple(newest[:LISTED_MAX]), min(len(newest), COUNTED_MAX)))
        return tuple(links)

    def owners(self, tenant_id: str, marks: Collection[bytes]) -> Mapping[bytes, Sequence[str]]:
        found: dict[bytes, list[str]] = {}
        for tenant, who, mark in sorted(self._state.account_traits):
            if tenant == tenant_id and mark in marks:
                found.setdefault(mark, []).append(who)
        return found

    def forget(self, tenant_id: str, employer_id: str) -> None:
        for place in [place for place in self._state.account_traits if place[:2] == (tenant_id, employer_id)]:
            del self._state.account_traits[place]

    def _others(self, tenant_id: str, employer_id: str, one: Sought) -> list[tuple[str, datetime]]:
        return [
            (who, row.since)
            for (tenant, who, mark), row in self._state.account_traits.items()
            if (tenant, mark) == (tenant_id, one.mark)
            and who != employer_id
            and (one.after is None or row.since > one.after)
            and (one.upto is None or row.since <= one.upto)
        ]


class MemoryBlocks(Repository, Blocks):
    def add(self, tenant_id: str, block: Block, mark: bytes) -> None:
        must(block.id not in self._state.blocks and tenant_id in self._state.tenants)
        self._state.blocks[block.id] = (tenant_id, mark, block)

    def get(self, tenant_id: str, block_id: str) -> Block | None:
        row = self._state.blocks.get(block_id)
        return row[2] if row and row[0] == tenant_id else None

    def on(self, tenant_id: str, marks: Sequence[bytes]) -> Sequence[Block]:
        rows = [row for row in self._state.blocks.values() if row[0] == tenant_id and row[1] in marks]
        found = [block for _, _, block in rows if block.ended_at is None]
        return tuple(sorted(found, key=lambda block: block.id))

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Block]:
        mine = [block for tenant, _, block in self._state.blocks.values() if tenant == tenant_id]
        older = [block for block in mine if before is None or block.id < before]
        return tuple(sorted(older, key=lambda block: block.id, reverse=True)[:limit])

    def keep(self, tenant_id: str, block: Block) -> None:
        tenant, mark, _ = self._state.blocks[block.id]
        must(tenant == tenant_id)
        self._state.blocks[block.id] = (tenant, mark, block)
