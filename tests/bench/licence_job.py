"""The whole licence job against calling the ONNX sessions directly, on the same images in the same run.

The direct way is a lower bound of what anyone pays who takes the published models as they are: detection at
1280 pixels, each line alone in the stock transform, the best class of each step; the places of the lines are
given to it. One thread each, image by image in turn. The split by stage is in processor time, which other
processes on the machine disturb less than they do the wall clock.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime

from fixtures.company import Form, Generation
from fixtures.rendering import Rendering
from fixtures.specimen import specimen
from models import ocr, setup, text_lines
from models.weights import manifest
from verifier.domain.reading import FieldName, LicenceReading, Line, Polygon
from workers.readers.licence import LicenceReader
from workers.readers.licence.codes import passes
from workers.readers.pages import pages

PHOTOS = Path(__file__).parents[3] / "shared" / "data" / "licences"
PHOTO_COUNT = 20
SEED = 20
ROOT = Path(__file__).parents[2]

DRAWN = (
    (Form.COMPANY, Generation.LANDSCAPE_2019, Rendering.PHOTO),
    (Form.COMPANY, Generation.PORTRAIT_2014, Rendering.SCAN),
    (Form.INDIVIDUAL, Generation.DUPLICATE_2019, Rendering.MESSENGER),
    (Form.PARTNERSHIP, Generation.LANDSCAPE_2019, Rendering.PHOTO),
    (Form.BRANCH, Generation.PORTRAIT_2014, Rendering.PHOTO),
    (Form.COMPANY, Generation.ELECTRONIC, Rendering.FLAT),
)

# Prints when the engine was ready and the highest memory after reading every file of a folder.
FOOTPRINT = """
import json, sys, time
from pathlib import Path
from models.ocr import TextEngine
from workers.readers.licence import LicenceReader
reader = LicenceReader(TextEngine.load())
ready = time.time()
for file in sorted(Path(sys.argv[1]).iterdir()):
    reader.read("evd", file.read_bytes(), "image/" + file.suffix[1:])
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(json.dumps([ready, int(status["VmHWM"].split()[0]) / 1024]))
"""

Seconds = dict[str, float]


@dataclass(frozen=True, slots=True)
class Image:
    kind: str
    data: bytes
    media_type: str


class Stopwatch(ocr.TextEngine):
    """The text engine, with the seconds that each of its stages took."""

    spent: Seconds

    def detect(self, page: ocr.Page) -> tuple[Polygon, ...]:
        with Lap(self.spent, "detect"):
            return super().detect(page)

    def recognise(self, page: ocr.Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        with Lap(self.spent, "recognise"):
            return super().recognise(page, polygons)

    def reread(self, page: ocr.Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        with Lap(self.spent, "reread"):
            return super().reread(page, polygons)


class Lap:
    """Adds the time of its block to a stage."""

    def __init__(self, spent: Seconds, stage: str) -> None:
        self._spent, self._stage = spent, stage

    def __enter__(self) -> None:
        self._started = time.process_time()

    def __exit__(self, *_: object) -> None:
        self._spent[self._stage] = self._spent.get(self._stage, 0.0) + time.process_time() - self._started


class Direct:
    """The published models, called directly."""

    def __init__(self) -> None:
        self._detection = _session(ocr.DETECTION)
        self._recognition = _session(ocr.RECOGNITION)
        characters = self._recognition.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._classes = ["", *filter(None, characters), " "]

    def read(self, data: bytes, polygons: Sequence[np.ndarray], spent: Seconds) -> list[str]:
        """The texts of the lines at these places."""
        with Lap(spent, "decode"):
            page = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
        with Lap(spent, "detect"):
            self._detection.run(None, {"x": _detection_input(page)})
        with Lap(spent, "recognise"):
            return [self._text(_crop(page, polygon)) for polygon in polygons]

    def _text(self, crop: np.ndarray) -> str:
        (steps,) = self._recognition.run(None, {"x": text_lines.stock(crop)})
        best = steps[0].argmax(axis=-1)
        starts = np.concatenate(([True], best[1:] != best[:-1]))
        return "".join(self._classes[index] for index in best[starts])


@dataclass(frozen=True, slots=True)
class Row:
    """One image: wall seconds and processor seconds by stage, of the job and of the direct way."""

    wall: tuple[float, float]
    job: Seconds
    direct: Seconds
    body: object


def run() -> Mapping[str, Any]:
    """Ratio of the job to the direct way, with the split by stage; ready time; peak memory."""
    images = [*_specimens(), *_photos()]
    rows = _measured(images)
    return {
        **_summed_up(images, rows),
        "read": _read([row.body for row in rows]),
        **_footprint(images),
    }


def compared(counts: Mapping[str, int]) -> Mapping[str, Any]:
    """The ratio alone, on the first so many images of each kind."""
    images = [*_specimens()[: counts["specimen"]], *_photos()[: counts["photo"]]]
    return _summed_up(images, _measured(images))


def _measured(images: Sequence[Image]) -> list[Row]:
    engine, direct = Stopwatch.load(), Direct()
    reader = LicenceReader(engine)
    _both(images[0], engine, reader, direct)  # the first run of a session also allocates
    return [_both(image, engine, reader, direct) for image in images]


def _summed_up(images: Sequence[Image], rows: Sequence[Row]) -> Mapping[str, Any]:
    return {
        "n": {kind: sum(image.kind == kind for image in images) for kind in ("specimen", "photo")},
        "ratio": _ratios([row.wall for row in rows]),
        "ratio_processor": _ratios([(sum(row.job.values()), sum(row.direct.values())) for row in rows]),
        "job_processor_ms": _milliseconds([row.job for row in rows]),
        "direct_processor_ms": _milliseconds([row.direct for row in rows]),
    }


def _ratios(pairs: Sequence[tuple[float, float]]) -> Mapping[str, float]:
    each = [ours / theirs for ours, theirs in pairs]
    whole = sum(ours for ours, _ in pairs) / sum(theirs for _, theirs in pairs)
    return {
        "of_sums": round(whole, 3),
        "median": round(statistics.median(each), 3),
        "worst": round(max(each), 3),
    }


def _read(bodies: Sequence[object]) -> Mapping[str, float]:
    return {
        "licences": sum(isinstance(body, LicenceReading) for body in bodies),
        "codes_that_pass": sum(passes(_code(body)) for body in bodies),
        "fields_mean": round(statistics.mean(len(getattr(body, "fields", ())) for body in bodies), 1),
    }


def _both(image: Image, engine: Stopwatch, reader: LicenceReader, direct: Direct) -> Row:
    """The image by the job, then directly."""
    engine.spent, job, straight = {}, {}, {}
    started = time.perf_counter()
    with Lap(job, "all"):
        reading = reader.read("evd_bench", image.data, image.media_type)
    wall = time.perf_counter() - started
    job.update(engine.spent)
    with Lap(job, "decode"):
        page = pages(image.data, image.media_type)[0]
    job["fields"] = max(0.0, job.pop("all") - sum(job.values()))
    places = [np.array(polygon, dtype=np.float32) for polygon in engine.detect(page)]
    started = time.perf_counter()
    direct.read(image.data, places, straight)
    return Row((wall, time.perf_counter() - started), job, straight, reading.body)


def _specimens() -> list[Image]:
    drawn = [
        specimen(seed, form=form, generation=generation, rendering=rendering)
        for seed, (form, generation, rendering) in enumerate(DRAWN, start=SEED)
    ]
    return [Image("specimen", one.data, one.media_type) for one in drawn]


def _photos() -> list[Image]:
    if not PHOTOS.is_dir():
        return []
    listed = json.loads((PHOTOS / "photos.json").read_text(encoding="utf-8"))
    chosen = random.Random(SEED).sample(listed, PHOTO_COUNT)
    return [Image("photo", (PHOTOS / one["file"]).read_bytes(), "image/jpeg") for one in chosen]


def _footprint(images: Sequence[Image]) -> Mapping[str, Any]:
    """Seconds until the engine is ready and peak resident memory, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for number, image in enumerate(images):
            Path(folder, f"{number:03}.{image.media_type.partition('/')[2]}").write_bytes(image.data)
        started = time.time()
        command = [sys.executable, "-c", FOOTPRINT, folder]
        finished = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    ready, peak = json.loads(finished.stdout.splitlines()[-1])
    return {"ready_s": round(ready - started, 2), "peak_rss_mib": round(peak)}


def _session(weight_id: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    published = setup._in_wheel(manifest()[weight_id].source)
    return onnxruntime.InferenceSession(str(published), options, providers=["CPUExecutionProvider"])


def _detection_input(page: np.ndarray) -> np.ndarray:
    height, width = page.shape[:2]
    scale = min(1.0, ocr.DETECTION_SIDE / max(height, width))
    size = [max(32, round(side * scale / 32) * 32) for side in (width, height)]
    resized = cv2.resize(page, size).astype(np.float32) / 255
    normal = (resized - np.float32([0.485, 0.456, 0.406])) / np.float32([0.229, 0.224, 0.225])
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[np.newaxis])


def _crop(page: np.ndarray, polygon: np.ndarray) -> np.ndarray:
    top_left, top_right, _, bottom_left = polygon
    size = (
        max(1, round(np.linalg.norm(top_right - top_left))),
        max(1, round(np.linalg.norm(bottom_left - top_left))),
    )
    corners = np.float32([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]])
    straight = cv2.warpPerspective(page, cv2.getPerspectiveTransform(polygon, corners), size)
    return np.ascontiguousarray(np.rot90(straight)) if size[1] >= 1.5 * size[0] else straight


def _code(body: object) -> Any:
    return body.fields.get(FieldName.CODE) if isinstance(body, LicenceReading) else None


def _milliseconds(rows: Sequence[Seconds]) -> Mapping[str, int]:
    """Mean of each stage over the images, and their sum."""
    stages = sorted({stage for row in rows for stage in row})
    means = {stage: statistics.mean(row.get(stage, 0.0) for row in rows) for stage in stages}
    return {stage: round(1000 * value) for stage, value in {**means, "all": sum(means.values())}.items()}
