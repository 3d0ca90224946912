"""A tenant's own, shorter time for evidence, within what the policy allows."""

from datetime import timedelta

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FieldError, Invalid, NotFound
from verifier.domain.retention import Clock
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.ports import Ports


def evidence_time(ports: Ports, tenant_id: str) -> timedelta:
    """How long the tenant's evidence is kept after its decision ran out. Raises NotFound."""
    with ports.view() as tx:
        if tx.tenants.get(tenant_id) is None:
            raise NotFound(f"There is no tenant {tenant_id}.")
        own = tx.retention.evidence_time(tenant_id)
    return ports.retention_policy.time(Clock.EVIDENCE, own)


def choose_evidence_time(ports: Ports, tenant_id: str, time: timedelta | None) -> None:
    """Keep evidence for this time, None for the policy's. Raises NotFound, Invalid."""
    term = ports.retention_policy.clocks[Clock.EVIDENCE]
    if time is not None and not (term.least or term.time) <= time <= term.time:
        least, most = (term.least or term.time).days, term.time.days
        raise Invalid(
            f"Evidence is kept from {least} to {most} days.",
            errors=[FieldError("/evidence_days", f"From {least} to {most}")],
        )
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.tenants.get(tenant_id) is None:
            raise NotFound(f"There is no tenant {tenant_id}.")
        tx.retention.choose_evidence_time(tenant_id, time)
        told = {"evidence_days": str(time.days)} if time else {}
        record(tx, tenant_id, Deed(Action.RETENTION_CHOSEN, OPERATOR, tenant_id, told), now=now)
