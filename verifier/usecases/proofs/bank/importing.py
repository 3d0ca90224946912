"""Statements come in: every row is noted once, for ever; what belongs to a payment waits to be followed up.

Noting and matching are one transaction for some hundred rows; following up is another (`following`), so that
nothing is lost or done twice whenever a process is killed, and the same file again changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from verifier.domain.bank import BankAccount, account_name
from verifier.domain.bank_proof import Payment
from verifier.domain.proof_errors import BankUnavailable
from verifier.domain.statement import BadRow, Direction, RowFlaw, StatementRow, known
from verifier.usecases.bank_ports import EntryState, Matched, Noted
from verifier.usecases.ports import Ports, Transaction

CHUNK = 500  # rows in one transaction


@dataclass(slots=True)
class Imported:
    """What became of the rows of one file. `unmatched` are new rows that came in and belong to no payment."""

    counts: Counter[EntryState] = field(default_factory=Counter)
    matched: int = 0
    unmatched: int = 0
    refused: list[BadRow] = field(default_factory=list)


def import_rows(ports: Ports, rows: Iterable[StatementRow | BadRow], into: Imported) -> Imported:
    """Take the rows of one file; `into` tells what was done even when the file breaks off.

    Raises BankUnavailable, and whatever the rows raise while they are read.
    """
    ours = ports.bank.account()
    if ours is None:
        raise BankUnavailable
    sound = known(_of_account(rows, ours, into))
    while chunk := list(islice(sound, CHUNK)):
        with ports.transaction() as tx:
            noted = tx.statement_entries.note(chunk, ports.clock.now())
            matched = _matched(tx, [one for one in noted if one.state is EntryState.NEW])
            tx.statement_entries.match(matched)
        _count(into, noted, matched)
    return into


def _of_account(
    rows: Iterable[StatementRow | BadRow], ours: BankAccount, into: Imported
) -> Iterator[StatementRow]:
    for row in rows:
        if isinstance(row, BadRow):
            into.refused.append(row)
        elif row.account != ours.number:
            into.refused.append(BadRow(row.row, RowFlaw.ACCOUNT, row.reference))
        else:
            yield row


def _matched(tx: Transaction, new: Sequence[Noted]) -> list[Matched]:
    """By the reference that a row carries; else, of what came in, by the payer's name and the amount."""
    references = sorted({reference for one in new for reference in one.row.references})
    by_reference = tx.payments.by_references(references) if references else {}
    rest = [one for one in new if not set(one.row.references) & set(by_reference)]
    names = sorted({account_name(one.row.name) for one in rest if _may_be_theirs(one.row)})
    awaited = tx.payments.awaited_from(names) if names else {}
    found = []
    for one in new:
        payment = next((by_reference[each] for each in one.row.references if each in by_reference), None)
        named = payment or _by_name(one.row, awaited.get(account_name(one.row.name), ()))
        if named is not None:
            found.append(_match(one, named, by_reference=payment is not None))
    return found


def _may_be_theirs(row: StatementRow) -> bool:
    return row.direction is Direction.IN and row.returned is None and bool(row.name)


def _by_name(row: StatementRow, awaited: Sequence[Payment]) -> Payment | None:
    """The one payment of just this amount that waits for a firm of this name; of several, none."""
    fits = [one for one in awaited if _may_be_theirs(row) and one.is_amount(row.amount)]
    return fits[0] if len(fits) == 1 else None


def _match(one: Noted, payment: Payment, *, by_reference: bool) -> Matched:
    return Matched(
        entry_id=one.entry_id,
        tenant_id=payment.tenant_id,
        employer_id=payment.employer_id,
        proof_id=payment.proof_id,
        payment_id=payment.id,
        row=one.row,
        by_reference=by_reference,
    )


def _count(into: Imported, noted: Sequence[Noted], matched: Sequence[Matched]) -> None:
    into.counts.update(one.state for one in noted)
    into.matched += len(matched)
    theirs = {one.entry_id for one in matched}
    came = [one for one in noted if one.state is EntryState.NEW and one.row.direction is Direction.IN]
    into.unmatched += sum(one.entry_id not in theirs for one in came)
    into.refused += [
        BadRow(one.row.row, RowFlaw.ALTERED, one.row.reference)
        for one in noted
        if one.state is EntryState.ALTERED
    ]
