"""The block list: entries on marks of values, with a reason, an end and an appeal. Only people write in it.

An entry is met by whoever has the value, under whatever registration: so it survives a new one (R12).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from verifier.domain.account_traits import OWN, TOLD_BY_SITES, Block, TraitKind, comparable_value
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.employer import Happening
from verifier.domain.errors import BlockOver, FieldError, Invalid, NotFound
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record, record_before_giving, span, unrecorded
from verifier.usecases.gate.recording import REVIEWER_MAX, Line, Word, found, must_be_reviewer, noted
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import must_be_plain, must_say

PAGE_MAX = 100
REASON = re.compile(r"[a-z][a-z0-9_]{0,49}")


@dataclass(frozen=True, slots=True)
class Blocking:
    """Why, for how long and by whom something is listed. `reason` is a code, such as `forged_licence`."""

    reason: str
    until: datetime
    reviewer: str


@dataclass(frozen=True, slots=True)
class BlockPage:
    """Some entries, newest first; `next` is the cursor of the following page, None on the last."""

    blocks: tuple[Block, ...]
    next: str | None


def block_value(
    ports: Ports,
    tenant_id: str,
    kind: TraitKind,
    value: str,
    why: Blocking,
    *,
    by: ApiKey | None = None,
) -> Block:
    """List one value; every permit in force of those who have it ends. Raises Invalid.

    `by` is the key that brings it; None is the operator, here and below.
    """
    now = ports.clock.now()
    _must_be_right(why, now)
    must_be_plain({"/value": value})
    comparable = comparable_value(kind, value) if kind in TOLD_BY_SITES else None
    if comparable is None:
        raise Invalid(
            errors=[FieldError("/value", "Says nothing of whose it is, or cannot be told by its value")]
        )
    block = _block(why, kind, now)
    with ports.transaction() as tx:
        mark = tx.account_traits.mark(tenant_id, kind, comparable)
        tx.blocks.add(tenant_id, block, mark)
        _end_permits(tx, tenant_id, tx.account_traits.owners(tenant_id, [mark]).get(mark, ()), now)
        record(tx, tenant_id, _added(block, by), now=now)
    return block


def block_employer(
    ports: Ports,
    tenant_id: str,
    employer_id: str,
    why: Blocking,
    *,
    kinds: Iterable[TraitKind] = OWN,
    by: ApiKey | None = None,
) -> tuple[Block, ...]:
    """List everything that the employer is known by, of these kinds; all whom that hits lose their permits.

    By default kinds that are somebody's own: a common name or a shared address would hit a crowd. The
    employer itself is stopped by `stop_employer`. Raises NotFound, Invalid.
    """
    now = ports.clock.now()
    _must_be_right(why, now)
    wanted = frozenset(kinds)
    with ports.transaction() as tx:
        found(tx.employers.get(tenant_id, employer_id))
        known = [one for one in tx.account_traits.of_employer(tenant_id, employer_id) if one.kind in wanted]
        blocks = tuple(replace(_block(why, one.kind, now), employer_id=employer_id) for one in known)
        for block, one in zip(blocks, known, strict=True):
            tx.blocks.add(tenant_id, block, one.mark)
        owners = tx.account_traits.owners(tenant_id, [one.mark for one in known])
        hit = {owner for every in owners.values() for owner in every}
        _end_permits(tx, tenant_id, {*hit, employer_id}, now)
        employer = found(tx.employers.get(tenant_id, employer_id))
        noted(tx, employer, Line(Happening.BLOCKED, now, why.reviewer))
        told = {"count": str(len(blocks))}
        deed = Deed(Action.EMPLOYER_BLOCKED, asker(by), employer_id, told)
        record(tx, tenant_id, deed, *(_added(block, by) for block in blocks), now=now)
    return blocks


def read_block(ports: Ports, tenant_id: str, block_id: str, *, by: ApiKey | None = None) -> Block:
    """Raises NotFound."""
    with ports.view() as tx:
        block = _found(tx, tenant_id, block_id)
        deed = Deed(Action.BLOCK_READ, asker(by), block_id)
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return block


def list_blocks(
    ports: Ports, tenant_id: str, *, before: str | None = None, limit: int = 20, by: ApiKey | None = None
) -> BlockPage:
    """One page, newest first, with those that are over."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        page = tuple(tx.blocks.page(tenant_id, before=before, limit=limit + 1))
        told = span([block.id for block in page[:limit]])
        deed = Deed(Action.BLOCKS_LISTED, asker(by), tenant_id, told)
        new = unrecorded(tx, tenant_id, deed, ports.clock.now()) if page else ()
    record_before_giving(ports, tenant_id, new)
    more = len(page) > limit
    return BlockPage(page[:limit], page[limit - 1].id if more else None)


def appeal_block(ports: Ports, tenant_id: str, block_id: str, *, by: ApiKey | None = None) -> Block:
    """Whoever is hit asks for it to be looked at (R9): until a person answers, the gate asks for a review.

    Again changes nothing. Raises NotFound, BlockOver.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        block = _in_force(tx, tenant_id, block_id, now)
        if block.appealed_at is not None:
            return block
        appealed = _kept(tx, tenant_id, replace(block, appealed_at=now))
        record(tx, tenant_id, Deed(Action.BLOCK_APPEALED, asker(by), block_id), now=now)
    return appealed


def uphold_block(
    ports: Ports, tenant_id: str, block_id: str, *, word: Word, by: ApiKey | None = None
) -> Block:
    """A person's answer to an appeal: it stays. Raises NotFound, BlockOver, Invalid."""
    return _answered(ports, tenant_id, block_id, word, by, lift=False)


def lift_block(ports: Ports, tenant_id: str, block_id: str, *, word: Word, by: ApiKey | None = None) -> Block:
    """A person ends it before its time. Raises NotFound, BlockOver, Invalid."""
    return _answered(ports, tenant_id, block_id, word, by, lift=True)


def _answered(
    ports: Ports, tenant_id: str, block_id: str, word: Word, by: ApiKey | None, *, lift: bool
) -> Block:
    must_be_reviewer(word)
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = _found(tx, tenant_id, block_id)
        employer = tx.employers.hold(tenant_id, known.employer_id) if known.employer_id else None
        block = _in_force(tx, tenant_id, block_id, now)
        ended = {"ended_at": now, "ended_by": word.reviewer} if lift else {"appealed_at": None}
        answered = _kept(tx, tenant_id, replace(block, **ended))
        if employer is not None:
            what = Happening.BLOCK_LIFTED if lift else Happening.BLOCK_UPHELD
            noted(tx, employer, Line(what, now, word.reviewer, block_id, word.words))
        action = Action.BLOCK_LIFTED if lift else Action.BLOCK_UPHELD
        record(tx, tenant_id, Deed(action, asker(by), block_id), now=now)
    return answered


def _added(block: Block, by: ApiKey | None) -> Deed:
    """Without the reason: it has the spelling of a code, but sites choose it."""
    told = {"kind": block.kind.value, "employer_id": block.employer_id or ""}
    return Deed(Action.BLOCK_ADDED, asker(by), block.id, {key: told[key] for key in told if told[key]})


def _block(why: Blocking, kind: TraitKind, now: datetime) -> Block:
    return Block(identifiers.new("blk", now), kind, why.reason, why.until, now, why.reviewer)


def _end_permits(tx: Transaction, tenant_id: str, employer_ids: Iterable[str], now: datetime) -> None:
    """Held first, so that none is asked for meanwhile: whoever comes after meets the entry."""
    for employer_id in sorted(employer_ids):
        tx.employers.hold(tenant_id, employer_id)
        tx.permits.revoke_all(tenant_id, at=now, employer_id=employer_id)


def _in_force(tx: Transaction, tenant_id: str, block_id: str, now: datetime) -> Block:
    tx.tenants.hold(tenant_id)  # of two who write the same entry, the second sees the first's word
    block = _found(tx, tenant_id, block_id)
    if not block.holds_at(now):
        raise BlockOver
    return block


def _kept(tx: Transaction, tenant_id: str, block: Block) -> Block:
    tx.blocks.keep(tenant_id, block)
    return block


def _found(tx: Transaction, tenant_id: str, block_id: str) -> Block:
    block = tx.blocks.get(tenant_id, block_id)
    if block is None:
        raise NotFound
    return block


def _must_be_right(why: Blocking, now: datetime) -> None:
    must_say({"/reviewer": why.reviewer}, REVIEWER_MAX)
    if not REASON.fullmatch(why.reason):
        raise Invalid(
            errors=[FieldError("/reason", "A code: small letters, digits and underscores, at most 50")]
        )
    if why.until <= now:
        raise Invalid(errors=[FieldError("/until", "Must be in the future")])
