"""Do the pixels of a licence show that its print was altered?

pass          no evidence found, which is not proof that there is none to find
concern       a field stands out from the rest of its page, or all values from their labels, as on few
              genuine ones
fail          never: no picture alone shows who altered it, or that anybody did
inconclusive  nothing could be measured, or the page was not looked at
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.traces import Channel, FieldTraces, Signal, SignalTrace, Traces, strongest

NAME: Final = "traces"
FIELDS_MAX: Final = "fields_evidence_max"
VALUES_MAX: Final = "values_evidence_max"
SPOKEN: Final = 2  # signals that a sentence names; the reading has them all


WORDS: Final[Mapping[Signal, str]] = {
    Signal.FINE_NOISE: "its paper is cleaner or grainier than the paper around it",
    Signal.COARSE_NOISE: "its paper is smoother or rougher than the paper around it",
    Signal.NOISE: "its paper has another noise than that of other lines",
    Signal.PAPER_COLOUR: "its paper has another colour than the paper around it",
    Signal.DOUBLE_SAVING: "it lacks the marks of an earlier saving that the rest of the page bears",
    Signal.DOUBLE_SAVING_CHARACTER: "a character lacks the marks of an earlier saving that the page bears",
    Signal.CRISPNESS: "its print is crisper than that of other lines",
    Signal.EDGES: "its edges are steeper than those of other lines",
    Signal.EDGES_CHARACTER: "one of its characters has steeper edges than the others",
    Signal.INK_EVENNESS: "its ink is more or less even than that of other lines",
    Signal.INK_SPECKLE: "its ink has less speckle than that of other lines",
    Signal.INK_COLOUR: "its ink has another colour than that of other lines",
    Signal.VALUES_DARKER: "they are darker",
    Signal.VALUES_EVENER: "their ink is more even",
    Signal.VALUES_ALIKE: "their characters are equally black",
    Signal.VALUES_HARDER: "their strokes have harder edges",
    Signal.VALUES_CRISPER: "their edges are steeper",
    Signal.VALUES_ON_CLEAN_PAPER: "their paper is cleaner",
    Signal.VALUES_ON_SMOOTH_PAPER: "their paper is smoother",
}


class Code(StrEnum):
    NONE_FOUND = "traces_none_found"
    FOUND = "traces_found"
    UNAVAILABLE = "traces_unavailable"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    traces = _of(licence)
    if traces is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNAVAILABLE, "The page was not searched for traces.")
    elif traces.fields_evidence is None or traces.values_evidence is None:
        detail = traces.reason or "Nothing could be measured."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNAVAILABLE, detail)
    else:
        found = tuple(_found(traces, traces.fields_evidence, traces.values_evidence, thresholds))
        yield from found or (_none(traces, traces.fields_evidence, thresholds[FIELDS_MAX]),)


def _of(licence: Licence) -> Traces | None:
    bodies = (one.body for one in licence.facts.readings if one.evidence_id == licence.evidence_id)
    return next((body for body in bodies if isinstance(body, Traces)), None)


def _found(traces: Traces, fields: float, values: float, thresholds: Thresholds) -> Iterator[Judgement]:
    if fields > (most := thresholds[FIELDS_MAX]):
        carriers = strongest(traces)
        detail = " ".join(_sentence(field) for field in carriers) or "Several fields stand out a little."
        boxes = tuple(box for field in carriers for box in field.boxes)
        yield Judgement(Outcome.CONCERN, Code.FOUND, detail, fields, most, boxes)
    if values > (most := thresholds[VALUES_MAX]):
        boxes = tuple(box for field in traces.fields for box in field.boxes)
        yield Judgement(Outcome.CONCERN, Code.FOUND, _of_values(traces), values, most, boxes)


def _none(traces: Traces, fields: float, most: float) -> Judgement:
    blind = f"; {len(traces.unavailable)} signals are unavailable" if traces.unavailable else ""
    detail = f"No evidence found among pages that came as {_way(traces.channel)}{blind}."
    return Judgement(Outcome.PASS, Code.NONE_FOUND, detail, fields, most)


def _sentence(field: FieldTraces) -> str:
    measured = "; ".join(_measured(signal) for signal in field.signals[:SPOKEN])
    return f"The field {field.field} stands out: {measured}."


def _of_values(traces: Traces) -> str:
    measured = "; ".join(_measured(signal) for signal in traces.page[:SPOKEN])
    return f"All values stand out from the labels: {measured}."


def _measured(trace: SignalTrace) -> str:
    return f"{WORDS[trace.signal]} ({trace.value}; its peers {trace.peers} ± {trace.spread})"


def _way(channel: Channel) -> str:
    return {
        Channel.DIRECT: "direct photos",
        Channel.MESSENGER: "pictures passed on by a messenger, which wipes much out",
        Channel.SCAN: "scans",
        Channel.SCREENSHOT: "screenshots or drawn pages",
    }[channel]


CHECK: Final = of_each_licence(NAME, Code, judge, (FIELDS_MAX, VALUES_MAX))
