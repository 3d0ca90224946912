"""Corporate mailboxes: an address taken apart, what its domain is measured by, and messages with a code.

Values alone. Lists and libraries that take an address apart are in `verifier.addresses`; a check judges.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

CODE_DIGITS: Final = 6
MASK: Final = "***"

ROLES: Final = frozenset({
    # RFC 2142: business-related, network operations, and services.
    "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet",
    "news", "webmaster", "www", "uucp", "ftp",
    # RFC 5321, 4.5.1 and common automatic senders.
    "mailer-daemon", "noreply", "no-reply", "donotreply", "do-not-reply", "root", "daemon", "nobody",
    # Own list: what firms call the boxes that several people read; English and pinyin.
    "admin", "administrator", "office", "contact", "contacts", "contactus", "hello", "hi", "mail", "email",
    "help", "helpdesk", "service", "services", "customerservice", "kefu", "hr", "hrd", "job", "jobs",
    "career", "careers", "recruit", "recruiting", "recruiter", "recruitment", "hiring", "talent", "zhaopin",
    "renshi", "xingzheng", "bangongshi", "caiwu", "shangwu", "shichang", "finance", "accounting", "billing",
    "legal", "press", "media", "pr", "business", "bd", "team", "all", "public", "company", "enquiry",
    "inquiry",
})  # fmt: skip
"""Boxes of an office: they prove the firm's domain, and nobody's being who they say."""


class DomainKind(StrEnum):
    """Who may have a mailbox there: the firm's people, anybody, anybody for ten minutes."""

    CORPORATE = "corporate"
    FREE = "free"
    DISPOSABLE = "disposable"


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address that is well formed. `domain` as people read it, `ascii_domain` as DNS does (RFC 5891).

    `registrable` is the part of the domain that somebody registered, in ASCII.
    """

    local: str = field(repr=False)
    domain: str
    ascii_domain: str
    registrable: str
    kind: DomainKind

    @property
    def text(self) -> str:
        """As it is shown to its owner, and kept, sealed."""
        return f"{self.local}@{self.domain}"

    @property
    def wire(self) -> str:
        """As it is handed to a mail server."""
        return f"{self.local}@{self.ascii_domain}"

    @property
    def comparable(self) -> str:
        """Equal for addresses that one mailbox reads, as nearly all servers have it: case says nothing."""
        return self.wire.casefold()

    @property
    def masked(self) -> str:
        """h***@example.cn: enough for its owner, too little for others."""
        return f"{self.local[:1]}{MASK}@{self.domain}"

    @property
    def is_role(self) -> bool:
        return self.local.casefold().partition("+")[0] in ROLES


class Whose(StrEnum):
    """Whose domain another one looks like."""

    WEBSITE = "website"  # of the employer itself, as declared
    EARLIER = "earlier"  # an employer of the same site, which proved it
    KNOWN = "known"  # a firm that everybody knows


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How a domain's name is like another's; both without their ending.

    `distance` counts characters to add, drop, replace or swap (Damerau-Levenshtein); `same_to_the_eye`: equal
    once every letter is the one that it is taken for; `carries`: the other's name stands in it between
    hyphens.
    """

    whose: Whose
    domain: str
    name: str
    distance: int
    same_to_the_eye: bool
    carries: bool


class TakesMail(StrEnum):
    """What the domain name system says of a domain."""

    YES = "yes"
    NO = "no"  # no such name, no server for it, or a null MX (RFC 7505)
    UNANSWERED = "unanswered"
    NOT_ASKED = "not_asked"


class Confirmed(StrEnum):
    """How somebody showed that they read the mailbox."""

    CODE = "code"
    LINK = "link"


class MessageState(StrEnum):
    """waiting → sent → confirmed, or one of the ends. It expires by its time alone."""

    WAITING = "waiting"
    SENT = "sent"
    CONFIRMED = "confirmed"
    BOUNCED = "bounced"
    FAILED = "failed"
    SPENT = "spent"
    DISOWNED = "disowned"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class MailFacts:
    """All that the checks of a corporate mailbox judge.

    `state` is that of the last message; `website` the registrable domain of the declared site; `others`
    counts accounts of the same site that are known by the domain already; `scripts_mixed`: one name is
    written in letters of several scripts.
    """

    address: MailAddress
    confirmed: Confirmed | None
    state: MessageState
    website: str | None
    others: int
    takes_mail: TakesMail
    scripts_mixed: bool
    resemblances: tuple[Resemblance, ...] = ()


LIVE: Final = frozenset({MessageState.WAITING, MessageState.SENT})


@dataclass(frozen=True, slots=True)
class MailMessage:
    """One message with a code. `expires_at` is moved when it was handed over: its time begins then."""

    id: str
    tenant_id: str
    proof_id: str
    address: MailAddress
    state: MessageState
    made_at: datetime
    expires_at: datetime
    wrong: int = 0
    takes_mail: TakesMail = TakesMail.NOT_ASKED
    settled_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        return self.state in LIVE and now < self.expires_at

    def missed(self) -> "MailMessage":
        """With one wrong code more."""
        return replace(self, wrong=self.wrong + 1)

    def ended(self, state: MessageState, at: datetime) -> "MailMessage":
        return replace(self, state=state, settled_at=at)

    def handed_over(self, at: datetime, life: timedelta) -> "MailMessage":
        return replace(self, state=MessageState.SENT, expires_at=at + life)


@dataclass(frozen=True, slots=True)
class Errand:
    """A message on its way to the mail server. `attempts` counts the claims, and so tells them apart."""

    message_id: str
    tenant_id: str
    proof_id: str
    due_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None


# After the first attempt, the second, …: a server that lists in grey wants five minutes (RFC 6647, 4.6), and
# whoever waits for a code waits no longer than half an hour.
PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=10),
)
JITTER: Final = 0.1  # of a pause, added at most
ATTEMPTS_MAX: Final = len(PAUSES) + 1


def pause_after(attempts: int, chance: float) -> timedelta | None:
    """How long to wait after so many attempts, from 1; None after the last. `chance` is 0 to 1."""
    return None if attempts >= ATTEMPTS_MAX else PAUSES[attempts - 1] * (1 + JITTER * chance)


class Carried(StrEnum):
    """What became of an attempt to hand a letter to the mail server."""

    TAKEN = "taken"
    REFUSED = "refused"  # there is no such mailbox, as the server says, for good
    LATER = "later"  # the server is away, busy, or refuses us and not the recipient
    UNFIT = "unfit"  # the server takes no such letter: an internationalised address it does not know


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a person reads it, in plain text and as simple HTML; `token` names it in bounces."""

    to: MailAddress
    message_id: str
    token: str
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Secrets:
    """What proves that a message was read. Derived from its id under a key, so that nothing is stored.

    An attempt that has to be made again says the same, and what a kill interrupted stays valid.
    """

    code: str = field(repr=False)
    link: str = field(repr=False)
    bounce: str = field(repr=False)


LINK_BYTES: Final = 24
BOUNCE_BYTES: Final = 8


def secrets_of(message_id: str, seed: bytes) -> Secrets:
    """From 32 bytes that only we know, a message's code, its link and its place in bounces."""
    number = message_id.partition("_")[2]
    code = int.from_bytes(_part(seed, "code")[:8]) % 10**CODE_DIGITS
    link = urlsafe_b64encode(_part(seed, "link")[:LINK_BYTES]).decode()
    return Secrets(f"{code:0{CODE_DIGITS}d}", f"{number}.{link}", f"{number}-{_bounce(seed)}")


def same(said: str, secret: str) -> bool:
    """In a time that tells nothing of either."""
    return hmac.compare_digest(said.encode("utf-8", "surrogatepass"), secret.encode())


def _bounce(seed: bytes) -> str:
    """In lower case, for on its way back a local part may have lost its case."""
    return _part(seed, "bounce")[:BOUNCE_BYTES].hex()


def _part(seed: bytes, name: str) -> bytes:
    return hmac.digest(seed, name.encode(), "sha256")
