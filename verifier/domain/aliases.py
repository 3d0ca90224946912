"""Aliases that a read carries in place of the seeker's own mail and phone: each leads to one read.

The site's mail server and exchange pass on what arrives there; nobody else can tell whose they are.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

TOKEN_BYTES: Final = 10  # of a mail alias: 80 random bits
EXTENSION_DIGITS: Final = 8
MAIL_PREFIX: Final = "r-"


@dataclass(frozen=True, slots=True)
class Aliases:
    """What one read is given; None of what the operator has not set up."""

    mail: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class AliasPool:
    """The domain whose mail the operator takes, and the numbers behind which extensions are dialled."""

    domain: str | None = None
    phones: tuple[str, ...] = ()

    def drawn(self) -> Aliases:
        """New ones, unguessable."""
        mail = f"{MAIL_PREFIX}{secrets.token_hex(TOKEN_BYTES)}@{self.domain}" if self.domain else None
        if not self.phones:
            return Aliases(mail)
        extension = f"{secrets.randbelow(10**EXTENSION_DIGITS):0{EXTENSION_DIGITS}}"
        return Aliases(mail, f"{secrets.choice(self.phones)},{extension}")


NO_ALIASES: Final = AliasPool()


def alias_hash(alias: str) -> str:
    """SHA-256, hex, of an alias however it was written down: case, blanks and hyphens do not matter."""
    written = alias.strip().casefold()
    if "@" not in written:
        written = "".join(one for one in written.replace("，", ",") if one.isdigit() or one == ",")
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
