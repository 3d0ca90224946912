"""The text engine with its real weights, on specimens."""

import itertools
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from fixtures.specimen import Specimen, specimen
from models import ocr, orientation, paddle, text_lines
from models.ocr import TextEngine
from models.weights import WeightsError, manifest
from verifier.domain.reading import FieldName, Line

ROOT = Path(__file__).parents[2]

# The interpreter's events of asking for a name or sending anything; it runs in a process of its own.
READ_UNDER_WATCH = """
import sys
outward = {"socket." + name for name in ("connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyname")}
reached = []
sys.addaudithook(lambda event, _: event in outward and reached.append(event))
import cv2
from models.ocr import TextEngine
lines = TextEngine.load().read(cv2.imread(sys.argv[1]))
print(len(lines), reached)
"""


@pytest.fixture(scope="module")
def engine(text_engine: TextEngine) -> TextEngine:
    return text_engine


@pytest.fixture(scope="module")
def drawn() -> Specimen:
    return specimen(7)


@pytest.fixture(scope="module")
def page(drawn: Specimen) -> np.ndarray:
    decoded = cv2.imdecode(np.frombuffer(drawn.data, dtype=np.uint8), cv2.IMREAD_COLOR)
    return orientation.turned(decoded, drawn.rotation)


@pytest.fixture(scope="module")
def lines(engine: TextEngine, page: np.ndarray) -> tuple[Line, ...]:
    return engine.read(page)


def text_of(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def top(line: Line) -> float:
    return min(y for _, y in line.polygon)


def test_the_engine_reads_the_fields_of_a_specimen(drawn: Specimen, lines: tuple[Line, ...]) -> None:
    read = text_of(lines)
    for field in (FieldName.CODE, FieldName.NAME, FieldName.PERSON):
        assert drawn.truth[field] in read


def test_lines_come_top_to_bottom_with_their_score_and_place(
    page: np.ndarray, lines: tuple[Line, ...]
) -> None:
    height, width = page.shape[:2]
    assert len(lines) > 10
    assert all(line.text.strip() and 0 < line.score <= 1 and len(line.polygon) == 4 for line in lines)
    assert all(0 <= x <= width and 0 <= y <= height for line in lines for x, y in line.polygon)
    thick = max(max(y for _, y in line.polygon) - top(line) for line in lines)
    assert all(top(one) <= top(next_) + thick for one, next_ in itertools.pairwise(lines))


def test_reading_twice_gives_the_same(engine: TextEngine, page: np.ndarray, lines: tuple[Line, ...]) -> None:
    assert engine.read(page) == lines


def test_rereading_gives_the_same_places_and_the_code(
    engine: TextEngine, drawn: Specimen, page: np.ndarray, lines: tuple[Line, ...]
) -> None:
    (code,) = [line for line in lines if drawn.truth[FieldName.CODE] in line.text]
    (again,) = engine.reread(page, [code.polygon])
    assert (again.polygon, again.text) == (code.polygon, code.text)


@pytest.mark.parametrize(
    ("squeezed", "score", "again"),
    [
        ("统一社会信用代码91440300708461136T", 0.7, False),  # its check characters pass
        ("统一社会信用代码91440300703461136T", 0.999, True),
        ("自2016年05月06日至2036年05月05日", 0.99, False),
        ("自2016年05月06日至2036年05月05日", 0.97, True),
        ("云杉市南山区科苑路15号", 0.7, False),
    ],
)
def test_a_line_is_read_again_in_full_where_squeezing_may_have_cost_a_digit(
    squeezed: str, score: float, again: bool
) -> None:
    widths: list[int] = []

    def recognise(x: Sequence[np.ndarray]) -> list[np.ndarray]:
        widths.append(x[0].shape[3])
        return [np.ones((1, 1, 1), dtype=np.float32)]

    def decode(*_: object, **__: object) -> list[tuple[str, float]]:
        return [(squeezed, score) if len(widths) == 1 else ("in full", 1.0)]

    steps = paddle.Steps(
        detect=lambda _: (),
        sort=lambda boxes: boxes,
        crop=lambda page, _: [page],
        recognise=recognise,
        decode=decode,
    )
    (line,) = TextEngine(steps, ()).recognise(np.zeros((48, 500, 3), dtype=np.uint8), [((0.0, 0.0),) * 4])
    assert line.text == ("in full" if again else squeezed)
    assert widths == ([400, 500] if again else [400])


def test_a_blank_page_has_no_lines(engine: TextEngine) -> None:
    blank = np.full((900, 700, 3), 255, dtype=np.uint8)
    assert engine.read(blank) == ()
    assert engine.reread(blank, []) == ()


def test_a_smudge_without_text_is_left_out(engine: TextEngine) -> None:
    blank = np.full((900, 700, 3), 255, dtype=np.uint8)
    assert engine.recognise(blank, [((10, 10), (200, 10), (200, 40), (10, 40))]) == ()


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3), (31, 33)])
def test_odd_pages_are_read_without_an_error(engine: TextEngine, shape: tuple[int, int]) -> None:
    assert isinstance(engine.read(np.zeros((*shape, 3), dtype=np.uint8)), tuple)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_specimen_is_told_and_read_like_the_upright_one(
    engine: TextEngine, page: np.ndarray, lines: tuple[Line, ...], rotation: int
) -> None:
    found = orientation.read_upright(engine, orientation.turned(page, -rotation % 360))
    assert found.rotation == rotation
    assert found.lines == lines


def test_an_upright_specimen_is_read_as_without_asking(
    engine: TextEngine, page: np.ndarray, lines: tuple[Line, ...]
) -> None:
    assert orientation.read_upright(engine, page) == orientation.Upright(0, page, lines)


def test_a_forked_process_reads_the_same_with_its_parents_engine(
    engine: TextEngine, page: np.ndarray, lines: tuple[Line, ...]
) -> None:
    for _ in range(3):
        assert read_in_fork(engine, page) == lines
    assert engine.read(page) == lines


def read_in_fork(engine: TextEngine, page: np.ndarray) -> object:
    """What a child process reads; it leaves by `_exit`, as a job's process does."""
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        with os.fdopen(sending, "wb") as file:
            pickle.dump(engine.read(page), file)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as file:
        answer = file.read()
    assert os.waitpid(child, 0)[1] == 0
    return pickle.loads(answer)


def test_no_network_is_reached_from_import_to_reading(drawn: Specimen, tmp_path: Path) -> None:
    image = tmp_path / "specimen.jpg"
    image.write_bytes(drawn.data)
    command = [sys.executable, "-c", READ_UNDER_WATCH, str(image)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    count, reached = finished.stdout.strip().splitlines()[-1].split(" ", 1)
    assert int(count) > 10
    assert reached == "[]"


def test_loading_works_without_a_home_folder_and_leaves_nothing_in_it(tmp_path: Path) -> None:
    script = "from models.ocr import TextEngine; TextEngine.load()"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "none"), "MPLCONFIGDIR": str(tmp_path)}
    command = [sys.executable, "-c", script]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)
    assert not (tmp_path / "none").exists()


def test_the_version_names_the_packages_and_the_weights(engine: TextEngine) -> None:
    assert "paddleocr 3.7.0; paddlex 3.7.2; onnxruntime 1.32.0" in engine.version
    for identifier in (ocr.DETECTION, ocr.RECOGNITION):
        assert manifest()[identifier].version in engine.version


def test_an_altered_weight_stops_the_engine_before_it_is_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weight = manifest()[ocr.DETECTION]
    altered = tmp_path / "inference.onnx"
    altered.write_bytes((weight.folder / "inference.onnx").read_bytes()[:-1] + b"!")
    broken = SimpleNamespace(folder=tmp_path, files={"inference.onnx": weight.files["inference.onnx"]})
    monkeypatch.setattr("models.weights.manifest", lambda: {ocr.DETECTION: broken})
    with pytest.raises(WeightsError, match="run `make setup`"):
        TextEngine.load()


def test_a_paddleocr_without_one_of_our_steps_is_refused_by_name() -> None:
    with pytest.raises(paddle.EngineError, match=r"no step `paddlex_pipeline\.text_det_model`.*make setup"):
        paddle.steps(SimpleNamespace(paddlex_pipeline=SimpleNamespace()))


def test_the_stock_transform_is_paddleocrs_own() -> None:
    from paddlex.inference.models.text_recognition.processors import OCRReisizeNormImg

    theirs = OCRReisizeNormImg(rec_image_shape=[3, 48, 320])
    random = np.random.default_rng(1)
    for height, width in ((20, 60), (48, 320), (33, 401), (12, 999), (40, 41)):
        crop = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
        (expected,) = theirs([crop])
        assert np.array_equal(text_lines.stock(crop)[0], expected)
