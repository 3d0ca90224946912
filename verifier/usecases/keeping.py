"""Bytes and the rows that name them: put so that a crash leaves none unnamed, and none stays behind.

A blob is listed for deletion before it is put, for when the time of naming it in a row is long over. The
transaction that stops naming it lists it again. The sweep then deletes what is due and no row names: equal
bytes of one tenant are one blob, which another case may name.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog

from verifier.domain.errors import EvidenceDamaged, StorageUnavailable
from verifier.usecases.ports import BlobDamaged, BlobMissing, BlobsUnavailable, Ports, Transaction

log = structlog.get_logger(__name__)

GRACE: Final = timedelta(minutes=10)  # between putting and naming; a request is cut off long before


def name_of(blob: bytes) -> str:
    """The SHA-256 that the store will know it by."""
    return hashlib.sha256(blob).hexdigest()


def put(ports: Ports, tenant_id: str, blobs: Sequence[bytes]) -> tuple[str, ...]:
    """List the blobs for deletion and put them; name them in a row soon. Raises StorageUnavailable."""
    names = tuple(map(name_of, blobs))
    if not names:
        return ()
    with ports.transaction() as tx:
        tx.erasures.plan(tenant_id, names, due=ports.clock.now() + GRACE)
    with storage_errors():
        for blob in blobs:
            ports.blobs.put(tenant_id, blob)
    return names


def doom(tx: Transaction, tenant_id: str, names: Sequence[str], now: datetime) -> None:
    """Rows of this transaction name them no more; the sweep deletes those that no other row does."""
    tx.erasures.plan(tenant_id, names, due=now)


def clear(ports: Ports, *, limit: int) -> int:
    """Delete the bytes that are due and that no row names; how many. Ends where the store is away."""
    now, cleared = ports.clock.now(), 0
    with ports.view() as tx:
        due = tx.erasures.due(now=now, limit=limit)
    try:
        for tenant_id, name in due:
            cleared += _clear(ports, tenant_id, name, now)
    except BlobsUnavailable:
        log.warning("erasure_postponed", blobs=len(due))
    return cleared


def _clear(ports: Ports, tenant_id: str, name: str, now: datetime) -> bool:
    """Deleted within the transaction: whoever lists it anew to put it again waits until it is gone."""
    with ports.transaction() as tx:
        if not tx.erasures.take(tenant_id, name, now=now) or tx.erasures.is_named(tenant_id, name):
            return False
        ports.blobs.delete(tenant_id, name)
    return True


@contextmanager
def storage_errors() -> Iterator[None]:
    """What the blob store raises, as the error that the caller gets."""
    try:
        yield
    except (BlobMissing, BlobDamaged) as error:
        raise EvidenceDamaged from error
    except BlobsUnavailable as error:
        raise StorageUnavailable from error
