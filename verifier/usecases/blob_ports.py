"""Where files are kept, and how that may fail; see `ports` for what holds for all of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class Blobs(Protocol):
    def put(self, tenant_id: str, data: bytes) -> str:
        """Keep the bytes, durably, and return their SHA-256 in hex. Raises BlobsUnavailable."""
        ...

    def get(self, tenant_id: str, sha256: str) -> bytes:
        """The bytes as they were put. Raises BlobMissing, BlobDamaged or BlobsUnavailable."""
        ...

    def delete(self, tenant_id: str, sha256: str) -> None:
        """Remove the bytes for good; that they are not there is no error. Raises BlobsUnavailable.

        Equal bytes are one blob: see `storing` for who may delete which, and when.
        """
        ...

    def names(self, tenant_id: str) -> Iterator[str]:
        """Every blob of the tenant's, in order. Raises BlobsUnavailable."""
        ...

    def drafts(self, tenant_id: str) -> Iterator[tuple[str, datetime]]:
        """What writes that were cut off left behind, and when it was written; a store may have none."""
        ...

    def delete_draft(self, tenant_id: str, name: str) -> None:
        """Remove one of the `drafts`. Raises BlobsUnavailable."""
        ...

    def written_at(self, tenant_id: str, sha256: str) -> datetime | None:
        """When the blob was written last; None where it is not there. Raises BlobsUnavailable."""
        ...


class BlobMissing(Exception):
    """No such bytes under this tenant."""


class BlobDamaged(Exception):
    """The stored bytes do not decrypt, or no longer have the SHA-256 they are known by."""


class BlobsUnavailable(Exception):
    """The disk or the object store did not do as asked; asking again later may succeed."""
