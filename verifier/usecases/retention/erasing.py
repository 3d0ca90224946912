"""Erasure at somebody's word (PIPL Art. 47): the person goes, the record of the decision stays without them.

Each act is one transaction with its receipt and may be done again at any time: it then takes what came since.
What the law obliges us to keep is named with the moment at which it goes at the latest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.account_traits import Block, TraitKind
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.employer import SITE, Happening
from verifier.domain.errors import NotFound
from verifier.domain.resume_grant import Way
from verifier.domain.retention import Clock, Reason, Receipt, Removed
from verifier.usecases import storing
from verifier.usecases.audit import asker, record
from verifier.usecases.faces.recruiters import end_session
from verifier.usecases.faces.telling import tell_withdrawn
from verifier.usecases.gate.recording import Line, found, noted
from verifier.usecases.gate.telling import tell_employer
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.retention.purging import written
from verifier.usecases.seekers.grants import end_grant

RECORDS: Final = "Postings and services are on record for three years (Order 44 Art. 25)."
PROCESSING: Final = "Processing is on record for three years (PIPL Art. 56): consents and outcomes, no face."
GRANTS_AT_ONCE: Final = 200  # ended in one transaction, so that nobody waits long for the tenant
REPLY_LIFE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays, why, and until when at the latest."""

    what: str
    why: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """`files_gone_by`: until then a file may be there that somebody was handing in at this very moment."""

    subject_id: str
    at: datetime
    receipts: tuple[Receipt, ...]
    rows: dict[str, int]
    files: int
    files_gone_by: datetime
    kept: tuple[Kept, ...]


def erase_case(ports: Ports, tenant_id: str, case_id: str, *, by: ApiKey | None = None) -> Erased:
    """Files, readings, what was declared and every word of the findings go; outcomes and codes stay.

    A case that was never decided goes whole. `by` is the key that asks; None is the operator, here and below.
    Raises NotFound.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.cases.hold(tenant_id, case_id) is None:
            raise NotFound
        latest = tx.decisions.latest(tenant_id, case_id)
        removed = tx.retention.erase_case(tenant_id, case_id)
        # Evidence may be handed in again at this moment, and equal bytes are one file.
        storing.doom(tx, tenant_id, removed.blobs, now + storing.GRACE)
        made = _recorded(ports, tx, tenant_id, removed, now, Deed(Action.CASE_ERASED, asker(by), case_id))
    decided = (
        [Kept("decision", RECORDS, _until(ports, Clock.RECORDS, latest[0].expires_at))] if latest else []
    )
    gone_by = now + storing.GRACE if removed.blobs else now
    return _erased(ports, made, removed, gone_by, decided)


def erase_recruiter(ports: Ports, tenant_id: str, recruiter_id: str, *, by: ApiKey | None = None) -> Erased:
    """Face, films, pictures, words, devices and the site's reference go; sessions and permits end.

    Their sessions' consents and outcomes stay, and for whom they posted, under our own id alone. Raises
    NotFound.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.recruiters.hold(tenant_id, recruiter_id) is None:
            raise NotFound
        unended = tx.face_sessions.unended(tenant_id, recruiter_id)
        for session in unended:
            end_session(tx, session, now)
        _leave_all(tx, tenant_id, recruiter_id, now)
        blocks = tx.blocks.on(tenant_id, [tx.account_traits.mark(tenant_id, TraitKind.FACE, recruiter_id)])
        removed = tx.retention.erase_recruiter(tenant_id, recruiter_id)
        storing.doom(tx, tenant_id, removed.blobs, now)
        tell_withdrawn(tx, tenant_id, recruiter_id, now)
        deed = Deed(Action.RECRUITER_ERASED, asker(by), recruiter_id)
        made = _recorded(ports, tx, tenant_id, removed, now, deed)
    storing.erase(ports, tenant_id, removed.blobs)
    return _erased(
        ports,
        made,
        removed,
        now,
        [*_of_sessions(ports, now), *_of_postings(ports, now), *_blocked(ports, blocks)],
    )


def erase_employer(ports: Ports, tenant_id: str, employer_id: str, *, by: ApiKey | None = None) -> Erased:
    """Its cases as `erase_case` does, what the account is known by, every word of its record, its reference.

    It is verified no more and takes its permits back; a stop stays, and so do entries of the block list until
    their end, whoever registers anew. Recruiters are people of their own: erase each. Raises NotFound.
    """
    with ports.view() as tx:
        found(tx.employers.get(tenant_id, employer_id))
        case_ids = tx.retention.cases_of(tenant_id, employer_id)
    parts = [erase_case(ports, tenant_id, case_id, by=by) for case_id in case_ids]
    now = ports.clock.now()
    with ports.transaction() as tx:
        before = found(tx.employers.hold(tenant_id, employer_id))
        marks = [one.mark for one in tx.account_traits.of_employer(tenant_id, employer_id)]
        blocks = tx.blocks.on(tenant_id, marks)
        tx.permits.revoke_all(tenant_id, at=now, employer_id=employer_id)
        removed = tx.retention.erase_employer(tenant_id, employer_id)
        # Files of its proofs; another employer may be handing in the same bytes at this moment.
        storing.doom(tx, tenant_id, removed.blobs, now + storing.GRACE)
        after = before.erased(now)
        tx.employers.keep(after)
        noted(tx, after, Line(Happening.ERASED, now, SITE))
        if after.state is not before.state:
            tell_employer(tx, after, now)
        deed = Deed(Action.EMPLOYER_ERASED, asker(by), employer_id)
        made = _recorded(ports, tx, tenant_id, removed, now, deed)
    decided = [kept for part in parts for kept in part.kept if kept.what == "decision"]
    latest = sorted(decided, key=lambda kept: kept.until)[-1:]
    gone_by = now + storing.GRACE if removed.blobs else now
    own = _erased(
        ports, made, removed, gone_by, [*latest, *_of_postings(ports, now), *_blocked(ports, blocks)]
    )
    return _together([*parts, own])


def erase_seeker(ports: Ports, tenant_id: str, seeker_id: str, *, by: ApiKey | None = None) -> Erased:
    """Words, links, aliases and the site's references go; every grant ends. Who read by them stays on record.

    Grants end in parts, each in a transaction of its own but the last: a run that was killed is run again.
    Raises NotFound.
    """
    while _ended_a_part(ports, tenant_id, seeker_id, by) == GRANTS_AT_ONCE:
        pass
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.seekers.get(tenant_id, seeker_id) is None:
            raise NotFound
        ended = _end_grants(tx, tenant_id, seeker_id, by, now)
        removed = tx.retention.erase_seeker(tenant_id, seeker_id)
        deed = Deed(Action.SEEKER_ERASED, asker(by), seeker_id)
        made = _recorded(ports, tx, tenant_id, removed, now, *ended, deed)
    kept = Kept("grants and reads", PROCESSING, _until(ports, Clock.PROCESSING, now))
    return _erased(ports, made, removed, now, [kept])


def _ended_a_part(ports: Ports, tenant_id: str, seeker_id: str, by: ApiKey | None) -> int:
    """How many grants it ended."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        deeds = _end_grants(tx, tenant_id, seeker_id, by, now)
        if deeds:
            record(tx, tenant_id, *deeds, now=now)
    return len(deeds)


def _end_grants(
    tx: Transaction, tenant_id: str, seeker_id: str, by: ApiKey | None, now: datetime
) -> Sequence[Deed]:
    """End some of those that stand; what is to be recorded of it."""
    ids = tx.grants.standing(tenant_id, seeker_id, GRANTS_AT_ONCE)
    standing = [grant for grant in tx.grants.hold(tenant_id, ids) if grant.withdrawn_at is None]
    for grant in standing:
        end_grant(tx, replace(grant, withdrawn_at=now, withdrawn_way=Way.SITE), now)
    told = {"seeker_id": seeker_id, "reason": Reason.ERASURE.value}
    return [Deed(Action.GRANT_WITHDRAWN, asker(by), grant.id, told) for grant in standing]


def _leave_all(tx: Transaction, tenant_id: str, recruiter_id: str, now: datetime) -> None:
    """They post for nobody any more. The recruiter is held, then the employers in order."""
    members = tx.memberships.of_recruiter(tenant_id, recruiter_id)
    for one in sorted(members, key=lambda member: member.employer_id):
        tx.employers.hold(tenant_id, one.employer_id)
        tx.permits.revoke_all(tenant_id, at=now, employer_id=one.employer_id, recruiter_id=recruiter_id)
        if one.holds_at(now):
            tx.memberships.keep(replace(one, left_at=now))


def _recorded(
    ports: Ports, tx: Transaction, tenant_id: str, removed: Removed, now: datetime, *deeds: Deed
) -> Receipt:
    """The last deed is the erasure; those before it are what else was done for it."""
    *before, deed = deeds
    tx.tenants.hold(tenant_id)
    policy = ports.retention_policy.version
    about = {"reason": Reason.ERASURE.value, "policy": policy, "item": deed.action.value.partition(".")[0]}
    made = written(tx, tenant_id, removed, now, about)
    told = Deed(Action.DATA_PURGED, deed.actor, made.id, {"policy": policy, "hash": made.hash})
    record(tx, tenant_id, *before, told, replace(deed, details={"receipt_id": made.id}), now=now)
    return made


def _erased(ports: Ports, made: Receipt, removed: Removed, gone_by: datetime, kept: Sequence[Kept]) -> Erased:
    at = made.made_at
    always = (
        Kept(
            "audit",
            "Who did what is on record for three years; no name is in it.",
            _until(ports, Clock.RECORDS, at),
        ),
        Kept("answers", "A request that is repeated gets the same answer for a day.", at + REPLY_LIFE),
    )
    rows = {table: count for table, count in sorted(removed.rows.items()) if count}
    (subject,) = removed.names
    return Erased(subject, at, (made,), rows, len(removed.blobs), gone_by, (*kept, *always))


def _together(parts: Sequence[Erased]) -> Erased:
    """An employer with its cases; what is kept is said by the last part."""
    own = parts[-1]
    rows: dict[str, int] = {}
    for part in parts:
        rows |= {table: rows.get(table, 0) + count for table, count in part.rows.items()}
    return replace(
        own,
        receipts=tuple(one for part in parts for one in part.receipts),
        rows=rows,
        files=sum(part.files for part in parts),
        files_gone_by=max(part.files_gone_by for part in parts),
    )


def _of_sessions(ports: Ports, now: datetime) -> tuple[Kept, ...]:
    return (Kept("sessions", PROCESSING, _until(ports, Clock.PROCESSING, now)),)


def _of_postings(ports: Ports, now: datetime) -> tuple[Kept, ...]:
    permits = now + ports.gate_policy.permit_life
    return (
        Kept("permits", RECORDS, _until(ports, Clock.RECORDS, permits)),
        Kept("memberships", RECORDS, _until(ports, Clock.RECORDS, now)),
    )


def _blocked(ports: Ports, blocks: Sequence[Block]) -> tuple[Kept, ...]:
    why = "What was stopped once does not come back under a new registration; it can be appealed."
    return tuple(Kept(f"block:{one.id}", why, _until(ports, Clock.RECORDS, one.until)) for one in blocks)


def _until(ports: Ports, clock: Clock, since: datetime) -> datetime:
    return since + ports.retention_policy.time(clock)
