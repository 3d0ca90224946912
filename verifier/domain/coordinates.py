"""Places on the earth in degrees, and the two data in which they are told in China. Measures no distance.

A telephone's position is in WGS-84. Chinese maps show GCJ-02, the same place shifted by up to some 700 m, by
a transformation that is not published; the formula here was found from outside and is what libraries have
(github.com/googollee/eviltransform, after wuyongzheng). It agrees with the maps to some metres, so what was
told in GCJ-02 is converted and allowed that much more; the policy says how much.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_AXIS: Final = 6_378_245.0  # metres: the Krasovsky ellipsoid, which the transformation is defined on
_ECCENTRICITY2: Final = 0.00669342162296594323
_ORIGIN: Final = (35.0, 105.0)
_ROUNDS: Final = 6  # of the inversion; it gains two digits in each
# Outside of this the maps are not shifted.
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347


class Datum(StrEnum):
    """How a place was told."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Degrees: north and east are positive. Raises ValueError for what is no place."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError("a latitude is from -90 to 90 and a longitude from -180 to 180 degrees")


@dataclass(frozen=True, slots=True)
class Registered:
    """Where an address is said to be, and in which datum."""

    told: Coordinates
    datum: Datum = Datum.WGS84

    @property
    def wgs84(self) -> Coordinates:
        return self.told if self.datum is Datum.WGS84 else from_gcj02(self.told)


def to_gcj02(place: Coordinates) -> Coordinates:
    """Where Chinese maps show a place of WGS-84; outside of China the place itself."""
    if not (_SOUTH <= place.latitude <= _NORTH and _WEST <= place.longitude <= _EAST):
        return place
    north, east = _shift(place)
    return Coordinates(place.latitude + north, place.longitude + east)


def from_gcj02(shown: Coordinates) -> Coordinates:
    """The place of WGS-84 that Chinese maps show there: the inverse of `to_gcj02`, to well under a metre."""
    place = shown
    for _ in range(_ROUNDS):
        again = to_gcj02(place)
        place = Coordinates(
            place.latitude + shown.latitude - again.latitude,
            place.longitude + shown.longitude - again.longitude,
        )
    return place


def _shift(place: Coordinates) -> tuple[float, float]:
    """Degrees to the north and to the east."""
    y, x = place.latitude - _ORIGIN[0], place.longitude - _ORIGIN[1]
    latitude = math.radians(place.latitude)
    bend = 1 - _ECCENTRICITY2 * math.sin(latitude) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY2) / (bend * math.sqrt(bend))
    parallel = _AXIS / math.sqrt(bend) * math.cos(latitude)
    return math.degrees(_north(x, y) / meridian), math.degrees(_east(x, y) / parallel)


def _north(x: float, y: float) -> float:
    """Metres."""
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    waves = (
        20 * _sine(6 * x) + 20 * _sine(2 * x)
        + 20 * _sine(y) + 40 * _sine(y / 3)
        + 160 * _sine(y / 12) + 320 * _sine(y / 30)
    )  # fmt: skip
    return plain + waves * 2 / 3


def _east(x: float, y: float) -> float:
    """Metres."""
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    waves = (
        20 * _sine(6 * x) + 20 * _sine(2 * x)
        + 20 * _sine(x) + 40 * _sine(x / 3)
        + 150 * _sine(x / 12) + 300 * _sine(x / 30)
    )  # fmt: skip
    return plain + waves * 2 / 3


def _sine(half_turns: float) -> float:
    return math.sin(math.pi * half_turns)
