"""Why a confined parser gave up, in words that cross the process boundary. Callers make errors of them."""

from enum import StrEnum

from verifier.confined.peak import UNKNOWN, Peak


class Refusal(StrEnum):
    """The ways in which a confined parser can find a file to be of no use."""

    ENCRYPTED = "encrypted"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    ANIMATED = "animated"
    UNSUPPORTED = "unsupported"
    WITHOUT_PAGES = "without_pages"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COSTLY = "too_costly"  # killed at a limit of time


class Refused(Exception):
    """The parser ran and has no answer but this one; `peak` is what it took until then."""

    def __init__(self, refusal: Refusal, peak: Peak = UNKNOWN) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.peak = peak
