"""Who may do what: one function and one transaction each. They speak to the world through `ports` only."""

from verifier.usecases.cases import CaseView, Page, list_cases, open_case, read_case, submit_case
from verifier.usecases.deliveries import (
    DeliveryPage,
    list_deliveries,
    read_delivery,
    replay,
)
from verifier.usecases.events import EventPage, list_events
from verifier.usecases.evidence import add_evidence, fetch_evidence
from verifier.usecases.keys import create_key, list_keys, read_key, revoke_key, rotate_key
from verifier.usecases.pictures import fetch_picture
from verifier.usecases.tasks import (
    Claim,
    claim_task,
    fail_task,
    page_of,
    record_reading,
    renew_lease,
    sweep_tasks,
)
from verifier.usecases.tenants import Caller, authenticate, create_tenant
from verifier.usecases.webhooks import (
    change_webhook,
    create_webhook,
    delete_webhook,
    list_webhooks,
    read_webhook,
    rotate_secret,
    send_test,
)

__all__ = [
    "Caller",
    "CaseView",
    "Claim",
    "DeliveryPage",
    "EventPage",
    "Page",
    "add_evidence",
    "authenticate",
    "change_webhook",
    "claim_task",
    "create_key",
    "create_tenant",
    "create_webhook",
    "delete_webhook",
    "fail_task",
    "fetch_evidence",
    "fetch_picture",
    "list_cases",
    "list_deliveries",
    "list_events",
    "list_keys",
    "list_webhooks",
    "open_case",
    "page_of",
    "read_case",
    "read_delivery",
    "read_key",
    "read_webhook",
    "record_reading",
    "renew_lease",
    "replay",
    "revoke_key",
    "rotate_key",
    "rotate_secret",
    "send_test",
    "submit_case",
    "sweep_tasks",
]
