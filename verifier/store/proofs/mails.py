"""Messages to corporate mailboxes in SQL. As with deliveries, whoever carries one claims it by an UPDATE."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from verifier.addresses.reading import read_address
from verifier.domain.mail import (
    LIVE,
    Errand,
    MailAddress,
    MailMessage,
    MessageState,
    Secrets,
    TakesMail,
    secrets_of,
)
from verifier.domain.proof import ProofState
from verifier.store.envelope import Envelope
from verifier.store.proofs import mail_tables, tables
from verifier.store.rows import add, change
from verifier.usecases.mail_ports import Mails

PURPOSE: Final = "mail"
SECRET: Final = "mail secret"
MARKED: Final = "mail address"
MARK_BYTES: Final = 16

_message, _errand, _proof = mail_tables.mail_messages.c, mail_tables.mail_outbox.c, tables.proofs.c


class SqlMails(Mails):
    def __init__(self, connection: Connection, seal: Envelope) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, message: MailMessage) -> None:
        sealed = self._seal.close(message.address.text.encode(), PURPOSE, message.tenant_id, message.id)
        place = {"tenant_id": message.tenant_id, "proof_id": message.proof_id}
        add(
            self._connection,
            mail_tables.mail_messages,
            id=message.id,
            address=sealed,
            mark=self._mark(message.address),
            domain=message.address.registrable,
            made_at=message.made_at,
            **place,
            **_changing(message),
        )
        outbox = mail_tables.mail_outbox
        add(self._connection, outbox, message_id=message.id, due_at=message.made_at, attempts=0, **place)

    def of_proof(self, tenant_id: str, proof_id: str) -> Sequence[MailMessage]:
        query = select(mail_tables.mail_messages).where(
            _message.tenant_id == tenant_id, _message.proof_id == proof_id
        )
        return tuple(map(self._to_message, self._connection.execute(query.order_by(_message.id.desc()))))

    def find(self, message_id: str) -> MailMessage | None:
        query = select(mail_tables.mail_messages).where(_message.id == message_id)
        row = self._connection.execute(query).one_or_none()
        return self._to_message(row) if row else None

    def keep(self, message: MailMessage) -> None:
        mine = (_message.tenant_id == message.tenant_id, _message.id == message.id)
        change(self._connection, update(mail_tables.mail_messages).where(*mine).values(**_changing(message)))
        if message.state not in LIVE:
            change(self._connection, delete(mail_tables.mail_outbox).where(_errand.message_id == message.id))

    def secrets(self, message: MailMessage) -> Secrets:
        return secrets_of(message.id, self._seal.mark(SECRET, message.tenant_id, message.id))

    def times(self, address: MailAddress, *, since: datetime) -> int:
        return self._count(select(func.count()).where(_message.mark == self._mark(address), _since(since)))

    def is_disowned(self, address: MailAddress) -> bool:
        theirs = and_(_message.mark == self._mark(address), _message.state == MessageState.DISOWNED)
        return bool(self._connection.execute(select(exists().where(theirs))).scalar())

    def of_employer(self, tenant_id: str, employer_id: str, *, since: datetime) -> int:
        query = select(func.count()).join_from(
            mail_tables.mail_messages, tables.proofs, _proof.id == _message.proof_id
        )
        mine = (_message.tenant_id == tenant_id, _proof.employer_id == employer_id)
        return self._count(query.where(*mine, _since(since)))

    def of_tenant(self, tenant_id: str, *, since: datetime) -> int:
        return self._count(select(func.count()).where(_message.tenant_id == tenant_id, _since(since)))

    def proven_domains(self, tenant_id: str, *, but: str, limit: int) -> Sequence[str]:
        newest = func.max(_message.id)
        query = (
            select(_message.domain)
            .join_from(mail_tables.mail_messages, tables.proofs, _proof.id == _message.proof_id)
            .where(_message.tenant_id == tenant_id, _proof.employer_id != but)
            .where(_message.state == MessageState.CONFIRMED, _proof.state == ProofState.PROVEN)
            .group_by(_message.domain)
            .order_by(newest.desc())
            .limit(limit)
        )
        return tuple(self._connection.execute(query).scalars())

    def due(self, *, now: datetime, limit: int) -> Sequence[Errand]:
        query = select(mail_tables.mail_outbox).where(_waits(now)).order_by(_errand.due_at).limit(limit)
        return tuple(map(_to_errand, self._connection.execute(query)))

    def errands(self, tenant_id: str, proof_id: str) -> Sequence[Errand]:
        mine = (_errand.tenant_id == tenant_id, _errand.proof_id == proof_id)
        query = select(mail_tables.mail_outbox).where(*mine).order_by(_errand.message_id)
        return tuple(map(_to_errand, self._connection.execute(query)))

    def claim(self, message_id: str, *, now: datetime, until: datetime) -> Errand | None:
        statement = (
            update(mail_tables.mail_outbox)
            .where(_errand.message_id == message_id, _waits(now))
            .values(lease_until=until, attempts=_errand.attempts + 1)
            .returning(*mail_tables.mail_outbox.columns)
        )
        row = self._connection.execute(statement).one_or_none()
        return _to_errand(row) if row else None

    def put_off(self, errand: Errand, *, until: datetime) -> bool:
        statement = update(mail_tables.mail_outbox).where(_held(errand))
        return change(self._connection, statement.values(due_at=until, lease_until=None)) == 1

    def drop(self, errand: Errand) -> bool:
        return change(self._connection, delete(mail_tables.mail_outbox).where(_held(errand))) == 1

    def _count(self, query: Select[Any]) -> int:
        return int(self._connection.execute(query).scalar_one())

    def _mark(self, address: MailAddress) -> bytes:
        """Under the master's key, which is the same for all tenants and stays when that is changed."""
        return self._seal.master.mark(MARKED, address.comparable)[:MARK_BYTES]

    def _to_message(self, row: Row[Any]) -> MailMessage:
        opened = self._seal.open(bytes(row.address), PURPOSE, row.tenant_id, row.id)
        return MailMessage(
            id=row.id,
            tenant_id=row.tenant_id,
            proof_id=row.proof_id,
            address=read_address(opened.decode()),
            state=MessageState(row.state),
            made_at=row.made_at,
            expires_at=row.expires_at,
            wrong=row.wrong,
            takes_mail=TakesMail(row.takes_mail),
            settled_at=row.settled_at,
        )


def _changing(message: MailMessage) -> dict[str, Any]:
    return {
        "state": message.state,
        "expires_at": message.expires_at,
        "wrong": message.wrong,
        "takes_mail": message.takes_mail,
        "settled_at": message.settled_at,
    }


def _since(moment: datetime) -> ColumnElement[bool]:
    return _message.made_at > moment


def _waits(now: datetime) -> ColumnElement[bool]:
    """Nobody is at it and it is time: due, or claimed under a lease that ran out."""
    return and_(_errand.due_at <= now, or_(_errand.lease_until.is_(None), _errand.lease_until < now))


def _held(errand: Errand) -> ColumnElement[bool]:
    """The claim that this errand is of is still the last one."""
    return and_(
        _errand.message_id == errand.message_id,
        _errand.attempts == errand.attempts,
        _errand.lease_until.is_not(None),
    )


def _to_errand(row: Row[Any]) -> Errand:
    return Errand(
        message_id=row.message_id,
        tenant_id=row.tenant_id,
        proof_id=row.proof_id,
        due_at=row.due_at,
        attempts=row.attempts,
        lease_until=row.lease_until,
    )
