"""The audit chain: entries that each carry the hash of the one before, under a key that is not beside them.

Whoever has the rows and not the key can change them and cannot make the change fit. Entries are kept as they
are hashed, text for text, so that nothing which an engine does to a value can come in between.

    hash = HMAC-SHA256(key, the entry without its hash, as canonical JSON)

Canonical is RFC 8785: for the values that entries hold (ASCII keys, whole numbers, strings) that is JSON with
sorted keys and no blanks. No I/O.
"""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed

GENESIS: Final = "0" * 64  # what the first entry has for the hash of the one before
MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
STORE: Final = Actor(ActorKind.WORKER, "store")
KEY_ID_BYTES: Final = 8
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. Values are as stored, whatever somebody made of them; `details` is canonical JSON."""

    tenant_id: str
    seq: int
    moment: str
    actor_kind: str
    actor_id: str
    action: str
    subject: str
    details: str
    key_id: str
    previous: str
    hash: str


COLUMNS: Final = tuple(column.name for column in fields(Entry))


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a tenant's chain: what the next entry is hung on."""

    seq: int
    hash: str


BEGINNING: Final = Link(0, GENESIS)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's place, signed, so that an entry which is cut off at the end is missed."""

    tenant_id: str
    seq: int
    hash: str
    mark: str

    @property
    def link(self) -> Link:
        return Link(self.seq, self.hash)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The place of the last entry that was purged, signed as such: the chain begins after it."""

    tenant_id: str
    seq: int
    hash: str
    mark: str

    @property
    def link(self) -> Link:
        return Link(self.seq, self.hash)


@dataclass(frozen=True, slots=True)
class ChainKey:
    """32 secret bytes of one tenant's chain; `id` tells which key signed an entry, and nothing of the key."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return hmac.digest(self.secret, b"key id", "sha256")[:KEY_ID_BYTES].hex()

    def sign(self, members: Mapping[str, object]) -> str:
        """HMAC-SHA256 of the members as canonical JSON, in hex."""
        return hmac.digest(self.secret, canonical(members).encode("utf-8", "surrogatepass"), "sha256").hex()


@dataclass(frozen=True, slots=True)
class ChainKeys:
    """A tenant's keys: the one that signs today, and those of earlier that are still known."""

    current: ChainKey
    earlier: Sequence[ChainKey] = ()

    @property
    def by_id(self) -> Mapping[str, ChainKey]:
        return {key.id: key for key in (*self.earlier, self.current)}

    def made(self, head: Head) -> bool:
        """Whether one of these keys signed the head."""
        return any(
            hmac.compare_digest(mark_of(key, head.tenant_id, head.link), head.mark)
            for key in (self.current, *self.earlier)
        )

    def began(self, beginning: Beginning) -> bool:
        """Whether one of these keys signed the beginning."""
        return any(
            hmac.compare_digest(beginning_mark(key, beginning.tenant_id, beginning.link), beginning.mark)
            for key in (self.current, *self.earlier)
        )

    def begin(self, tenant_id: str, link: Link) -> Beginning:
        """The signed beginning of a chain whose entries up to this place are purged."""
        mark = beginning_mark(self.current, tenant_id, link)
        return Beginning(tenant_id, link.seq, link.hash, mark)


def canonical(value: object) -> str:
    """RFC 8785 for what entries and manifests hold: no fractions, and keys in ASCII."""
    return _CANONICAL.encode(value)


def moment(at: datetime) -> str:
    """UTC to the microsecond; such texts sort as the moments do."""
    return at.astimezone(UTC).strftime(MOMENT)


def chained(
    tenant_id: str, deeds: Sequence[Deed], at: datetime, *, after: Link, keys: ChainKeys
) -> tuple[Sequence[Entry], Head]:
    """The deeds as entries that follow this place, and the head that they leave. At least one deed."""
    entries = []
    shared = {"tenant_id": tenant_id, "moment": moment(at), "key_id": keys.current.id}
    for deed in deeds:
        entry = _entry(shared, deed, after, keys.current)
        entries.append(entry)
        after = Link(entry.seq, entry.hash)
    return entries, Head(tenant_id, after.seq, after.hash, mark_of(keys.current, tenant_id, after))


def continued(
    tenant_id: str, deeds: Sequence[Deed], *, head: Head | None, last: Callable[[], Link], keys: ChainKeys
) -> tuple[Link, Sequence[Deed]]:
    """Where the chain goes on, and with what: the deeds, and before them what has to be said of its end.

    A head that is not ours is never signed anew in silence, for that would heal a chain that was cut off. The
    chain then goes on from `last`, the place of the last entry that there is, and says so for ever.
    """
    if head is not None and keys.made(head):
        return head.link, deeds
    found = last()
    if head is not None or found != BEGINNING:
        said = Deed(Action.AUDIT_RESUMED, STORE, tenant_id, {"found": str(found.seq)})
        return found, [said, *deeds]
    if deeds[0].action is Action.TENANT_CREATED:
        return BEGINNING, deeds
    return BEGINNING, [Deed(Action.AUDIT_BEGUN, STORE, tenant_id), *deeds]


def members(entry: Entry) -> dict[str, object]:
    """The entry as an inspector is given it. Raises ValueError for details that are not canonical JSON."""
    return _signed_members(entry) | {"hash": entry.hash}


def entry_of(told: Mapping[str, Any]) -> Entry:
    """The inverse of `members`. Raises ValueError for what is no entry."""
    try:
        flat = {name: told[name] for name in COLUMNS if name in told}
        actor = told["actor"]
        flat |= {"tenant_id": told["tenant"], "key_id": told["key"], "details": canonical(told["details"])}
        entry = Entry(**flat, actor_kind=actor["kind"], actor_id=actor["id"])
    except (KeyError, TypeError) as error:
        raise ValueError("this is no entry") from error
    if members(entry) != told:
        raise ValueError("an entry has no more members than these")
    return entry


def hash_of(entry: Entry, key: ChainKey) -> str | None:
    """What the entry's hash must be; None when its details are no canonical JSON, which ours always are."""
    try:
        return key.sign(_signed_members(entry))
    except (ValueError, RecursionError):
        return None


def mark_of(key: ChainKey, tenant_id: str, link: Link) -> str:
    """What signs the place as the last one. No entry and no manifest has such members."""
    return key.sign({"head": {"tenant": tenant_id, "seq": link.seq, "hash": link.hash}})


def beginning_mark(key: ChainKey, tenant_id: str, link: Link) -> str:
    """What signs the place after which a chain begins whose first entries were purged."""
    return key.sign({"beginning": {"tenant": tenant_id, "seq": link.seq, "hash": link.hash}})


def _entry(shared: Mapping[str, str], deed: Deed, after: Link, key: ChainKey) -> Entry:
    told = {
        **shared,
        "actor_kind": deed.actor.kind.value,
        "actor_id": deed.actor.id,
        "action": deed.action.value,
        "subject": deed.subject,
        "details": canonical(dict(deed.details)),
        "previous": after.hash,
    }
    unsigned = Entry(seq=after.seq + 1, hash="", **told)
    return Entry(seq=unsigned.seq, hash=key.sign(_members_with(unsigned, dict(deed.details))), **told)


def _signed_members(entry: Entry) -> dict[str, object]:
    details = json.loads(entry.details)
    if canonical(details) != entry.details:
        raise ValueError("the details are not canonical")
    return _members_with(entry, details)


def _members_with(entry: Entry, details: object) -> dict[str, object]:
    return {
        "tenant": entry.tenant_id,
        "seq": entry.seq,
        "moment": entry.moment,
        "actor": {"kind": entry.actor_kind, "id": entry.actor_id},
        "action": entry.action,
        "subject": entry.subject,
        "details": details,
        "key": entry.key_id,
        "previous": entry.previous,
    }
