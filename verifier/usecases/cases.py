"""Cases from opening to submission, and reading them back. What decides them is in `evaluation`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.case import TAKES_EVIDENCE, AccountType, Case, CaseState, Declared
from verifier.domain.decision import Decision
from verifier.domain.errors import CaseNotOpen, EvidenceMissing, FieldError, Invalid, NotFound
from verifier.domain.escalation import DocumentRequest
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.finding import Finding
from verifier.domain.picture import StoredPicture
from verifier.domain.reading import Reading
from verifier.domain.registry import READER as REGISTRY
from verifier.domain.task import EvidenceTask, task_for
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record, record_before_giving, span, unrecorded
from verifier.usecases.dispatch import ask
from verifier.usecases.evaluation import conclude, current
from verifier.usecases.events import tell_submitted
from verifier.usecases.faces.cards import CardMatch, card_matches
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
    requests: tuple[DocumentRequest, ...] = ()
    card_matches: tuple[CardMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, newest first; `next` is the cursor of the following page, None on the last."""

    cases: tuple[Case, ...]
    next: str | None


def open_case(  # noqa: PLR0913  a case has an account, what is declared, and who opens it
    ports: Ports,
    tenant_id: str,
    *,
    account_type: AccountType,
    declared: Declared,
    reference: str | None,
    employer_id: str | None = None,
    by: ApiKey | None = None,
) -> Case:
    """Open a case for one employer, or for the account that `employer_id` names.

    `by` is the key that asks; None is the operator, here and below.

    Raises Invalid for text that cannot be kept, NotFound for an account that is not there.
    """
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
        employer_id=employer_id,
    )
    with ports.transaction() as tx:
        if employer_id is not None and tx.employers.get(tenant_id, employer_id) is None:
            raise NotFound("There is no such employer")
        tx.cases.add(case)
        record(tx, tenant_id, Deed(Action.CASE_OPENED, asker(by), case.id), now=now)
    return case


def submit_case(ports: Ports, tenant_id: str, case_id: str, *, by: ApiKey | None = None) -> Case:
    """Close the case to evidence and have every piece read.

    Raises NotFound, CaseNotOpen, or EvidenceMissing when no business licence was handed in.
    """
    with ports.transaction() as tx:
        case = tx.cases.hold(tenant_id, case_id)
        if case is None:
            raise NotFound
        if case.state not in TAKES_EVIDENCE:
            raise CaseNotOpen
        tasks = _submit(ports, tx, case, by)
        submitted = tx.cases.get(tenant_id, case_id)
    assert submitted is not None, "the case was held"
    ask(ports, [task.id for task in tasks])
    return submitted


def read_case(ports: Ports, tenant_id: str, case_id: str, *, by: ApiKey | None = None) -> CaseView:
    """Everything about one case. Raises NotFound."""
    with ports.view() as tx:
        case = tx.cases.get(tenant_id, case_id)
        if case is None:
            raise NotFound
        view = _view(tx, case)
        deed = Deed(Action.CASE_READ, asker(by), case_id, {"state": case.state.value})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return view


def list_cases(
    ports: Ports, tenant_id: str, *, before: str | None = None, limit: int = 20, by: ApiKey | None = None
) -> Page:
    """One page of the tenant's cases, newest first. `before` is the `next` of the page above it."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        found = tuple(tx.cases.page(tenant_id, before=before, limit=limit + 1))
        new = _unrecorded_list(ports, tx, found[:limit], by)
    record_before_giving(ports, tenant_id, new)
    more = len(found) > limit
    return Page(found[:limit], found[limit - 1].id if more else None)


def _view(tx: Transaction, case: Case) -> CaseView:
    decided = tx.decisions.latest(case.tenant_id, case.id)
    return CaseView(
        case=case,
        evidence=tuple(tx.evidence.of_case(case.tenant_id, case.id)),
        readings=tuple(tx.readings.of_case(case.tenant_id, case.id)),
        decision=decided[0] if decided else None,
        findings=tuple(decided[1]) if decided else (),
        asked=len(tx.tasks.of_case(case.tenant_id, case.id)),
        pictures=tuple(tx.pictures.of_case(case.tenant_id, case.id)),
        requests=tuple(tx.document_requests.of_case(case.tenant_id, case.id)),
        card_matches=tuple(card_matches(tx, case)),
    )


def _unrecorded_list(
    ports: Ports, tx: Transaction, cases: Sequence[Case], by: ApiKey | None
) -> tuple[Deed, ...]:
    """A list shows what was declared in each of its cases; an empty one shows nothing."""
    if not cases:
        return ()
    tenant_id = cases[0].tenant_id
    deed = Deed(Action.CASES_LISTED, asker(by), tenant_id, span([case.id for case in cases]))
    return unrecorded(tx, tenant_id, deed, ports.clock.now())


def _submit(ports: Ports, tx: Transaction, case: Case, by: ApiKey | None) -> tuple[EvidenceTask, ...]:
    """With evidence that was asked for again, what it takes the place of counts no more."""
    requests = tx.document_requests.of_case(case.tenant_id, case.id)
    evidence = current(tx.evidence.of_case(case.tenant_id, case.id), requests)
    if EvidenceKind.BUSINESS_LICENCE not in {item.kind for item in evidence}:
        raise EvidenceMissing("A business licence is needed before the case can be submitted")
    now = ports.clock.now()
    asked_at = ports.clock.real()
    asked = {(task.evidence_id, task.reader) for task in tx.tasks.of_case(case.tenant_id, case.id)}
    tasks = tuple(
        task_for(reader, item, asked_at=asked_at)
        for reader, item in _readers(ports, evidence)
        if (item.id, reader) not in asked
    )
    tx.cases.move(case.tenant_id, case.id, since=case.state, to=CaseState.SUBMITTED, at=now)
    tx.document_requests.answer(case.tenant_id, case.id, now)
    for task in tasks:
        tx.tasks.add(task)
    tell_submitted(tx, case.tenant_id, case.id, now)
    record(tx, case.tenant_id, Deed(Action.CASE_SUBMITTED, asker(by), case.id), now=now)
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
        "/declared/website": declared.website or "",
        "/declared/agent": declared.agent or "",
        "/reference": reference or "",
    }
    for pointer, text in texts.items():
        if said := objection(text):
            yield FieldError(pointer, said)
