"""Every page of the console, on the one blueprint. A new module of pages is a line here."""

from verifier.console import (
    account,
    alerts,
    audit,
    case_acts,
    cases,
    complaints,
    joining,
    oversight,
    pages,
    proofs,
    queue,
    replay,
    sign_in,
    single_sign_on,
    staff,
    visit_orders,
    visits,
)
from verifier.console.blueprint import blueprint

__all__ = [
    "account",
    "alerts",
    "audit",
    "blueprint",
    "case_acts",
    "cases",
    "complaints",
    "joining",
    "oversight",
    "pages",
    "proofs",
    "queue",
    "replay",
    "sign_in",
    "single_sign_on",
    "staff",
    "visit_orders",
    "visits",
]
