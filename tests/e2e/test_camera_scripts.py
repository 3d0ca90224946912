"""The scripts of the recruiter's page by themselves, in a real browser: faces, hints, steps, sending."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright

from tests.cameras import (
    ALLOWED,
    CAMERA,
    CHROMIUM,
    FILM,
    launched,
    noisy_film,
    placed,
    serving,
)
from tests.fakes import world
from tests.portraits.head import portrait_file
from verifier.app import create_app
from verifier.camera import assets, cascade
from verifier.settings import Settings

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
WIDTH = 160


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page that says that there is no such link; the scripts beside it are those of all others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(tmp_path_factory.mktemp("scripts")))
        app: Flask = create_app(Settings.from_env(), world().ports)
    with serving(app) as url:
        yield f"{url}/face/{'A' * 43}"


@pytest.fixture(scope="module")
def page(served: str, playwright: Playwright) -> Iterator[Page]:
    with launched(playwright) as browser:
        page = browser.new_page()
        page.goto(served)
        yield page


def run(page: Page, module: str, body: str, argument: Any = None) -> Any:
    """What a function body gives that sees the module as `m` and the argument as `x`."""
    address = f"/assets/camera/{assets.edition()}/{module}"
    script = f"async ([address, x]) => {{ const m = await import(address); {body} }}"
    return page.evaluate(script, [address, argument])


def grey(picture: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """Small enough for the cascade, uint8."""
    light = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = (WIDTH, round(light.shape[0] * WIDTH / light.shape[1]))
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA))


def found_by_page(page: Page, light: "np.ndarray[Any, Any]") -> list[dict[str, float]]:
    body = """
      const packed = await fetch(new URL("cascade.json", new URL(address, location)));
      const cascade = m.prepared(await packed.json());
      const light = Uint8Array.from(atob(x.light), (c) => c.charCodeAt(0));
      return m.faces(cascade, { ...x, light }, 28);
    """
    sent = {
        "width": light.shape[1],
        "height": light.shape[0],
        "light": base64.b64encode(light.tobytes()).decode(),
    }
    faces: list[dict[str, float]] = run(page, "cascade.js", body, sent)
    return faces


def found_by_opencv(light: "np.ndarray[Any, Any]") -> list[list[int]]:
    classifier = cv2.CascadeClassifier(str(cascade.source()))
    return [list(map(int, box)) for box in classifier.detectMultiScale(light, 1.15, 3, minSize=(28, 28))]


def overlap(one: dict[str, float], other: list[int]) -> float:
    """The share that two squares have in common."""
    x, y, side, _ = other
    across = min(one["x"] + one["side"], x + side) - max(one["x"], x)
    down = min(one["y"] + one["side"], y + side) - max(one["y"], y)
    common = max(0.0, across) * max(0.0, down)
    return common / (one["side"] ** 2 + side**2 - common)


PICTURES = {
    "whole": lambda: cv2.imread(str(portrait_file())),
    "in a frame": placed,
    "small and aside": lambda: placed(scale=0.7, aside=110),
    "dark": lambda: placed(light=0.35),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_finds_the_face_where_opencv_finds_it_and_no_other(name: str, page: Page) -> None:
    light = grey(PICTURES[name]())
    (expected,) = found_by_opencv(light)
    (found,) = found_by_page(page, light)
    assert overlap(found, expected) > 0.75


@pytest.mark.parametrize("seed", range(3))
def test_the_page_finds_no_face_in_what_is_none(seed: int, page: Page) -> None:
    noise = np.random.default_rng(seed).integers(0, 255, (120, 160), dtype=np.uint8)
    assert found_by_page(page, cv2.GaussianBlur(noise, (0, 0), 3)) == []
    assert found_by_page(page, np.full((120, 160), 128, np.uint8)) == []


def hint(page: Page, **seen: Any) -> str:
    """What is said about a face of 200 pixels in the middle, all well, but for what is given."""
    usual = {"face": {"x": 220, "y": 140, "side": 200}, "width": 640, "height": 480}
    return str(
        run(page, "guidance.js", "return m.hint(x)", {**usual, "light": 120, "sharpness": 0.4, **seen})
    )


HINTS = [
    ({}, "good"),
    ({"face": None}, "none"),
    ({"face": {"x": 280, "y": 200, "side": 80}}, "closer"),
    ({"face": {"x": 140, "y": 60, "side": 360}}, "further"),
    ({"face": {"x": 420, "y": 140, "side": 200}}, "right"),  # at the picture's right, which is their left
    ({"face": {"x": 20, "y": 140, "side": 200}}, "left"),
    ({"face": {"x": 220, "y": 270, "side": 200}}, "up"),
    ({"face": {"x": 220, "y": 0, "side": 200}}, "down"),
    ({"light": 30}, "dark"),
    ({"light": 30, "face": None}, "dark"),
    ({"light": 230}, "bright"),
    ({"sharpness": 0.05}, "blurred"),
]


@pytest.mark.parametrize(("seen", "said"), HINTS, ids=str)
def test_one_hint_is_given_and_left_and_right_are_the_persons_own(
    seen: dict[str, Any], said: str, page: Page
) -> None:
    assert hint(page, **seen) == said


def test_where_nothing_can_look_for_faces_words_guide_alone(page: Page) -> None:
    body = "return [m.hint({...x, light: 120}), m.hint({...x, light: 20})]"
    seen = {"width": 640, "height": 480, "sharpness": 0.4}
    assert run(page, "guidance.js", body, seen) == ["anyway", "dark"]


def test_light_and_sharpness_are_measured_as_opencv_measures_them(page: Page) -> None:
    face = cv2.resize(placed()[90:330, 200:440], (112, 112), interpolation=cv2.INTER_AREA)
    light = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY)
    rgba = cv2.cvtColor(face, cv2.COLOR_BGR2RGBA)
    body = """
      const data = Uint8ClampedArray.from(atob(x), (c) => c.charCodeAt(0));
      return m.quality(m.grey({ width: 112, height: 112, data }));
    """
    measured = run(page, "guidance.js", body, base64.b64encode(rgba.tobytes()).decode())
    edges = cv2.Laplacian(light.astype(np.float32), cv2.CV_32F)[1:-1, 1:-1].std()
    assert measured["light"] == pytest.approx(float(light.mean()), abs=0.6)
    assert measured["sharpness"] == pytest.approx(float(edges / light.std()), rel=0.03)


CHALLENGE = {
    "length": 9000,
    "steps": [
        {"action": "blink", "start": 2000, "end": 5000},
        {"action": "turn_left", "start": 5600, "end": 8500},
    ],
}
MOMENTS = {0: "opening", 1999: "opening", 2000: "blink", 4999: "blink", 5000: "rest", 5600: "turn_left"} | {
    8500: "rest",
    9000: "done",
    9999: "done",
}


@pytest.mark.parametrize("at", MOMENTS)
def test_every_moment_of_a_film_has_its_prompt(at: int, page: Page) -> None:
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<div id=words data-words={} data-language=zh></div>')"
    )
    said = run(page, "prompting.js", "return m.moment(x.challenge, x.at)", {"challenge": CHALLENGE, "at": at})
    assert said["name"] == MOMENTS[at]
    assert said["number"] == {"blink": 1, "turn_left": 2}.get(MOMENTS[at], 0)


KINDS = {
    "NotAllowedError": "denied",
    "NotFoundError": "absent",
    "OverconstrainedError": "absent",
    "NotReadableError": "busy",
    "AbortError": "busy",
    "SecurityError": "insecure",
    "NotSupportedError": "unsupported",
    "TypeError": "failed",
}


@pytest.mark.parametrize("name", KINDS)
def test_every_failure_of_a_camera_has_one_word(name: str, page: Page) -> None:
    assert run(page, "devices.js", "return m.kindOf(new DOMException('', x))", name) == KINDS[name]


def test_an_infrared_camera_is_left_for_another_unless_it_was_chosen(page: Page) -> None:
    body = """
      const labels = { ir: "Integrated IR Camera", rgb: "Integrated Camera" };
      const stream = (id) => {
        const tracks = [{ label: labels[id], stop() {} }];
        return { id, getTracks: () => tracks, getVideoTracks: () => tracks };
      };
      navigator.mediaDevices.getUserMedia = async ({ video }) => stream(video.deviceId?.exact ?? "ir");
      navigator.mediaDevices.enumerateDevices = async () =>
        Object.entries(labels).map(([deviceId, label]) => ({ kind: "videoinput", deviceId, label }));
      const opened = [await m.openCamera(), await m.openCamera("ir")].map(({ id }) => id);
      return [...opened, (await m.cameras()).map((camera) => camera.deviceId)];
    """
    assert run(page, "devices.js", body) == ["rgb", "ir", ["rgb", "ir"]]


SEND = """
  const calls = [];
  const answers = [...x.answers];
  window.fetch = async (address, { method }) => {
    calls.push(`${method} ${address}`);
    const [status, json] = answers.shift() ?? [200, {}];
    if (!status) throw new TypeError("offline");
    return new Response(JSON.stringify(json), { status });
  };
  const told = [];
  const sender = new m.Sender("/a", x.seconds ?? 60, {
    onProgress: (share) => told.push(share),
    onNetwork: (how) => told.push(how),
    onRefused: (code) => told.push(code),
  });
  for (let index = 0; index < x.batches; index++) {
    sender.add({ index, times: [index], frames: [new Blob(["frame"])] });
  }
  const end = await sender.finish(x.batches).then(() => "done", (error) => error.code);
  return { calls, told, end };
"""


def sent(page: Page, answers: list[Any], batches: int = 1, seconds: float = 60) -> dict[str, Any]:
    result: dict[str, Any] = run(
        page, "sending.js", SEND, {"answers": answers, "batches": batches, "seconds": seconds}
    )
    return result


def test_batches_go_one_after_another_and_then_the_end(page: Page) -> None:
    result = sent(page, [], batches=3)
    assert result["end"] == "done"
    assert result["calls"] == [
        "PUT /a/batches/0",
        "PUT /a/batches/1",
        "PUT /a/batches/2",
        "POST /a/finish",
    ]
    assert result["told"][-1] == 1


def test_after_a_lost_answer_the_page_asks_what_arrived_and_sends_only_the_rest(page: Page) -> None:
    result = sent(page, [[0, {}], [200, {"received": [0]}]], batches=2)
    assert result["calls"] == ["PUT /a/batches/0", "GET /a", "PUT /a/batches/1", "POST /a/finish"]
    assert result["end"] == "done"
    assert "resumed" in result["told"]


def test_a_server_in_trouble_is_asked_again(page: Page) -> None:
    result = sent(page, [[503, {"code": "storage_unavailable"}], [200, {"received": []}]])
    assert result["calls"] == ["PUT /a/batches/0", "GET /a", "PUT /a/batches/0", "POST /a/finish"]
    assert result["told"][0] == "slow"


def test_a_refusal_for_good_is_told_once_and_nothing_more_is_sent(page: Page) -> None:
    result = sent(page, [[413, {"code": "film_too_large"}]], batches=3)
    assert result["calls"] == ["PUT /a/batches/0"]
    assert result["told"] == ["film_too_large"]
    assert result["end"] == "abandoned"


def test_batches_that_are_missing_at_the_end_are_sent_again(page: Page) -> None:
    missing = [409, {"code": "batches_missing"}]
    result = sent(page, [[200, {}], [200, {}], missing, [200, {"received": [1]}]], batches=2)
    assert result["calls"][-3:] == ["GET /a", "PUT /a/batches/0", "POST /a/finish"]
    assert result["end"] == "done"


def test_sending_ends_when_the_time_for_it_is_over(page: Page) -> None:
    assert sent(page, [[0, {}]] * 50, seconds=0.3)["end"] in ("late", "abandoned")


FILMED = """
  const video = document.createElement("video");
  video.muted = true;
  document.body.append(video);
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  const sizes = [];
  const onBatch = ({ frames }) => sizes.push(...frames.map(({ size }) => size));
  const film = new m.Film(video, x, { onBatch, onBroken: (why) => sizes.push(why) });
  film.start();
  await new Promise((resolve) => setTimeout(resolve, x.length));
  await film.stop();
  return sizes;
"""


def test_a_noisy_cameras_film_is_packed_tighter_until_it_fits(
    served: str, playwright: Playwright, tmp_path: Path
) -> None:
    camera = noisy_film(tmp_path / "noise.y4m")
    with launched(playwright, CAMERA, ALLOWED, f"{FILM}{camera}") as browser:
        page = browser.new_page()
        page.goto(served)
        fine = run(page, "film.js", FILMED, {"length": 3000, "bytes": 1_000_000_000})
        room = 0.9 * sum(fine) * 45 / len(fine)  # for 45 frames, which the film has on an idle machine
        packed = run(page, "film.js", FILMED, {"length": 3000, "bytes": room})
    assert sum(packed) < room
    assert packed[0] > 1.1 * packed[-1]
    assert fine[-1] == pytest.approx(fine[0], rel=0.05)


def test_scripts_name_no_address_of_elsewhere() -> None:
    for path in Path(assets.FOLDER).glob("*.js"):
        assert "http" not in path.read_text(encoding="utf-8"), path.name
