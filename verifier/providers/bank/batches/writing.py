"""A batch's file on the disk: whole or not there, and readable by its owner alone."""

import contextlib
import os
import tempfile
from pathlib import Path

from verifier.domain.errors import ConfigurationError


def write_private(path: Path, data: bytes) -> None:
    """Put the bytes there, mode 0600, at once and durably. Raises ConfigurationError where it cannot."""
    try:
        descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        raise ConfigurationError(f"{path.parent} cannot be written to: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError as error:
        with contextlib.suppress(FileNotFoundError):
            Path(draft).unlink()
        raise ConfigurationError(f"{path.name} cannot be written: {error.strerror}.") from error
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
