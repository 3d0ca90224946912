"""The next case: the first of the queue that nobody holds and this reviewer may decide, taken at once."""

from typing import Final

from verifier.domain.errors import EscalationChanged, EscalationOver, HeldByAnother
from verifier.domain.escalation import Escalation
from verifier.usecases.ports import Ports
from verifier.usecases.review.claims import claim
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Wanted

TRIES: Final = 5  # as many colleagues may be faster at the same moment


def take_next(ports: Ports, me: Reviewer) -> Escalation | None:
    """None when nothing waits, or colleagues were faster each time."""
    for _ in range(TRIES):
        with ports.view() as tx:
            found = tx.escalations.next_free(Wanted(tenants=me.tenants), me=me.id, now=ports.clock.now())
        if found is None:
            return None
        try:
            return claim(ports, found.id, me)
        except (HeldByAnother, EscalationOver, EscalationChanged):
            continue
    return None
