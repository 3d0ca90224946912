"""What members prove themselves with, in SQL. Seeds belong to no tenant, so the master itself seals them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select, update

from verifier.domain.staff import Passkey
from verifier.store.rows import add, add_all, change
from verifier.store.sealing import Seal
from verifier.store.staff import tables
from verifier.usecases.staff_ports import Credentials, Totp

_held = tables.staff_credentials.c
_code = tables.staff_recovery_codes.c
_passkey = tables.staff_passkeys.c
SEED: Final = "staff seed"  # what a seed in use is sealed for


class SqlCredentials(Credentials):
    def __init__(self, connection: Connection, master: Seal) -> None:
        self._connection = connection
        self._master = master

    def password(self, member_id: str) -> str | None:
        query = select(_held.password_hash).where(_held.member_id == member_id)
        found: str | None = self._connection.execute(query).scalar_one_or_none()
        return found

    def set_password(self, member_id: str, password_hash: str | None) -> None:
        self._set(member_id, password_hash=password_hash)

    def totp(self, member_id: str) -> Totp | None:
        query = select(_held.totp, _held.totp_step).where(_held.member_id == member_id)
        row = self._connection.execute(query).one_or_none()
        if row is None or row.totp is None:
            return None
        return Totp(self._master.open(bytes(row.totp), SEED, member_id).decode(), row.totp_step)

    def set_totp(self, member_id: str, totp: Totp | None) -> None:
        sealed = self._master.close(totp.seed.encode(), SEED, member_id) if totp else None
        self._set(member_id, totp=sealed, totp_step=totp.last_step if totp else None)

    def use_step(self, member_id: str, step: int) -> bool:
        statement = update(tables.staff_credentials).values(totp_step=step)
        return (
            change(self._connection, statement.where(_held.member_id == member_id, _held.totp_step < step))
            == 1
        )

    def set_codes(self, member_id: str, hashes: Sequence[str]) -> None:
        change(self._connection, delete(tables.staff_recovery_codes).where(_code.member_id == member_id))
        rows = [{"member_id": member_id, "code_hash": code_hash} for code_hash in hashes]
        add_all(self._connection, tables.staff_recovery_codes, rows)

    def use_code(self, member_id: str, code_hash: str, at: datetime) -> bool:
        unused = (_code.member_id == member_id, _code.code_hash == code_hash, _code.used_at.is_(None))
        return (
            change(self._connection, update(tables.staff_recovery_codes).where(*unused).values(used_at=at))
            == 1
        )

    def codes_left(self, member_id: str) -> int:
        query = select(func.count()).where(_code.member_id == member_id, _code.used_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def add_passkey(self, passkey: Passkey) -> None:
        add(
            self._connection,
            tables.staff_passkeys,
            id=passkey.id,
            member_id=passkey.member_id,
            public_key=passkey.public_key,
            signatures=passkey.count,
            name=passkey.name,
            added_at=passkey.added_at,
            used_at=passkey.used_at,
        )

    def passkeys(self, member_id: str) -> Sequence[Passkey]:
        query = select(tables.staff_passkeys).where(_passkey.member_id == member_id)
        rows = self._connection.execute(query.order_by(_passkey.added_at, _passkey.id))
        return tuple(map(_to_passkey, rows))

    def use_passkey(self, passkey_id: str, count: int, at: datetime) -> None:
        used = update(tables.staff_passkeys).where(_passkey.id == passkey_id)
        change(self._connection, used.values(signatures=count, used_at=at))

    def remove_passkey(self, member_id: str, passkey_id: str) -> bool:
        mine = (_passkey.member_id == member_id, _passkey.id == passkey_id)
        return change(self._connection, delete(tables.staff_passkeys).where(*mine)) == 1

    def _set(self, member_id: str, **values: Any) -> None:
        statement = update(tables.staff_credentials).where(_held.member_id == member_id)
        change(self._connection, statement.values(**values))


def _to_passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        id=row.id,
        member_id=row.member_id,
        public_key=bytes(row.public_key),
        count=row.signatures,
        name=row.name,
        added_at=row.added_at,
        used_at=row.used_at,
    )
