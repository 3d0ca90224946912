"""Seekers, grants and reads in memory. They pass the contract suite of the real repositories."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.permit import Answer
from verifier.domain.resume_grant import Complaint, Grant, Seeker, SeekerLink
from verifier.domain.resume_read import DAY, HOUR, WEEK, Pace, ReadWish, ResumeRead, night_began
from verifier.usecases.review_ports import Tenants
from verifier.usecases.seeker_ports import (
    Complaints,
    Grants,
    Marked,
    Reader,
    ResumeReads,
    SeekerLinks,
    Seekers,
)


class MemorySeekers(Repository, Seekers):
    def add(self, seeker: Seeker) -> None:
        must(seeker.tenant_id in self._state.tenants)
        must(self.of_reference(seeker.tenant_id, seeker.reference) is None)
        self._state.seekers[seeker.id] = seeker

    def get(self, tenant_id: str, seeker_id: str) -> Seeker | None:
        seeker = self._state.seekers.get(seeker_id)
        return seeker if seeker and seeker.tenant_id == tenant_id else None

    def of_reference(self, tenant_id: str, reference: str) -> Seeker | None:
        mine = (row for row in self._state.seekers.values() if row.tenant_id == tenant_id)
        return next((row for row in mine if row.reference == reference), None)


class MemoryGrants(Repository, Grants):
    def add(self, grant: Grant) -> None:
        seeker = self._state.seekers.get(grant.seeker_id)
        employer = self._state.employers.get(grant.terms.employer_id)
        must(seeker is not None and seeker.tenant_id == grant.tenant_id)
        must(employer is not None and employer.tenant_id == grant.tenant_id)
        self._state.grants[grant.id] = grant

    def get(self, tenant_id: str, grant_id: str) -> Grant | None:
        grant = self._state.grants.get(grant_id)
        return grant if grant and grant.tenant_id == tenant_id else None

    def find(self, tenant_id: str, wishes: Sequence[ReadWish]) -> Sequence[str | None]:
        return [self._found(tenant_id, wish) for wish in wishes]

    def _found(self, tenant_id: str, wish: ReadWish) -> str | None:
        seekers = [row for row in self._state.seekers.values() if row.reference == wish.seeker]
        ids = {row.id for row in seekers if row.tenant_id == tenant_id}
        who = (wish.employer_id, wish.recruiter_id, wish.purpose, wish.resume)
        rows = [row for row in self._state.grants.values() if row.seeker_id in ids]
        found = [row for row in rows if row.terms.cover(*who)]
        best = max(found, key=lambda row: (row.withdrawn_at is None, row.expires_at, row.id), default=None)
        return best.id if best else None

    def hold(self, tenant_id: str, grant_ids: Sequence[str]) -> Sequence[Grant]:
        return tuple(row for one in sorted(set(grant_ids)) if (row := self.get(tenant_id, one)))

    def keep(self, grant: Grant) -> None:
        self._state.grants[grant.id] = grant

    def standing(self, tenant_id: str, seeker_id: str, limit: int) -> Sequence[str]:
        rows = [row for row in self._state.grants.values() if row.seeker_id == seeker_id]
        mine = [row.id for row in rows if row.tenant_id == tenant_id and row.withdrawn_at is None]
        return sorted(mine)[:limit]

    def of_seeker(self, tenant_id: str, seeker_id: str) -> Sequence[Grant]:
        rows = [row for row in self._state.grants.values() if row.seeker_id == seeker_id]
        mine = [row for row in rows if row.tenant_id == tenant_id]
        return tuple(sorted(mine, key=lambda row: row.id, reverse=True)[:200])


class MemoryResumeReads(Repository, ResumeReads):
    def add(self, *reads: ResumeRead) -> None:
        for read in reads:
            must(read.id not in self._state.resume_reads and read.tenant_id in self._state.tenants)
            must((read.answer is Answer.ALLOW) == (read.token_id is not None))
            must(read.token_id is None or (read.grant_id is not None and read.seeker_id is not None))
            self._state.resume_reads[read.id] = read

    def get(self, tenant_id: str, read_id: str) -> ResumeRead | None:
        read = self._state.resume_reads.get(read_id)
        return read if read and read.tenant_id == tenant_id else None

    def contact(self, tenant_id: str, read_id: str, at: datetime) -> bool:
        read = self.get(tenant_id, read_id)
        if read is None or read.answer is not Answer.ALLOW or read.contacted_at is not None:
            return False
        self._state.resume_reads[read_id] = replace(read, contacted_at=at)
        return True

    def mark(self, tenant_id: str, read_id: str, at: datetime, length: int) -> None:
        read = self.get(tenant_id, read_id)
        if read is not None:
            self._state.resume_reads[read_id] = replace(read, marked_at=at, marked_length=length)

    def paces(self, tenant_id: str, recruiter_ids: Sequence[str], now: datetime) -> Mapping[str, Pace]:
        return {one: self._pace(tenant_id, one, now) for one in recruiter_ids}

    def _pace(self, tenant_id: str, recruiter_id: str, now: datetime) -> Pace:
        every = [row for row in self._mine(tenant_id) if row.recruiter_id == recruiter_id]
        week = [row for row in every if row.answer is Answer.ALLOW and row.asked_at >= now - WEEK]
        night = night_began(now)
        return Pace(
            hour=sum(row.asked_at >= now - HOUR for row in week),
            day=sum(row.asked_at >= now - DAY for row in week),
            week=len(week),
            contacted=sum(row.contacted_at is not None for row in week),
            night=sum(night is not None and row.asked_at >= night for row in week),
            stopped=any(row.stopped and row.asked_at >= now - HOUR for row in every),
        )

    def of_employers(self, tenant_id: str, employer_ids: Sequence[str], since: datetime) -> Mapping[str, int]:
        late = [row.employer_id for row in self._allowed(tenant_id) if row.asked_at >= since]
        return {one: late.count(one) for one in employer_ids}

    def readers(
        self, tenant_id: str, seeker_ids: Sequence[str], employer_ids: Sequence[str], since: datetime
    ) -> Set[Reader]:
        rows = [row for row in self._allowed(tenant_id) if row.seeker_id in seeker_ids]
        late = [row for row in rows if row.asked_at >= since and row.employer_id in employer_ids]
        return {Reader(str(row.seeker_id), row.employer_id, row.recruiter_id) for row in late}

    def of_grant(self, tenant_id: str, grant_id: str, limit: int) -> Sequence[ResumeRead]:
        return self._told([row for row in self._allowed(tenant_id) if row.grant_id == grant_id], limit)

    def of_seeker(
        self, tenant_id: str, seeker_id: str, *, before: str | None, limit: int
    ) -> Sequence[ResumeRead]:
        rows = [row for row in self._allowed(tenant_id) if row.seeker_id == seeker_id]
        return self._told([row for row in rows if before is None or row.id < before], limit)

    def marked(self, tenant_id: str, length_min: int) -> Iterator[Marked]:
        for row in self._mine(tenant_id):
            if row.marked_length is not None and row.marked_length >= length_min:
                yield Marked(row.id, row.marked_length)

    def by_alias(self, tenant_id: str | None, alias_hash: str) -> Sequence[ResumeRead]:
        rows = sorted(self._state.resume_reads.values(), key=lambda row: row.id)
        mine = [row for row in rows if tenant_id in (None, row.tenant_id)]
        return tuple(row for row in mine if alias_hash in (row.mail_alias, row.phone_alias))

    def marking_key(self, tenant_id: str) -> bytes:
        return hashlib.sha256(f"mark {tenant_id}".encode()).digest()

    def _mine(self, tenant_id: str) -> list[ResumeRead]:
        return [row for row in self._state.resume_reads.values() if row.tenant_id == tenant_id]

    def _allowed(self, tenant_id: str) -> list[ResumeRead]:
        return [row for row in self._mine(tenant_id) if row.answer is Answer.ALLOW]

    def _told(self, rows: list[ResumeRead], limit: int) -> Sequence[ResumeRead]:
        newest = sorted(rows, key=lambda row: row.id, reverse=True)[:limit]
        return tuple(replace(row, findings=()) for row in newest)


class MemorySeekerLinks(Repository, SeekerLinks):
    def add(self, link: SeekerLink, token_hash: str) -> None:
        seeker = self._state.seekers.get(link.seeker_id)
        must(seeker is not None and seeker.tenant_id == link.tenant_id)
        must(token_hash not in self._state.seeker_links)
        self._state.seeker_links[token_hash] = link

    def by_token(self, token_hash: str) -> SeekerLink | None:
        link: SeekerLink | None = self._state.seeker_links.get(token_hash)
        return link


class MemoryComplaints(Repository, Complaints):
    def add(self, complaint: Complaint) -> None:
        seeker = self._state.seekers.get(complaint.seeker_id)
        must(seeker is not None and seeker.tenant_id == complaint.tenant_id)
        self._state.complaints[complaint.id] = complaint

    def find(self, complaint_id: str, *, tenants: Tenants) -> Complaint | None:
        row = self._state.complaints.get(complaint_id)
        return row if row and (tenants is None or row.tenant_id in tenants) else None

    def page(
        self, *, tenants: Tenants, open_only: bool, before: str | None, limit: int
    ) -> Sequence[Complaint]:
        rows = [row for row in self._state.complaints.values() if tenants is None or row.tenant_id in tenants]
        waiting = [row for row in rows if not open_only or row.settled_at is None]
        older = [row for row in waiting if before is None or row.id < before]
        return tuple(sorted(older, key=lambda row: row.id, reverse=True)[:limit])

    def settle(self, complaint: Complaint) -> bool:
        known = self._state.complaints.get(complaint.id)
        if known is None or known.settled_at is not None:
            return False
        self._state.complaints[complaint.id] = complaint
        return True
