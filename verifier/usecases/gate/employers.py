"""An employer's life: opened by the site, verified by cases, re-opened by events, stopped by people only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from verifier.domain.account_traits import TOLD_BY_SITES, TraitKind, told_traits
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action
from verifier.domain.case import AccountType, Case
from verifier.domain.decision import POLICY, Decision, DecisionOutcome
from verifier.domain.employer import (
    CHECKLIST,
    SITE,
    STOPPED,
    Employer,
    EmployerState,
    Ground,
    Happening,
    Paper,
)
from verifier.domain.errors import EmployerKnown, EmployerNotStopped, EmployerStopped, FieldError, Invalid
from verifier.domain.reading import FieldName, LicenceReading
from verifier.usecases import identifiers
from verifier.usecases.gate.links import keep_case
from verifier.usecases.gate.recording import Line, Word, audited, found, must_be_reviewer, noted
from verifier.usecases.gate.telling import tell_employer
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import must_be_plain, must_say

PAGE_MAX = 100


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employer as of now: `state` and `ground` with an end that nobody noted.

    `papers` is what the law asks for, each with whether the last case holds it; `recruiters` are those who
    post now, by id.
    """

    employer: Employer
    state: EmployerState
    ground: Ground | None
    papers: Mapping[Paper, bool]
    recruiters: tuple[str, ...]
    cases: tuple[str, ...]  # ids, newest first


@dataclass(frozen=True, slots=True)
class EmployerPage:
    """Some employers, newest first; `next` is the cursor of the following page, None on the last."""

    employers: tuple[Employer, ...]
    next: str | None


def open_employer(
    ports: Ports,
    tenant_id: str,
    *,
    reference: str,
    account_type: AccountType,
    known_by: Mapping[TraitKind, str] | None = None,
    by: ApiKey | None = None,
) -> Employer:
    """An account at the site, known by what the site tells of it: its mail domain, phone, device and more.

    `by` is the key that asks; None is the operator, here and below. What it is known by is kept as marks
    alone. Raises EmployerKnown for a reference that is taken, Invalid.
    """
    told = known_by or {}
    must_say({"/reference": reference})
    must_be_plain({f"/known_by/{kind}": value for kind, value in told.items()})
    if ours := set(told) - TOLD_BY_SITES:
        errors = [FieldError(f"/known_by/{kind}", "Found by us, not told") for kind in sorted(ours)]
        raise Invalid(errors=errors)
    now = ports.clock.now()
    employer = Employer(
        id=identifiers.new("emp", now),
        tenant_id=tenant_id,
        reference=reference,
        account_type=account_type,
        state=EmployerState.PENDING,
        since=now,
        opened_at=now,
    )
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)  # so that of two who open the same one, the second is told
        if tx.employers.of_reference(tenant_id, reference) is not None:
            raise EmployerKnown
        tx.employers.add(employer)
        tx.account_traits.keep(tenant_id, employer.id, told_traits(told), now)
        noted(tx, employer, Line(Happening.OPENED, now, SITE))
        tell_employer(tx, employer, now)
        audited(tx, employer, Action.EMPLOYER_OPENED, by, now)
    return employer


def read_employer(ports: Ports, tenant_id: str, employer_id: str) -> EmployerView:
    """Raises NotFound."""
    with ports.view() as tx:
        return _view(tx, found(tx.employers.get(tenant_id, employer_id)), ports.clock.now())


def find_employer(ports: Ports, tenant_id: str, reference: str) -> EmployerView:
    """By the site's own reference. Raises NotFound."""
    with ports.view() as tx:
        return _view(tx, found(tx.employers.of_reference(tenant_id, reference)), ports.clock.now())


def list_employers(
    ports: Ports, tenant_id: str, *, before: str | None = None, limit: int = 20
) -> EmployerPage:
    """One page, newest first."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        page = tuple(tx.employers.page(tenant_id, before=before, limit=limit + 1))
    more = len(page) > limit
    return EmployerPage(page[:limit], page[limit - 1].id if more else None)


def note_decision(tx: Transaction, case: Case, decision: Decision) -> None:
    """A case was decided, in the same transaction, which holds it: what follows for its employer, if any.

    Verified: so is the employer, unless a person stopped it. Rejected: a verified one is looked at again. So
    is one that rests on this very case, when a person re-opens it.
    """
    if case.employer_id is None:
        return
    employer = tx.employers.hold(case.tenant_id, case.employer_id)
    assert employer is not None, "a case names its employer by a foreign key"
    now = decision.decided_at
    keep_case(tx, case, employer.id, now)
    after = employer
    if decision.proposal.outcome is DecisionOutcome.VERIFIED:
        scope = _scope(tx, case)
        after = employer.verified(case.id, until=decision.expires_at, at=now, scope=scope)
    elif decision.proposal.outcome is DecisionOutcome.REJECTED:
        after = employer.reopened(Ground.CASE_REJECTED, now)
    elif decision.decided_by != POLICY and employer.case_id == case.id:
        after = employer.reopened(Ground.CASE_REOPENED, now)
    _keep(tx, employer, after, now)
    noted(tx, after, Line(Happening.CASE_DECIDED, now, decision.decided_by, case.id))


def reopen_employer(
    ports: Ports, tenant_id: str, employer_id: str, *, ground: Ground, by: ApiKey | None = None
) -> Employer:
    """Have it looked at again; nobody posts for it meanwhile. One that is not verified stays as it is.

    Raises NotFound.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        before = found(tx.employers.hold(tenant_id, employer_id))
        after = before.reopened(ground, now)
        if after != before:
            _keep(tx, before, after, now)
            noted(tx, after, Line(Happening.REOPENED, now, SITE))
            audited(tx, after, Action.EMPLOYER_REOPENED, by, now, ground=ground.value)
    return after


def stop_employer(
    ports: Ports,
    tenant_id: str,
    employer_id: str,
    *,
    state: EmployerState,
    word: Word,
    by: ApiKey | None = None,
) -> Employer:
    """A person suspends, revokes or closes it; every permit in force ends, and an appeal is answered.

    A suspended one may be revoked or closed, not the other way. Raises NotFound, EmployerStopped, Invalid.
    """
    must_be_reviewer(word)
    if state not in STOPPED:
        raise Invalid(errors=[FieldError("/state", f"One of {', '.join(sorted(STOPPED))}")])
    now = ports.clock.now()
    with ports.transaction() as tx:
        before = found(tx.employers.hold(tenant_id, employer_id))
        if before.state in STOPPED - {EmployerState.SUSPENDED, state}:
            raise EmployerStopped
        after = before.moved(state, now)
        _keep(tx, before, after, now)
        noted(tx, after, Line(Happening.STOPPED, now, word.reviewer, words=word.words))
        audited(tx, after, Action.EMPLOYER_STOPPED, by, now)
    return after


def restore_employer(
    ports: Ports, tenant_id: str, employer_id: str, *, word: Word, by: ApiKey | None = None
) -> Employer:
    """A person ends its stop or its review; a verification that ran out meanwhile stays run out.

    Raises NotFound, EmployerNotStopped, Invalid.
    """
    must_be_reviewer(word)
    now = ports.clock.now()
    with ports.transaction() as tx:
        before = found(tx.employers.hold(tenant_id, employer_id))
        if before.state not in STOPPED | {EmployerState.REVIEW}:
            raise EmployerNotStopped
        after = before.restored(now)
        _keep(tx, before, after, now)
        noted(tx, after, Line(Happening.RESTORED, now, word.reviewer, words=word.words))
        audited(tx, after, Action.EMPLOYER_RESTORED, by, now)
    return after


def appeal_employer(
    ports: Ports, tenant_id: str, employer_id: str, *, words: str, by: ApiKey | None = None
) -> Employer:
    """The employer asks through the site for its stop to be looked at again; a person answers (R9).

    It stays stopped meanwhile; again changes nothing but the record. Raises NotFound, EmployerNotStopped,
    Invalid.
    """
    must_say({"/words": words}, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        before = found(tx.employers.hold(tenant_id, employer_id))
        if before.state not in STOPPED:
            raise EmployerNotStopped
        after = replace(before, appealed_at=before.appealed_at or now)
        tx.employers.keep(after)
        noted(tx, after, Line(Happening.APPEALED, now, SITE, words=words))
        if before.appealed_at is None:
            tell_employer(tx, after, now)
        audited(tx, after, Action.EMPLOYER_APPEALED, by, now)
    return after


def _keep(tx: Transaction, before: Employer, after: Employer, now: datetime) -> None:
    """Write what changed; whoever may not post any more holds no permit any more."""
    if after == before:
        return
    tx.employers.keep(after)
    if after.state is not EmployerState.VERIFIED:
        tx.permits.revoke_all(after.tenant_id, at=now, employer_id=after.id)
    if after.state is not before.state:
        tell_employer(tx, after, now)


keep_reopened = _keep
"""For what re-opens an employer in a transaction of its own."""


def _view(tx: Transaction, employer: Employer, now: datetime) -> EmployerView:
    members = tx.memberships.of_employer(employer.tenant_id, employer.id)
    cases = tx.cases.of_employer(employer.tenant_id, employer.id)
    handed_in = {
        item.kind.value for case in cases[:1] for item in tx.evidence.of_case(employer.tenant_id, case.id)
    }
    return EmployerView(
        employer=employer,
        state=employer.state_at(now),
        ground=employer.ground_at(now),
        papers={paper: paper.value in handed_in for paper in CHECKLIST[employer.account_type]},
        recruiters=tuple(sorted(one.recruiter_id for one in members if one.holds_at(now))),
        cases=tuple(case.id for case in cases),
    )


def _scope(tx: Transaction, case: Case) -> str | None:
    """What the licence that was handed in says of the scope of business."""
    for reading in tx.readings.of_case(case.tenant_id, case.id):
        if isinstance(reading.body, LicenceReading) and FieldName.SCOPE in reading.body.fields:
            return reading.body.fields[FieldName.SCOPE].value
    return None
