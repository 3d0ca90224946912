"""Claims: one person at a time, for a while, so that no two work on the same case unknowingly."""

from dataclasses import replace
from datetime import datetime

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import EscalationChanged
from verifier.domain.escalation import Escalation
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review.notes import add_note
from verifier.usecases.review.reviewer import Reviewer, held, must_be_free_for


def claim(ports: Ports, escalation_id: str, me: Reviewer) -> Escalation:
    """Take it, or go on with it. Raises NotFound, EscalationOver, HeldByAnother.

    Going on changes no version: what the reviewer has before them is still all there is.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        before, _ = held(tx, escalation_id, me)
        must_be_free_for(before, before.holder(now), me)
        after = assigned(before, me.id, now + ports.review_policy.claim)
        _keep(tx, before, after)
        if before.holder(now) is None:
            record(tx, before.tenant_id, _deed(Action.ESCALATION_CLAIMED, me, after), now=now)
    return after


def release(ports: Ports, escalation_id: str, me: Reviewer) -> Escalation:
    """Let it go, for anybody to take. Raises NotFound, EscalationOver, HeldByAnother."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        before, _ = held(tx, escalation_id, me)
        must_be_free_for(before, before.holder(now), me)
        after = replace(before, assignee=None, claimed_until=None)
        _keep(tx, before, after)
        record(tx, before.tenant_id, _deed(Action.ESCALATION_RELEASED, me, after), now=now)
    return after


def hand_over(
    ports: Ports,
    escalation_id: str,
    *,
    to: str,
    words: str,
    me: Reviewer,
    by_lead: bool = False,
) -> Escalation:
    """Give it to another member of staff, with words for them; a lead may take it from who holds it.

    The caller sees to it that `to` is somebody who may work on it. Raises NotFound, EscalationOver,
    HeldByAnother, Invalid for the words.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        before, case = held(tx, escalation_id, me)
        if not by_lead:
            must_be_free_for(before, before.holder(now), me)
        after = assigned(before, to, now + ports.review_policy.claim)
        _keep(tx, before, after)
        if words:
            add_note(tx, case, words, me, now)
        deed = _deed(Action.ESCALATION_HANDED_OVER, me, after, to=to)
        record(tx, before.tenant_id, deed, now=now)
    return after


def assigned(escalation: Escalation, to: str, until: datetime) -> Escalation:
    """In these hands; a new version where they were others before."""
    changed = escalation.assignee not in (None, to)
    version = escalation.version + changed
    return replace(escalation, assignee=to, claimed_until=until, version=version)


def _keep(tx: Transaction, before: Escalation, after: Escalation) -> None:
    if not tx.escalations.keep(after, seen=before.version):
        raise EscalationChanged


def _deed(action: Action, me: Reviewer, escalation: Escalation, **told: str) -> Deed:
    return Deed(action, me.actor, escalation.case_id, {"escalation_id": escalation.id, **told})
