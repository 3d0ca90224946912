"""What waits for a person at one case, or what became of it."""

from verifier.domain.case import Case
from verifier.domain.errors import NotFound
from verifier.domain.escalation import Escalation
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer


def read_review(ports: Ports, tenant_id: str, case_id: str) -> Escalation:
    """The latest escalation of a case. Raises NotFound for a case that never was escalated."""
    with ports.view() as tx:
        every = tx.escalations.of_case(tenant_id, case_id)
    if not every:
        raise NotFound
    return every[-1]


def find_case(ports: Ports, case_id: str, me: Reviewer) -> Case:
    """The case itself, to act on; nothing of it may be shown. Raises NotFound, also for another tenant's."""
    with ports.view() as tx:
        case = tx.cases.find(case_id, tenants=me.tenants)
    if case is None:
        raise NotFound
    return case


def latest_escalation(ports: Ports, case_id: str, me: Reviewer) -> Escalation:
    """What waits at this case, or waited last. Raises NotFound, also where it never was escalated."""
    return read_review(ports, find_case(ports, case_id, me).tenant_id, case_id)
