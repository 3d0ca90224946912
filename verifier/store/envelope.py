"""Envelope encryption: a tenant's data is sealed under a key of its own, which the master key seals.

So the master key can be changed without touching the data, one tenant's key opens nothing of another, and
what was derived from a master key outlives it. The keys' rows are in the database and useless without the
master; without the rows the data cannot be opened either, so a backup needs both.

    sealed by a tenant's key = 2, the key's number (4 bytes), then as `sealing` has it
    sealed by the master     = 1 …, as everything was before there were tenants' keys

Whatever is sealed here has its purpose and its tenant as the first two parts of its context.
"""

import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, select

from verifier.domain.audit_chain import ChainKey, ChainKeys
from verifier.store import tables
from verifier.store.engine import for_reading
from verifier.store.rows import add
from verifier.store.sealing import KEY_BYTES, Broken, Seal, mark_of

FORMAT: Final = b"\x02"
NUMBER_BYTES: Final = 4
HEADER_BYTES: Final = len(FORMAT) + NUMBER_BYTES
PURPOSE: Final = "tenant key"
DATA, MARKS, CHAIN = "data", "marks", "chain"
# After a new data key was made, other processes may go on sealing under the last one for so long. That is
# harmless, for keys stay, and what they sealed is moved by the next run.
NOTICED_AFTER: Final = 60.0  # seconds

_key = tables.data_keys.c


@dataclass(frozen=True, slots=True)
class Ring:
    """One tenant's keys, opened. `data` by number; the others are None where they are derived."""

    data: Mapping[int, Seal] = field(repr=False)
    marks: bytes | None = field(default=None, repr=False)
    chain: bytes | None = field(default=None, repr=False)
    read_at: float = 0.0
    made: bool = True  # whether there are any rows, opened or not

    @property
    def newest(self) -> int | None:
        return max(self.data, default=None)


class Envelope(Seal):
    """Seals under the tenants' own keys; opens also what the master sealed before there were any."""

    def __init__(self, engine: Engine, master: Seal) -> None:
        # Not the parent's: there is no key of its own.
        self._reading = for_reading(engine)
        self._master = master
        self._rings: dict[str, Ring] = {}

    @property
    def master(self) -> Seal:
        """For what belongs to no tenant; `rotation` moves it whenever the master is changed."""
        return self._master

    def close(self, message: bytes, *context: str) -> bytes:
        ring = self._ring(context[1])
        number = ring.newest
        if number is None:
            return self._without_key(ring).close(message, *context)
        return FORMAT + number.to_bytes(NUMBER_BYTES, "big") + ring.data[number].close(message, *context)

    def open(self, sealed: bytes, *context: str) -> bytes:
        if not sealed.startswith(FORMAT):
            return self._master.open(sealed, *context)
        number = int.from_bytes(sealed[len(FORMAT) : HEADER_BYTES], "big")
        return self._seal(context[1], number).open(sealed[HEADER_BYTES:], *context)

    def renewed(self, sealed: bytes, *context: str) -> bytes | None:
        ring = self._ring(context[1])
        newest = ring.newest
        if newest is None:
            return self._without_key(ring).renewed(sealed, *context)
        header = FORMAT + newest.to_bytes(NUMBER_BYTES, "big")
        opened = self.open(sealed, *context)
        return None if sealed.startswith(header) else self.close(opened, *context)

    def mark(self, *parts: str) -> bytes:
        return mark_of(self.marking_key(parts[1]), parts)

    def marking_key(self, tenant_id: str) -> bytes:
        return self._ring(tenant_id).marks or self._master.marking_key(tenant_id)

    def chain_keys(self, tenant_id: str) -> ChainKeys:
        kept = self._ring(tenant_id).chain
        return ChainKeys(ChainKey(kept)) if kept else self._master.chain_keys(tenant_id)

    def equip(self, connection: Connection, tenant_id: str, at: datetime, *, new: bool) -> None:
        """Give a tenant keys, in the transaction that makes it, or later to one from before there were any.

        Such a tenant keeps what its marks and its chain were made under, which was derived from the master.
        """
        made = {purpose: secrets.token_bytes(KEY_BYTES) for purpose in (DATA, MARKS, CHAIN)}
        if not new:
            made[MARKS] = self._master.marking_key(tenant_id)
            made[CHAIN] = self._master.chain_keys(tenant_id).current.secret
        for purpose, key in made.items():
            settled_at = at if new or purpose != DATA else None
            self.keep(connection, (tenant_id, purpose, 1), key, at, settled_at=settled_at)
        # Before the commit, for the same transaction uses them. A tenant that is rolled back needs none.
        self._rings[tenant_id] = Ring({1: Seal(made[DATA])}, made[MARKS], made[CHAIN], time.monotonic())

    def keep(
        self,
        connection: Connection,
        name: tuple[str, str, int],
        key: bytes,
        at: datetime,
        *,
        settled_at: datetime | None = None,
    ) -> None:
        """Write a key, sealed and bound to its name: tenant, purpose, number."""
        tenant_id, purpose, number = name
        add(
            connection,
            tables.data_keys,
            tenant_id=tenant_id,
            purpose=purpose,
            number=number,
            sealed=self._master.close(key, *context_of(*name)),
            made_at=at,
            settled_at=settled_at,
        )

    def opens_what_there_is(self) -> bool:
        """Whether the master is the one that sealed a tenant's keys, if there are any."""
        with self._reading.begin() as connection:
            rows = connection.execute(select(tables.data_keys).limit(1)).all()
        return len(rows) == len(list(self._opened(rows)))

    def forget(self) -> None:
        """Read the keys' rows anew when they are needed next."""
        self._rings.clear()

    def _without_key(self, ring: Ring) -> Seal:
        """The master, for a tenant that has no keys yet. Raises Broken for one whose keys it cannot open."""
        if ring.made:
            raise Broken
        return self._master

    def _seal(self, tenant_id: str, number: int) -> Seal:
        """The data key of this number, which another process may have made just now. Raises Broken."""
        ring = self._ring(tenant_id)
        if number not in ring.data:
            ring = self._read(tenant_id)
        if number not in ring.data:
            raise Broken
        return ring.data[number]

    def _ring(self, tenant_id: str) -> Ring:
        ring = self._rings.get(tenant_id)
        fresh = ring is not None and time.monotonic() - ring.read_at < NOTICED_AFTER
        return ring if ring is not None and fresh else self._read(tenant_id)

    def _read(self, tenant_id: str) -> Ring:
        with self._reading.begin() as connection:
            rows = connection.execute(select(tables.data_keys).where(_key.tenant_id == tenant_id)).all()
        keys = dict(self._opened(rows))
        ring = Ring(
            data={number: Seal(key) for (purpose, number), key in keys.items() if purpose == DATA},
            marks=keys.get((MARKS, 1)),
            chain=keys.get((CHAIN, 1)),
            read_at=time.monotonic(),
            made=bool(rows),
        )
        if rows:  # a tenant that is being made now has its keys at the next look
            self._rings[tenant_id] = ring
        return ring

    def _opened(self, rows: Iterable[Row[Any]]) -> Iterable[tuple[tuple[str, int], bytes]]:
        """Those that this master key, or an earlier one, sealed."""
        for row in rows:
            try:
                key = self._master.open(
                    bytes(row.sealed), *context_of(row.tenant_id, row.purpose, row.number)
                )
            except Broken:
                continue
            yield (row.purpose, row.number), key


def context_of(tenant_id: str, purpose: str, number: int) -> tuple[str, ...]:
    """What a tenant's key is bound to, so that no row can stand for another."""
    return PURPOSE, tenant_id, purpose, str(number)
