"""Who gets which case: the next one, one that a colleague gives; whoever is away gets none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from verifier.domain.errors import (
    Conflict,
    EscalationChanged,
    EscalationOver,
    FieldError,
    HeldByAnother,
    Invalid,
    NotFound,
)
from verifier.domain.escalation import Escalation
from verifier.domain.staff import Right, StaffMember
from verifier.usecases.ports import Ports
from verifier.usecases.review.claims import claim, hand_over, release
from verifier.usecases.review.queue import seen_by
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Wanted, Whose
from verifier.usecases.staff import members

TRIES: Final = 20  # colleagues who take the next case in the same instant
MOST_HELD: Final = 200  # cases that one member holds; what is beyond lapses with its claim


def next_case(ports: Ports, wanted: Wanted, me: Reviewer) -> Escalation | None:
    """Take the most urgent case that this member may decide; None when there is none.

    What they hold comes first, and what was handed to them with it: nobody gathers cases, or passes one over
    without letting it go, which is on record. Raises HeldByAnother when colleagues were faster every time.
    """
    wanted = seen_by(me, wanted)
    for _ in range(TRIES):
        found = _first(ports, wanted, me)
        if found is None:
            return None
        try:
            return claim(ports, found.id, me)
        except (HeldByAnother, EscalationChanged, EscalationOver):
            continue  # a colleague took or ended it between the look and the claim
    raise HeldByAnother


def give(
    ports: Ports, escalation_id: str, *, to: str, words: str, me: Reviewer, by_lead: bool = False
) -> Escalation:
    """Hand what one holds over to a colleague who can take it; a lead assigns any case to anybody who can.

    Raises NotFound, EscalationOver, HeldByAnother, Conflict for what one does not hold, and Invalid for a
    colleague who cannot take it, or for the words.
    """
    if not by_lead:
        _must_hold(ports, escalation_id, me)
    if to not in {member.id for member in able(ports, escalation_id, me)}:
        raise Invalid(errors=(FieldError("/to", "Somebody who is there and may decide this case"),))
    return hand_over(ports, escalation_id, to=to, words=words, me=me, by_lead=by_lead)


def able(ports: Ports, escalation_id: str, me: Reviewer) -> Sequence[StaffMember]:
    """The colleagues who may decide this case and are there, by name. Raises NotFound."""
    now = ports.clock.now()
    with ports.view() as tx:
        escalation = tx.escalations.find(escalation_id, tenants=me.tenants)
        everyone = tx.staff.everyone()
    if escalation is None:
        raise NotFound
    return [one for one in everyone if _can_take(one, escalation, now) and one.id != escalation.holder(now)]


def be_away(ports: Ports, member: StaffMember, until: datetime | None) -> None:
    """Give the member nothing until then, and let go of what they hold; None is back. Raises Invalid."""
    members.be_away(ports, member, until)
    if until is not None:
        let_go(ports, Reviewer(member.id, member.tenants))


def let_go(ports: Ports, me: Reviewer) -> None:
    """Leave everything that this member holds to others."""
    now = ports.clock.now()
    mine = seen_by(me, Wanted(whose=Whose.MINE))
    with ports.view() as tx:
        held = tx.escalations.page(mine, me=me.id, now=now, after=None, limit=MOST_HELD)
    for one in held:
        try:
            release(ports, one.escalation.id, me)
        except (HeldByAnother, EscalationChanged, EscalationOver):
            continue  # it is theirs no more


def _first(ports: Ports, wanted: Wanted, me: Reviewer) -> Escalation | None:
    now = ports.clock.now()
    mine = seen_by(me, Wanted(whose=Whose.MINE))
    with ports.view() as tx:
        held = tx.escalations.page(mine, me=me.id, now=now, after=None, limit=MOST_HELD)
        to_do = (one.escalation for one in held if _may_say(me.id, one.escalation))
        return next(to_do, None) or tx.escalations.next_free(wanted, me=me.id, now=now)


def _must_hold(ports: Ports, escalation_id: str, me: Reviewer) -> None:
    now = ports.clock.now()
    with ports.view() as tx:
        escalation = tx.escalations.find(escalation_id, tenants=me.tenants)
    if escalation is not None and escalation.holder(now) != me.id:
        raise Conflict("Only what one holds can be handed over; take the case first")


def _can_take(member: StaffMember, escalation: Escalation, now: datetime) -> bool:
    return (
        member.signs_in
        and member.may(Right.DECIDE)
        and member.serves(escalation.tenant_id)
        and not member.is_away(now)
        and _may_say(member.id, escalation)
    )


def _may_say(member_id: str, escalation: Escalation) -> bool:
    """Whoever said the first word does not say the second."""
    first = escalation.first_word
    return first is None or first.by != member_id
