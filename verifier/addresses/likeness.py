"""Which domain another could be taken for: by the eye, by a slip, or by a name carried in it.

Letters are folded to those that they are taken for by Unicode's table of confusables (UTS 39), which
confusable-homoglyphs carries; distance is Damerau's, by rapidfuzz. A check says from where on it matters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from confusable_homoglyphs import confusables
from rapidfuzz.distance import DamerauLevenshtein

from verifier.addresses.known import KNOWN
from verifier.addresses.reading import registrable
from verifier.domain.mail import Resemblance, Whose

# What stands beside each other in a name in China: 公司abc. Letters of any other script among them do not.
TOGETHER: Final = frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"})
NEUTRAL: Final = frozenset({"COMMON", "INHERITED"})
LOOKS: Final = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "i": "l", "|": "l"})
PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
CARRIED_MIN: Final = 4  # characters; a shorter name stands in too many others by chance
_HYPHENS: Final = re.compile(r"[-_.]+")


def resemblances(domain: str, others: Iterable[tuple[Whose, str]]) -> tuple[Resemblance, ...]:
    """The nearest of each kind among these registrable domains and the known ones; itself is like nobody."""
    nearest: dict[Whose, Resemblance] = {}
    name = name_of(domain)
    for whose, other in (*others, *((Whose.KNOWN, one) for one in KNOWN)):
        if other == domain:
            if whose is Whose.KNOWN or whose is Whose.WEBSITE:
                return ()  # it is that firm's own: what else it is like says nothing
            continue
        found = _resemblance(name, whose, other)
        if whose not in nearest or _rank(found) < _rank(nearest[whose]):
            nearest[whose] = found
    return tuple(nearest.values())


def scripts_mixed(domain: str) -> bool:
    """Whether a part of it mixes scripts that no name mixes, or is Latin to the eye and to nobody else."""
    return any(_is_mixed(part) for part in readable(domain).split("."))


def readable(ascii_domain: str) -> str:
    """As people read it (RFC 5891); what is no IDN stays as it is."""
    return ".".join(_readable(part) for part in ascii_domain.split("."))


def name_of(domain: str) -> str:
    """What stands before the ending, as people read it."""
    found = registrable(domain) or domain
    return _readable(found.partition(".")[0])


@cache
def folded(name: str) -> str:
    """The name with every letter as the one that it is taken for."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    seen = "".join(map(_latin, plain)).translate(LOOKS)
    for pair, one in PAIRS:
        seen = seen.replace(pair, one)
    return seen


def _resemblance(name: str, whose: Whose, other: str) -> Resemblance:
    theirs = name_of(other)
    return Resemblance(
        whose=whose,
        domain=other,
        name=theirs,
        distance=int(DamerauLevenshtein.distance(name, theirs)),
        same_to_the_eye=name != theirs and folded(name) == folded(theirs),
        carries=_carries(name, theirs),
    )


def _carries(name: str, theirs: str) -> bool:
    parts = _HYPHENS.split(name)
    seen = {*parts, *(folded(part) for part in parts)}
    return len(theirs) >= CARRIED_MIN and len(parts) > 1 and bool(seen & {theirs, folded(theirs)})


def _rank(one: Resemblance) -> tuple[bool, bool, int, str]:
    return not one.same_to_the_eye, not one.carries, one.distance, one.domain


def _readable(part: str) -> str:
    if not part.startswith("xn--"):
        return part
    try:
        return part[4:].encode().decode("punycode")
    except UnicodeError:
        return part


def _is_mixed(part: str) -> bool:
    scripts = set(_scripts(part)) - NEUTRAL
    strange = scripts - TOGETHER
    if strange and len(scripts) > 1:
        return True
    return bool(strange) and "".join(map(_latin, part)).isascii()


def _scripts(part: str) -> Iterator[str]:
    return (str(confusables.alias(letter)) for letter in part)


@cache
def _latin(letter: str) -> str:
    """The ASCII letter that this one is taken for; itself where there is none."""
    if letter.isascii():
        return letter
    found = confusables.is_confusable(letter, greedy=True, preferred_aliases=[])
    options = [one["c"] for each in found or () for one in each["homoglyphs"]]
    plain = [one for one in options if len(one) == 1 and one.isascii() and one.isalnum()]
    return plain[0].casefold() if plain else letter
