"""Recruiters join an employer and leave it."""

from dataclasses import replace

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action
from verifier.domain.employer import SITE, Happening, Membership
from verifier.domain.errors import NotFound
from verifier.usecases.gate.links import keep_member
from verifier.usecases.gate.recording import Line, audited, found, noted
from verifier.usecases.ports import Ports


def join(
    ports: Ports, tenant_id: str, employer_id: str, recruiter_id: str, *, by: ApiKey | None = None
) -> Membership:
    """The recruiter posts for the employer from now on; again changes nothing. Raises NotFound.

    `by` is the key that asks; None is the operator, here and below.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.recruiters.hold(tenant_id, recruiter_id) is None:
            raise NotFound
        employer = found(tx.employers.hold(tenant_id, employer_id))
        known = tx.memberships.get(tenant_id, employer_id, recruiter_id)
        if known is not None and known.holds_at(now):
            return known
        joined = Membership(tenant_id, employer_id, recruiter_id, now)
        tx.memberships.keep(joined)
        keep_member(ports, tx, employer, recruiter_id, now)
        noted(tx, employer, Line(Happening.RECRUITER_JOINED, now, SITE, recruiter_id))
        audited(tx, employer, Action.MEMBER_JOINED, by, now, recruiter_id=recruiter_id)
    return joined


def leave(
    ports: Ports, tenant_id: str, employer_id: str, recruiter_id: str, *, by: ApiKey | None = None
) -> None:
    """The recruiter does not post for the employer any more, and their permits there end. Raises NotFound."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        employer = found(tx.employers.hold(tenant_id, employer_id))
        known = tx.memberships.get(tenant_id, employer_id, recruiter_id)
        if known is None or not known.holds_at(now):
            raise NotFound
        tx.memberships.keep(replace(known, left_at=now))
        tx.permits.revoke_all(tenant_id, at=now, employer_id=employer_id, recruiter_id=recruiter_id)
        noted(tx, employer, Line(Happening.RECRUITER_LEFT, now, SITE, recruiter_id))
        audited(tx, employer, Action.MEMBER_LEFT, by, now, recruiter_id=recruiter_id)
