"""Places on a page and the names of its fields: the words that every kind of reading shares.

Coordinates are pixels of the upright original, as verifier.domain.reading says.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Polygon: TypeAlias = tuple[Point, ...]
Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The upright page that coordinates refer to. `rotation` is degrees clockwise, one of 0, 90, 180, 270."""

    width: int
    height: int
    rotation: int = 0
    page: int = 1


class FieldName(StrEnum):
    """The fields of a business licence, under the one name each has here."""

    CODE = "code"
    NAME = "name"
    TYPE = "type"
    PERSON = "person"
    CAPITAL = "capital"
    ESTABLISHED = "established"
    TERM = "term"
    ADDRESS = "address"
    SCOPE = "scope"
    AUTHORITY = "authority"
    ISSUED = "issued"
