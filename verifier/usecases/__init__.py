"""Who may do what: one function and one transaction each. They speak to the world through `ports` only."""

from verifier.usecases.cases import CaseView, Page, list_cases, open_case, read_case, submit_case
from verifier.usecases.evidence import add_evidence, fetch_evidence
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
from verifier.usecases.tenants import authenticate, create_tenant

__all__ = [
    "CaseView",
    "Claim",
    "Page",
    "add_evidence",
    "authenticate",
    "claim_task",
    "create_tenant",
    "fail_task",
    "fetch_evidence",
    "fetch_picture",
    "list_cases",
    "open_case",
    "page_of",
    "read_case",
    "record_reading",
    "renew_lease",
    "submit_case",
    "sweep_tasks",
]
