"""What accounts of a site are known, linked and blocked by: kinds, values made comparable, who shares.

Values are personal data. They are made comparable here, kept as keyed marks by the store, and told to nobody.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from verifier.domain.permit import device_digest
from verifier.domain.relatives import LOOKS, Relative, Shared, Traits
from verifier.domain.traits import keys


class TraitKind(StrEnum):
    """What accounts are linked by, and what can be blocked."""

    FACE = "face"
    LICENCE_IMAGE = "licence_image"
    CODE = "code"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    DEVICE = "device"
    NETWORK = "network"
    BANK_ACCOUNT = "bank_account"
    MAIL_DOMAIN = "mail_domain"


AccountTraits: TypeAlias = frozenset[tuple[TraitKind, str]]
"""Each kind with a comparable value: of a face the recruiter's id, of a picture that of its evidence."""

OWN: Final = frozenset({
    TraitKind.FACE, TraitKind.LICENCE_IMAGE, TraitKind.CODE, TraitKind.PHONE, TraitKind.DEVICE,
    TraitKind.BANK_ACCOUNT,
})  # fmt: skip
"""Kinds that belong to somebody: blocking one hits no crowd, as a name, an address or a domain would."""

TOLD_BY_SITES: Final = frozenset(TraitKind) - {TraitKind.FACE, TraitKind.LICENCE_IMAGE}
"""Kinds whose values a site may tell or name; the others are ours to find."""

COUNTED_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Link:
    """What this account shares with accounts of the tenant that were known by it before, or just as early.

    Only before: else whoever copies an honest firm's licence would stop that firm. COUNTED_MAX in `count`
    means that many or more.
    """

    kind: TraitKind
    employers: tuple[str, ...]  # ids of the others, those that had it last first, at most ten
    count: int


@dataclass(frozen=True, slots=True)
class Block:
    """An entry of the block list, on the mark of one value: it survives a new registration (R12).

    `reason` is a code of the site's, no words. `employer_id` is whose trait it was when it was listed, if
    that was told. `ended_at`: a person lifted it.
    """

    id: str
    kind: TraitKind
    reason: str
    until: datetime
    added_at: datetime
    added_by: str
    employer_id: str | None = None
    appealed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    def holds_at(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.until


def comparable_value(kind: TraitKind, text: str) -> str | None:
    """The value that equal ones are known by; None for what says nothing of whose it is."""
    if kind in _SHARED:
        return next(iter(sorted(keys(_SHARED[kind], text))), None)
    if kind in _OTHERS:
        return _OTHERS[kind](text)
    return text


def told_traits(told: Mapping[TraitKind, str]) -> AccountTraits:
    """What a site told of an account, without what says nothing."""
    values = {kind: comparable_value(kind, text) for kind, text in told.items()}
    return frozenset((kind, value) for kind, value in values.items() if value is not None)


def case_traits(known_by: Traits, evidence_id: str, relatives: Iterable[Relative]) -> AccountTraits:
    """What a page of a case makes its employer known by: its fields, its picture and those that look like it.

    The picture's value is its evidence's id; whoever hands in a like one is known by that id, too.
    """
    pictures = {evidence_id} | {
        one.evidence_id for one in relatives if {Shared.BYTES, *LOOKS} & set(one.shared)
    }
    fields = {(_KINDS[kind], value) for kind, value in known_by if kind in _KINDS}
    return frozenset(fields | {(TraitKind.LICENCE_IMAGE, one) for one in pictures})


def _device(text: str) -> str | None:
    """As permits keep it, so that a redeemed permit can be turned into a trait without the fingerprint."""
    return device_digest(text) if text else None


def _network(text: str) -> str | None:
    return text.strip() or None


def _mail_domain(text: str) -> str | None:
    """The domain of an address, or a domain; None for providers with whom anybody may have a mailbox."""
    domain = unicodedata.normalize("NFKC", text).rpartition("@")[2].strip().casefold().rstrip(".")
    return domain if DOMAIN.fullmatch(domain) and domain not in FREE_MAIL else None


DOMAIN: Final = re.compile(r"(?:[^\s.@]{1,63}\.)+[^\s.@]{2,63}")

# Whoever asks gets a mailbox there, so that sharing the domain says nothing.
FREE_MAIL: Final = frozenset({
    "qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "yeah.net", "188.com",
    "sina.com", "sina.cn", "vip.sina.com", "sohu.com", "139.com", "wo.cn", "189.cn", "21cn.com", "aliyun.com",
    "tom.com", "gmail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.com.cn",
    "yahoo.cn", "icloud.com", "me.com", "proton.me", "protonmail.com",
})  # fmt: skip

_SHARED: Final[Mapping[TraitKind, Shared]] = {
    TraitKind.CODE: Shared.CODE,
    TraitKind.PERSON: Shared.PERSON,
    TraitKind.ADDRESS: Shared.ADDRESS,
    TraitKind.PHONE: Shared.PHONE,
    TraitKind.BANK_ACCOUNT: Shared.BANK_ACCOUNT,
}
_KINDS: Final = {shared: kind for kind, shared in _SHARED.items()}
_OTHERS: Final[Mapping[TraitKind, Callable[[str], str | None]]] = {
    TraitKind.DEVICE: _device,
    TraitKind.NETWORK: _network,
    TraitKind.MAIL_DOMAIN: _mail_domain,
}
