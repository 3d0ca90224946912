"""When to send a request again, and after how long. Each is idempotent, by its method or by its key."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx2

# 408 and 425 ask for it, 429 and 503 say when, 502 and 504 come from what stands in front.
AGAIN: Final = frozenset({408, 425, 429, 502, 503, 504})
AGAIN_BY_CODE: Final = frozenset({"request_in_flight", "internal_error"})  # so says the table in docs/api.md
HOPELESS: Final = (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)  # wrong on our side, every time
FIRST_PAUSE: Final = 0.5  # seconds, doubled with each try
LONGEST_PAUSE: Final = 8.0  # seconds


def may_help(reply: httpx2.Response | httpx2.RequestError | None) -> bool:
    """Whether the same request may fare better another time."""
    if isinstance(reply, httpx2.Response):
        return reply.status_code in AGAIN or code_of(reply) in AGAIN_BY_CODE
    return isinstance(reply, httpx2.TransportError) and not isinstance(reply, HOPELESS)


def pause_before(tries: int, reply: httpx2.Response | httpx2.RequestError | None, chance: float) -> float:
    """Seconds to wait after so many tries: doubled each time, spread by chance, never below Retry-After.

    `chance`, 0 to 1, takes up to half of it away, so that clients that failed together do not return together
    ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
    """
    longest = min(FIRST_PAUSE * 2.0 ** (tries - 1), LONGEST_PAUSE)
    asked = retry_after(reply) if isinstance(reply, httpx2.Response) else None
    return max(longest * (1 - chance / 2), asked or 0.0)


def retry_after(response: httpx2.Response) -> float | None:
    """The header Retry-After in seconds from now, whether it holds seconds or a date (RFC 9110, 10.2.3)."""
    text: str = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds: float = (aware - datetime.now(UTC)).total_seconds()
    return max(seconds, 0.0)


def code_of(response: httpx2.Response) -> str:
    """The stable code of a problem document; "" for everything else."""
    try:
        code = response.json().get("code")
    except (ValueError, AttributeError):
        return ""
    return code if isinstance(code, str) else ""
