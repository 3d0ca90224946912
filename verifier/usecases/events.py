"""Events: written in the transaction of what they tell, with a delivery for every endpoint that wants them.

So nothing happens untold and nothing is told that did not happen. A tenant's events are committed in the
order of their ids: whoever polls `after` the last id that it saw misses none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verifier.domain.case import CaseState
from verifier.domain.decision import Decision
from verifier.domain.event import DECIDED, Event, EventType
from verifier.domain.webhook import Delivery, Webhook
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction

PAGE_MAX = 100


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, oldest first; `next` is the cursor of the following page, None when there is none yet."""

    events: tuple[Event, ...]
    next: str | None


def tell(
    tx: Transaction, tenant_id: str, kind: EventType, *, subject: str, told: Mapping[str, str], now: datetime
) -> Event:
    """Write an event and put it into the outbox for every endpoint that wants it.

    Call it in the transaction of what it tells, after every case was held that the transaction holds.
    """
    return tell_all(tx, tenant_id, kind, [Told(subject, told)], now)[0]


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to whom, in identifiers and states."""

    subject: str
    told: Mapping[str, str]


def tell_all(
    tx: Transaction, tenant_id: str, kind: EventType, told: Sequence[Told], now: datetime
) -> Sequence[Event]:
    """The same of several, in this order, with as few statements as of one."""
    events = _record(tx, tenant_id, kind, told, now)
    for webhook in tx.webhooks.of_tenant(tenant_id):
        if webhook.wants(kind):
            tx.deliveries.add(*(_delivery(webhook, event.id, now) for event in events))
    return events


def tell_submitted(tx: Transaction, tenant_id: str, case_id: str, now: datetime) -> None:
    told = _of_case(case_id, CaseState.SUBMITTED)
    tell(tx, tenant_id, EventType.CASE_SUBMITTED, subject=case_id, told=told, now=now)


def tell_decided(tx: Transaction, tenant_id: str, decision: Decision, state: CaseState) -> None:
    told = _of_case(decision.case_id, state) | {
        "decision_id": decision.id,
        "policy_version": decision.proposal.policy_version,
    }
    kind = DECIDED[state]
    tell(tx, tenant_id, kind, subject=decision.case_id, told=told, now=decision.decided_at)


def tell_returned(tx: Transaction, tenant_id: str, case_id: str, now: datetime) -> None:
    """The applicant is asked for more; what, and why, is at the case."""
    told = _of_case(case_id, CaseState.RETURNED)
    tell(tx, tenant_id, EventType.CASE_RETURNED, subject=case_id, told=told, now=now)


def tell_test(tx: Transaction, webhook: Webhook, now: datetime) -> Delivery:
    """An event for this endpoint alone."""
    told = {"webhook_id": webhook.id, "url": f"/v1/webhooks/{webhook.id}"}
    (event,) = _record(tx, webhook.tenant_id, EventType.WEBHOOK_TEST, [Told(webhook.id, told)], now)
    return send_to(tx, webhook, event.id, now)


def send_to(tx: Transaction, webhook: Webhook, event_id: str, now: datetime) -> Delivery:
    """Put the event into the outbox for this endpoint."""
    delivery = _delivery(webhook, event_id, now)
    tx.deliveries.add(delivery)
    return delivery


def list_events(
    ports: Ports, tenant_id: str, *, after: str | None = None, kind: EventType | None = None, limit: int = 20
) -> EventPage:
    """One page of the tenant's events, oldest first, of one kind or all."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        found = tuple(tx.events.page(tenant_id, after=after, kind=kind, limit=limit + 1))
    more = len(found) > limit
    return EventPage(found[:limit], found[limit - 1].id if more else None)


def _record(
    tx: Transaction, tenant_id: str, kind: EventType, told: Sequence[Told], now: datetime
) -> Sequence[Event]:
    # Until the commit: so ids are committed in their order, and no endpoint comes or goes meanwhile.
    tx.tenants.hold(tenant_id)
    ids = identifiers.several_following("evt", now, tx.events.last_id(tenant_id), len(told))
    events = [
        Event(id=id_, tenant_id=tenant_id, type=kind, occurred_at=now, subject=one.subject, told=one.told)
        for id_, one in zip(ids, told, strict=True)
    ]
    tx.events.add(*events)
    return events


def _delivery(webhook: Webhook, event_id: str, now: datetime) -> Delivery:
    return Delivery(
        id=identifiers.new("dlv", now),
        tenant_id=webhook.tenant_id,
        webhook_id=webhook.id,
        event_id=event_id,
        created_at=now,
        due_at=now,
    )


def _of_case(case_id: str, state: CaseState) -> dict[str, str]:
    return {"case_id": case_id, "url": f"/v1/cases/{case_id}", "state": state.value}
