"""What waits for a person at one case, or what became of it."""

from verifier.domain.errors import NotFound
from verifier.domain.escalation import Escalation
from verifier.usecases.ports import Ports


def read_review(ports: Ports, tenant_id: str, case_id: str) -> Escalation:
    """The latest escalation of a case. Raises NotFound for a case that never was escalated."""
    with ports.view() as tx:
        every = tx.escalations.of_case(tenant_id, case_id)
    if not every:
        raise NotFound
    return every[-1]
