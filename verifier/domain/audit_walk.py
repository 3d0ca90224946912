"""Following a chain from its beginning and naming every entry that is not as it was written. No I/O.

A fault is a finding and never an exception. One change gives one fault where that can be told: an entry whose
hash was altered is named, and not also the one after it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from verifier.domain.audit import Action
from verifier.domain.audit_chain import BEGINNING, ChainKeys, Entry, Head, Link, hash_of


class FaultKind(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    UNLINKED = "unlinked"
    FOREIGN_KEY = "foreign_key"
    RESUMED = "resumed"
    HEAD = "head"
    ANCHOR = "anchor"
    MANIFEST = "manifest"
    BEGINNING = "beginning"


WORDS: Mapping[FaultKind, str] = {
    FaultKind.CHANGED: "is not as it was written, or was not written by this service",
    FaultKind.MISSING: "is missing",
    FaultKind.MOVED: "stands where another should",
    FaultKind.UNLINKED: "does not follow from the entry before it",
    FaultKind.FOREIGN_KEY: "was signed with a key that is not known here",
    FaultKind.RESUMED: "was written after the end of the chain had been tampered with",
    FaultKind.HEAD: "is not the last one by the signed head",
    FaultKind.ANCHOR: "was kept outside as an anchor and is not on the chain",
    FaultKind.BEGINNING: "is named as the last one that was purged, and this service did not sign that",
    FaultKind.MANIFEST: "the manifest was changed, or does not agree with the entries",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the entry `seq` of a tenant's chain; `last` where a run of them is missing."""

    tenant_id: str
    kind: FaultKind
    seq: object = None  # a whole number, unless somebody made something else of it
    last: int | None = None

    def __str__(self) -> str:
        if self.kind is FaultKind.MANIFEST:
            return WORDS[self.kind]
        if self.last not in (None, self.seq):
            return f"entries {self.seq} to {self.last} are missing"
        return f"entry {self.seq} {WORDS[self.kind]}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on a chain that an operator kept outside."""

    tenant_id: str
    seq: int
    hash: str


class Walk:
    """Follows one tenant's chain, holding no more than the entry that came last."""

    def __init__(
        self, tenant_id: str, keys: ChainKeys, *, anchors: Iterable[Anchor] = (), after: Link = BEGINNING
    ) -> None:
        self._tenant_id = tenant_id
        self._keys = keys
        self._known = keys.by_id
        self._left = {(anchor.seq, anchor.hash) for anchor in anchors if anchor.tenant_id == tenant_id}
        self._last = after
        self._follows = {after.hash}  # what the next entry may name as the hash before it
        self.entries = 0
        self.begun: str | None = None  # since when, for a tenant who is older than the chain

    @property
    def last(self) -> Link:
        """The place of the last entry that was taken."""
        return self._last

    def take(self, entries: Iterable[Entry]) -> Iterator[Fault]:
        """What is wrong with the entries that come next."""
        for entry in entries:
            self.entries += 1
            yield from self._take(entry)

    def end(self, head: Head | None) -> Iterator[Fault]:
        """What is wrong with the end of the chain, and which anchors it does not hold."""
        yield from self._anchors()
        if head is None:
            if self._last != BEGINNING:
                yield self._fault(FaultKind.HEAD, self._last.seq)
        elif not self._keys.made(head) or head.tenant_id != self._tenant_id or head.seq < self._last.seq:
            yield self._fault(FaultKind.HEAD, self._last.seq)
        elif head.seq > self._last.seq:
            yield self._fault(FaultKind.MISSING, self._last.seq + 1, head.seq)
        elif head.hash not in self._follows:
            yield self._fault(FaultKind.HEAD, self._last.seq)

    def _take(self, entry: Entry) -> Iterator[Fault]:
        own = self._own_hash(entry)
        yield from self._content(entry, own)
        if entry.action == Action.AUDIT_BEGUN:
            self.begun = entry.moment
        if entry.action == Action.AUDIT_RESUMED:
            yield self._fault(FaultKind.RESUMED, entry.seq)
        self._left.discard((entry.seq, own or entry.hash))
        expected = self._last.seq + 1
        if not isinstance(entry.seq, int) or entry.seq < expected:
            yield self._fault(FaultKind.MOVED, entry.seq)
            return
        if entry.seq > expected:
            yield self._fault(FaultKind.MISSING, expected, entry.seq - 1)
        elif own in (None, entry.hash) and entry.previous not in self._follows:
            yield self._fault(FaultKind.UNLINKED, entry.seq)
        self._last = Link(entry.seq, entry.hash)
        self._follows = {entry.hash, own or entry.hash}

    def _own_hash(self, entry: Entry) -> str | None:
        key = self._known.get(entry.key_id)
        return hash_of(entry, key) if key else None

    def _content(self, entry: Entry, own: str | None) -> Iterator[Fault]:
        if entry.key_id not in self._known:
            yield self._fault(FaultKind.FOREIGN_KEY, entry.seq)
        elif own != entry.hash:
            yield self._fault(FaultKind.CHANGED, entry.seq)

    def _anchors(self) -> Iterator[Fault]:
        for seq, _ in sorted(self._left):
            yield self._fault(FaultKind.ANCHOR, seq)

    def _fault(self, kind: FaultKind, seq: object, last: int | None = None) -> Fault:
        return Fault(self._tenant_id, kind, seq, last)
