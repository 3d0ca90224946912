"""How many films a recruiter may make: in one session, and in a day, after which the camera is locked.

Nothing is stored for it: the attempts themselves say so. A lock leaves every way to a person open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from verifier.domain.face_decision import FaceLimits
from verifier.domain.face_session import FaceSession
from verifier.usecases.ports import Ports, Transaction

DAY = timedelta(hours=24)


def locked_until(ports: Ports, tx: Transaction, tenant_id: str, recruiter_id: str) -> datetime | None:
    """When the recruiter may film again; None while they may."""
    now, limits = ports.clock.now(), ports.face_policy.limits
    issued = tx.attempts.unverified_since(tenant_id, recruiter_id, now - DAY - limits.locked)
    until = lock(issued, limits)
    return until if until is not None and now < until else None


def lock(issued: Sequence[datetime], limits: FaceLimits) -> datetime | None:
    """Until when attempts that were issued then and verified nobody lock the camera; None if they do not."""
    beyond = limits.attempts_a_day - 1
    ends = [
        last + limits.locked
        for first, last in zip(issued, issued[beyond:], strict=False)
        if last - first < DAY
    ]
    return ends[-1] if ends else None


def attempts_left(ports: Ports, tx: Transaction, session: FaceSession) -> int:
    """How many more films the session takes; one that was begun counts, finished or not."""
    made = len(tx.attempts.of_session(session.tenant_id, session.id))
    return max(0, ports.face_policy.limits.attempts - made)
