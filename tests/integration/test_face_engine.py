"""The face engine with its real weights, on the one photograph of a face that our packages ship.

matplotlib's sample of Grace Hopper, a portrait of the United States Navy in the public domain. What needs
films of living people runs where the sample data is, and is skipped elsewhere.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import ImageFile

from models import weights
from models.faces import film
from models.faces.engine import PASSIVE, FaceEngine, Measured
from models.faces.film import TimedFrame
from models.weights import WeightsError
from verifier.domain.faces import Action, FaceTemplate

FACES = Path(__file__).parents[2].parent / "shared" / "data" / "faces"
MATCH = 0.38  # docs/calibration/faces-v1.json
real_faces = pytest.mark.skipif(not FACES.is_dir(), reason="needs the sample films of ../shared/data/faces")

# The interpreter's events of asking for a name or sending anything; it runs in a process of its own.
UNDER_WATCH = """
import sys
outward = {"socket." + name for name in ("connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyname")}
reached = []
sys.addaudithook(lambda event, _: event in outward and reached.append(event))
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
import cv2
import models.faces.engine
heavy = {"mediapipe", "dlib", "face_recognition", "onnxruntime", "matplotlib", "jax"}
early = sorted(heavy & set(sys.modules))
faces = models.faces.engine.FaceEngine.load().portrait(cv2.imread(sys.argv[1])).measures.faces
late = sorted({"matplotlib", "jax", "onnx"} & set(sys.modules))
print(faces, early, late, reached, [name for name in opened if "68_face" in name])
"""


@pytest.fixture(scope="module")
def engine() -> FaceEngine:
    return FaceEngine.load()


@pytest.fixture(scope="module")
def portrait_file() -> Path:
    package = find_spec("matplotlib")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"


@pytest.fixture(scope="module")
def portrait(portrait_file: Path) -> np.ndarray:
    return cv2.imread(str(portrait_file))


def frame(picture: np.ndarray, quality: int = 85) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def held(picture: np.ndarray, count: int) -> tuple[TimedFrame, ...]:
    """The picture as a film, at 10 frames a second, trembling a little."""
    shifts = np.random.default_rng(1).normal(0, 2, (count, 2))
    moved = (cv2.warpAffine(picture, np.array([[1, 0, x], [0, 1, y]]), (480, 600)) for x, y in shifts)
    return tuple(TimedFrame(5000 + 100 * index, frame(one)) for index, one in enumerate(moved))


@pytest.fixture(scope="module")
def measured(engine: FaceEngine, portrait: np.ndarray) -> Measured:
    return engine.measure(held(portrait, 30))


def test_a_portrait_has_one_face_that_looks_ahead_with_open_eyes(
    engine: FaceEngine, portrait: np.ndarray
) -> None:
    measures = engine.portrait(portrait).measures
    assert measures.faces == 1
    assert measures.face is not None
    assert abs(measures.face.pose.yaw) < 15
    assert measures.face.eyes > 0.15
    left, top, right, bottom = measures.face.box
    assert 150 < left < right < 400
    assert 50 < top < bottom < 350


def test_both_engines_make_a_template_and_know_the_face_again_in_a_poor_picture(
    engine: FaceEngine, portrait: np.ndarray
) -> None:
    small = cv2.GaussianBlur(cv2.resize(portrait, None, fx=0.6, fy=0.6), (0, 0), 1)
    poor = cv2.imdecode(np.frombuffer(frame(small, 45), np.uint8), cv2.IMREAD_COLOR)
    clean, again = engine.portrait(portrait).templates, engine.portrait(poor).templates
    assert [template.engine.partition("@")[0] for template in clean] == [
        "sface-2021dec",
        "dlib-face-recognition",
    ]
    assert clean[0].cosine(again[0]) > 0.8
    assert clean[1].distance(again[1]) < 0.4


def test_the_mirror_image_is_the_same_person_and_turned_the_other_way(
    engine: FaceEngine, portrait: np.ndarray
) -> None:
    one, other = engine.portrait(portrait), engine.portrait(np.ascontiguousarray(portrait[:, ::-1]))
    assert one.templates[0].cosine(other.templates[0]) > 0.9
    assert one.measures.face is not None
    assert other.measures.face is not None
    assert one.measures.face.pose.yaw == pytest.approx(-other.measures.face.pose.yaw, abs=6)


def test_two_faces_in_one_picture_are_two(engine: FaceEngine, portrait: np.ndarray) -> None:
    assert engine.portrait(np.hstack([portrait, portrait[:, ::-1]])).measures.faces == 2


@pytest.mark.parametrize(
    "picture",
    [np.zeros((480, 640, 3), np.uint8), np.full((300, 300, 3), 200, np.uint8)],
    ids=["black", "grey"],
)
def test_a_picture_of_nobody_has_no_face_and_no_template(engine: FaceEngine, picture: np.ndarray) -> None:
    found = engine.portrait(picture)
    assert found.measures.faces == 0
    assert found.measures.face is None
    assert found.templates == ()


def test_a_photograph_held_before_the_camera_does_nothing(measured: Measured) -> None:
    assert measured.measures.events == ()
    assert measured.measures.reliefs == ()


def test_its_times_count_from_the_first_frame(measured: Measured) -> None:
    time = measured.measures.time
    assert (time.milliseconds, time.longest_gap, time.refused) == (2900, 100, 0)
    assert [one.at for one in measured.measures.frames[:3]] == [0, 100, 200]


def test_its_face_is_the_same_throughout_and_faces_are_counted_five_times_a_second(
    measured: Measured,
) -> None:
    assert min(one.value for one in measured.measures.likeness) > 0.9
    counted = [one.faces for one in measured.measures.frames if one.faces is not None]
    assert counted == [1] * 15


def test_what_is_measured_is_small_and_plain_enough_for_json_and_holds_no_template(
    measured: Measured,
) -> None:
    text = json.dumps(asdict(measured.measures))
    assert len(text) < 400 * len(measured.measures.frames)
    assert "vector" not in text
    assert all(template.vector.hex() not in repr(measured) for template in measured.templates)


def test_the_same_film_gives_the_same_numbers_whatever_came_before(
    engine: FaceEngine, portrait: np.ndarray, measured: Measured
) -> None:
    engine.measure(held(np.ascontiguousarray(portrait[:, ::-1]), 5))
    assert engine.measure(held(portrait, 30)) == measured


def test_frames_that_are_no_pictures_are_counted_and_left_out(
    engine: FaceEngine, portrait: np.ndarray
) -> None:
    good = held(portrait, 6)
    bad = [TimedFrame(5050, b"\xff\xd8\xffnonsense"), TimedFrame(5150, b""), TimedFrame(4000, b"GIF89a")]
    measures = engine.measure([*bad, *good]).measures
    assert measures.time.refused == 3
    assert len(measures.frames) == 6


def test_frames_that_change_their_size_are_measured_all_the_same(
    engine: FaceEngine, portrait: np.ndarray
) -> None:
    sizes = (1.0, 0.5, 0.8, 1.0)
    pictures = [cv2.resize(portrait, None, fx=size, fy=size) for size in sizes]
    found = engine.measure([TimedFrame(index * 100, frame(one)) for index, one in enumerate(pictures)])
    assert [one.face is not None for one in found.measures.frames] == [True] * 4


def test_an_empty_film_has_nothing(engine: FaceEngine) -> None:
    found = engine.measure([])
    assert found.measures.frames == ()
    assert found.templates == ()


def test_a_film_without_a_face_has_frames_but_no_likeness(engine: FaceEngine) -> None:
    grey = frame(np.full((480, 640, 3), 120, np.uint8))
    found = engine.measure([TimedFrame(index * 100, grey) for index in range(5)])
    assert [one.face for one in found.measures.frames] == [None] * 5
    assert (found.measures.likeness, found.measures.quality, found.templates) == ((), None, ())


def test_a_film_that_is_too_long_is_refused_before_it_is_looked_at(engine: FaceEngine) -> None:
    with pytest.raises(ValueError, match="more than 600 frames"):
        engine.measure([TimedFrame(index, b"") for index in range(film.MAX_FRAMES + 1)])


def test_nothing_is_sent_nothing_heavy_comes_with_the_import_and_the_68_points_stay_closed(
    portrait_file: Path,
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", UNDER_WATCH, str(portrait_file)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert run.stdout.strip() == "1 [] [] [] []"


def test_the_version_says_where_the_optional_weights_are_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, portrait: np.ndarray
) -> None:
    _with_optional_weights_in(tmp_path, monkeypatch)
    bare = FaceEngine.load()
    assert f"no {PASSIVE}" in bare.version
    assert bare.portrait(portrait).measures.passive is None


def test_optional_weights_that_are_not_the_chosen_ones_are_an_error_and_not_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _with_optional_weights_in(tmp_path, monkeypatch)
    (tmp_path / "inference.onnx").write_bytes(b"another")
    with pytest.raises(WeightsError, match="is not the file"):
        FaceEngine.load()


def _with_optional_weights_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    known = dict(weights.manifest())
    known[PASSIVE] = replace(known[PASSIVE], folder=folder)
    monkeypatch.setattr(weights, "manifest", lambda: known)
    monkeypatch.setattr("models.faces.engine.manifest", lambda: known)


@pytest.mark.skipif(
    not (FACES.parents[1] / "weights").is_dir(), reason="needs the weights of ../shared/weights"
)
def test_the_passive_detector_takes_a_portrait_for_bona_fide(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, portrait: np.ndarray
) -> None:
    _with_optional_weights_in(tmp_path, monkeypatch)
    content = (FACES.parents[1] / "weights" / "minifasnet_v2se_128.onnx").read_bytes()
    (tmp_path / "inference.onnx").write_bytes(content)
    passive = FaceEngine.load().portrait(portrait).measures.passive
    assert passive is not None
    assert passive > 0


@pytest.fixture
def clip_frames() -> Callable[[str, range], Iterator[TimedFrame]]:
    def frames(name: str, indices: range) -> Iterator[TimedFrame]:
        source = cv2.VideoCapture(str(FACES / name))
        rate = source.get(cv2.CAP_PROP_FPS)
        for index in range(indices.stop):
            there, picture = source.read()
            if there and index in indices:
                yield TimedFrame(round(index * 1000 / rate), frame(picture))

    return frames


@real_faces
@pytest.mark.real_data
def test_a_living_persons_blink_is_seen_at_ten_frames_a_second(
    engine: FaceEngine, clip_frames: Callable[[str, range], Iterator[TimedFrame]]
) -> None:
    found = engine.measure(list(clip_frames("videos/lp_s20.mp4", range(20, 100, 3))))
    (event,) = found.measures.events
    assert event.action is Action.BLINK
    assert 1500 <= event.start <= 2000  # the label's frame 71, less 20, of 30 a second


@real_faces
@pytest.mark.real_data
def test_a_living_head_turns_in_relief_and_a_turned_photograph_does_not(
    engine: FaceEngine, clip_frames: Callable[[str, range], Iterator[TimedFrame]]
) -> None:
    turned = engine.measure(list(clip_frames("videos/lp_d3.mp4", range(206, 297, 2)))).measures
    flat = engine.measure(list(clip_frames("spoof/sim/tpsmm_driving_flat.mp4", range(45)))).measures
    assert [relief.action for relief in turned.reliefs] == [Action.TURN_LEFT]
    assert turned.reliefs[0].residual > 0.012
    assert all(relief.residual < 0.008 for relief in flat.reliefs)


@real_faces
@pytest.mark.real_data
def test_two_living_people_are_two(
    engine: FaceEngine, clip_frames: Callable[[str, range], Iterator[TimedFrame]]
) -> None:
    def template(name: str) -> FaceTemplate:
        return engine.measure(list(clip_frames(name, range(0, 30, 6)))).templates[0]

    assert template("videos/lp_s20.mp4").cosine(template("videos/lp_d10.mp4")) < MATCH


def test_loading_the_engine_leaves_pillow_as_strict_as_it_was(engine: FaceEngine) -> None:
    assert engine.name == "faces"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
