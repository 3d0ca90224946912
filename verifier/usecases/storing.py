"""Bytes: put so that a crash leaves none unnamed, and deleted so that none stays behind.

A blob is listed for deletion before it is put, and struck off by the transaction that names it in a row. The
transaction that stops naming it lists it again. Bytes are deleted within the transaction that takes them off
the list, and only if no row names them: equal bytes of a tenant are one blob.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog

from verifier.domain.errors import EvidenceDamaged, StorageUnavailable
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing, BlobsUnavailable
from verifier.usecases.ports import Ports, Transaction

log = structlog.get_logger(__name__)

GRACE: Final = timedelta(minutes=10)  # between putting and naming; a request is cut off long before
AT_ONCE: Final = 8  # files deleted in one transaction


def name_of(blob: bytes) -> str:
    """The SHA-256 that the store will know it by."""
    return hashlib.sha256(blob).hexdigest()


def put(ports: Ports, tenant_id: str, blobs: Sequence[bytes]) -> tuple[str, ...]:
    """List the blobs for deletion and put them; `name` them soon. Raises StorageUnavailable."""
    names = tuple(map(name_of, blobs))
    if not names:
        return ()
    with ports.transaction() as tx:
        tx.erasures.plan(tenant_id, names, due=ports.clock.now() + GRACE)
    with storage_errors():
        for blob in blobs:
            ports.blobs.put(tenant_id, blob)
    return names


def name(tx: Transaction, tenant_id: str, names: Sequence[str]) -> None:
    """They are named by rows of this transaction and stay."""
    tx.erasures.strike(tenant_id, names)


def doom(tx: Transaction, tenant_id: str, names: Sequence[str], due: datetime) -> None:
    """No row of this transaction names them any more; `erase` them after its commit, once it is time.

    For bytes that somebody may be handing in again at this moment, GRACE from now: who has put them and not
    named them yet has done so by then.
    """
    tx.erasures.plan(tenant_id, names, due=due)


def erase(ports: Ports, tenant_id: str, names: Sequence[str]) -> int:
    """Delete the bytes that are due now; how many. What the store does not delete, the sweep does later."""
    erased, in_order = 0, sorted(names)
    try:
        for start in range(0, len(in_order), AT_ONCE):
            erased += _erased(ports, tenant_id, in_order[start : start + AT_ONCE])
    except BlobsUnavailable:
        log.warning("erasure_postponed", blobs=len(names) - erased)
    return erased


def _erased(ports: Ports, tenant_id: str, names: Sequence[str]) -> int:
    now = ports.clock.now()
    with ports.transaction() as tx:
        due = [one for one in names if tx.erasures.take(tenant_id, one, now=now)]
        for one in due:
            ports.blobs.delete(tenant_id, one)
    return len(due)


@contextmanager
def storage_errors() -> Iterator[None]:
    """What the blob store raises, as the error that the caller gets."""
    try:
        yield
    except (BlobMissing, BlobDamaged) as error:
        raise EvidenceDamaged from error
    except BlobsUnavailable as error:
        raise StorageUnavailable from error
