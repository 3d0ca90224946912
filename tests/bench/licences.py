"""How well licences are read: exact match and character errors per field, over photos and specimens.

The photos are the sample data in ../shared/data; where it is absent only specimens are read. Labels that are
known to be wrong are left out (label_errors.toml; no value of a photo is kept there). Both sides are compared
after NFKC without blanks, brackets and punctuation in one form, dates, terms and amounts by their meaning.
Of scopes, the marks between items count alike where a photo hardly tells them apart (; and :, the comma, the
dot and the enumeration comma), and asterisks that fill a line up are left out, on both sides.
Misses are written to build/bench/licences-misses.txt, which stays on this machine. Turned and spoilt photos
are a fixed sample, each way another; BENCH_LICENCES=all takes every photo in every way, about an hour.
The time per page is compared with the bare ONNX sessions on a few of the images, in the same run.
"""

import json
import math
import os
import random
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image
from rapidfuzz.distance import Levenshtein

from fixtures.company import Form, Generation
from fixtures.rendering import Rendering
from fixtures.specimen import specimen
from models.ocr import TextEngine
from tests.bench import licence_job
from verifier.domain import credit_code, registration_number
from verifier.domain.reading import DocumentType, FieldName, LicenceReading, Reading, Unreadable
from workers.readers.licence import LicenceReader
from workers.readers.licence.amounts import plain_amount
from workers.readers.licence.dates import iso_date, iso_term
from workers.readers.licence.reader import LEAST_SIDE

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
MISSES = ROOT / "build" / "bench" / "licences-misses.txt"
SEED = 300
Z95 = 1.959964  # standard normal quantile of a 95 % interval

FIELDS = {
    "social_credit_code": FieldName.CODE, "code": FieldName.CODE, "regno": FieldName.CODE,
    "name": FieldName.NAME,
    "type": FieldName.TYPE, "legal_person": FieldName.PERSON, "rep": FieldName.PERSON,
    "registration_capital": FieldName.CAPITAL, "capital": FieldName.CAPITAL,
    "start_date": FieldName.ESTABLISHED, "established": FieldName.ESTABLISHED,
    "operation_date": FieldName.TERM, "term": FieldName.TERM, "location": FieldName.ADDRESS,
    "address": FieldName.ADDRESS, "business_scopes": FieldName.SCOPE, "authority": FieldName.AUTHORITY,
    "issued": FieldName.ISSUED,
}  # fmt: skip

LABEL_ERRORS = Path(__file__).with_name("label_errors.toml")
TIMED = {"specimen": 2, "photo": 8}  # images that the time per page is measured on

PUNCTUATION = str.maketrans("，。；：【】〔〕“”．、—–－", ',.;:[]()"".,---')
MARKS = str.maketrans({":": ";", ".": ",", "*": None})  # after PUNCTUATION, of scopes only
SAMPLES = {"turned": 20, "spoilt": 12}  # photos, where not all are taken
PNG = b"\x89PNG"
TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}

Page = Any  # H × W × 3, uint8, BGR
Spoil = Callable[[Page], Page]
Labelled = tuple[Path, Mapping[FieldName, str]]


@dataclass(slots=True)
class Tally:
    """Counts of one set of pages, by field."""

    right: Counter[FieldName] = field(default_factory=Counter)
    seen: Counter[FieldName] = field(default_factory=Counter)
    wrong_characters: Counter[FieldName] = field(default_factory=Counter)
    characters: Counter[FieldName] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    milliseconds: list[int] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        by_field = {str(name): self._of(name) for name in FieldName if self.seen[name]}
        typical = sorted(self.milliseconds)[len(self.milliseconds) // 2] if self.milliseconds else None
        return {**by_field, "pages": dict(self.others), "median_ms": typical, "n": len(self.milliseconds)}

    def _of(self, name: FieldName) -> dict[str, Any]:
        right, n = self.right[name], self.seen[name]
        low, high = wilson(right, n)
        errors = self.wrong_characters[name] / max(self.characters[name], 1)
        return {
            "exact": f"{right}/{n} = {right / n:.3f} [{low:.3f}, {high:.3f}]",
            "character_errors": round(errors, 4),
        }


def run() -> Mapping[str, Any]:
    """Figures by set of pages."""
    reader = LicenceReader(TextEngine.load())
    misses: list[str] = []
    figures: dict[str, Any] = {"time": licence_job.compared(TIMED), "specimens": _specimens(reader, misses)}
    if DATA.exists():
        figures |= _photos(reader, misses)
    MISSES.parent.mkdir(parents=True, exist_ok=True)
    MISSES.write_text("\n".join(misses) + "\n", encoding="utf-8")
    return figures


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson, 1927)."""
    share, z2 = right / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return middle - half, middle + half


def _specimens(reader: LicenceReader, misses: list[str]) -> Mapping[str, Any]:
    by_generation: dict[str, Tally] = defaultdict(Tally)
    kinds = [(form, generation, how) for form in Form for generation in Generation for how in _renderings()]
    for seed, (form, generation, how) in enumerate(kinds, start=SEED):
        drawn = specimen(seed, form=form, generation=generation, rendering=how)
        truth = {name: value for name, value in drawn.truth.items() if value}
        reading = reader.read("evd", drawn.data, drawn.media_type)
        tally = by_generation[str(generation)]
        tally.milliseconds.append(reading.milliseconds)
        _count(tally, f"specimen {seed} {form} {generation} {how}", truth, _body(reading), misses)
    return {generation: tally.figures() for generation, tally in by_generation.items()}


def _renderings() -> tuple[Rendering, ...]:
    return (Rendering.FLAT, Rendering.PHOTO)


def _photos(reader: LicenceReader, misses: list[str]) -> Mapping[str, Any]:
    labelled = list(_labelled())
    figures: dict[str, Any] = {"as they are": _way(reader, "as they are", None, labelled, misses)}
    spoilt: dict[str, Spoil] = {
        "JPEG 30": _jpeg_30,
        "blurred": _blurred,
        "askew": _askew,
        "1200 px": _at_1200,
    }
    turned = {f"turned by {turn}": _turned(turn) for turn in TURNS}
    for kind, ways in (("turned", turned), ("spoilt", spoilt)):
        for way, spoil in ways.items():
            taken = _sample(labelled, way, SAMPLES[kind])
            figures[way] = _way(reader, way, spoil, taken, misses)
    figures["negatives"] = _negatives(reader)
    return figures


def _sample(labelled: Sequence[Labelled], way: str, count: int) -> Sequence[Labelled]:
    """The same photos in every run, of those large enough to be read; all where that is asked for."""
    if os.environ.get("BENCH_LICENCES") == "all":
        return labelled
    large = [entry for entry in labelled if max(_size(entry[0])) >= LEAST_SIDE]
    return random.Random(f"{SEED} {way}").sample(large, count)


def _size(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        return image.size


def _way(
    reader: LicenceReader, way: str, spoil: Spoil | None, labelled: Iterable[Labelled], misses: list[str]
) -> Mapping[str, Any]:
    """Figures of the photos treated in one way: by folder, and by how the reader says the page is printed."""
    sets: dict[str, Tally] = defaultdict(Tally)
    for file, truth in labelled:
        body, milliseconds = _read(reader, file, spoil)
        told = body.printing if isinstance(body, LicenceReading) else None
        names = [file.parent.name] if spoil is None else ["all"]
        for name in [*names, *([f"printed as {told}"] if told and spoil is None else [])]:
            sets[name].milliseconds.append(milliseconds)
            noted = misses if name in names else []
            _count(sets[name], f"{way} {file.parent.name}/{file.name}", truth, body, noted)
    return {name: tally.figures() for name, tally in sets.items()}


def _negatives(reader: LicenceReader) -> Mapping[str, Any]:
    """Papers that are no licences, and how many of them were taken for one."""
    files = sorted((DATA / "documents").iterdir())
    bodies = [_read(reader, file, None)[0] for file in files]
    taken = sum(
        isinstance(b, LicenceReading) and b.document_type is DocumentType.BUSINESS_LICENCE for b in bodies
    )
    return {"n": len(files), "taken_for_a_licence": taken}


def _labelled() -> Iterator[tuple[Path, dict[FieldName, str]]]:
    licences, errors = DATA / "licences", label_errors()
    for entry in json.loads((licences / "photos.json").read_text(encoding="utf-8")):
        file = licences / entry["file"]
        yield file, _truth(entry["fields"], errors.get(file.stem, {}))
    for entry in json.loads((licences / "web.json").read_text(encoding="utf-8")):
        yield licences / "web" / entry["file"], _truth(entry["fields"], {})


def label_errors() -> Mapping[str, Mapping[FieldName, str]]:
    """By file and field, why a label is left out. Raises ValueError for what is no field."""
    listed = tomllib.loads(LABEL_ERRORS.read_text(encoding="utf-8"))
    return {
        file: {FieldName(name): reason for name, reason in fields.items()} for file, fields in listed.items()
    }


def _truth(labels: Mapping[str, str], errors: Mapping[FieldName, str]) -> dict[FieldName, str]:
    named = {FIELDS[label]: value for label, value in labels.items() if label in FIELDS and value}
    return {
        name: value
        for name, value in named.items()
        if name not in errors and not (name is FieldName.CODE and not _possible(value))
    }


def _possible(code: str) -> bool:
    return credit_code.is_valid(code) or registration_number.is_valid(code)


def _read(reader: LicenceReader, file: Path, spoil: Spoil | None) -> tuple[LicenceReading | Unreadable, int]:
    data = file.read_bytes()
    media_type = "image/png" if data.startswith(PNG) else "image/jpeg"  # some are not what their name says
    if spoil is not None:
        page = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
        data, media_type = cv2.imencode(".png", spoil(page))[1].tobytes(), "image/png"
    reading = reader.read("evd", data, media_type)
    return _body(reading), reading.milliseconds


def _body(reading: Reading) -> LicenceReading | Unreadable:
    assert isinstance(reading.body, LicenceReading | Unreadable), "the licence reader gives nothing else"
    return reading.body


def _count(
    tally: Tally,
    where: str,
    truth: Mapping[FieldName, str],
    body: LicenceReading | Unreadable,
    misses: list[str],
) -> None:
    if isinstance(body, Unreadable):
        tally.others[body.code] += 1
        return
    tally.others[str(body.document_type)] += 1
    for name, label in truth.items():
        found = body.fields.get(name)
        read = found.value if found else ""
        right = _meaning(name, read) in _meanings(name, label)
        tally.seen[name] += 1
        tally.right[name] += right
        plain, as_read = _comparable(name, label), _comparable(name, read)
        tally.characters[name] += len(plain)
        tally.wrong_characters[name] += min(len(plain), Levenshtein.distance(as_read, plain))
        if not right:
            misses.append(f"{where} {name}\n    label {label}\n    read  {read}")


def _meanings(name: FieldName, label: str) -> Iterable[str]:
    """What counts as right: the label, and where one label holds two fields, the one that is meant."""
    yield _meaning(name, label)
    if name is FieldName.TYPE:
        plain = _plain(label)
        for run in ("个人经营", "家庭经营"):
            if plain.endswith(run) or plain.startswith(run):
                yield plain.removesuffix(run).removeprefix(run)
    if name is FieldName.CAPITAL and len(label) % 2 == 0:
        yield _meaning(name, label[: len(label) // 2])  # some labels say it twice, as paid-in capital


def _meaning(name: FieldName, text: str) -> str:
    match name:
        case FieldName.CAPITAL:
            return plain_amount(text) or _plain(text)
        case FieldName.ESTABLISHED | FieldName.ISSUED:
            return iso_date(text) or _plain(text)
        case FieldName.TERM:
            return iso_term(text) or _plain(text)
        case _:
            return _comparable(name, text)


def _comparable(name: FieldName, text: str) -> str:
    return _plain(text).translate(MARKS) if name is FieldName.SCOPE else _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(PUNCTUATION)


def _turned(degrees: int) -> Spoil:
    return lambda page: cv2.rotate(page, TURNS[degrees])


def _jpeg_30(page: Page) -> Page:
    coded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 30])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


def _blurred(page: Page) -> Page:
    return cv2.GaussianBlur(page, (0, 0), 1.5)


def _askew(page: Page) -> Page:
    """Seen from the side: the right edge 15 % shorter than the left one."""
    height, width = page.shape[:2]
    inset = 0.075 * height
    before = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    after = np.array([[0, 0], [width, inset], [width, height - inset], [0, height]], dtype=np.float32)
    return cv2.warpPerspective(page, cv2.getPerspectiveTransform(before, after), (width, height))


def _at_1200(page: Page) -> Page:
    scale = min(1.0, 1200 / max(page.shape[:2]))
    return cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
