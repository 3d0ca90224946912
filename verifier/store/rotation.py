"""Changing keys: the master under which the tenants' keys are sealed, and the keys under which their data is.

Each step is whole by itself and leaves everything openable, so that a run which was killed is run again:
what is under its new key already is passed over. No key is ever removed.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Table,
    and_,
    exists,
    func,
    null,
    select,
    update,
)

from verifier.domain.audit import Action, Deed
from verifier.store import replies, tables, webhooks
from verifier.store.engine import for_reading, for_writing
from verifier.store.envelope import DATA, NOTICED_AFTER, Envelope, context_of
from verifier.store.gate import permits
from verifier.store.proofs import bank, bank_tables, mails, visits
from verifier.store.proofs.mail_tables import mail_messages
from verifier.store.rows import change
from verifier.store.sealing import KEY_BYTES, Broken, Seal
from verifier.store.staff import credentials, sessions
from verifier.store.transaction import SqlStore
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing, Blobs

_key = tables.data_keys.c
_tenant = tables.tenants.c
_held = tables.staff.staff_credentials.c
_session = tables.staff.staff_sessions.c
_visit = tables.visiting.visits.c
# A file that was sealed just before a new key was noticed may take so long to be stored.
WAIT: Final = NOTICED_AFTER + 30


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed values: what they are sealed for, and the column that ends their context.

    Values whose name is a client's word are counted by their tenant alone. Those of a table that names no
    tenant belong to none: the master itself seals them, and they are moved when it is changed.
    """

    column: Column[Any]
    purpose: str
    name: Column[Any]

    @property
    def table(self) -> Table:
        table: Table = self.column.table
        return table

    @property
    def tenant(self) -> ColumnElement[Any]:
        column: ColumnElement[Any] | None = self.table.c.get("tenant_id")
        return null() if column is None else column


# A new column that is sealed is a line here, or it keeps an old master key in use for ever.
SEALED: Final = (
    Sealed(mail_messages.c.address, mails.PURPOSE, mail_messages.c.id),
    Sealed(tables.webhooks.c.secret, webhooks.PURPOSE, tables.webhooks.c.id),
    Sealed(tables.webhooks.c.old_secret, webhooks.PURPOSE, tables.webhooks.c.id),
    Sealed(tables.replies.c.response, replies.PURPOSE, tables.replies.c.key),
    Sealed(tables.gate.signing_keys.c.private, permits.SIGNING, tables.gate.signing_keys.c.id),
    Sealed(
        tables.staff.staff_credentials.c.totp, credentials.SEED, tables.staff.staff_credentials.c.member_id
    ),
    Sealed(_session.seed, sessions.SEED, _session.id),
    Sealed(bank_tables.bank_payments.c.sealed, bank.PAYMENT, bank_tables.bank_payments.c.id),
    Sealed(bank_tables.statement_matches.c.sealed, bank.ROW, bank_tables.statement_matches.c.entry_id),
    Sealed(bank_tables.bank_books.c.sealed, bank.BOOKS, bank_tables.bank_books.c.id),
    Sealed(_visit.countersignature, visits.SIGNATURE, _visit.proof_id),
)


class KeptBlobs(Blobs, Protocol):
    """Blobs that can be listed and sealed anew."""

    def names(self, tenant_id: str) -> Iterator[str]: ...
    def renew(self, tenant_id: str, sha256: str) -> bool: ...


@dataclass(slots=True)
class Count:
    """How many of a kind were sealed anew, were so already, and could not be opened."""

    anew: int = 0
    already: int = 0
    unopened: list[str] = field(default_factory=list)

    def note(self, name: str, renew: Callable[[], bool]) -> None:
        try:
            if renew():
                self.anew += 1
            else:
                self.already += 1
        except BlobMissing:
            pass  # removed while we were at it
        except (Broken, BlobDamaged):
            self.unopened.append(name)


def equip_tenants(engine: Engine, envelope: Envelope, at: datetime) -> int:
    """Give keys to tenants from before there were any; any number of processes may do so at once."""
    with for_reading(engine).begin() as connection:
        if not _bare(connection):
            return 0
    with for_writing(engine).begin() as connection:
        connection.execute(select(_tenant.id).with_for_update(key_share=True))
        bare = _bare(connection)  # asked again, now that nobody else is at it
        for tenant_id in bare:
            envelope.equip(connection, tenant_id, at, new=False)
    envelope.forget()
    return len(bare)


def rewrap(store: SqlStore, master: Seal, now: datetime) -> Count:
    """Seal every tenant's keys under the present master key, and record it with each tenant."""
    count = Count()
    for tenant_id in _tenants(store):
        with store.transaction() as tx:
            tx.tenants.hold(tenant_id)
            before = count.anew
            for row in _keys_of(tx.connection, tenant_id):
                name = f"{tenant_id} {row.purpose} {row.number}"
                count.note(name, partial(_rewrap, tx.connection, master, row))
            if count.anew > before:
                record(tx, tenant_id, Deed(Action.MASTER_KEY_CHANGED, OPERATOR, tenant_id), now=now)
    return count


def new_data_keys(store: SqlStore, now: datetime) -> Mapping[str, datetime]:
    """A new data key for every tenant whose last one is settled; by tenant, when its newest was made."""
    made = {}
    for tenant_id in _tenants(store):
        with store.transaction() as tx:
            tx.tenants.hold(tenant_id)
            newest = _newest(tx.connection, tenant_id)
            if newest.settled_at is not None:
                number = newest.number + 1
                key = secrets.token_bytes(KEY_BYTES)
                store.envelope.keep(tx.connection, (tenant_id, DATA, number), key, now)
                deed = Deed(Action.DATA_KEY_CHANGED, OPERATOR, tenant_id, {"number": str(number)})
                record(tx, tenant_id, deed, now=now)
            made[tenant_id] = now if newest.settled_at is not None else newest.made_at
    store.envelope.forget()
    return made


def wait_until_noticed(
    made: Mapping[str, datetime], now: datetime, wait: Callable[[float], None] = time.sleep
) -> None:
    """Until no process seals under an older key any more."""
    latest = max(made.values(), default=now)
    if (left := WAIT - (now - latest).total_seconds()) > 0:
        wait(left)


def renew_columns(store: SqlStore) -> Count:
    """Seal what rows hold under their tenants' newest keys."""
    count = Count()
    for sealed in SEALED:
        for row in _rows(store, sealed):
            name = f"{sealed.table.name} {row.tenant_id if sealed.purpose == replies.PURPOSE else row.name}"
            count.note(name, partial(_renew_row, store, sealed, row))
    return count


def renew_blobs(store: SqlStore, blobs: KeptBlobs, now: datetime) -> Count:
    """Seal every file under its tenant's newest key. A tenant with nothing left to move is settled."""
    count = Count()
    for tenant_id in _tenants(store):
        lost = len(count.unopened)
        for sha256 in blobs.names(tenant_id):
            count.note(f"{tenant_id} {sha256}", partial(blobs.renew, tenant_id, sha256))
        if len(count.unopened) == lost:
            _settle(store, tenant_id, now)
    return count


def unsettled(store: SqlStore) -> int:
    """How many tenants may have data under another key than their newest, or under a master key itself."""
    query = select(func.count()).where(_key.purpose == DATA, _key.settled_at.is_(None))
    with for_reading(store.engine).begin() as connection:
        return int(connection.execute(query).scalar_one())


def _bare(connection: Connection) -> list[str]:
    keyed = exists().where(_key.tenant_id == _tenant.id)
    return list(connection.execute(select(_tenant.id).where(~keyed)).scalars())


def _tenants(store: SqlStore) -> list[str]:
    with for_reading(store.engine).begin() as connection:
        return list(connection.execute(select(_tenant.id).order_by(_tenant.id)).scalars())


def _keys_of(connection: Connection, tenant_id: str) -> list[Row[Any]]:
    return list(connection.execute(select(tables.data_keys).where(_key.tenant_id == tenant_id)))


def _newest(connection: Connection, tenant_id: str) -> Row[Any]:
    rows = [row for row in _keys_of(connection, tenant_id) if row.purpose == DATA]
    return max(rows, key=lambda row: int(row.number))


def _rewrap(connection: Connection, master: Seal, row: Row[Any]) -> bool:
    name = (row.tenant_id, row.purpose, row.number)
    sealed = master.renewed(bytes(row.sealed), *context_of(*name))
    if sealed is not None:
        where = and_(_key.tenant_id == name[0], _key.purpose == name[1], _key.number == name[2])
        change(connection, update(tables.data_keys).where(where).values(sealed=sealed))
    return sealed is not None


def _rows(store: SqlStore, sealed: Sealed) -> list[Row[Any]]:
    query = select(sealed.tenant.label("tenant_id"), sealed.name.label("name"), sealed.column.label("value"))
    with for_reading(store.engine).begin() as connection:
        return list(connection.execute(query.where(sealed.column.is_not(None))))


def _renew_row(store: SqlStore, sealed: Sealed, row: Row[Any]) -> bool:
    """Unless the value has changed meanwhile: then it is under the newest key already."""
    if row.tenant_id is None:
        renewed = store.envelope.master.renewed(bytes(row.value), sealed.purpose, row.name)
    else:
        renewed = store.envelope.renewed(bytes(row.value), sealed.purpose, row.tenant_id, row.name)
    if renewed is None:
        return False
    whose = sealed.tenant.is_not_distinct_from(row.tenant_id)
    same = and_(whose, sealed.name == row.name, sealed.column == row.value)
    with store.transaction() as tx:
        change(tx.connection, update(sealed.table).where(same).values({sealed.column.name: renewed}))
    return True


def _settle(store: SqlStore, tenant_id: str, now: datetime) -> None:
    with store.transaction() as tx:
        newest = _newest(tx.connection, tenant_id)
        where = and_(_key.tenant_id == tenant_id, _key.purpose == DATA, _key.number <= newest.number)
        unsettled_yet = and_(where, _key.settled_at.is_(None))
        change(tx.connection, update(tables.data_keys).where(unsettled_yet).values(settled_at=now))
