"""Makes a calibration out of the signals of genuine pages: numbers in, numbers out, no page and no personal
data.

Run by `python -m tests.bench traces_calibration`; nothing that runs in the service imports it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from models.traces.calibration import TAIL_FROM, Calibration, from_json
from models.traces.raw import RawPage
from verifier.domain.traces import Channel

KNOTS: Final = 9
FEWEST: Final = 12  # pages: of fewer no distribution is made, and the signal counts nothing there
HIGH: Final = 0.97  # the second percentile that the tail is laid through
HIGH_RARITY: Final = float(np.log((1 - TAIL_FROM) / (1 - HIGH)))  # how much rarer it is than the first
LEAST_SCALE: Final = {True: 0.05, False: 0.3}  # of log(1 + strength), of evidence: no tail is steeper
RESAMPLES: Final = 400
INTERVAL: Final = (2.5, 97.5)  # percentiles


@dataclass(frozen=True, slots=True)
class Genuine:
    """One genuine page; `drawn` tells specimens from photographs of real licences."""

    page: RawPage
    drawn: bool


def calibrated(pages: Sequence[Genuine], version: str) -> Calibration:
    """The distributions of these pages."""
    return from_json(figures(pages, version))


def figures(pages: Sequence[Genuine], version: str) -> dict[str, Any]:
    """The same as plain values, with the 95 % interval of every 97th percentile, as the file holds them."""
    signals = {way.value: _signals([one.page for one in pages if one.page.channel is way]) for way in Channel}
    genuine = {way.value: sum(one.page.channel is way for one in pages) for way in Channel}
    empty: dict[str, Any] = {"fields": {}, "fields_on_photos": None, "values": None}
    first = {"version": version, "genuine": genuine, "signals": signals, "sums": empty}
    return {**first, "sums": _sums(from_json(first), pages)}


def _signals(pages: Sequence[RawPage]) -> dict[str, Any]:
    found: dict[str, list[float]] = {}
    for page in pages:
        for signal, strength in page.strongest().items():
            found.setdefault(signal.value, []).append(strength)
    return {
        name: _curve(found[name], logarithmic=True) for name in sorted(found) if len(found[name]) >= FEWEST
    }


def _sums(calibration: Calibration, pages: Sequence[Genuine]) -> dict[str, Any]:
    drawn, real = ([one.page for one in pages if one.drawn is kind] for kind in (True, False))
    by_channel = {way: [page for page in drawn if page.channel is way] for way in Channel}
    # Where no photographs are at hand, drawn pages stand in for them; the file then says so by its numbers.
    photos = real if len(real) >= FEWEST else drawn
    return {
        "fields": {
            way.value: _curve([calibration.added(page)[0] for page in group], logarithmic=False)
            for way, group in by_channel.items()
            if len(group) >= FEWEST
        },
        "fields_on_photos": _sum_curve(calibration, photos, 0),
        "values": _sum_curve(calibration, photos, 1),
    }


def _sum_curve(calibration: Calibration, pages: Iterable[RawPage], which: int) -> dict[str, Any] | None:
    sums = [calibration.added(page)[which] for page in pages]
    return _curve(sums, logarithmic=False) if len(sums) >= FEWEST else None


def _curve(strengths: Sequence[float], *, logarithmic: bool) -> dict[str, Any]:
    values = np.sort(np.array(strengths, dtype=np.float64))
    knots = np.quantile(values, np.linspace(0, TAIL_FROM, KNOTS))
    scaled = np.log1p(np.maximum(values, 0)) if logarithmic else values
    low, high = np.quantile(scaled, (TAIL_FROM, HIGH))
    scale = max(float(high - low) / HIGH_RARITY, LEAST_SCALE[logarithmic])
    return {
        "n": len(values),
        "knots": [round(float(knot), 4) for knot in knots],
        "scale": round(scale, 4),
        "logarithmic": logarithmic,
        "percentile_97": [round(value, 3) for value in _interval(values)],
    }


def _interval(values: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[float, float]:
    """The bootstrapped 95 % interval of the 97th percentile."""
    rng = np.random.default_rng(len(values))
    drawn = rng.choice(values, (RESAMPLES, len(values)))
    low, high = np.percentile(np.quantile(drawn, HIGH, axis=1), INTERVAL)
    return float(low), float(high)
