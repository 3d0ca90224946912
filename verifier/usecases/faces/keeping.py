"""The bytes of faces: put so that a crash leaves none unnamed, and deleted so that none stays behind.

A blob is listed for deletion before it is put, and struck off by the transaction that names it in a row. The
transaction that stops naming it lists it again. Only afterwards are bytes deleted, here or by the sweep.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from verifier.usecases.evidence import storage_errors
from verifier.usecases.ports import BlobsUnavailable, Ports, Transaction

log = structlog.get_logger(__name__)

GRACE: Final = timedelta(minutes=10)  # between putting and naming; a request is cut off long before
SALT_BYTES: Final = 16


def packed(about: Mapping[str, Any], parts: Sequence[bytes]) -> bytes:
    """A blob of these parts. What it is about makes it another blob than any with the same parts."""
    header = {"about": dict(about), "sizes": [len(part) for part in parts]}
    return b"".join((json.dumps(header).encode(), b"\n", *parts))


def salted(part: bytes) -> bytes:
    """A blob of one part that no other blob equals: it may be deleted whatever else is kept."""
    return packed({"salt": secrets.token_hex(SALT_BYTES)}, (part,))


def unpacked(blob: bytes) -> tuple[bytes, ...]:
    """The parts of a blob."""
    header, _, body = blob.partition(b"\n")
    parts, start = [], 0
    for size in json.loads(header)["sizes"]:
        parts.append(body[start : start + size])
        start += size
    return tuple(parts)


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


def doom(tx: Transaction, tenant_id: str, names: Sequence[str], now: datetime) -> None:
    """No row of this transaction names them any more; `erase` them after its commit."""
    tx.erasures.plan(tenant_id, names, due=now)


def fetched(ports: Ports, tenant_id: str, name: str) -> tuple[bytes, ...]:
    """The parts of a stored blob. Raises EvidenceDamaged or StorageUnavailable."""
    with storage_errors():
        return unpacked(ports.blobs.get(tenant_id, name))


def erase(ports: Ports, tenant_id: str, names: Sequence[str]) -> int:
    """Delete the bytes now; how many. What the store does not delete now, the sweep deletes later."""
    erased: list[str] = []
    try:
        for one in sorted(names):
            ports.blobs.delete(tenant_id, one)
            erased.append(one)
    except BlobsUnavailable:
        log.warning("erasure_postponed", blobs=len(names) - len(erased))
    if erased:
        with ports.transaction() as tx:
            tx.erasures.strike(tenant_id, erased)
    return len(erased)
