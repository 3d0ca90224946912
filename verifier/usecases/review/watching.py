"""Unusual viewing: insiders are part of the threat, so that who looks at much is looked at. Stops nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Alert, Seen

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
AGAIN_AFTER: Final = {  # an alert of the same rule about the same member, at the earliest
    "cases_an_hour": HOUR,
    "reveals_an_hour": HOUR,
    "reveals_a_day": DAY,
    "reveals_without_decision": DAY,
}


def watch(ports: Ports, tx: Transaction, me: Reviewer, now: datetime) -> tuple[Alert, ...]:
    """Raise an alert for each rule that this member has just broken; call it after the viewing was added."""
    limits = ports.review_policy.viewing
    raised = tuple(
        Alert(identifiers.new("alt", now), me.id, rule, now, measured, limit)
        for rule, measured in _measured(tx, me, now)
        if measured > (limit := getattr(limits, rule)) and not _told(tx, me, rule, now)
    )
    for alert in raised:
        tx.alerts.add(alert)
    return raised


def _measured(tx: Transaction, me: Reviewer, now: datetime) -> Iterator[tuple[str, int]]:
    count = tx.viewings.count
    yield "cases_an_hour", count(me.id, Seen.CASE, since=now - HOUR)
    yield "reveals_an_hour", count(me.id, Seen.REVEALED, since=now - HOUR)
    yield "reveals_a_day", count(me.id, Seen.REVEALED, since=now - DAY)
    yield "reveals_without_decision", tx.viewings.idle_reveals(me.id, since=now - DAY)


def _told(tx: Transaction, me: Reviewer, rule: str, now: datetime) -> bool:
    last = tx.alerts.latest(me.id, rule)
    return last is not None and last.at > now - AGAIN_AFTER[rule]
