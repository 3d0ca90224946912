"""What the case page says beside what it is given: places on the picture, sources, what happened when.

Works on a file that is covered already, and can uncover nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from flask import json

from verifier.domain.advice import advise
from verifier.domain.audit_chain import Entry
from verifier.domain.decision import POLICY
from verifier.domain.finding import Finding, Measure, Outcome
from verifier.domain.picture import PictureKind
from verifier.domain.reading import Box, Polygon
from verifier.domain.traces import strongest
from verifier.usecases.review.case_file import CaseFile, Filmed, Judged, Sheet
from verifier.usecases.review.papers import PREFIX

GROUPS: Final = (Outcome.FAIL, Outcome.CONCERN, Outcome.INCONCLUSIVE, Outcome.PASS)
LAYERS: Final = ("suspicious", "fields", "lines", "qr", "seals", "traces")
SHOWN_FIRST: Final = frozenset({"suspicious", "fields"})
AGAINST: Final = (Outcome.FAIL, Outcome.CONCERN)


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on the picture, in the page's pixels; `points` as SVG writes them."""

    layer: str
    points: str
    field: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the timeline; `who` is an identifier, or nothing."""

    at: datetime
    key: str
    who: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


def sheet_of(file: CaseFile, evidence_id: str) -> Sheet | None:
    """The page that was asked for, else the newest that counts."""
    chosen = next((one for one in file.sheets if one.evidence.id == evidence_id), None)
    counting = [one for one in file.sheets if one.counts] or list(file.sheets)
    return chosen or (counting[-1] if counting else None)


def drawn(sheet: Sheet) -> bool:
    """Whether there is a picture of ours to show; else there is only what was handed in."""
    return any(one.kind in (PictureKind.PAGE, PictureKind.THUMBNAIL) for one in sheet.pictures)


def shapes(file: CaseFile, sheet: Sheet) -> Iterator[Shape]:
    """Everything that can be laid over the picture, what is suspicious last and so on top."""
    page = sheet.page
    if page is None:
        return
    for line in page.lines:
        yield Shape("lines", _points(line.polygon), words=line.text)
    for code in sheet.licence.qr_codes if sheet.licence else ():
        yield Shape("qr", _corners(code.box), words=code.host or "")
    for seal in page.seals:
        yield Shape("seals", _corners(seal.box), words=seal.text or "")
    yield from (Shape("fields", _corners(box), name) for name, box in _fields(sheet))
    yield from _suspicious(file, sheet)


def _fields(sheet: Sheet) -> Iterator[tuple[str, Box]]:
    """The fields of a page by the names that its rows have, with their places."""
    if sheet.licence:
        yield from ((name.value, found.box) for name, found in sheet.licence.fields.items())
    if sheet.paper:
        yield from ((row.field, box) for row in sheet.rows for box in row.boxes)
        if sheet.paper.portrait:
            yield f"{PREFIX}portrait", sheet.paper.portrait


def _suspicious(file: CaseFile, sheet: Sheet) -> Iterator[Shape]:
    """What stands out in the pixels, and what a check against the case points at."""
    seen: set[str] = set()
    for marked in strongest(sheet.traces) if sheet.traces and sheet.traces.fields else ():
        for box in marked.boxes:
            seen.add(_corners(box))
            yield Shape("suspicious", _corners(box), marked.field.value)
    for outcome in AGAINST:
        for judged in file.findings[outcome]:
            if sheet.evidence.id in judged.finding.evidence_ids:
                yield from (
                    Shape("suspicious", _corners(box), _field_at(sheet, box), judged.finding.code)
                    for box in judged.finding.boxes
                    if _corners(box) not in seen
                )


def _field_at(sheet: Sheet, box: Box) -> str:
    return next((name for name, place in _fields(sheet) if place == box), "")


def _corners(box: Box) -> str:
    left, top, right, bottom = box
    return _points(((left, top), (right, top), (right, bottom), (left, bottom)))


def _points(polygon: Polygon) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in polygon)


def layers(sheet: Sheet, there: Iterable[Shape]) -> tuple[str, ...]:
    """Those that have something to show."""
    known = {shape.layer for shape in there}
    if any(picture.kind is PictureKind.TRACES for picture in sheet.pictures):
        known.add("traces")
    return tuple(layer for layer in LAYERS if layer in known)


def suspected(there: Iterable[Shape]) -> frozenset[str]:
    """The fields that something suspicious is said of."""
    return frozenset(shape.field for shape in there if shape.layer == "suspicious" and shape.field)


def sources(file: CaseFile) -> tuple[str, ...]:
    """Which of the four sources say anything; declared and printed are there always."""
    spoken = tuple(one for one in ("qr", "registry") if any(getattr(row, one) for row in file.rows))
    return ("declared", "printed", *spoken)


def source(judged: Judged) -> str:
    """Where the threshold comes from, in the policy's words; else what the whole check rests on."""
    rule, threshold = judged.rule, judged.finding.threshold
    if rule is None:
        return ""
    named = (
        rule.threshold_sources[name]
        for name, value in rule.thresholds.items()
        if value == threshold and name in rule.threshold_sources
    )
    return next(named, rule.source)


def measure(value: Measure) -> str:
    """A measured value or threshold to be read."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.4g}"


def policy_version(file: CaseFile) -> str:
    """Under which version the findings were judged."""
    return file.rounds[-1].proposal.policy_version if file.rounds else ""


def against(file: CaseFile) -> tuple[Finding, ...]:
    """What kept the policy from verifying, whatever people said since."""
    mechanical = [one for one in file.rounds if one.decided_by == POLICY]
    return mechanical[-1].proposal.reasons if mechanical else ()


def advice(file: CaseFile, language: str) -> str:
    """What the applicant would be told of these reasons, a line each, to begin from."""
    return "\n".join(getattr(one, language) for one in advise(against(file)))


def timeline(file: CaseFile) -> Sequence[Happening]:
    """Everything that happened, newest first."""
    return sorted(_happenings(file), key=lambda one: one.at, reverse=True)


# Under which words what an entry tells is said; what has none is shown as it is.
TOLD: Final = {
    "state": "state_",
    "verdict": "verdict_",
    "what": "personal_",
    "reason": "reveal_",
    "outcome": "face_outcome_",
    "delivery": "delivery_",
    "event": "",
    "status": "",
    "number": "",
}


def told(one: Happening) -> Iterator[str]:
    """What to say of it beside what happened: words' keys, or plain texts."""
    yield from (f"{TOLD[name]}{text}" for name, text in one.told.items() if name in TOLD)


def since(file: CaseFile, moment: datetime, me: str) -> Sequence[Happening]:
    """What others did after somebody opened the page."""
    return [one for one in timeline(file) if one.at > moment and one.who != me]


def _happenings(file: CaseFile) -> Iterator[Happening]:
    yield from (_told(entry) for entry in file.timeline)
    for sheet in file.sheets:
        yield Happening(sheet.evidence.added_at, "evidence_added", told={"kind": sheet.evidence.kind.value})
    for event, delivery in file.deliveries:
        at = delivery.attempted_at or delivery.created_at
        status = {"status": str(delivery.status)} if delivery.status else {}
        yield Happening(at, "webhook", told={"event": event.type, "delivery": delivery.state, **status})
    for film in file.films:
        yield from _filmed(film)


def _filmed(film: Filmed) -> Iterator[Happening]:
    who = film.session.recruiter_id
    yield Happening(film.session.created_at, "film_asked", who)
    for attempt in film.attempts:
        if attempt.finished_at:
            yield Happening(attempt.finished_at, "film_made", who, {"number": str(attempt.number)})
    for decision, _ in film.decisions:
        yield Happening(
            decision.decided_at, "film_decided", decision.decided_by, {"outcome": decision.outcome}
        )


def _told(entry: Entry) -> Happening:
    at = datetime.fromisoformat(entry.moment)
    return Happening(at, entry.action.replace(".", "_"), entry.actor_id, json.loads(entry.details))
