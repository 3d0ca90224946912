"""The queue as people see it: what waits and in which order, how much of it, and looking for one case.

Lists show a firm's name with its middle covered, except of a case that the viewer holds: whoever scrolls
through everything carries off no list of customers. Whoever knows a name may search for it, which is
recorded; what was typed is kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.case import CaseState
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.escalation import Escalation
from verifier.domain.masking import listed
from verifier.domain.tenant import Tenant
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Ageing, Place, Tenants, Waiting, Wanted
from verifier.usecases.staff.recording import OPERATOR_TENANT, record_staff
from verifier.usecases.texts import must_say

LINES: Final = 50  # a page
CODE_END: Final = 4  # characters of a credit code that a list shows
SHORTEST: Final = 2  # characters; one finds everything
LONGEST: Final = 100  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """One escalation in a list; `name` is covered unless the viewer holds it, `code` the end of it alone."""

    escalation: Escalation
    state: CaseState
    holder: str | None
    name: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of it. `next` is where the next page begins; `ageing` counts all that fits, on any page."""

    lines: Sequence[Line]
    next: Place | None
    ageing: Ageing
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; with `more` there are more, and the text has to say more."""

    lines: Sequence[Line]
    more: bool


def read_queue(ports: Ports, wanted: Wanted, me: Reviewer, *, after: Place | None = None) -> Queue:
    """A page of what is wanted and may be seen, the most urgent first."""
    now = ports.clock.now()
    wanted = seen_by(me, wanted)
    with ports.view() as tx:
        waiting = tx.escalations.page(wanted, me=me.id, now=now, after=after, limit=LINES + 1)
        ageing = tx.escalations.ageing(wanted, me=me.id, now=now)
        reasons = tx.escalations.reasons(tenants=me.tenants)
    lines = waiting[:LINES]
    goes_on = len(waiting) > LINES
    return Queue(_lines(lines, me, now), _place(lines[-1].escalation) if goes_on else None, ageing, reasons)


def search(ports: Ports, text: str, me: Reviewer, *, ended: bool = False) -> Found:
    """Cases by part of the name, or by the beginning of code or identifier: LINES of them at most.

    That somebody searched, and how many were found, is on the operator's chain. Raises Invalid.
    """
    text = text.strip()
    must_say({"/text": text}, LONGEST)
    if len(text) < SHORTEST:
        raise Invalid(errors=(FieldError("/text", f"At least {SHORTEST} characters"),))
    now = ports.clock.now()
    wanted = seen_by(me, Wanted(text=text, ended=ended))
    with ports.view() as tx:
        found = tx.escalations.page(wanted, me=me.id, now=now, after=None, limit=LINES + 1)
    told = {"found": str(len(found)), "among": "ended" if ended else "waiting"}
    with ports.transaction() as tx:
        record_staff(tx, Deed(Action.QUEUE_SEARCHED, me.actor, me.id, told), now=now)
    return Found(_lines(found[:LINES], me, now), len(found) > LINES)


def sites(ports: Ports, tenants: Tenants) -> Sequence[Tenant]:
    """The recruitment sites whose cases may be seen, by name."""
    with ports.view() as tx:
        every = tx.tenants.every()
    return [one for one in every if one.id != OPERATOR_TENANT and (tenants is None or one.id in tenants)]


def seen_by(me: Reviewer, wanted: Wanted) -> Wanted:
    """The same among the tenants whose cases this member may see."""
    return replace(wanted, tenants=me.tenants)


def _lines(waiting: Sequence[Waiting], me: Reviewer, now: datetime) -> Sequence[Line]:
    return [_line(one, me, now) for one in waiting]


def _line(waiting: Waiting, me: Reviewer, now: datetime) -> Line:
    escalation, declared = waiting.escalation, waiting.case.declared
    holder = escalation.holder(now)
    return Line(
        escalation=escalation,
        state=waiting.case.state,
        holder=holder,
        name=declared.name if holder == me.id else listed(declared.name),
        code=declared.code[-CODE_END:],
    )


def _place(escalation: Escalation) -> Place:
    return Place(escalation.due_at, escalation.risk, escalation.id)
