"""How far a value stands out from its peers on the page, in robust deviations. Knows measures, not what they
mean.

Some measures change smoothly over a page, with light and focus, or with the size of print; for those the
peers' trend is taken out first.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.traces.measures import Measure

Values = NDArray[np.float64]

FEWEST: Final = 5  # peers: of fewer, neither middle nor spread is worth anything
MAD: Final = 1.4826  # from a median absolute deviation to the standard deviation of a normal distribution
STIFFNESS: Final = 0.24  # ridge penalty of the trend, in units of one peer at the page's edge
# The least spread that is believed, in the measure's unit: peers that happen to agree make nobody an outlier.
FLOORS: Final[Mapping[Measure, float]] = {
    Measure.INK_BLUE: 1.0,
    Measure.INK_RED: 1.0,
    Measure.INK_STEP: 0.02,
    Measure.EDGE_STEP: 0.1,
    Measure.NOISE: 0.08,
    Measure.FINE_NOISE: 0.08,
    Measure.COARSE_NOISE: 0.08,
    Measure.STEP_BLUE: 0.4,
    Measure.STEP_RED: 0.4,
    Measure.DOUBLE_LEAST: 0.08,
}
FLOOR: Final = 0.06


@dataclass(frozen=True, slots=True)
class Standing:
    """A value, its peers' middle and spread, in the measure's unit."""

    value: float
    peers: float
    spread: float

    @property
    def deviations(self) -> float:
        return (self.value - self.peers) / self.spread


@dataclass(frozen=True, slots=True)
class Crowd:
    """The patches of a page: their places, N × 3 (x, y as shares of the page, log height), and measures."""

    places: Values
    measures: Mapping[Measure, Values]

    def standing(self, measure: Measure, own: Sequence[int], *, trend: bool) -> Standing | None:
        """The mean of some patches against all others; None where either are too few."""
        values = self.measures[measure]
        known = np.isfinite(values)
        mine = np.zeros(len(values), dtype=np.bool_)
        mine[list(own)] = True
        ours, others = mine & known, ~mine & known
        if not ours.any() or others.sum() < FEWEST:
            return None
        expected, rest = self._expected(values, ours, others, trend=trend)
        spread = max(MAD * float(np.median(np.abs(rest))), FLOORS.get(measure, FLOOR))
        return Standing(float(values[ours].mean()), float(expected.mean()), spread)

    def _expected(
        self, values: Values, ours: NDArray[np.bool_], others: NDArray[np.bool_], *, trend: bool
    ) -> tuple[Values, Values]:
        """What the others lead one to expect of ours, and the others' own deviations from it."""
        if not trend:
            middle = np.median(values[others])
            return np.full(1, middle), values[others] - middle
        inputs = np.column_stack([np.ones(others.sum()), self.places[others]])
        weights = np.ones(others.sum())
        for _ in range(2):  # the second time, peers that stand out themselves count less
            line = _fitted(inputs, values[others], weights)
            rest = values[others] - inputs @ line
            scale = max(1.5 * MAD * float(np.median(np.abs(rest))), 1e-3)
            weights = 1 / np.maximum(1, np.abs(rest) / scale)
        return np.column_stack([np.ones(ours.sum()), self.places[ours]]) @ line, rest

    def between(self, measure: Measure, ones: Sequence[int], others: Sequence[int]) -> Standing | None:
        """The middle of one group against that of another, by their common spread."""
        values = self.measures[measure]
        one, other = (group[np.isfinite(group)] for group in (values[list(ones)], values[list(others)]))
        if min(len(one), len(other)) < 3:
            return None
        middles = float(np.median(one)), float(np.median(other))
        apart = [
            float(np.median(np.abs(group - middle)))
            for group, middle in zip((one, other), middles, strict=True)
        ]
        spread = MAD * math.hypot(*apart) / math.sqrt(2)
        return Standing(*middles, max(spread, FLOORS.get(measure, FLOOR)))


def _fitted(inputs: Values, values: Values, weights: Values) -> Values:
    penalty = np.diag([1e-6, STIFFNESS, STIFFNESS, STIFFNESS])
    weighted = inputs * weights[:, None]
    return np.asarray(np.linalg.solve(inputs.T @ weighted + penalty, weighted.T @ values), dtype=np.float64)
