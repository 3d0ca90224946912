"""Marking the text that a read hands over, and naming the read that a leak came from, or saying that none is.

No text is kept: of a marked one its length is, in letters, so that only reads whose text fits are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from verifier.domain.aliases import alias_hash
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.read_errors import GrantOver, ReadNotAllowed
from verifier.domain.resume_read import ResumeRead
from verifier.marking.codes import Key
from verifier.marking.equivalents import DEFAULT, Carrier
from verifier.marking.marking import MarkedText, marked
from verifier.marking.tracing import FALSE_NAMING_MAX, Trace, length, trace
from verifier.usecases.audit import OPERATOR, asker, record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.seekers.reads import found_read
from verifier.usecases.texts import must_be_plain, must_say

TEXT_MAX: Final = 20_000  # characters
LEAK_MAX: Final = 200_000
ADDED_MAX: Final = 2.0  # a leak may be so many times as long as the text: somebody wrote around it


def mark_text(
    ports: Ports,
    tenant_id: str,
    read_id: str,
    text: str,
    *,
    carriers: frozenset[Carrier] = DEFAULT,
    by: ApiKey | None = None,
) -> MarkedText:
    """The text as this read's recruiter may be shown it. The same read gets the same text again.

    Raises NotFound, ReadNotAllowed, GrantOver, Invalid.
    """
    must_say({"/text": text}, TEXT_MAX, lines=True)
    with ports.transaction() as tx:
        read = found_read(tx, tenant_id, read_id)
        _must_hold(tx, read, ports.clock.now())
        key = Key(tx.resume_reads.marking_key(tenant_id))
        done = marked(text, read_id, key, carriers)
        tx.resume_reads.mark(tenant_id, read_id, ports.clock.now(), length(text))
        told = {str(carrier): str(count) for carrier, count in sorted(done.places.items())}
        record(
            tx,
            tenant_id,
            Deed(Action.RESUME_TEXT_MARKED, asker(by), read_id, told),
            now=ports.clock.now(),
        )
    return done


def _must_hold(tx: Transaction, read: ResumeRead, now: datetime) -> None:
    """The read is allowed now, and so is its grant, which is held. Raises ReadNotAllowed, GrantOver."""
    if not read.holds_at(now) or read.grant_id is None:
        raise ReadNotAllowed
    if not all(grant.holds_at(now) for grant in tx.grants.hold(read.tenant_id, [read.grant_id])):
        raise GrantOver


@dataclass(frozen=True, slots=True)
class Named:
    """A read that a leak came from; `false_naming` is the likelihood that it is another."""

    read: ResumeRead
    false_naming: float


@dataclass(frozen=True, slots=True)
class Traced:
    """Reads that are named, the likeliest first; none: it cannot be said. `trace` is that of a text."""

    tenant_id: str
    named: tuple[Named, ...]
    trace: Trace | None = field(default=None, repr=False)


def trace_text(
    ports: Ports,
    tenant_id: str,
    text: str,
    *,
    false_naming_max: float = FALSE_NAMING_MAX,
    by: ApiKey | None = None,
) -> Traced:
    """Which of the tenant's reads a text came from. Each use is recorded. Raises NotFound, Invalid."""
    must_be_plain({"/text": text}, LEAK_MAX, lines=True)
    if not text.strip():
        raise Invalid("There is no text in it.")
    now = ports.clock.now()
    with ports.view() as tx:
        if tx.tenants.get(tenant_id) is None:
            raise NotFound(f"There is no tenant {tenant_id}.")
        key = Key(tx.resume_reads.marking_key(tenant_id))
        reads = tx.resume_reads.marked(tenant_id, int(length(text) / ADDED_MAX))
        found = trace(text, (one.read_id for one in reads), key, false_naming_max=false_naming_max)
        named = tuple(
            Named(read, one.false_naming)
            for one in found.named
            if (read := tx.resume_reads.get(tenant_id, one.read_id)) is not None
        )
    _recorded(ports, tenant_id, named, {"by": "text", "compared": str(found.compared)}, by, now)
    return Traced(tenant_id, named, found)


def trace_alias(
    ports: Ports, alias: str, *, tenant_id: str | None = None, by: ApiKey | None = None
) -> Sequence[Traced]:
    """Which reads gave out a mail address or a phone number, tenant by tenant. Each use is recorded.

    One read has it, but for a chance of 10^-24 for mail and of one in 10^8 for each other read of a phone's.
    """
    now = ports.clock.now()
    with ports.view() as tx:
        reads = tx.resume_reads.by_alias(tenant_id, alias_hash(alias))
    by_tenant: dict[str, list[ResumeRead]] = {} if tenant_id is None else {tenant_id: []}
    for read in reads:
        by_tenant.setdefault(read.tenant_id, []).append(read)
    traced = []
    for tenant, theirs in sorted(by_tenant.items()):
        named = tuple(Named(read, 0.0 if len(theirs) == 1 else 1 - 1 / len(theirs)) for read in theirs)
        _recorded(ports, tenant, named, {"by": "alias"}, by, now)
        traced.append(Traced(tenant, named))
    return traced


def _recorded(
    ports: Ports,
    tenant_id: str,
    named: Sequence[Named],
    told: dict[str, str],
    by: ApiKey | None,
    now: datetime,
) -> None:
    actor = asker(by) if by else OPERATOR
    subject = named[0].read.id if named else tenant_id
    with ports.transaction() as tx:
        deed = Deed(Action.LEAK_TRACED, actor, subject, told | {"named": str(len(named))})
        record(tx, tenant_id, deed, now=now)
