"""The bytes of faces: as `verifier.usecases.keeping` has it, but gone the moment they are to be.

No two blobs of faces are alike, so that none is named by two rows: the transaction that names one strikes it
off the list, and what no row names any more need not wait for the sweep.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog

from verifier.usecases.keeping import GRACE, doom, name_of, put, storage_errors
from verifier.usecases.ports import BlobsUnavailable, Ports, Transaction

__all__ = ["GRACE", "doom", "erase", "fetched", "name", "name_of", "packed", "put", "salted", "unpacked"]

log = structlog.get_logger(__name__)

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


def name(tx: Transaction, tenant_id: str, names: Sequence[str]) -> None:
    """They are named by rows of this transaction and stay."""
    tx.erasures.strike(tenant_id, names)


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
