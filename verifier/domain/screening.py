"""What a job text was screened for and what told: values only, nothing is judged here.

No value holds a telephone number, an account or any other stretch of the text: spans say where to look.
"""

from dataclasses import dataclass
from enum import StrEnum


class Trade(StrEnum):
    """The trades that buy résumés and forged accounts, and so are looked for in what is posted."""

    FAKE_ORDERS = "fake_orders"
    PYRAMID_SELLING = "pyramid_selling"
    GAMBLING = "gambling"
    UNLICENSED_LENDING = "unlicensed_lending"
    TRAINING_LOAN = "training_loan"
    RESUME_HARVESTING = "resume_harvesting"


class ScreeningAction(StrEnum):
    """What the gate should ask for. There is no ban: words alone never refuse anybody."""

    NONE = "none"
    STEP_UP = "step_up"
    REVIEW = "review"


class JobField(StrEnum):
    TITLE = "title"
    TEXT = "text"
    INDUSTRY = "industry"
    PLACE = "place"


class ContactKind(StrEnum):
    """Ways around the site that a text offers. `SOLICITED` asks to be added and need not say where."""

    PHONE = "phone"
    QQ = "qq"
    WECHAT = "wechat"
    MESSENGER = "messenger"
    MAILBOX = "mailbox"
    SOLICITED = "solicited"


class ScopeSays(StrEnum):
    """What the licence's scope says of a trade. `SILENT` where no licence of that trade is asked for."""

    LICENSED = "licensed"
    LACKING = "lacking"
    SILENT = "silent"
    UNREAD = "unread"


class Standing(StrEnum):
    """What became of an earlier tag of the same employer."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class JobText:
    """What is to be posted, as the site passes it. Any Unicode text; none of it is stored here."""

    title: str
    text: str
    industry: str = ""
    place: str = ""

    def of(self, field: JobField) -> str:
        return {
            JobField.TITLE: self.title,
            JobField.TEXT: self.text,
            JobField.INDUSTRY: self.industry,
            JobField.PLACE: self.place,
        }[field]


@dataclass(frozen=True, slots=True)
class EarlierTag:
    """An earlier tag of the same employer: its trade, what became of it, and how many days ago."""

    trade: Trade
    standing: Standing
    days_ago: int


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of the employer. `scope` is the licence's 经营范围, None where it was not read."""

    scope: str | None = None
    earlier: tuple[EarlierTag, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one field, from `start` up to `end`, in code points of the text as it was given."""

    field: JobField
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contact:
    kind: ContactKind
    span: Span


@dataclass(frozen=True, slots=True)
class ToldSign:
    """One sign that told: its name in the lexicon, its points, and the first places where it stands.

    `core` signs name the trade or what only it does; others are common in honest posts too. Points are
    negative for a context that speaks for innocence.
    """

    name: str
    points: int
    core: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ScopeOpinion:
    """What the scope adds or takes away, and the licence entry of the lexicon that it names."""

    says: ScopeSays
    points: int = 0
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """What speaks for one trade. `score` is 0 to 100, the sum of all points here within these bounds."""

    trade: Trade
    score: int
    action: ScreeningAction
    signs: tuple[ToldSign, ...]
    scope: ScopeOpinion
    contact_points: int = 0
    history_points: int = 0


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """The tags, gravest first, of every trade that the text has a sign of; most of them ask for nothing."""

    lexicon: str
    action: ScreeningAction
    tags: tuple[Tag, ...]
    contacts: tuple[Contact, ...]

    def acting(self) -> tuple[Tag, ...]:
        """The tags behind the action."""
        return tuple(tag for tag in self.tags if tag.action is not ScreeningAction.NONE)
