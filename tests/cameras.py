"""Browsers whose camera is a film: the portrait that matplotlib ships; and the page served from here."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.portraits import fake_camera
from tests.portraits.head import portrait_file

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
PLAIN = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking")
CAMERA = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
FILM = "--use-file-for-fake-video-capture="
SIZE = (640, 480)


def placed(
    scale: float = 1.0, aside: int = 0, light: float = 1.0
) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """The portrait in a camera's frame, BGR, smaller, to the side by pixels, or darker."""
    width, height = SIZE
    picture = cv2.imread(str(portrait_file()))
    assert picture is not None
    tall = round(height * scale)
    picture = cv2.resize(picture, (round(picture.shape[1] * tall / picture.shape[0]), tall))
    frame = np.full((height, width, 3), 90, np.uint8)
    left = (width - picture.shape[1]) // 2 + aside
    shown = picture[:, max(0, -left) : width - left]
    top = (height - tall) // 2
    frame[top : top + tall, max(0, left) : max(0, left) + shown.shape[1]] = shown
    return cv2.convertScaleAbs(frame, alpha=light)  # type: ignore[return-value]


def still_film(path: Path, frames: int = 30, **how: float) -> Path:
    """A film of the portrait that trembles a little, 30 frames a second; Chromium takes it for a camera."""
    picture = placed(**how)  # type: ignore[arg-type]
    shifts = (round(3 * np.sin(number / 5)) for number in range(frames))
    return fake_camera.write(path, (np.roll(picture, shift, axis=1) for shift in shifts), 30)


def noisy_film(path: Path, frames: int = 30) -> Path:
    """A film of nothing but a sensor's noise."""
    drawn = np.random.default_rng(7)
    shape = (SIZE[1], SIZE[0], 3)
    noise = (drawn.normal(110, 40, shape).clip(0, 255).astype(np.uint8) for _ in range(frames))
    return fake_camera.write(path, noise, 30)


def launched(playwright: Playwright, *arguments: str) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*PLAIN, *arguments])


class _Silent(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Nothing: the app logs its requests itself."""


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """The app over real HTTP on a free port of this machine, or this one; its address."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def complaints(page: Page) -> list[str]:
    """What the browser complains of on this page, from now on."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
