"""An employer's life: opened by the site, verified by cases, re-opened by events, stopped by people only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verifier.domain.case import AccountType
from verifier.domain.decision import Decision, DecisionOutcome
from verifier.domain.employer import CHECKLIST, Employer, EmployerState, Ground, Paper
from verifier.domain.errors import EmployerKnown, EmployerStopped, NotFound
from verifier.usecases import identifiers
from verifier.usecases.gate.telling import tell_employer
from verifier.usecases.ports import Ports, RowRefused, Transaction
from verifier.usecases.texts import must_be_plain

PAGE_MAX = 100
STOPPED = (EmployerState.SUSPENDED, EmployerState.REVOKED, EmployerState.CLOSED)


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employer as of now. `state` is with an expiry that nobody noted; `papers` is what the law asks for."""

    employer: Employer
    state: EmployerState
    papers: tuple[Paper, ...]
    recruiters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmployerPage:
    """Some employers, newest first; `next` is the cursor of the following page, None on the last."""

    employers: tuple[Employer, ...]
    next: str | None


def open_employer(ports: Ports, tenant_id: str, *, reference: str, account_type: AccountType) -> Employer:
    """An account at the site. Raises EmployerKnown for a reference that is taken, Invalid."""
    must_be_plain({"/reference": reference})
    now = ports.clock.now()
    employer = Employer(
        id=identifiers.new("emp", now),
        tenant_id=tenant_id,
        reference=reference,
        account_type=account_type,
        state=EmployerState.PENDING,
        since=now,
    )
    try:
        with ports.transaction() as tx:
            tx.employers.add(employer)
            tell_employer(tx, employer, now)
    except RowRefused as error:
        raise EmployerKnown from error
    return employer


def read_employer(ports: Ports, tenant_id: str, employer_id: str) -> EmployerView:
    """Raises NotFound."""
    with ports.view() as tx:
        return _view(tx, _found(tx.employers.get(tenant_id, employer_id)), ports.clock.now())


def find_employer(ports: Ports, tenant_id: str, reference: str) -> EmployerView:
    """By the site's own reference. Raises NotFound."""
    with ports.view() as tx:
        return _view(tx, _found(tx.employers.of_reference(tenant_id, reference)), ports.clock.now())


def list_employers(
    ports: Ports, tenant_id: str, *, before: str | None = None, limit: int = 20
) -> EmployerPage:
    """One page, newest first."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        found = tuple(tx.employers.page(tenant_id, before=before, limit=limit + 1))
    more = len(found) > limit
    return EmployerPage(found[:limit], found[limit - 1].id if more else None)


def note_decision(tx: Transaction, tenant_id: str, employer_id: str, decision: Decision) -> None:
    """A case of the employer was decided, in the same transaction. Hold the employer before the case."""
    employer = tx.employers.hold(tenant_id, employer_id)
    if employer is None or decision.proposal.outcome is not DecisionOutcome.VERIFIED:
        return
    now = decision.decided_at
    _change(tx, employer, employer.verified(decision.case_id, until=decision.expires_at, at=now), now)


def reopen_employer(ports: Ports, tenant_id: str, employer_id: str, *, ground: Ground) -> Employer:
    """Have it looked at again; nobody posts for it meanwhile. Raises NotFound."""
    return _changed(ports, tenant_id, employer_id, lambda employer, now: employer.reopened(ground, now))


def stop_employer(ports: Ports, tenant_id: str, employer_id: str, *, state: EmployerState) -> Employer:
    """A person suspends, revokes or closes it; every permit in force ends. Raises NotFound, EmployerStopped."""

    def stop(employer: Employer, now: datetime) -> Employer:
        if employer.state in (EmployerState.REVOKED, EmployerState.CLOSED):
            raise EmployerStopped
        return replace(employer, state=state, since=now, ground=None)

    return _changed(ports, tenant_id, employer_id, stop)


def restore_employer(ports: Ports, tenant_id: str, employer_id: str) -> Employer:
    """A person lets it post again, after an appeal say; what has run out meanwhile has. Raises NotFound."""

    def restore(employer: Employer, now: datetime) -> Employer:
        state = EmployerState.PENDING if employer.case_id is None else EmployerState.VERIFIED
        return replace(employer, state=state, since=now, ground=None)

    return _changed(ports, tenant_id, employer_id, restore)


def _changed(
    ports: Ports, tenant_id: str, employer_id: str, change: Callable[[Employer, datetime], Employer]
) -> Employer:
    now = ports.clock.now()
    with ports.transaction() as tx:
        employer = _found(tx.employers.hold(tenant_id, employer_id))
        return _change(tx, employer, change(employer, now), now)


def _change(tx: Transaction, before: Employer, after: Employer, now: datetime) -> Employer:
    """Write what changed; whoever may not post any more holds no permit any more."""
    if after == before:
        return after
    tx.employers.keep(after)
    if after.state is not EmployerState.VERIFIED:
        tx.permits.revoke_all(after.tenant_id, at=now, employer_id=after.id, recruiter_id=None)
    if after.state is not before.state:
        tell_employer(tx, after, now)
    return after


def _view(tx: Transaction, employer: Employer, now: datetime) -> EmployerView:
    lapsed = employer.state is EmployerState.VERIFIED and employer.lapsed(now)
    return EmployerView(
        employer=employer,
        state=EmployerState.REVIEW if lapsed else employer.state,
        papers=CHECKLIST[employer.account_type],
        recruiters=_present(tx, employer, now),
    )


def _present(tx: Transaction, employer: Employer, now: datetime) -> tuple[str, ...]:
    members: Sequence = tx.memberships.of_employer(employer.tenant_id, employer.id)
    return tuple(member.recruiter_id for member in members if member.holds_at(now))


def _found(employer: Employer | None) -> Employer:
    if employer is None:
        raise NotFound
    return employer
