"""Traces: what the pixels of a page say about whether its print was altered, field by field. Never a verdict.

A *signal* is one measure in which altered print stands out from the rest of its page. Its *evidence* is the
natural logarithm of how rarely genuine pages that came the same way show as much; evidences of different signals
are added up. Where the way a page came has wiped a signal out, it is unavailable, which is not the same as none.
Coordinates are pixels of the upright original, as in verifier.domain.reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from verifier.domain.reading import Box, FieldName, Frame


class Channel(StrEnum):
    """How a page came, as far as its pixels tell: each way leaves and wipes out other marks."""

    DIRECT = "direct"
    MESSENGER = "messenger"
    SCAN = "scan"
    SCREENSHOT = "screenshot"


class Signal(StrEnum):
    """What is measured on the print of a field, or on the values of a page together."""

    DARKNESS = "darkness"
    EVENNESS = "evenness"
    INK_COLOUR = "ink_colour"
    EDGES = "edges"
    PAPER_NOISE = "paper_noise"
    PAPER_COLOUR = "paper_colour"
    RESAVING = "resaving"
    DOUBLE_SAVING = "double_saving"
    VALUES_DARKNESS = "values_darkness"
    VALUES_EVENNESS = "values_evenness"
    VALUES_EDGES = "values_edges"
    VALUES_PAPER = "values_paper"


@dataclass(frozen=True, slots=True)
class SignalTrace:
    """One signal: the measured value, what its peers on the page measure, and how much evidence that is.

    `peers` is the peers' median and `spread` their robust deviation, in the unit of `value`; `evidence` is from
    0, as on most genuine pages.
    """

    signal: Signal
    value: float
    peers: float
    spread: float
    evidence: float


@dataclass(frozen=True, slots=True)
class FieldTraces:
    """What one field shows: the boxes of its lines, and the signals that speak, strongest first."""

    field: FieldName
    boxes: tuple[Box, ...]
    evidence: float
    signals: tuple[SignalTrace, ...] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """What one page shows. `evidence` is None where nothing could be measured, and `reason` then says why.

    `calibration` names the version of the genuine pages compared with, `genuine` how many came the same way.
    `unavailable` are the signals that this page cannot give.
    """

    frame: Frame
    channel: Channel
    calibration: str
    genuine: int
    evidence: float | None
    fields: tuple[FieldTraces, ...] = ()
    page: tuple[SignalTrace, ...] = ()
    unavailable: tuple[Signal, ...] = ()
    reason: str | None = None


def suspicious(traces: Traces, least: float) -> tuple[FieldTraces, ...]:
    """The fields with at least so much evidence, strongest first."""
    strong: Iterable[FieldTraces] = (field for field in traces.fields if field.evidence >= least)
    return tuple(sorted(strong, key=lambda field: -field.evidence))
