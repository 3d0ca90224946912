"""Photos of papers, drawn from a seed: a sheet with lines of print on a desk, in uneven light, with grain.

Nothing is read off them: the print is bars and blocks. Two photos have nothing in common but the title and
labels; `text` changes the other print alone.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.domain.reading import Line

HEIGHT, WIDTH = 1400, 1000
LEFT, TOP = 160, 240
LINE_HEIGHT, PITCH = 26, 56
LINES = 18
LABELS = (
    "NAME",
    "TYPE",
    "SEAT",
    "HEAD",
    "CASH",
    "DATE",
    "TERM",
    "WORK",
    "CODE",
    "SIGN",
    "BANK",
    "PLOT",
    "UNIT",
)

Page = NDArray[np.uint8]


def drawn(photo: int, text: int | None = None, *, grain: float = 4.0) -> tuple[Page, tuple[Line, ...]]:
    """The page, BGR, of this photograph bearing this print, and its lines; `grain` 0 is a flat page."""
    page = _paper(photo, grain)
    lines = _print(page, photo if text is None else text)
    return np.clip(np.repeat(page[:, :, None], 3, axis=2), 0, 255).astype(np.uint8), lines


def _paper(photo: int, grain: float) -> NDArray[np.float32]:
    if grain == 0:
        return np.full((HEIGHT, WIDTH), 245, np.float32)
    chance = np.random.default_rng(photo)
    light = cv2.resize(chance.uniform(150, 235, (4, 3)).astype(np.float32), (WIDTH, HEIGHT))
    coarse = chance.normal(0, grain, (HEIGHT // 4, WIDTH // 4)).astype(np.float32)
    page = np.asarray(light + cv2.resize(coarse, (WIDTH, HEIGHT)), dtype=np.float32)
    edge = int(chance.integers(40, 80))
    page[:, :edge] *= 0.5
    page[-edge:, :] *= 0.5
    _litter(page, chance, edge)
    return page


def _litter(page: NDArray[np.float32], chance: np.random.Generator, edge: int) -> None:
    """Things on the desk, and specks and folds on the paper between the lines."""
    for _ in range(60):
        for x, y in (
            (chance.integers(0, edge), chance.integers(0, HEIGHT)),
            (chance.integers(0, WIDTH), HEIGHT - chance.integers(0, edge)),
            (WIDTH - chance.integers(10, 120), chance.integers(0, HEIGHT)),
        ):
            size = chance.integers(4, 16, 2)
            tone = (float(chance.integers(20, 250)),)
            cv2.rectangle(page, (int(x), int(y)), (int(x + size[0]), int(y + size[1])), tone, -1)


def _print(page: NDArray[np.float32], text: int) -> tuple[Line, ...]:
    """A title and labels that every page has, and lines of strokes that only this print has."""
    chance = np.random.default_rng(1_000_000 + text)
    cv2.putText(page, "LICENCE", (330, 180), cv2.FONT_HERSHEY_DUPLEX, 2.4, (30,), 8)
    lines = [_line(320, 110, 680, 190)]
    for number, label in enumerate(LABELS):
        cv2.putText(
            page, label, (LEFT - 78, TOP + 24 + number * PITCH), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (25,), 2
        )
    for number in range(LINES):
        top, right = TOP + number * PITCH, LEFT + int(chance.integers(350, 680))
        for left in range(LEFT, right, 22):
            for _ in range(4):
                x, y = left + chance.integers(0, 18, 2), top + chance.integers(0, LINE_HEIGHT, 2)
                cv2.line(page, (int(x[0]), int(y[0])), (int(x[1]), int(y[1])), (35,), 2)
        lines.append(_line(LEFT, top, right, top + LINE_HEIGHT))
    return tuple(lines)


def _line(left: float, top: float, right: float, bottom: float) -> Line:
    return Line(((left, top), (right, top), (right, bottom), (left, bottom)), "", 1.0)
