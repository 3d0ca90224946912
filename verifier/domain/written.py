"""Lines, fields and seals: what a reader found written on a page, whatever the page is.

Coordinates are pixels of the upright original, as verifier.domain.reading says.
"""

from dataclasses import dataclass

from verifier.domain.places import Box, Polygon


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as the engine saw it; `score` is the engine's mean character probability, 0–1."""

    polygon: Polygon
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `value` as printed; `normalised` for comparison (ISO dates, plain amounts), or None.

    `score` is the lowest score among the lines it was read from, 0–1. `repairs` says in words how the value
    differs from what the engine read, if it does.
    """

    value: str
    normalised: str | None
    score: float
    box: Box
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """A round or oval seal in red ink. `text` is what its ring says, as far as it was read; `score` 0–1.

    `coverage` is the share of the ring that is inked, 0–1; `colour` its ink's mean red, green and blue.
    The box may reach beyond the page, as a seal may.
    """

    box: Box
    coverage: float
    colour: tuple[int, int, int]
    text: str | None = None
    score: float = 0.0
