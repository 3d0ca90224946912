"""Alerts of unusual viewing: looked at by a lead or auditor, and settled with words; never by oneself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Conflict, NotFound
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Alert, Viewing
from verifier.usecases.staff.recording import record_staff
from verifier.usecases.texts import must_say

PAGE: Final = 50
WORDS_MAX: Final = 2_000  # characters
VIEWINGS: Final = 500
BEFORE: Final = timedelta(days=1)  # the longest that a rule looks back
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


@dataclass(frozen=True, slots=True)
class AlertFile:
    """An alert, and what the member looked at in the day before it, of sites that the reader may see."""

    alert: Alert
    viewings: Sequence[Viewing]  # newest first
    cut: bool  # there were more than VIEWINGS


def read_alert(ports: Ports, alert_id: str, me: Reviewer) -> AlertFile:
    """Raises NotFound, and Conflict for an alert about oneself."""
    with ports.view() as tx:
        alert = tx.alerts.get(alert_id)
        if alert is None:
            raise NotFound
        _must_be_of_another(alert, me)
        found = tx.viewings.of_staff(
            alert.staff_id, since=alert.at - BEFORE, until=alert.at, tenants=me.tenants, limit=VIEWINGS + 1
        )
    return AlertFile(alert, found[:VIEWINGS], cut=len(found) > VIEWINGS)


def settle_alert(ports: Ports, alert_id: str, words: str, me: Reviewer) -> Alert:
    """Say what was found. Raises Invalid, NotFound, Conflict."""
    must_say({"/words": words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        alert = tx.alerts.get(alert_id)
        if alert is None:
            raise NotFound
        _must_be_of_another(alert, me)
        settled = replace(alert, settled_by=me.id, settled_at=now, words=words)
        if not tx.alerts.settle(settled):
            raise Conflict("Somebody has settled it already.")
        told = {"staff_id": alert.staff_id, "rule": alert.rule}
        record_staff(tx, Deed(Action.ALERT_SETTLED, me.actor, alert.id, told), now=now)
    return settled


def _must_be_of_another(alert: Alert, me: Reviewer) -> None:
    if alert.staff_id == me.id:
        raise Conflict("An alert about oneself is for another lead or auditor.")
