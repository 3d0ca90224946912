"""The date of issue out of the fragments that it is printed in, and where to read it as one strip.

The form prints 年 月 日 beforehand; the numbers are stamped between them, often out of register and under the
seal, so detection finds some of them and misses others. A strip along the whole row, read as one line, finds
what detection misses. Digits under a seal are easily misread, so readings vote.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from verifier.domain.reading import Line, Polygon
from workers.readers.licence.dates import iso_date
from workers.readers.licence.pieces import Piece

FRAGMENT: Final = re.compile(r"^[0-9〇○零一二三四五六七八九十廿卅元年月日oO.+\-\s]{1,16}$")
TELLING: Final = re.compile(r"[年月日]|20[0-4]\d|19\d\d|〇|○")
YEAR: Final = re.compile(r"^\s*(?:20[0-4]\d|19\d\d|[二一][〇○0零九][〇○0零一二九])")
TOKENS: Final = re.compile(r"^\D*((?:19|20)\d\d)\D+(\d{1,2})\D+(\d{1,2})\D*$")
RUN_TOGETHER: Final = re.compile(r"^((?:19|20)\d\d)年?(\d{3})日?$")
DAY_BEHIND: Final = re.compile(r"\d月日\d")  # the seal's rim read as a day: the month stands in its place
WHOLE: Final = re.compile(r"^(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|^[一二][^年]{3}年[^月]+月[^日]+日$")
SURE: Final = 0.97  # least score, 0–1, of a line that is believed without another one
LEAST_SCORE: Final = 0.8  # least score of a strip that counts at all
# In heights of the fragment that the strip starts from.
SPACED_OUT: Final = 20.0  # how far to the right a date in Chinese numerals may run
TIGHT: Final = 11.0  # and one in digits
BEFORE: Final = 5.0  # how far left of a fragment that is no year the year may begin
SLIM, TALL = (0.15, 0.15), (0.1, 0.9)  # what a strip takes in above and below: digits alone, 年月日 as well
SAME: Final = 0.2  # of a strip's height, how far apart the corners of two may be that show the same
HIGHER, LOWER = (1.1, -0.7), (-0.7, 1.1)  # the numbers may be stamped above or below 年月日


def date_in(text: str) -> str | None:
    """The one date that the fragments of a row can mean, as YYYY-MM-DD."""
    dense = unicodedata.normalize("NFKC", text)
    found = iso_date(dense)
    if found:
        return found
    tokens = TOKENS.match(dense)
    if tokens and not DAY_BEHIND.search(dense.replace(" ", "")):
        year, month, day = tokens.groups()
        return iso_date(f"{year}年{month}月{day}日")
    return None


def date_run_together(text: str) -> str | None:
    """The one date that seven digits without a gap can mean, as 2015413 can only mean April 13."""
    dense = unicodedata.normalize("NFKC", text)
    if together := RUN_TOGETHER.match(re.sub(r"\s", "", dense)):
        year, rest = together.groups()
        splits = {iso_date(f"{year}年{rest[:i]}月{rest[i:]}日") for i in (1, 2)} - {None}
        return splits.pop() if len(splits) == 1 else None
    return None


def strips(pieces: Sequence[Piece]) -> tuple[Polygon, ...]:
    """Strips over the row of the date, in pixels of the page; more where only 年月日 were found."""
    fragments = [p for p in pieces if FRAGMENT.match(unicodedata.normalize("NFKC", p.text))]
    seeds = [piece for piece in fragments if TELLING.search(piece.text)]
    if not seeds:
        return ()
    seed = max(seeds, key=lambda p: (bool(YEAR.match(p.text)), len(p.text), p.score))
    around = (SLIM, TALL) if YEAR.match(seed.text) else (SLIM, TALL, HIGHER, LOWER)
    return tuple(_strip(seed, above, below) for above, below in around)


def alike(one: Polygon, other: Polygon) -> bool:
    """Whether two strips show the same print: no corner is off by more than a fifth of the first's height."""
    near = SAME * math.dist(one[0], one[3])
    return all(math.dist(a, b) <= near for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class Vote:
    """One reading of the date. A whole date in one line, surely read, counts twice."""

    text: str
    found: str
    line: Line

    @property
    def weight(self) -> int:
        whole = WHOLE.match(self.text) and self.line.score >= SURE
        return 2 if whole else 1


def votes(lines: Sequence[Line]) -> list[Vote]:
    """What each of the lines says the date is, for those that say one."""
    read = [(line, unicodedata.normalize("NFKC", line.text)) for line in lines if line.score >= LEAST_SCORE]
    dated = [(line, text, date_in(text) or date_run_together(text)) for line, text in read]
    return [Vote(re.sub(r"\s", "", text), found, line) for line, text, found in dated if found]


def elected(cast: Sequence[Vote]) -> Vote | None:
    """The vote for the date that two readings give and at most one of four contradicts; None without one."""
    counts = Counter[str]()
    for vote in cast:
        counts[vote.found] += vote.weight
    if not counts:
        return None
    found, most = counts.most_common(1)[0]
    against = counts.total() - most
    if most < 2 or most < 3 * against:
        return None
    return max((vote for vote in cast if vote.found == found), key=lambda vote: vote.line.score)


def _strip(seed: Piece, above: float, below: float) -> Polygon:
    """A strip along the seed's own slope."""
    (x0, y0), (x1, y1), _, (_, y3) = seed.polygon
    unit = max(y3 - y0, 1.0)
    slope = (y1 - y0) / max(x1 - x0, 1.0) if len(seed.text) >= 4 else 0.0
    starts = bool(YEAR.match(seed.text))
    length = SPACED_OUT if "〇" in seed.text or "○" in seed.text else TIGHT
    left = x0 - (0.3 if starts else BEFORE) * unit
    right = (x0 if starts else max(x1, x0 + 2 * unit)) + (length if starts else BEFORE) * unit

    def at(x: float, y: float) -> tuple[float, float]:
        return x, y + slope * (x - x0)

    return (
        at(left, y0 - above * unit),
        at(right, y0 - above * unit),
        at(right, y0 + (1 + below) * unit),
        at(left, y0 + (1 + below) * unit),
    )
