"""Alerts of unusual viewing: looked at by a lead or auditor, and settled with words; never by oneself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Conflict, NotFound
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Alert
from verifier.usecases.staff.recording import record_staff
from verifier.usecases.texts import must_say

PAGE: Final = 50
WORDS_MAX: Final = 2_000  # characters
COUNTED: Final = 100  # in the bar; more are as many


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """Newest first; `older` is where the next page begins."""

    alerts: Sequence[Alert]
    older: str | None


def list_alerts(ports: Ports, *, open_only: bool, before: str | None) -> AlertsPage:
    with ports.view() as tx:
        found = tx.alerts.page(open_only=open_only, before=before, limit=PAGE + 1)
    return AlertsPage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def open_alerts(ports: Ports) -> int:
    """How many wait for somebody to look, up to COUNTED."""
    with ports.view() as tx:
        return len(tx.alerts.page(open_only=True, before=None, limit=COUNTED))


def settle_alert(ports: Ports, alert_id: str, words: str, me: Reviewer) -> Alert:
    """Say what was found. Raises Invalid, NotFound, Conflict."""
    must_say({"/words": words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        alert = tx.alerts.get(alert_id)
        if alert is None:
            raise NotFound
        if alert.staff_id == me.id:
            raise Conflict("Nobody settles an alert about themselves; another lead or auditor can.")
        settled = replace(alert, settled_by=me.id, settled_at=now, words=words)
        if not tx.alerts.settle(settled):
            raise Conflict("Somebody has settled it already.")
        told = {"staff_id": alert.staff_id, "rule": alert.rule}
        record_staff(tx, Deed(Action.ALERT_SETTLED, me.actor, alert.id, told), now=now)
    return settled
