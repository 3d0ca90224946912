"""What every blob store has in common: a blob's name, and how it is sealed under it. No I/O."""

import hashlib
import re

from verifier.store.sealing import Broken, Seal
from verifier.usecases.blob_ports import BlobDamaged

PURPOSE = "blob"
TENANT = re.compile(r"[a-z0-9_]+")
SHA256 = re.compile(r"[0-9a-f]{64}")


def is_name(tenant_id: str, sha256: str) -> bool:
    """Whether the two can name a blob at all; nothing else may become part of a path."""
    return bool(TENANT.fullmatch(tenant_id) and SHA256.fullmatch(sha256))


def seal_blob(seal: Seal, tenant_id: str, sha256: str, data: bytes) -> bytes:
    return seal.close(data, PURPOSE, tenant_id, sha256)


def renewed_blob(seal: Seal, tenant_id: str, sha256: str, sealed: bytes) -> bytes | None:
    """The blob sealed anew; None where it is under the present key already. Raises BlobDamaged."""
    try:
        return seal.renewed(sealed, PURPOSE, tenant_id, sha256)
    except Broken as error:
        raise BlobDamaged from error


def open_blob(seal: Seal, tenant_id: str, sha256: str, sealed: bytes) -> bytes:
    """The bytes as they were handed in. Raises BlobDamaged."""
    try:
        data = seal.open(sealed, PURPOSE, tenant_id, sha256)
    except Broken as error:
        raise BlobDamaged from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BlobDamaged
    return data
