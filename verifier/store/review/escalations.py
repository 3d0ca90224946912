"""Escalations in SQL: one by one, and as the queue that people work through."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    tuple_,
    union,
    update,
)

from verifier.domain.case import AccountType, CaseState
from verifier.domain.escalation import Escalation, Risk
from verifier.store import tables
from verifier.store.cases import to_case
from verifier.store.review import tables as review
from verifier.store.rows import add, add_all, change
from verifier.store.serialisation import first_word_from_json, first_word_to_json
from verifier.usecases.review_ports import Ageing, Escalations, Place, Tenants, Waiting, Wanted, Whose

_row = review.escalations.c
_reason = review.escalation_reasons.c
_case = tables.cases.c
AGES: Final[Mapping[str, int]] = {"4": 4, "24": 24, "72": 72, "168": 168}  # hours, by their names on the wire
OLDER: Final = "older"
ENOUGH: Final = 1_000  # cases that a text may fit; of more, some
_ONCE_LOOKED_AT: Final = (CaseState.VERIFIED, CaseState.REJECTED, CaseState.RETURNED)
_PREFIX: Final = "its_"  # of the columns of the case, beside `case_id` of the escalation


class SqlEscalations(Escalations):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, escalation: Escalation) -> None:
        fixed = {
            "id": escalation.id,
            "tenant_id": escalation.tenant_id,
            "case_id": escalation.case_id,
            "account_type": escalation.account_type,
            "risk": int(escalation.risk),
            "reasons": list(escalation.reasons),
            "opened_at": escalation.opened_at,
            "due_at": escalation.due_at,
        }
        add(self._connection, review.escalations, **fixed, **_changing(escalation))
        add_all(self._connection, review.escalation_reasons, _by_reason(escalation))

    def get(self, tenant_id: str, escalation_id: str) -> Escalation | None:
        return self._one(_all().where(_row.tenant_id == tenant_id, _row.id == escalation_id))

    def waiting_of(self, tenant_id: str, case_id: str) -> Escalation | None:
        mine = (_row.tenant_id == tenant_id, _row.case_id == case_id, _row.ended_at.is_(None))
        return self._one(_all().where(*mine))

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Escalation]:
        mine = _all().where(_row.tenant_id == tenant_id, _row.case_id == case_id).order_by(_row.id)
        return tuple(to_escalation(row) for row in self._connection.execute(mine))

    def keep(self, escalation: Escalation, *, seen: int) -> bool:
        mine = (_row.tenant_id == escalation.tenant_id, _row.id == escalation.id, _row.version == seen)
        statement = update(review.escalations).where(*mine).values(**_changing(escalation))
        if change(self._connection, statement) != 1:
            return False
        if escalation.ended_at is not None:
            ended = delete(review.escalation_reasons).where(_reason.escalation_id == escalation.id)
            self._connection.execute(ended)
        return True

    def find(self, escalation_id: str, *, tenants: Tenants) -> Escalation | None:
        return self._one(_all().where(_row.id == escalation_id, *_among(tenants)))

    def page(
        self, wanted: Wanted, *, me: str, now: datetime, after: Place | None, limit: int
    ) -> Sequence[Waiting]:
        joined, order = _in_order(wanted)
        joined = joined.join(tables.cases, _row.case_id == _case.id)
        query = select(review.escalations, *_of_the_case()).select_from(joined)
        query = query.where(*_conditions(wanted, me, now))
        if after is not None:
            here, place = tuple_(*order), (after.due_at, int(after.risk), after.id)
            query = query.where(here < place if wanted.ended else here > place)
        by = [column.desc() for column in order] if wanted.ended else order
        rows = self._connection.execute(query.order_by(*by).limit(limit))
        return tuple(Waiting(to_escalation(row), to_case(row, _PREFIX)) for row in rows)

    def next_free(self, wanted: Wanted, *, me: str, now: datetime) -> Escalation | None:
        free = or_(_row.claimed_until.is_(None), _row.claimed_until <= now)
        mine_to_say = or_(_row.first_by.is_(None), _row.first_by != me)
        joined, order = _in_order(wanted)
        query = select(review.escalations).select_from(joined)
        query = query.where(*_conditions(wanted, me, now), free, mine_to_say)
        return self._one(query.order_by(*order).limit(1))

    def ageing(self, wanted: Wanted, *, now: datetime, me: str = "") -> Ageing:
        held = and_(_row.claimed_until.is_not(None), _row.claimed_until > now)
        counted = {
            "waiting": func.count(),
            "overdue": _sum(_row.due_at <= now),
            "claimed": _sum(held),
            "second_word": _sum(_row.first_by.is_not(None)),
            "oldest": func.min(_row.opened_at),
            **{f"risk_{int(risk)}": _sum(_row.risk == int(risk)) for risk in Risk},
            **{f"age_{name}": _sum(_row.opened_at > now - timedelta(hours=h)) for name, h in AGES.items()},
        }
        joined, _ = _in_order(wanted)
        query = select(*(value.label(name) for name, value in counted.items())).select_from(joined)
        row = self._connection.execute(query.where(*_conditions(wanted, me, now))).one()
        return _ageing(row)

    def reasons(self, *, tenants: Tenants) -> Sequence[tuple[str, int]]:
        count = func.count().label("count")
        query = select(_reason.code, count).group_by(_reason.code).order_by(count.desc(), _reason.code)
        if tenants is not None:
            query = query.where(_reason.tenant_id.in_(sorted(tenants)))
        return tuple((code, number) for code, number in self._connection.execute(query))

    def _one(self, query: Select[Any]) -> Escalation | None:
        row = self._connection.execute(query).one_or_none()
        return to_escalation(row) if row else None


_ORDER: Final = (_row.due_at, _row.risk, _row.id)


_ORDER_OF_REASON: Final = (_reason.due_at, _reason.risk, _reason.escalation_id)


def _in_order(wanted: Wanted) -> tuple[FromClause, Sequence[Column[Any]]]:
    """What to look through, and its order; one reason's own where it is about that, which its index has."""
    if wanted.reason is None:
        return review.escalations, _ORDER
    joined = review.escalation_reasons.join(review.escalations, _reason.escalation_id == _row.id)
    return joined, _ORDER_OF_REASON


def _all() -> Select[Any]:
    return select(review.escalations)


def _of_the_case() -> list[ColumnElement[Any]]:
    return [column.label(f"{_PREFIX}{column.name}") for column in _case]


def _among(tenants: Tenants) -> tuple[ColumnElement[bool], ...]:
    return () if tenants is None else (_row.tenant_id.in_(sorted(tenants)),)


def _waits(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield _row.ended_at.is_not(None) if wanted.ended else _row.ended_at.is_(None)
    yield from _among(wanted.tenants)


def _conditions(wanted: Wanted, me: str, now: datetime) -> Iterator[ColumnElement[bool]]:
    yield from _waits(wanted)
    # Of a reason's own rows as much as they know, so that the others are not looked up.
    place = _row if wanted.reason is None else _reason
    exact = {
        place.tenant_id: wanted.tenant_id,
        _row.account_type: wanted.account_type,
        place.risk: None if wanted.risk is None else int(wanted.risk),
    }
    yield from (column == value for column, value in exact.items() if value is not None)
    if wanted.reason is not None:
        yield _reason.code == wanted.reason
    if wanted.whose is Whose.MINE:
        yield _has(me, now)
    if wanted.assignee is not None:
        yield _has(wanted.assignee, now)
    if wanted.whose is Whose.NOBODY:
        yield or_(_row.claimed_until.is_(None), _row.claimed_until <= now)
    if wanted.overdue:
        yield place.due_at <= now
    if wanted.second_word:
        yield _row.first_by.is_not(None)
    if wanted.opened_before is not None:
        yield _row.opened_at < wanted.opened_before
    if wanted.text is not None:
        yield _row.id.in_(_saying(wanted.text, wanted))


def _has(member_id: str, now: datetime) -> ColumnElement[bool]:
    """Whether this member holds it, or had it when it ended."""
    return and_(_row.assignee == member_id, or_(_row.claimed_until > now, _row.ended_at.is_not(None)))


def _saying(text: str, wanted: Wanted) -> Select[tuple[str]]:
    """Some of the escalations whose cases say so, found by an index where there is one."""
    whole = or_(_case.id == text.lower(), _case.declared_code == text.upper(), _case.reference == text)
    among = _case.state.in_(_ONCE_LOOKED_AT) if wanted.ended else _case.state == CaseState.ESCALATED
    part = and_(among, _case.declared_name.icontains(text, autoescape=True))
    cases = union(select(_case.id).where(whole), select(_case.id).where(part))
    return select(_row.id).where(_row.case_id.in_(cases), *_waits(wanted)).limit(ENOUGH)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _ageing(row: Row[Any]) -> Ageing:
    within = [row._mapping[f"age_{name}"] for name in AGES]
    steps = [within[0], *(more - less for less, more in pairwise(within))]
    return Ageing(
        waiting=row.waiting,
        overdue=row.overdue,
        claimed=row.claimed,
        second_word=row.second_word,
        by_risk={risk: row._mapping[f"risk_{int(risk)}"] for risk in Risk},
        by_age={**dict(zip(AGES, steps, strict=True)), OLDER: row.waiting - within[-1]},
        oldest=row.oldest,
    )


def _by_reason(escalation: Escalation) -> list[dict[str, Any]]:
    """Its places in the queue, one a reason, while it waits."""
    place = {
        "escalation_id": escalation.id,
        "tenant_id": escalation.tenant_id,
        "due_at": escalation.due_at,
        "risk": int(escalation.risk),
    }
    codes = dict.fromkeys(escalation.reasons) if escalation.ended_at is None else ()
    return [{"code": code, **place} for code in codes]


def _changing(escalation: Escalation) -> dict[str, Any]:
    first = escalation.first_word
    return {
        "version": escalation.version,
        "assignee": escalation.assignee,
        "claimed_until": escalation.claimed_until,
        "first_word": first_word_to_json(first) if first else None,
        "first_by": first.by if first else None,
        "ended_at": escalation.ended_at,
        "ended_by": escalation.ended_by,
    }


def to_escalation(row: Row[Any]) -> Escalation:
    return Escalation(
        id=row.id,
        tenant_id=row.tenant_id,
        case_id=row.case_id,
        account_type=AccountType(row.account_type),
        risk=Risk(row.risk),
        reasons=tuple(row.reasons),
        opened_at=row.opened_at,
        due_at=row.due_at,
        version=row.version,
        assignee=row.assignee,
        claimed_until=row.claimed_until,
        first_word=first_word_from_json(row.first_word) if row.first_word is not None else None,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
