"""What a site may write into a field of ours: not too many characters, and none that cannot be kept."""

import re
from collections.abc import Mapping

from verifier.domain.errors import FieldError, Invalid

UNKEPT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # the categories Cc and Cs, which never change
TEXT_MAX = 500  # characters; the longest registered company names have about 100


def objection(text: str, limit: int = TEXT_MAX) -> str | None:
    """Why this text cannot be taken, in words for whoever sent it; None when it can."""
    if len(text) > limit:
        return f"At most {limit} characters"
    if UNKEPT.search(text):
        # PostgreSQL keeps no NUL, and half a surrogate pair is no character at all.
        return "Control characters and lone surrogates are not allowed"
    return None


def must_be_plain(texts: Mapping[str, str | None], limit: int = TEXT_MAX, *, lines: bool = False) -> None:
    """Raises Invalid for those that cannot be taken, by their pointers; `lines` lets a text have several."""
    said = {pointer: objection(_on_one_line(text, lines), limit) for pointer, text in texts.items() if text}
    if errors := [FieldError(pointer, words) for pointer, words in said.items() if words]:
        raise Invalid(errors=errors)


def must_say(texts: Mapping[str, str], limit: int = TEXT_MAX, *, lines: bool = False) -> None:
    """The same, and none may be blank."""
    if blank := [
        FieldError(pointer, "Must not be blank") for pointer, text in texts.items() if not text.strip()
    ]:
        raise Invalid(errors=blank)
    must_be_plain(texts, limit, lines=lines)


def _on_one_line(text: str, lines: bool) -> str:
    return text.translate(LINE_ENDS) if lines else text


LINE_ENDS = str.maketrans("\n\r\t", "   ")
