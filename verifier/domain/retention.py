"""How long what is kept: the clocks, what is on which, and receipts that prove what went. No I/O.

A clock is a time, an item is what goes at once when its time on a clock is over. Which moment an item's time
runs from is written in the store's rules; the policy says it in words.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from verifier.domain.audit_chain import ChainKey, ChainKeys, canonical

FORMAT: Final = "bonafide-receipt-1"
LISTED_MAX: Final = 100  # names whose hashes a receipt lists; of more it has the root alone
SHORTEST_RECORD: Final = timedelta(days=1096)  # three years and a day of February


class Clock(StrEnum):
    """Shortest first, as it should be: what is nearest to a person goes first."""

    REPLIES = "replies"
    BIOMETRICS = "biometrics"
    IDLE_FACES = "idle_faces"
    NOTICES = "notices"
    DRAFTS = "drafts"
    EVIDENCE = "evidence"  # a tenant may choose a shorter one
    RECORDS = "records"
    PROCESSING = "processing"


BIOMETRIC: Final = (Clock.BIOMETRICS, Clock.IDLE_FACES)
THREE_YEARS: Final = (Clock.RECORDS, Clock.PROCESSING)


class Item(StrEnum):
    """What goes at once; the order in which a purge takes them, so that nothing is named any more by then."""

    REPLIES = "replies"
    EVENTS = "events"
    PORTRAITS = "portraits"
    TEMPLATES = "templates"
    FILM_MARKS = "film_marks"
    DRAFTS = "drafts"
    CASES = "cases"
    EVIDENCE = "evidence"  # of cases that stay
    FACE_SESSIONS = "face_sessions"
    PERMITS = "permits"
    PROOFS = "proofs"
    APPLICANT_LINKS = "applicant_links"
    RESUME_READS = "resume_reads"
    RESUME_GRANTS = "resume_grants"
    SEEKER_LINKS = "seeker_links"
    SEEKER_COMPLAINTS = "seeker_complaints"
    SEEKERS = "seekers"
    EMPLOYER_ENTRIES = "employer_entries"
    MEMBERSHIPS = "memberships"
    BLOCKS = "blocks"
    KEYS = "keys"
    EMPLOYERS = "employers"
    RECRUITERS = "recruiters"
    AUDIT = "audit"


class Reason(StrEnum):
    RETENTION = "retention"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a clock runs, and where that comes from; `least` is what a tenant may shorten it to."""

    time: timedelta
    source: str
    least: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """An item's clock, and in words from when it runs and what the purge does; the tables that it empties."""

    clock: Clock
    since: str
    does: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """`keep` says of every other table why nothing purges it, `blobs` of every kind of file what it is on."""

    version: str
    clocks: Mapping[Clock, Term]
    rules: Mapping[Item, Rule]
    blobs: Mapping[str, str]
    keep: Mapping[str, str]

    def before(self, item: Item, now: datetime, evidence: timedelta | None = None) -> datetime:
        """What ended before this moment is over; `evidence` is the tenant's own, shorter time."""
        return now - self.time(self.rules[item].clock, evidence)

    def time(self, clock: Clock, evidence: timedelta | None = None) -> timedelta:
        """How long the clock runs, for a tenant that chose this for evidence."""
        term = self.clocks[clock]
        if clock is Clock.EVIDENCE and evidence is not None:
            return max(min(term.time, evidence), term.least or term.time)
        return term.time


NO_RETENTION: Final = RetentionPolicy("none", {}, {}, {}, {})
"""Purges nothing."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What one transaction took away: the items by name, rows by table, and files that no row names any more.

    `last` is where the next one goes on.
    """

    names: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    blobs: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed, why and when, signed with the tenant's chain key. It names nobody: hashes alone.

    `body` is canonical JSON, `hash` HMAC-SHA256 over it.
    """

    id: str
    tenant_id: str
    made_at: datetime
    body: str
    hash: str


def leaf(name: str) -> str:
    """The hash by which a receipt knows an item or a file. Ids are random: it tells nobody what they are."""
    return hashlib.sha256(b"\x00" + name.encode()).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The Merkle tree hash of the sorted leaves (RFC 9162, 2.1.1), in hex."""
    return _root([bytes.fromhex(one) for one in sorted(leaves)]).hex()


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << (
        (len(leaves) - 1).bit_length() - 1
    )  # the largest power of two that is smaller than the count
    return hashlib.sha256(b"\x01" + _root(leaves[:half]) + _root(leaves[half:])).digest()


def told_names(names: Iterable[str]) -> dict[str, object]:
    """Names as a receipt has them: how many, the root of their hashes, and the hashes where they are few."""
    leaves = sorted(leaf(name) for name in names)
    listed = leaves if len(leaves) <= LISTED_MAX else []
    return {"count": len(leaves), "root": root(leaves), "listed": listed}


def receipt(
    receipt_id: str,
    tenant_id: str,
    at: datetime,
    removed: Removed,
    *,
    keys: ChainKeys,
    about: Mapping[str, str],
) -> Receipt:
    """The signed receipt. `about` says why: identifiers, codes and moments of ours alone."""
    told = {
        "format": FORMAT,
        "id": receipt_id,
        "tenant": tenant_id,
        "made_at": at.isoformat(),
        **about,
        "rows": {table: count for table, count in sorted(removed.rows.items()) if count},
        "items": told_names(removed.names),
        "files": told_names(removed.blobs),
        "key": keys.current.id,
    }
    return Receipt(receipt_id, tenant_id, at, canonical(told), sign(keys.current, told))


def sign(key: ChainKey, told: Mapping[str, Any]) -> str:
    """No entry of the chain has such members, so neither can stand for the other."""
    return key.sign({"receipt": dict(told)})
