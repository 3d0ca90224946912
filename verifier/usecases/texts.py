"""What a site may write into a field of ours: not too many characters, and none that cannot be kept."""

import unicodedata

TEXT_MAX = 500  # characters; the longest registered company names have about 100


def objection(text: str, limit: int = TEXT_MAX) -> str | None:
    """Why this text cannot be taken, in words for whoever sent it; None when it can."""
    if len(text) > limit:
        return f"At most {limit} characters"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        # PostgreSQL keeps no NUL, and half a surrogate pair is no character at all.
        return "Control characters and lone surrogates are not allowed"
    return None
