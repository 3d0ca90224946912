"""A page's signals before any calibration: for each field and for all values together, how far they stand
out.

Which measures make a signal, in which direction it counts, and on which channels it survives, is settled
here; docs/decisions/0010-traces.md says what was tried and what it measured.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from models.traces import blocks
from models.traces.channel import channel
from models.traces.grid import Grid, Stored, grid
from models.traces.measures import Measure, Measures, measures
from models.traces.patches import Page, Patch, patches
from models.traces.peers import Crowd, Standing
from verifier.domain.reading import Box, FieldName, LicenceReading
from verifier.domain.traces import Channel, Signal


@dataclass(frozen=True, slots=True)
class Recipe:
    """A signal out of one or two measures; `sign` is ±1 where one direction counts, 0 where both do."""

    measures: tuple[Measure, ...]
    sign: int = 0
    trend: bool = False


@dataclass(frozen=True, slots=True)
class Stood:
    """One signal of a field or page among its peers, and how strong it is in the direction that counts."""

    standing: Standing
    strength: float


@dataclass(frozen=True, slots=True)
class RawField:
    boxes: tuple[Box, ...]
    signals: Mapping[Signal, Stood]


@dataclass(frozen=True, slots=True)
class RawPage:
    """Every signal of a page that could be measured; `values` are those of all values against the labels."""

    channel: Channel
    fields: Mapping[FieldName, RawField]
    values: Mapping[Signal, Stood]

    def strongest(self) -> dict[Signal, float]:
        """Each signal's greatest strength on the page."""
        found = {signal: stood.strength for signal, stood in self.values.items()}
        for field in self.fields.values():
            for signal, stood in field.signals.items():
                found[signal] = max(stood.strength, found.get(signal, stood.strength))
        return found


# Two-sided where a forger may err either way: pasted paper is grainier than its page, erased paper is
# cleaner.
FIELD_SIGNALS: Final[Mapping[Signal, Recipe]] = {
    Signal.FINE_NOISE: Recipe((Measure.FINE_NOISE,)),
    Signal.COARSE_NOISE: Recipe((Measure.COARSE_NOISE,)),
    Signal.NOISE: Recipe((Measure.NOISE,)),
    Signal.PAPER_COLOUR: Recipe((Measure.STEP_BLUE, Measure.STEP_RED)),
    Signal.DOUBLE_SAVING: Recipe((Measure.DOUBLE,), -1),
    Signal.DOUBLE_SAVING_CHARACTER: Recipe((Measure.DOUBLE_LEAST,), -1, trend=True),
    Signal.CRISPNESS: Recipe((Measure.CRISPNESS,), +1),
    Signal.EDGES: Recipe((Measure.EDGE,), +1),
    Signal.EDGES_CHARACTER: Recipe((Measure.EDGE_STEP,), +1),
    Signal.INK_EVENNESS: Recipe((Measure.INK_SPREAD,), trend=True),
    Signal.INK_SPECKLE: Recipe((Measure.INK_SPECKLE,), -1),
    Signal.INK_COLOUR: Recipe((Measure.INK_BLUE, Measure.INK_RED), trend=True),
}
VALUE_SIGNALS: Final[Mapping[Signal, Recipe]] = {
    Signal.VALUES_DARKER: Recipe((Measure.INK_LEVEL,), -1),
    Signal.VALUES_EVENER: Recipe((Measure.INK_SPREAD,), -1),
    Signal.VALUES_ALIKE: Recipe((Measure.INK_STEP,), +1),
    Signal.VALUES_HARDER: Recipe((Measure.SOFTNESS,), -1),
    Signal.VALUES_CRISPER: Recipe((Measure.EDGE,), +1),
    Signal.VALUES_ON_CLEAN_PAPER: Recipe((Measure.FINE_NOISE,), -1),
    Signal.VALUES_ON_SMOOTH_PAPER: Recipe((Measure.COARSE_NOISE,), -1),
}
# Scaling wipes out what an earlier saving left and the finest noise; what is left are colours, edges and
# coarse noise. A signal that does not survive only adds chance, so it is called unavailable instead.
_SCALED: Final = frozenset(
    {
        Signal.COARSE_NOISE,
        Signal.NOISE,
        Signal.PAPER_COLOUR,
        Signal.CRISPNESS,
        Signal.EDGES_CHARACTER,
        Signal.INK_EVENNESS,
        Signal.INK_COLOUR,
    }
)
_AT_FIRST_HAND: Final = frozenset(FIELD_SIGNALS) - {Signal.NOISE, Signal.EDGES_CHARACTER, Signal.INK_COLOUR}
SURVIVING: Final[Mapping[Channel, frozenset[Signal]]] = {
    Channel.DIRECT: _AT_FIRST_HAND,
    Channel.SCAN: _AT_FIRST_HAND,
    Channel.MESSENGER: _SCALED,
    Channel.SCREENSHOT: _SCALED,
}


def raw(page: Page, reading: LicenceReading, stored: Stored) -> RawPage:
    """The signals of an upright page, H × W × 3, uint8, BGR, as it was read and as its file stored it."""
    way = channel(page, stored)
    cut = patches(page, reading)
    if not cut:
        return RawPage(way, {}, {})
    found = [measures(patch) for patch in cut]
    if (lattice := grid(stored, reading.frame.rotation)) is not None and way in (
        Channel.DIRECT,
        Channel.SCAN,
    ):
        _add_blocks(found, cut, lattice)
    crowd = _crowd(page, cut, found)
    of_values = [number for number, patch in enumerate(cut) if patch.field is not None]
    labels = [number for number, patch in enumerate(cut) if patch.field is None]
    names = dict.fromkeys(patch.field for patch in cut if patch.field is not None)
    return RawPage(
        way,
        {name: _field(crowd, cut, name, way) for name in names},
        {
            signal: stood
            for signal, recipe in VALUE_SIGNALS.items()
            if (stood := _stood(recipe, [crowd.between(recipe.measures[0], of_values, labels)])) is not None
        },
    )


def _field(crowd: Crowd, cut: Sequence[Patch], name: FieldName, way: Channel) -> RawField:
    own = [number for number, patch in enumerate(cut) if patch.field == name]
    found = {}
    for signal, recipe in FIELD_SIGNALS.items():
        if signal in SURVIVING[way]:
            standings = [crowd.standing(measure, own, trend=recipe.trend) for measure in recipe.measures]
            if (stood := _stood(recipe, standings)) is not None:
                found[signal] = stood
    return RawField(tuple(cut[number].box for number in own), found)


def _stood(recipe: Recipe, standings: Sequence[Standing | None]) -> Stood | None:
    known = [standing for standing in standings if standing is not None]
    if len(known) < len(standings):
        return None
    if len(known) == 1:
        deviations = known[0].deviations
        return Stood(known[0], recipe.sign * deviations if recipe.sign else abs(deviations))
    # A colour has two coordinates; its distance from the peers' is given in their deviations.
    distance = math.hypot(*(standing.deviations for standing in known))
    return Stood(Standing(distance, 0.0, 1.0), distance)


def _add_blocks(found: Sequence[Measures], cut: Sequence[Patch], lattice: Grid) -> None:
    """What the blocks of each field or label say, against the blocks of all others."""
    levels = [blocks.levels(patch, lattice) for patch in cut]
    counts = [blocks.histogram(level) for level in levels]
    everything = np.sum(counts, axis=0)
    for number, patch in enumerate(cut):
        own = [
            count
            for other, count in enumerate(counts)
            if other == number or (patch.field is not None and cut[other].field == patch.field)
        ]
        ratio = blocks.gaps(everything - np.sum(own, axis=0))
        whole, least = blocks.agreement(levels[number], ratio, patch.height)
        found[number].update({Measure.DOUBLE: whole, Measure.DOUBLE_LEAST: least})


def _crowd(page: Page, cut: Sequence[Patch], found: Sequence[Measures]) -> Crowd:
    height, width = page.shape[:2]
    boxes = np.array([patch.box for patch in cut], dtype=np.float64)
    sizes = np.log([patch.height for patch in cut])
    places = np.column_stack(
        [
            (boxes[:, 0] + boxes[:, 2]) / 2 / width - 0.5,
            (boxes[:, 1] + boxes[:, 3]) / 2 / height - 0.5,
            sizes - np.median(sizes),
        ]
    )
    columns = {
        measure: np.array([one.get(measure, float("nan")) for one in found], dtype=np.float64)
        for measure in Measure
    }
    return Crowd(places, columns)
