"""The sandbox's clock: where it stands, and moving it on. The whole deployment lives by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FieldError, Invalid
from verifier.usecases.audit import asker, record
from verifier.usecases.ports import Ports, SandboxClock

STEP_MAX: Final = timedelta(days=366)  # at once: longer than any verification lasts
AHEAD_MAX: Final = 100 * STEP_MAX  # in all: every date that is reckoned from it has four digits for its year
BEYOND: Final = (
    f"From 1 to {int(STEP_MAX.total_seconds())} at once, and {AHEAD_MAX.days} days in all; "
    "to begin anew, begin a new sandbox"
)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock of a sandbox shows, and by how much it is ahead of the real one."""

    now: datetime
    real: datetime
    ahead: timedelta


def read_clock(ports: Ports) -> ClockReading:
    """As of now. Only of a sandbox."""
    ahead = _of(ports).ahead()
    real = ports.clock.real()
    return ClockReading(real + ahead, real, ahead)


def advance_clock(ports: Ports, tenant_id: str, by: timedelta, *, key: ApiKey | None = None) -> ClockReading:
    """Move the clock on for every site of the sandbox; `key` asks, None is the operator.

    Raises Invalid for what is no step forward, or would go beyond AHEAD_MAX in all.
    """
    deed = Deed(Action.CLOCK_ADVANCED, asker(key), tenant_id, {"seconds": str(int(by.total_seconds()))})
    with ports.transaction() as tx:
        if not timedelta(0) < by <= STEP_MAX or not tx.sandbox.advance(by, most=AHEAD_MAX):
            raise Invalid(errors=[FieldError("/advance_seconds", BEYOND)])
        record(tx, tenant_id, deed, now=ports.clock.now())
    return read_clock(ports)


def _of(ports: Ports) -> SandboxClock:
    assert ports.sandbox is not None, "only a sandbox's endpoints ask"
    return ports.sandbox
