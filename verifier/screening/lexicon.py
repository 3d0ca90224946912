"""What a lexicon says: of each trade its signs with points, what speaks against them, and all sources.

Values only. Points are whole numbers added up to a score of 0 to 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.domain.screening import ContactKind, JobField, Trade

EVERYWHERE = tuple(JobField)


class Kind(StrEnum):
    """`CORE` names the trade or what only it does; `SIDE` is common in honest posts too."""

    CORE = "core"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Label:
    """What a sign is, in a few words for the auditor."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words in one clause, in either order, with at most `within` characters between them."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that tells, in all its wordings. It counts once, however often and in however many words.

    A term, or a word of a pair, inside one of the phrases `innocent_in` (刷单 in 印刷单位) does not count.
    """

    name: str
    kind: Kind
    points: int
    label: Label
    source: str
    terms: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    innocent_in: tuple[str, ...] = ()
    fields: tuple[JobField, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Context:
    """What makes a trade's words innocent, such as a lawyer's post. Its points are negative."""

    name: str
    points: int
    label: Label
    source: str
    terms: tuple[str, ...]
    innocent_in: tuple[str, ...] = ()
    fields: tuple[JobField, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Licence:
    """An entry of a licence's scope that speaks for the employer.

    The signs that it `permits` count for nothing; its own points, which are negative or none, come on top.
    """

    name: str
    label: Label
    source: str
    terms: tuple[str, ...]
    innocent_in: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()
    points: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is added where one of `signs` told and a scope that was read names none of the licences."""

    points: int
    source: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A number and where it comes from."""

    value: int
    source: str


@dataclass(frozen=True, slots=True)
class TradeWords:
    """All of one trade. `contact` is added where a text with a sign of the trade leads away from the site."""

    contact: Weighed
    signs: tuple[Sign, ...]
    contexts: tuple[Context, ...] = ()
    licences: tuple[Licence, ...] = ()
    lacking: Lacking | None = None


@dataclass(frozen=True, slots=True)
class Negation:
    """Words that turn a term round: those before it, those behind it, and what may stand between.

    A term that `joining` words or a listing comma tie to a negated one is negated too.
    """

    source: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    through: tuple[str, ...]
    joining: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What score asks for something, how much side signs and contexts may do, how long tags last."""

    step_up_at: Weighed
    review_at: Weighed
    side_max: Weighed
    relief_max: Weighed
    suspected: Weighed
    confirmed: Weighed
    cleared: Weighed
    history_days: Weighed


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One version of everything that the screening knows."""

    version: str
    limits: Limits
    negation: Negation
    scope_negation: Negation
    contacts: Mapping[ContactKind, tuple[str, ...]]
    trades: Mapping[Trade, TradeWords] = field(default_factory=dict)
