"""Cases from opening to submission, and reading them back. What decides them is in `evaluation`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.domain.case import AccountType, Case, CaseState, Declared
from verifier.domain.decision import Decision
from verifier.domain.errors import CaseNotOpen, EvidenceMissing, FieldError, Invalid, NotFound
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.finding import Finding
from verifier.domain.picture import StoredPicture
from verifier.domain.reading import Reading
from verifier.domain.registry import READER as REGISTRY
from verifier.domain.task import EvidenceTask, task_for
from verifier.usecases import identifiers
from verifier.usecases.dispatch import ask
from verifier.usecases.evaluation import conclude
from verifier.usecases.events import tell_submitted
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import objection

PAGE_MAX = 100


@dataclass(frozen=True, slots=True)
class CaseView:
    """All that is known of one case, at one moment."""

    case: Case
    evidence: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    decision: Decision | None
    findings: tuple[Finding, ...]
    asked: int = 0  # readings that were asked for so far
    pictures: tuple[StoredPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, newest first; `next` is the cursor of the following page, None on the last."""

    cases: tuple[Case, ...]
    next: str | None


def open_case(
    ports: Ports, tenant_id: str, *, account_type: AccountType, declared: Declared, reference: str | None
) -> Case:
    """Open a case for one employer. Raises Invalid for text that cannot be kept."""
    if errors := tuple(_misfits(declared, reference)):
        raise Invalid(errors=errors)
    now = ports.clock.now()
    case = Case(
        id=identifiers.new("case", now),
        tenant_id=tenant_id,
        account_type=account_type,
        declared=declared,
        reference=reference,
        state=CaseState.OPEN,
        opened_at=now,
    )
    with ports.transaction() as tx:
        tx.cases.add(case)
    return case


def submit_case(ports: Ports, tenant_id: str, case_id: str) -> Case:
    """Close the case to evidence and have every piece read.

    Raises NotFound, CaseNotOpen, or EvidenceMissing when no business licence was handed in.
    """
    with ports.transaction() as tx:
        case = tx.cases.hold(tenant_id, case_id)
        if case is None:
            raise NotFound
        if case.state is not CaseState.OPEN:
            raise CaseNotOpen
        tasks = _submit(ports, tx, case)
        submitted = tx.cases.get(tenant_id, case_id)
    assert submitted is not None, "the case was held"
    ask(ports, [task.id for task in tasks])
    return submitted


def read_case(ports: Ports, tenant_id: str, case_id: str) -> CaseView:
    """Everything about one case. Raises NotFound."""
    with ports.view() as tx:
        case = tx.cases.get(tenant_id, case_id)
        if case is None:
            raise NotFound
        decided = tx.decisions.latest(tenant_id, case_id)
        return CaseView(
            case=case,
            evidence=tuple(tx.evidence.of_case(tenant_id, case_id)),
            readings=tuple(tx.readings.of_case(tenant_id, case_id)),
            decision=decided[0] if decided else None,
            findings=tuple(decided[1]) if decided else (),
            asked=len(tx.tasks.of_case(tenant_id, case_id)),
            pictures=tuple(tx.pictures.of_case(tenant_id, case_id)),
        )


def list_cases(ports: Ports, tenant_id: str, *, before: str | None = None, limit: int = 20) -> Page:
    """One page of the tenant's cases, newest first. `before` is the `next` of the page above it."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        found = tuple(tx.cases.page(tenant_id, before=before, limit=limit + 1))
    more = len(found) > limit
    return Page(found[:limit], found[limit - 1].id if more else None)


def _submit(ports: Ports, tx: Transaction, case: Case) -> tuple[EvidenceTask, ...]:
    evidence = tx.evidence.of_case(case.tenant_id, case.id)
    if EvidenceKind.BUSINESS_LICENCE not in {item.kind for item in evidence}:
        raise EvidenceMissing("A business licence is needed before the case can be submitted")
    now = ports.clock.now()
    tasks = tuple(task_for(reader, item, asked_at=now) for reader, item in _readers(ports, evidence))
    tx.cases.move(case.tenant_id, case.id, since=CaseState.OPEN, to=CaseState.SUBMITTED, at=now)
    for task in tasks:
        tx.tasks.add(task)
    tell_submitted(tx, case.tenant_id, case.id, now)
    if not tasks:
        conclude(ports, tx, case.tenant_id, case.id)
    return tasks


def _readers(ports: Ports, evidence: Sequence[Evidence]) -> Iterator[tuple[str, Evidence]]:
    """Each file with the readers of its kind, and the registry once, beside the first licence."""
    for item in evidence:
        for reader in ports.plan.first[item.kind]:
            yield reader, item
    if ports.registry.configured():
        yield REGISTRY, next(item for item in evidence if item.kind is EvidenceKind.BUSINESS_LICENCE)


def _misfits(declared: Declared, reference: str | None) -> Iterator[FieldError]:
    texts = {
        "/declared/name": declared.name,
        "/declared/code": declared.code,
        "/declared/person": declared.person,
        "/declared/address": declared.address or "",
        "/declared/phone": declared.phone or "",
        "/declared/bank_account": declared.bank_account or "",
        "/reference": reference or "",
    }
    for pointer, text in texts.items():
        if said := objection(text):
            yield FieldError(pointer, said)
