"""Files against rows: what nothing names, what is named and missing, what a write that was cut off left.

Reads both in order and side by side, so that neither has to fit into memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from verifier.usecases.ports import Ports
from verifier.usecases.storing import GRACE
from verifier.usecases.tenants import chosen_tenants

END: Final = "~"  # sorts after every name


class Kind(StrEnum):
    ORPHAN = "orphan"  # a file that no row names and that is not listed for deletion
    MISSING = "missing"  # a row whose file is not there
    DRAFT = "draft"  # what a write that was cut off left


@dataclass(frozen=True, slots=True)
class Stray:
    tenant_id: str
    kind: Kind
    name: str


def check_files(ports: Ports, *, tenant_id: str | None = None) -> Iterator[Stray]:
    """What does not fit, of one tenant or all. Raises NotFound, BlobsUnavailable.

    A file may be written and named while this looks. So each that seems stray is looked at again by itself.
    """
    for name in chosen_tenants(ports, tenant_id):
        for stray in _unequal(ports, name):
            if _is_so(ports, stray):
                yield stray
        for draft, at in ports.blobs.drafts(name):
            if _old(ports, at):
                yield Stray(name, Kind.DRAFT, draft)


def remove_stray(ports: Ports, stray: Stray) -> bool:
    """Delete an orphan or a draft; False for an orphan that is named or listed by now."""
    if stray.kind is Kind.DRAFT:
        ports.blobs.delete_draft(stray.tenant_id, stray.name)
        return True
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.erasures.plan(stray.tenant_id, [stray.name], due=now)
        if not tx.erasures.take(stray.tenant_id, stray.name, now=now):
            return False
        ports.blobs.delete(stray.tenant_id, stray.name)
    return True


def _unequal(ports: Ports, tenant_id: str) -> Iterator[Stray]:
    """Both lists, in order, as they were at about the same time."""
    files = ports.blobs.names(tenant_id)
    with ports.view() as tx:
        rows = tx.retention.names(tenant_id)
        file, row = next(files, END), next(rows, END)
        while (file, row) != (END, END):
            if file < row:
                yield Stray(tenant_id, Kind.ORPHAN, file)
            elif row < file:
                yield Stray(tenant_id, Kind.MISSING, row)
            file, row = (
                next(files, END) if file <= row else file,
                next(rows, END) if row <= file else row,
            )


def _is_so(ports: Ports, stray: Stray) -> bool:
    at = ports.blobs.written_at(stray.tenant_id, stray.name)
    with ports.view() as tx:
        named = tx.retention.is_named(stray.tenant_id, stray.name)
        listed = tx.erasures.is_planned(stray.tenant_id, stray.name)
    if stray.kind is Kind.MISSING:
        return named and at is None
    return not named and not listed and at is not None and _old(ports, at)


def _old(ports: Ports, at: datetime) -> bool:
    """By the store's clock, which may be another one's than ours."""
    return ports.clock.now() - at > GRACE
