"""What sites are told of employers: identifiers and states alone."""

from datetime import datetime

from verifier.domain.employer import Employer
from verifier.domain.event import EventType
from verifier.usecases.events import tell
from verifier.usecases.ports import Transaction


def tell_employer(tx: Transaction, employer: Employer, now: datetime) -> None:
    """Its state changed, or its stop was appealed."""
    told = {"employer_id": employer.id, "url": f"/v1/employers/{employer.id}", "state": employer.state.value}
    if employer.ground is not None:
        told["ground"] = employer.ground.value
    if employer.appealed_at is not None:
        told["appeal"] = "open"
    tell(tx, employer.tenant_id, EventType.EMPLOYER_CHANGED, subject=employer.id, told=told, now=now)
