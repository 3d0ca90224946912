"""A part of a chain for an inspector: one line an entry, and a manifest that says what must be there.

Whoever is given the tenant's key checks both without the service. No I/O.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from verifier.domain.audit_chain import (
    BEGINNING,
    ChainKeys,
    Entry,
    Link,
    canonical,
    entry_of,
    members,
)
from verifier.domain.audit_walk import Fault, FaultKind, Walk

FORMAT: Final = "bonafide-audit-1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export holds: its entries from `first` to `last`, which follow the entry before `first`."""

    tenant_id: str
    made_at: str
    since: str | None
    until: str | None
    entries: int
    before: Link
    first: Link | None
    last: Link | None
    sha256: str  # of the file of entries

    def members(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "tenant": self.tenant_id,
            "made_at": self.made_at,
            "from": self.since,
            "to": self.until,
            "entries": self.entries,
            "before": _place(self.before),
            "first": _place(self.first),
            "last": _place(self.last),
            "sha256": self.sha256,
        }

    def signed(self, keys: ChainKeys) -> dict[str, object]:
        """With the key's id and HMAC-SHA256 over all else, as an entry has them."""
        told = self.members() | {"key": keys.current.id}
        return told | {"hash": keys.current.sign(told)}


class Tally:
    """Counts and hashes the lines of an export as they are written."""

    def __init__(self) -> None:
        self._before = BEGINNING
        self._first: Link | None = None
        self._last: Link | None = None
        self._count = 0
        self._sha256 = hashlib.sha256()

    def line(self, entry: Entry) -> str:
        """The entry as a line with its end. Raises ValueError for one that no inspector could check."""
        line = canonical(members(entry)) + "\n"
        self._sha256.update(line.encode())
        self._count += 1
        self._last = Link(entry.seq, entry.hash)
        if self._first is None:
            self._first, self._before = self._last, Link(entry.seq - 1, entry.previous)
        return line

    def manifest(self, tenant_id: str, made_at: str, since: str | None, until: str | None) -> Manifest:
        return Manifest(
            tenant_id=tenant_id,
            made_at=made_at,
            since=since,
            until=until,
            entries=self._count,
            before=self._before,
            first=self._first,
            last=self._last,
            sha256=self._sha256.hexdigest(),
        )


def check(lines: Iterable[str], manifest: Mapping[str, Any], keys: ChainKeys) -> Iterator[Fault]:
    """What is wrong with an export by the tenant's keys; nothing when it is as it was made.

    Raises ValueError for a manifest that is none of ours.
    """
    tenant_id, before = _opening(manifest)
    if not _signed(manifest, keys):
        yield Fault(tenant_id, FaultKind.MANIFEST)
    walk, sha256 = Walk(tenant_id, keys, after=before), hashlib.sha256()
    for line in lines:
        sha256.update(line.encode("utf-8", "surrogatepass"))
        try:
            entry = entry_of(json.loads(line))
        except (ValueError, RecursionError):
            yield Fault(tenant_id, FaultKind.CHANGED, walk.last.seq + 1)
        else:
            yield from walk.take([entry])
    last = manifest.get("last") or _place(before)
    found = (_place(walk.last), walk.entries, sha256.hexdigest())
    if found != (last, manifest.get("entries"), manifest.get("sha256")):
        yield Fault(tenant_id, FaultKind.MANIFEST)


def tenant_of(manifest: Mapping[str, Any]) -> str:
    """Whose chain an export is a part of. Raises ValueError for a manifest that is none of ours."""
    return _opening(manifest)[0]


def _opening(manifest: Mapping[str, Any]) -> tuple[str, Link]:
    try:
        if manifest["format"] != FORMAT:
            raise ValueError("this manifest has another format")
        before = manifest["before"]
        link = Link(int(before["seq"]), str(before["hash"])) if before else BEGINNING
        return str(manifest["tenant"]), link
    except (KeyError, TypeError) as error:
        raise ValueError("this is no manifest of an export") from error


def _signed(manifest: Mapping[str, Any], keys: ChainKeys) -> bool:
    told = {name: value for name, value in manifest.items() if name != "hash"}
    key = keys.by_id.get(str(manifest.get("key")))
    return key is not None and hmac.compare_digest(key.sign(told), str(manifest.get("hash")))


def _place(link: Link | None) -> dict[str, object] | None:
    return None if link is None else {"seq": link.seq, "hash": link.hash}
