"""Messages that came back: which letter they answer, and whether for good (RFC 3464).

Which letter it is stands in the address that it came back to (VERP), for what servers write differs; whether
for good is read from the report itself, or by flufl.bounce where a server writes none.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from flufl.bounce import all_failures

# The library logs the whole error of a detector, and with it what stood in somebody's message.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

TOKEN: Final = re.compile(r"bounce\+([0-9a-z]{26}-[0-9a-f]{16})@", re.IGNORECASE)
ADDRESSED: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
PERMANENT: Final = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Returned:
    token: str
    for_good: bool


def returned(message: Message) -> Returned | None:
    """None for what did not come back to an address of ours."""
    token = next(_tokens(message), None)
    if token is None:
        return None
    reported = [_is_permanent(one) for one in _reports(message)]
    return Returned(token, any(reported) if reported else _seems_permanent(message))


def _seems_permanent(message: Message) -> bool:
    """By the ways that servers have of saying it, which the library knows one by one.

    Some of its detectors stumble over a message that lacks a header; then nothing is known of it.
    """
    try:
        return bool(all_failures(message)[1])
    except (LookupError, ValueError, TypeError, AttributeError):
        return False


def _tokens(message: Message) -> Iterator[str]:
    for name in ADDRESSED:
        for value in message.get_all(name, []):
            if found := TOKEN.search(str(value)):
                yield found[1].casefold()


def _reports(message: Message) -> Iterator[Message]:
    """Of each recipient one; the first part of a report is about the message."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (one for one in blocks if isinstance(one, Message) and one["Action"])


def _is_permanent(report: Message) -> bool:
    failed = str(report["Action"]).strip().casefold() == "failed"
    return failed and PERMANENT.match(str(report["Status"] or "")) is not None
