"""From an upright page to its traces: the signals of each field, calibrated. Measures and never judges."""

from collections.abc import Mapping
from typing import Final

from models.traces.calibration import Calibration, unavailable
from models.traces.grid import Stored
from models.traces.patches import Page
from models.traces.raw import RawField, RawPage, Stood, raw
from verifier.domain.reading import FieldName, Frame, LicenceReading
from verifier.domain.traces import Channel, FieldTraces, Signal, SignalTrace, Traces

NO_PRINT: Final = "No value of a field could be measured against other print of the page."
NO_KIND: Final = "No genuine pages that came the same way are known to compare with."
DIGITS: Final = 3  # decimals kept of every number


def traced(page: Page, reading: LicenceReading, stored: Stored, calibration: Calibration) -> Traces:
    """The traces of a page, H × W × 3, uint8, BGR, upright as in `reading`, and stored as `stored` says."""
    return weighed(raw(page, reading, stored), reading.frame, calibration)


def weighed(found: RawPage, frame: Frame, calibration: Calibration) -> Traces:
    """The signals of a page with their evidence."""
    genuine = calibration.genuine.get(found.channel, 0)
    if (reason := _reason(found, calibration)) is not None:
        everything = tuple(Signal)
        return Traces(
            frame, found.channel, calibration.version, genuine, unavailable=everything, reason=reason
        )
    score = calibration.score(found)
    fields = (_field(name, field, found.channel, calibration) for name, field in found.fields.items())
    return Traces(
        frame=frame,
        channel=found.channel,
        calibration=calibration.version,
        genuine=genuine,
        fields_evidence=round(score.fields, DIGITS),
        values_evidence=round(score.values, DIGITS),
        fields=tuple(sorted(fields, key=lambda field: -field.evidence)),
        page=_traces(found.values, found.channel, calibration),
        unavailable=unavailable(found),
    )


def _reason(found: RawPage, calibration: Calibration) -> str | None:
    if not any(field.signals for field in found.fields.values()):
        return NO_PRINT
    return None if calibration.signals.get(found.channel) else NO_KIND


def _field(name: FieldName, field: RawField, way: Channel, calibration: Calibration) -> FieldTraces:
    signals = _traces(field.signals, way, calibration)
    return FieldTraces(name, field.boxes, round(sum(one.evidence for one in signals), DIGITS), signals)


def _traces(found: Mapping[Signal, Stood], way: Channel, calibration: Calibration) -> tuple[SignalTrace, ...]:
    """The signals that speak, strongest first."""
    weighty = ((calibration.evidence(way, signal, stood), signal, stood) for signal, stood in found.items())
    ranked = sorted((one for one in weighty if one[0] > 0), key=lambda one: -one[0])
    return tuple(_trace(evidence, signal, stood) for evidence, signal, stood in ranked)


def _trace(evidence: float, signal: Signal, stood: Stood) -> SignalTrace:
    standing = stood.standing
    numbers = (standing.value, standing.peers, standing.spread, evidence)
    value, peers, spread, rounded = (round(number, DIGITS) for number in numbers)
    return SignalTrace(signal, value, peers, spread, rounded)
