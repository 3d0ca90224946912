"""An employer's record: lines that are only added, in the transaction of what they tell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.decision import POLICY
from verifier.domain.employer import SITE, Employer, Entry, Happening
from verifier.domain.errors import FieldError, Invalid, NotFound
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record, record_before_giving, span, unrecorded
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import must_say

PAGE_MAX = 100
WORDS_MAX = 2_000  # characters
REVIEWER_MAX = 100


MACHINES = (POLICY, SITE)


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word on something: who says it, and why."""

    reviewer: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Some lines of a record, newest first; `next` is the cursor of the following page, None on the last."""

    entries: tuple[Entry, ...]
    next: str | None


def read_timeline(
    ports: Ports,
    tenant_id: str,
    employer_id: str,
    *,
    before: str | None = None,
    limit: int = 20,
    by: ApiKey | None = None,
) -> Timeline:
    """One page of an employer's record, with what people wrote in it. Raises NotFound.

    `by` is the key that asks; None is the operator.
    """
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        found(tx.employers.get(tenant_id, employer_id))
        lines = tuple(tx.employers.record(tenant_id, employer_id, before=before, limit=limit + 1))
        told = span([line.id for line in lines[:limit]])
        deed = Deed(Action.EMPLOYER_RECORD_READ, asker(by), employer_id, told)
        new = unrecorded(tx, tenant_id, deed, ports.clock.now()) if lines else ()
    record_before_giving(ports, tenant_id, new)
    more = len(lines) > limit
    return Timeline(lines[:limit], lines[limit - 1].id if more else None)


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be told of an employer; `by` and the rest as in Entry."""

    what: Happening
    at: datetime
    by: str
    about: str | None = None
    words: str = field(default="", repr=False)


def noted(tx: Transaction, employer: Employer, line: Line) -> None:
    """Add a line to the record of an employer as it is from then on; the employer must be held."""
    noted_all(tx, employer.tenant_id, [(employer, line)])


def noted_all(tx: Transaction, tenant_id: str, lines: Sequence[tuple[Employer, Line]]) -> None:
    """The same of several employers of a tenant, of one again too; all of them must be held."""
    last = dict(tx.employers.last_lines(tenant_id, [employer.id for employer, _ in lines]))
    entries = []
    for employer, line in lines:
        entry = _entry(employer, line, last.get(employer.id))
        last[employer.id] = entry.id
        entries.append(entry)
    tx.employers.note(*entries)


def _entry(employer: Employer, line: Line, last: str | None) -> Entry:
    return Entry(
        id=identifiers.following("eml", line.at, last),
        tenant_id=employer.tenant_id,
        employer_id=employer.id,
        at=line.at,
        what=line.what,
        state=employer.state,
        by=line.by,
        ground=employer.ground,
        about=line.about,
        words=line.words,
    )


def audited(
    tx: Transaction,
    employer: Employer,
    action: Action,
    by: ApiKey | None,
    now: datetime,
    **told: str,
) -> None:
    """Hang it on the tenant's chain, last of all: the employer as it is from then on, and no words."""
    deed = Deed(action, asker(by), employer.id, {"state": employer.state.value, **told})
    record(tx, employer.tenant_id, deed, now=now)


def found(employer: Employer | None) -> Employer:
    """Raises NotFound."""
    if employer is None:
        raise NotFound
    return employer


def must_be_reviewer(word: Word) -> None:
    """Somebody says so, and why. Raises Invalid."""
    if word.reviewer in MACHINES:
        raise Invalid(errors=[FieldError("/reviewer", "A person's")])
    must_say({"/reviewer": word.reviewer}, REVIEWER_MAX)
    must_say({"/words": word.words}, WORDS_MAX, lines=True)
