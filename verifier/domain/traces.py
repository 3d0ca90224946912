"""Traces: what the pixels of a page say about whether its print was altered, field by field. Never a verdict.

A *signal* is one measure in which altered print stands out from the rest of its page. Its *evidence* is the
natural logarithm of how rarely genuine pages that came the same way show as much; evidence of different
signals is added up. Where the way a page came has wiped a signal out, it is unavailable, which is not the
same as none. Coordinates are pixels of the upright original, as in verifier.domain.reading.
"""

from dataclasses import dataclass
from enum import StrEnum

from verifier.domain.places import Box, FieldName, Frame


class Channel(StrEnum):
    """How a page came, as far as its pixels tell: each way leaves and wipes out other marks."""

    DIRECT = "direct"
    MESSENGER = "messenger"
    SCAN = "scan"
    SCREENSHOT = "screenshot"


class Signal(StrEnum):
    """What is measured on the print of a field against its peers, or on all values against the labels."""

    FINE_NOISE = "fine_noise"  # the paper in the box is cleaner or grainier than around it
    COARSE_NOISE = "coarse_noise"
    NOISE = "noise"
    PAPER_COLOUR = "paper_colour"  # the paper in the box has another colour than around it
    DOUBLE_SAVING = "double_saving"  # the field lacks the marks of an earlier saving that its page bears
    DOUBLE_SAVING_CHARACTER = "double_saving_character"
    CRISPNESS = "crispness"
    EDGES = "edges"
    EDGES_CHARACTER = "edges_character"
    INK_EVENNESS = "ink_evenness"
    INK_SPECKLE = "ink_speckle"
    INK_COLOUR = "ink_colour"
    VALUES_DARKER = "values_darker"
    VALUES_EVENER = "values_evener"
    VALUES_ALIKE = "values_alike"
    VALUES_HARDER = "values_harder"
    VALUES_CRISPER = "values_crisper"
    VALUES_ON_CLEAN_PAPER = "values_on_clean_paper"
    VALUES_ON_SMOOTH_PAPER = "values_on_smooth_paper"


@dataclass(frozen=True, slots=True)
class SignalTrace:
    """One signal: the measured value, what its peers on the page measure, and how much evidence that is.

    `peers` is what the peers lead one to expect and `spread` their robust deviation, in the unit of `value`;
    `evidence` is from 0, as on half of all genuine pages, to 6.
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
    """What one page shows. Both sums are None where nothing could be measured, and `reason` then says why.

    `fields_evidence` is about ln n where one genuine page in n has a field that stands out as much, and
    `values_evidence` where the values differ as much from the labels all together; `page` are the signals of
    the latter. `calibration` names the figures compared with, `genuine` from how many pages they are.
    `unavailable` are the signals that this page, or the way it came, cannot give.
    """

    frame: Frame
    channel: Channel
    calibration: str
    genuine: int
    fields_evidence: float | None = None
    values_evidence: float | None = None
    fields: tuple[FieldTraces, ...] = ()
    page: tuple[SignalTrace, ...] = ()
    unavailable: tuple[Signal, ...] = ()
    reason: str | None = None


def strongest(traces: Traces) -> tuple[FieldTraces, ...]:
    """The fields that carry the page's evidence, strongest first: all with half of the strongest's."""
    ranked = sorted(traces.fields, key=lambda field: -field.evidence)
    return tuple(field for field in ranked if field.signals and field.evidence >= ranked[0].evidence / 2)
