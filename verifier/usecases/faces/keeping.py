"""The bytes of faces: blobs of which no two are equal, so that each may be deleted whatever else is kept."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from verifier.usecases.ports import Ports
from verifier.usecases.storing import GRACE, doom, erase, name, name_of, put, storage_errors

__all__ = ["GRACE", "doom", "erase", "fetched", "name", "name_of", "packed", "put", "salted", "unpacked"]

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


def fetched(ports: Ports, tenant_id: str, name: str) -> tuple[bytes, ...]:
    """The parts of a stored blob. Raises EvidenceDamaged or StorageUnavailable."""
    with storage_errors():
        return unpacked(ports.blobs.get(tenant_id, name))
