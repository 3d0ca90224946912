"""Blobs as encrypted files: folder/tenant/ab/abcdef…, named by the SHA-256 of what they hold.

A file is complete or absent: it is written under another name, synced, renamed, and its folders synced.
"""

import contextlib
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from verifier.store.blobs.sealed import is_name, open_blob, renewed_blob, seal_blob
from verifier.store.sealing import Seal
from verifier.usecases.blob_ports import BlobMissing, Blobs, BlobsUnavailable

DRAFT = re.compile(r"\.[0-9a-f]{64}\.[0-9a-f]{16}")


class LocalBlobs(Blobs):
    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder = folder
        self._seal = seal

    def put(self, tenant_id: str, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(tenant_id, sha256)
        try:
            if not path.exists():
                for folder in (self._folder, path.parent.parent, path.parent):
                    folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # the mode is the last one's only
                sealed = seal_blob(self._seal, tenant_id, sha256, data)
                with _alone(path.parent):
                    _write(path, sealed)
            # Also when another process wrote it a moment ago: it may not have come to syncing yet.
            for folder in (path.parent, path.parent.parent, self._folder):
                _sync(folder)
        except OSError as error:
            raise BlobsUnavailable(error.strerror) from None
        return sha256

    def get(self, tenant_id: str, sha256: str) -> bytes:
        return open_blob(self._seal, tenant_id, sha256, self._sealed(tenant_id, sha256))

    def names(self, tenant_id: str) -> Iterator[str]:
        """Every blob of the tenant's; drafts that a crash left are none."""
        for path in sorted((self._folder / tenant_id).glob("??/*")):
            if is_name(tenant_id, path.name):
                yield path.name

    def drafts(self, tenant_id: str) -> Iterator[tuple[str, datetime]]:
        """Files that a write which was cut off left under another name."""
        for path in sorted((self._folder / tenant_id).glob("??/.*")):
            if DRAFT.fullmatch(path.name) and (at := _changed(path)) is not None:
                yield path.name, at

    def delete_draft(self, tenant_id: str, name: str) -> None:
        if not DRAFT.fullmatch(name):
            return
        with _io_errors():
            (self._folder / tenant_id / name[1:3] / name).unlink(missing_ok=True)

    def written_at(self, tenant_id: str, sha256: str) -> datetime | None:
        return _changed(self._path(tenant_id, sha256)) if is_name(tenant_id, sha256) else None

    def renew(self, tenant_id: str, sha256: str) -> bool:
        """Seal it anew unless it is under the present key already, when it is False. Raises as `get` does."""
        path = self._path(tenant_id, sha256)
        self._sealed(tenant_id, sha256)  # raises for what is not there, before anything is held
        try:
            with _alone(path.parent):
                renewed = renewed_blob(self._seal, tenant_id, sha256, self._sealed(tenant_id, sha256))
                if renewed is not None:
                    _write(path, renewed)
                    _sync(path.parent)
        except OSError as error:
            raise BlobsUnavailable(error.strerror) from None
        return renewed is not None

    def _sealed(self, tenant_id: str, sha256: str) -> bytes:
        if not is_name(tenant_id, sha256):
            raise BlobMissing
        try:
            return self._path(tenant_id, sha256).read_bytes()
        except FileNotFoundError:
            raise BlobMissing from None
        except OSError as error:
            raise BlobsUnavailable(error.strerror) from None

    def delete(self, tenant_id: str, sha256: str) -> None:
        if not is_name(tenant_id, sha256):
            return
        path = self._path(tenant_id, sha256)
        try:
            if path.parent.exists():
                with _alone(path.parent):
                    path.unlink(missing_ok=True)
                    _draft(path).unlink(missing_ok=True)
                    _sync(path.parent)
        except OSError as error:
            raise BlobsUnavailable(error.strerror) from None

    def _path(self, tenant_id: str, sha256: str) -> Path:
        return self._folder / tenant_id / sha256[:2] / sha256


def _draft(path: Path) -> Path:
    """One a blob: what a kill leaves half written is written over by the next try, or goes with the blob."""
    return path.with_name(f".{path.name}")


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BlobsUnavailable(error.strerror) from None


@contextlib.contextmanager
def _io_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BlobsUnavailable(error.strerror) from None


def _write(path: Path, sealed: bytes) -> None:
    """To be called alone in the folder."""
    draft = _draft(path)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While nobody else writes or deletes here: what is deleted must not be written again a moment later."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
