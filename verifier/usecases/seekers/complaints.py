"""Complaints of seekers, for reviewers: what waits to be looked at, and what they found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Conflict, NotFound
from verifier.domain.resume_grant import Complaint
from verifier.usecases.audit import NOTED_EVERY, record, record_before_giving
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.texts import must_say

PAGE: Final = 50
COUNTED: Final = 100
WORDS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class ComplaintsPage:
    """Newest first; `older` is where the next page begins."""

    complaints: Sequence[Complaint]
    older: str | None


def list_complaints(ports: Ports, me: Reviewer, *, open_only: bool, before: str | None) -> ComplaintsPage:
    """Of the sites that the reviewer may see; that they saw the words is recorded."""
    now = ports.clock.now()
    with ports.view() as tx:
        found = tx.complaints.page(tenants=me.tenants, open_only=open_only, before=before, limit=PAGE + 1)
        shown = found[:PAGE]
        deeds = [
            (one, Deed(Action.COMPLAINTS_LISTED, me.actor, one))
            for one in sorted({complaint.tenant_id for complaint in shown})
        ]
        new = [(one, deed) for one, deed in deeds if not tx.audit.holds(one, deed, since=now - NOTED_EVERY)]
    for tenant_id, deed in new:
        record_before_giving(ports, tenant_id, (deed,))
    return ComplaintsPage(shown, found[PAGE - 1].id if len(found) > PAGE else None)


def open_complaints(ports: Ports, me: Reviewer) -> int:
    """How many wait for somebody to look, up to COUNTED."""
    with ports.view() as tx:
        return len(tx.complaints.page(tenants=me.tenants, open_only=True, before=None, limit=COUNTED))


def settle_complaint(ports: Ports, me: Reviewer, complaint_id: str, words: str) -> Complaint:
    """Say what was found; a person restores the employer. Raises Invalid, NotFound, Conflict."""
    must_say({"/words": words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        complaint = tx.complaints.find(complaint_id, tenants=me.tenants)
        if complaint is None:
            raise NotFound
        settled = replace(complaint, settled_by=me.id, settled_at=now, found=words)
        if not tx.complaints.settle(settled):
            raise Conflict("Somebody has settled it already.")
        told = {"employer_id": complaint.employer_id}
        deed = Deed(Action.COMPLAINT_SETTLED, me.actor, complaint.id, told)
        record(tx, complaint.tenant_id, deed, now=now)
    return settled
