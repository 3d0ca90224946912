"""Receipts of purges and erasures, looked at again: signed as they are, on the chain, their files gone."""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from verifier.domain.audit import Action
from verifier.domain.audit_chain import ChainKeys
from verifier.domain.retention import Receipt, leaf, root, sign
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.tenants import chosen_tenants

PART: Final = 100  # receipts read at a time
TOLD_BY: Final = frozenset(
    {Action.DATA_PURGED, Action.CASE_ERASED, Action.RECRUITER_ERASED, Action.EMPLOYER_ERASED}
)


class Flaw(StrEnum):
    CHANGED = "changed"  # it is not as it was signed
    UNRECORDED = "unrecorded"  # no entry of the chain tells of it, and that part of the chain is there
    PENDING = "pending"  # some of its files are listed for deletion and not deleted yet


@dataclass(frozen=True, slots=True)
class Checked:
    receipt: Receipt
    told: dict[str, Any]
    flaws: tuple[Flaw, ...]


def list_receipts(ports: Ports, *, tenant_id: str | None = None) -> Iterator[Receipt]:
    """All of one tenant or of all, in the order in which they were made. Raises NotFound."""
    for name in chosen_tenants(ports, tenant_id):
        last = ""
        while part := _part(ports, name, last):
            yield from part
            last = part[-1].id


def check_receipts(ports: Ports, *, tenant_id: str | None = None) -> Iterator[Checked]:
    """Each with what is wrong with it. Raises NotFound."""
    for receipt in list_receipts(ports, tenant_id=tenant_id):
        with ports.view() as tx:
            yield _checked(tx, receipt)


def is_listed(receipt: Receipt, name: str) -> bool | None:
    """Whether a receipt lists this item or file; None where it has only the root of many."""
    told = json.loads(receipt.body)
    lists = (told["items"], told["files"])
    if leaf(name) in (one for names in lists for one in names["listed"]):
        return True
    return None if any(len(names["listed"]) < names["count"] for names in lists) else False


def _checked(tx: Transaction, receipt: Receipt) -> Checked:
    told = _told(receipt)
    if told is None or not _signed(receipt, told, tx.audit.keys(receipt.tenant_id)):
        return Checked(receipt, told or {}, (Flaw.CHANGED,))
    flaws = [] if _recorded(tx, receipt) else [Flaw.UNRECORDED]
    pending = {leaf(name) for name in tx.erasures.planned(receipt.tenant_id)}
    if pending & set(told["files"]["listed"]):
        flaws.append(Flaw.PENDING)
    return Checked(receipt, told, tuple(flaws))


def _told(receipt: Receipt) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(receipt.body)
        names = (told["items"], told["files"])
        sound = all(one["count"] != len(one["listed"]) or root(one["listed"]) == one["root"] for one in names)
    except (ValueError, KeyError, TypeError):
        return None
    return told if sound and (told["id"], told["tenant"]) == (receipt.id, receipt.tenant_id) else None


def _signed(receipt: Receipt, told: dict[str, Any], keys: ChainKeys) -> bool:
    key = keys.by_id.get(str(told.get("key")))
    return key is not None and hmac.compare_digest(sign(key, told), receipt.hash)


def _recorded(tx: Transaction, receipt: Receipt) -> bool:
    """Whether the chain tells of it with its hash, or does not reach back so far any more."""
    said = [entry for entry in tx.audit.about(receipt.tenant_id, receipt.id) if entry.action in TOLD_BY]
    if said:
        return any(json.loads(entry.details).get("hash") == receipt.hash for entry in said)
    first = next(iter(tx.audit.entries(receipt.tenant_id)), None)
    begun = tx.audit.beginning(receipt.tenant_id) is not None
    return begun and first is not None and first.moment > receipt.made_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _part(ports: Ports, tenant_id: str, last: str) -> Sequence[Receipt]:
    with ports.view() as tx:
        return tx.retention.receipts(tenant_id, after=last, limit=PART)
