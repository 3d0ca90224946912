"""Single characters made comparable: widths, case, traditional and Japanese forms, letters of other scripts.

OpenCC is used as a table, character by character, so that a folded text still knows where each of its
characters stood. Whole phrases are not converted: a lexicon folds its own terms through the same table, and
that both sides agree is all that matters.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

import opencc

# Letters that look like Latin ones, after lower-casing: Cyrillic, then Greek.
_LOOK_ALIKE: Final = str.maketrans(
    "авеіјкмнорсѕтухѵԁԛԝ" + "αβεικνορτυχω",
    "abeijkmhopcstyxvdqw" + "abeiknoptuxw",
)  # fmt: skip
_IDEOGRAPHS: Final = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
_TABLE_SIZE: Final = 1 << 16  # Characters remembered; a text of rare ones costs time and no more memory.


@lru_cache(maxsize=_TABLE_SIZE)
def folded_character(character: str) -> str:
    """What one character counts as: mostly one other, several for a ligature, none for an invisible mark.

    Separators come back as they are; the caller decides which of them matter.
    """
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    plain = unicodedata.normalize("NFKC", character).casefold().translate(_LOOK_ALIKE)
    return plain.translate(_simplified())


@cache
def _simplified() -> Mapping[int, str]:
    """Traditional and Japanese forms to simplified ones, as a table for `str.translate`."""
    characters = "".join(chr(code) for codes in _IDEOGRAPHS for code in codes)
    # Japanese forms first become traditional; the other way round 単 would stay as it is.
    traditional = opencc.OpenCC("jp2t").convert("\n".join(characters))
    simplified = opencc.OpenCC("t2s").convert(traditional).split("\n")
    return {ord(one): other for one, other in zip(characters, simplified, strict=True) if one != other}
