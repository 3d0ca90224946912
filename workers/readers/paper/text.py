"""The text of a paper in reading order, and from a match in it back to the lines it was read from."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from verifier.domain.licence_forms import box_of
from verifier.domain.places import Box
from verifier.domain.written import Field, Line

SAME_ROW: Final = 0.5  # of a line's height by which two lines of one row may differ at their facing ends
BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a page as one text: rows under each other, or run together where `text` has no breaks.

    `owner` gives for every character of `text` the number of its line.
    """

    text: str
    owner: tuple[int, ...]
    lines: tuple[Line, ...]

    def field(self, match: re.Match[str], group: int = 1, normalised: str | None = None) -> Field:
        """The field that a group of a match is."""
        owners = sorted({self.owner[place] for place in range(*match.span(group))})
        lines = [self.lines[number] for number in owners]
        value = match[group].replace(BREAK, "").strip(" :,.;")
        return Field(value, normalised, min(line.score for line in lines), _around(map(box_of, lines)))


def rows(lines: Sequence[Line]) -> tuple[Text, Text]:
    """The page's text in rows, and the same without breaks; full width turned to half, no blanks."""
    ordered = _ordered(lines)
    texts = [(line, _dense(line.text)) for row in ordered for line in row]
    flat = tuple(line for line, _ in texts)
    broken, owners = "", []
    number = 0
    for row in ordered:
        for line in row:
            dense = _dense(line.text)
            broken += dense
            owners += [number] * len(dense)
            number += 1
        broken += BREAK
        owners.append(number - 1)
    kept = [place for place, character in enumerate(broken) if character != BREAK]
    run = Text("".join(broken[place] for place in kept), tuple(owners[place] for place in kept), flat)
    return Text(broken, tuple(owners), flat), run


def _dense(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _ordered(lines: Iterable[Line]) -> list[list[Line]]:
    """Rows from the top, each from the left; a row may climb or fall, as on a page held askew."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.polygon[0][0]):
        row = next((row for row in found if _continues(row[-1], line)), None)
        if row is None:
            found.append([line])
        else:
            row.append(line)
    return sorted(found, key=lambda row: _middle(row[0], 0, 3))


def _continues(last: Line, line: Line) -> bool:
    """Whether a line stands to the right of the last one of a row and at its height."""
    height = min(_height(last), _height(line))
    apart = line.polygon[0][0] - last.polygon[1][0]
    slope = (_middle(last, 1, 2) - _middle(last, 0, 3)) / max(last.polygon[1][0] - last.polygon[0][0], 1)
    expected = _middle(last, 1, 2) + slope * max(apart, 0)
    return apart > -height and abs(_middle(line, 0, 3) - expected) < SAME_ROW * height


def _middle(line: Line, first: int, second: int) -> float:
    return (line.polygon[first][1] + line.polygon[second][1]) / 2


def _height(line: Line) -> float:
    return max(line.polygon[3][1] - line.polygon[0][1], 1.0)


def _around(boxes: Iterable[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
