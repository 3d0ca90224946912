"""How rare a signal's strength is among genuine pages that came the same way, as evidence that can be added
up.

The figures are a versioned file of numbers, made by models.traces.calibrating; no page is in it. Up to the
80th percentile the share of genuine pages is counted, beyond it a fitted tail is followed, so that what is
stronger than all genuine pages seen is still told apart.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.traces.raw import RawField, RawPage, Stood
from verifier.domain.traces import Channel, Signal

FILE: Final = Path(__file__).with_name("calibration-v1.json")
TAIL_FROM: Final = 0.8  # share of genuine pages that is counted; the rest follows the tail
MOST: Final = 6.0  # evidence of one signal at most, so that none decides on the strength of its tail alone
BEGINS: Final = math.log(2)  # what half of all genuine pages show is no evidence
# Values are printed later than labels, by another printer: one genuine page in twenty differs as much as
# this, and up to there the comparison of all values with the labels says nothing.
USUAL_DIFFERENCE: Final = math.log(20)


@dataclass(frozen=True, slots=True)
class Curve:
    """One distribution on genuine pages: `knots` are its quantiles in equal steps from 0 to the 80th
    percentile.

    Beyond the last knot, rarity grows by 1 for every `scale` of log(1 + strength) where `logarithmic`, or of
    the strength itself.
    """

    n: int
    knots: tuple[float, ...]
    scale: float
    logarithmic: bool

    def rarity(self, strength: float) -> float:
        """ln n where one genuine page in n is as strong."""
        top = self.knots[-1]
        if strength <= top:
            below = float(np.interp(strength, self.knots, np.linspace(0, TAIL_FROM, len(self.knots))))
            return -math.log(max(1 - below, 1 - TAIL_FROM))
        beyond = self._scaled(strength) - self._scaled(top)
        return -math.log(1 - TAIL_FROM) + beyond / self.scale

    def _scaled(self, strength: float) -> float:
        return math.log1p(max(strength, 0.0)) if self.logarithmic else strength


@dataclass(frozen=True, slots=True)
class Sums:
    """How summed evidence is distributed: of fields on drawn pages and on photos, of values on photos."""

    fields: Mapping[Channel, Curve]
    fields_on_photos: Curve | None
    values: Curve | None


@dataclass(frozen=True, slots=True)
class Score:
    """What the whole page shows: by its fields, by all its values, and together, each about ln n."""

    fields: float
    values: float

    @property
    def page(self) -> float:
        return max(self.fields, self.values if self.values > USUAL_DIFFERENCE else 0.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """All distributions of one version."""

    version: str
    genuine: Mapping[Channel, int]
    signals: Mapping[Channel, Mapping[Signal, Curve]]
    sums: Sums

    def evidence(self, way: Channel, signal: Signal, stood: Stood) -> float:
        """Evidence of one signal, 0 to MOST; 0 where no genuine pages of the channel say what is usual."""
        curve = self.signals.get(way, {}).get(signal)
        return 0.0 if curve is None else min(max(curve.rarity(stood.strength) - BEGINS, 0.0), MOST)

    def added(self, page: RawPage) -> tuple[float, float]:
        """The page's summed evidence: each signal's strongest field, and all values against the labels."""
        strongest: dict[Signal, float] = {}
        for field in page.fields.values():
            for signal, evidence in self.of_field(page.channel, field).items():
                strongest[signal] = max(evidence, strongest.get(signal, 0.0))
        values = sum(self.evidence(page.channel, signal, stood) for signal, stood in page.values.items())
        return sum(strongest.values()), values

    def of_field(self, way: Channel, field: RawField) -> dict[Signal, float]:
        return {signal: self.evidence(way, signal, stood) for signal, stood in field.signals.items()}

    def score(self, page: RawPage) -> Score:
        """How rare the page's sums are among genuine pages, against whichever of their sources shows more."""
        fields, values = self.added(page)
        return Score(self.rarity_of_fields(page.channel, fields), _rarity(values, self.sums.values))

    def rarity_of_fields(self, way: Channel, added: float) -> float:
        known = (self.sums.fields.get(way), self.sums.fields_on_photos)
        return min((_rarity(added, curve) for curve in known if curve is not None), default=0.0)


def available(page: RawPage) -> frozenset[Signal]:
    """The signals that could be measured on the page."""
    of_fields = {signal for field in page.fields.values() for signal in field.signals}
    return frozenset(of_fields | set(page.values))


def unavailable(page: RawPage) -> tuple[Signal, ...]:
    """The signals that the page, or the way it came, cannot give."""
    known = available(page)
    return tuple(signal for signal in Signal if signal not in known)


def _rarity(added: float, curve: Curve | None) -> float:
    return 0.0 if curve is None else curve.rarity(added)


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """The calibration that ships with the code."""
    return from_json(json.loads(FILE.read_text(encoding="utf-8")))


def from_json(stored: Mapping[str, Any]) -> Calibration:
    """A calibration out of the plain values of its file. Raises KeyError or ValueError for another shape."""
    sums = stored["sums"]
    return Calibration(
        stored["version"],
        {Channel(way): int(n) for way, n in stored["genuine"].items()},
        {
            Channel(way): {Signal(name): _curve(curve) for name, curve in curves.items()}
            for way, curves in stored["signals"].items()
        },
        Sums(
            {Channel(way): _curve(curve) for way, curve in sums["fields"].items()},
            _optional(sums["fields_on_photos"]),
            _optional(sums["values"]),
        ),
    )


def _optional(curve: Mapping[str, Any] | None) -> Curve | None:
    return None if curve is None else _curve(curve)


def _curve(stored: Mapping[str, Any]) -> Curve:
    return Curve(
        int(stored["n"]),
        tuple(stored["knots"]),
        float(stored["scale"]),
        logarithmic=bool(stored["logarithmic"]),
    )
