"""The pages that the benchmark of traces and its calibration look at, with their signals; cached in
build/bench.

Genuine and tampered specimens are drawn from fixed seeds; photos are those of ../shared/data, where it is.
Each page is read once with the real engine; a change of models/traces measures signals anew and reads
nothing anew.
"""

import ast
import pickle
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import islice, product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageEnhance

from fixtures.company import Form, Generation
from fixtures.rendering import Rendering
from fixtures.specimen import specimen
from fixtures.tampering import Tampering, tampered
from models.ocr import TextEngine
from models.traces.raw import RawPage, raw
from verifier.domain.reading import Box, FieldName, LicenceReading
from workers.readers.licence import LicenceReader
from workers.readers.pages import upright
from workers.readers.traces import stored

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "licences"
CACHE = ROOT / "build" / "bench" / "forgery"
GENUINE = {Rendering.PHOTO: 60, Rendering.MESSENGER: 50, Rendering.SCAN: 24, Rendering.FLAT: 16}
TAMPERED = {Rendering.PHOTO: 7, Rendering.MESSENGER: 6, Rendering.SCAN: 2, Rendering.FLAT: 1}  # of each kind
GENUINE_SEED, TAMPERED_SEED = 1000, 3000
RETOUCHED = {"photos": 40, Rendering.PHOTO: 15}  # genuine pages that are brightened, cropped and turned
FRESH = {"second": (20_000, 20, 30_000, 23), "third": (50_000, 42, 60_000, 56)}  # seed and n, genuine, edits
# A sheet off a screen or a copier has no altered field: told apart from edits.
EDITS = tuple(kind for kind in Tampering if kind not in (Tampering.RECAPTURE, Tampering.PRINT_COPY))
CROP = 0.04  # of each side
PNG = b"\x89PNG"


@dataclass(frozen=True)
class Page:
    """One page: what it is, how it was drawn or which folder it is from, its signals, what was altered."""

    name: str
    kind: str
    source: str
    signals: RawPage
    milliseconds: float
    reading_seconds: float
    pixels: int
    altered: frozenset[FieldName] = field(default_factory=frozenset)


@dataclass(frozen=True)
class File:
    name: str
    kind: str
    source: str
    make: Callable[[], bytes]
    altered: frozenset[FieldName] = field(default_factory=frozenset)


def pages() -> list[Page]:
    """Every page of which fields were read, from the cache where it is there."""
    files = [*drawn_genuine(), *drawn_tampered(), *photographs()]
    return [page for file in files if (page := _page(file)) is not None]


def retouched() -> list[Page]:
    """Genuine pages that were innocently brightened, cropped or turned and saved again."""
    photos = [file for file in photographs() if file.source == "photos"]
    some = random.Random(7).sample(photos, min(RETOUCHED["photos"], len(photos)))
    drawn = [file for file in drawn_genuine() if file.source == Rendering.PHOTO][: RETOUCHED[Rendering.PHOTO]]
    found = (_retouched(file, way) for file in [*some, *drawn] for way in ("brightened", "cropped", "turned"))
    return [page for page in found if page is not None]


def fresh(name: str) -> list[Page]:
    """Pages after a messenger of seeds that no signal, calibration or threshold was chosen on."""
    genuine_seed, genuine, edited_seed, edited = FRESH[name]
    sound = (_drawn(genuine_seed + n, *_form(n), Rendering.MESSENGER) for n in range(genuine))
    rounds = product(range(edited), enumerate(EDITS))
    forged = (
        _forged(edited_seed + n + 101 * place, kind, *_form(n + place), Rendering.MESSENGER)
        for n, (place, kind) in islice(rounds, edited)
    )
    return [page for file in (*sound, *forged) if (page := _page(file)) is not None]


def drawn_genuine() -> Iterator[File]:
    for rendering, count in GENUINE.items():
        for number in range(count):
            form, generation = _form(number)
            yield _drawn(GENUINE_SEED + number, form, generation, rendering)


def drawn_tampered() -> Iterator[File]:
    for place, tampering in enumerate(Tampering):
        for rendering, count in TAMPERED.items():
            for number in range(count):
                form, generation = _form(number + place)
                seed = TAMPERED_SEED + number + 17 * place
                yield _forged(seed, tampering, form, generation, rendering)


def photographs() -> Iterator[File]:
    for folder in ("photos", "painted"):
        for path in sorted((DATA / folder).glob("*")) if (DATA / folder).exists() else ():
            yield File(path.name, "genuine" if folder == "photos" else "painted", folder, path.read_bytes)


def _form(number: int) -> tuple[Form, Generation]:
    return list(Form)[number % len(Form)], list(Generation)[(number // 2) % len(Generation)]


def _drawn(seed: int, form: Form, generation: Generation, rendering: Rendering) -> File:
    def make() -> bytes:
        return specimen(seed, form=form, generation=generation, rendering=rendering).data

    return File(f"genuine-{rendering}-{seed}-{form}-{generation}", "genuine", rendering, make)


def _forged(
    seed: int, tampering: Tampering, form: Form, generation: Generation, rendering: Rendering
) -> File:
    def drawn() -> Any:
        return tampered(seed, tampering=tampering, form=form, generation=generation, rendering=rendering)

    name = f"{tampering}-{rendering}-{seed}-{form}-{generation}"
    altered = _kept(f"altered-{name}", lambda: drawn().altered)
    return File(name, tampering, rendering, lambda: drawn().specimen.data, altered)


def _page(file: File) -> Page | None:
    return _kept(f"page-{_version()}-{file.source}-{file.name}", lambda: _measured(file))


def _measured(file: File) -> Page | None:
    data = file.make()
    body, seconds = read(data)
    return _with_signals(file, data, body, seconds) if isinstance(body, LicenceReading) else None


def _with_signals(file: File, data: bytes, body: LicenceReading, seconds: float) -> Page | None:
    pixels = upright(data, media_type(data), body.frame)
    started = time.process_time()
    signals = raw(pixels, body, stored(data, media_type(data)))
    took = (time.process_time() - started) * 1000
    if not signals.fields:
        return None
    size = pixels.shape[0] * pixels.shape[1]
    return Page(file.name, file.kind, file.source, signals, took, seconds, size, file.altered)


def read(data: bytes) -> tuple[Any, float]:
    """The licence reading of a file and the processor time it took, in seconds."""

    def reading() -> tuple[Any, float]:
        started = time.process_time()
        body = _reader().read("evd_1", data, media_type(data)).body
        return body, time.process_time() - started

    return _kept(f"reading-{sha256(data).hexdigest()}", reading)


@cache
def _reader() -> LicenceReader:
    cv2.setNumThreads(1)
    return LicenceReader(TextEngine.load())


def media_type(data: bytes) -> str:
    return "image/png" if data.startswith(PNG) else "image/jpeg"


def _retouched(file: File, way: str) -> Page | None:
    def measured() -> Page | None:
        data = file.make()
        body, seconds = read(data)
        if not isinstance(body, LicenceReading):
            return None
        other, moved = WAYS[way](upright(data, media_type(data), body.frame), body)
        return _with_signals(replace(file, kind=way), other, moved, seconds)

    return _kept(f"page-{_version()}-{way}-{file.source}-{file.name}", measured)


def _brightened(page: Any, body: LicenceReading) -> tuple[bytes, LicenceReading]:
    return _jpeg(ImageEnhance.Brightness(_image(page)).enhance(1.2)), _lying(body, 0)


def _cropped(page: Any, body: LicenceReading) -> tuple[bytes, LicenceReading]:
    height, width = page.shape[:2]
    left, top = round(CROP * width), round(CROP * height)
    cut = page[top : height - top, left : width - left]
    fields = {name: replace(one, box=_shifted(one.box, left, top)) for name, one in body.fields.items()}
    lines = tuple(
        replace(line, polygon=tuple((x - left, y - top) for x, y in line.polygon)) for line in body.lines
    )
    frame = replace(body.frame, width=cut.shape[1], height=cut.shape[0], rotation=0)
    return _jpeg(_image(cut)), replace(body, frame=frame, fields=fields, lines=lines)


def _turned(page: Any, body: LicenceReading) -> tuple[bytes, LicenceReading]:
    return _jpeg(_image(np.rot90(page))), _lying(body, 90)


WAYS = {"brightened": _brightened, "cropped": _cropped, "turned": _turned}


def _lying(body: LicenceReading, rotation: int) -> LicenceReading:
    return replace(body, frame=replace(body.frame, rotation=rotation))


def _shifted(box: Box, left: int, top: int) -> Box:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _image(page: Any) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(page[..., ::-1]))


def _jpeg(picture: Image.Image) -> bytes:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=90)
    return stream.getvalue()


@cache
def _version() -> str:
    """The code that measures signals, as a short hash."""
    code = sorted((ROOT / "models" / "traces").glob("*.py"))
    measuring = [
        path for path in code if path.stem not in {"calibration", "calibrating", "tracing", "picture"}
    ]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in measuring]
    return sha256("".join(map(_meaning, trees)).encode()).hexdigest()[:12]


def _meaning(tree: ast.Module) -> str:
    """The code without what it says of itself."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            del body[0]
    return ast.dump(tree)


def _kept(name: str, make: Callable[[], Any]) -> Any:
    path = CACHE / f"{name}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    made = make()
    CACHE.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(made))
    return made
