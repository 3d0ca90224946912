"""Marks of an earlier saving as JPEG in the 8 × 8 blocks of a patch. Numbers only; nothing is judged here.

The coefficients are those of the decoded luma on the stored grid: what was typed or pasted between two
savings lacks the marks of the first one that the rest of its page bears.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.traces.grid import BLOCK, Grid
from models.traces.patches import Patch, Plane

MODES: Final = tuple(
    (v, u) for v in range(4) for u in range(4) if 0 < v + u <= 3
)  # the frequencies that survive
REACH: Final = 12  # whole steps to each side of zero that a histogram counts
SPAN: Final = 2 * REACH + 1
FEWEST: Final = 40  # coefficients that are not zero: fewer say nothing about a line
FEWEST_NEAR: Final = 25  # the same about a character
Counts = NDArray[np.float64]  # modes × SPAN


@dataclass(frozen=True, slots=True)
class Levels:
    """The whole steps of a patch's blocks, blocks × modes, clipped to ±REACH, and each block's column."""

    steps: NDArray[np.int64]
    columns: NDArray[np.int64]


def levels(patch: Patch, grid: Grid) -> Levels:
    """The quantised coefficients of the blocks inside the line's box, as the last saving left them."""
    dx, dy = (grid.x - patch.corner[0]) % BLOCK, (grid.y - patch.corner[1]) % BLOCK
    height, width = ((side - start) // BLOCK for side, start in zip(patch.luma.shape, (dy, dx), strict=True))
    if height < 1 or width < 1:
        return Levels(np.zeros((0, len(MODES)), np.int64), np.zeros(0, np.int64))
    cut = slice(dy, dy + height * BLOCK), slice(dx, dx + width * BLOCK)
    inside = _blocks(patch.inside[cut].astype(np.float32)).mean(axis=(1, 2)) > 0.5
    spectrum = TRANSFORM @ _blocks(patch.luma[cut] - np.float32(128))[inside] @ TRANSFORM.T
    chosen = np.stack([spectrum[:, v, u] / grid.steps[v, u] for v, u in MODES], axis=1)
    steps = np.clip(np.rint(chosen), -REACH, REACH).astype(np.int64)
    return Levels(steps, np.tile(np.arange(width), height)[inside])


def histogram(found: Levels) -> Counts:
    """How often each whole step stands in a patch: modes × (2 · REACH + 1)."""
    places = found.steps + REACH + np.arange(len(MODES)) * SPAN
    return (
        np.bincount(places.ravel(), minlength=len(MODES) * SPAN).reshape(len(MODES), SPAN).astype(np.float64)
    )


def gaps(others: Counts) -> Counts:
    """How much likelier each step is under an uneven histogram than under a smoothed one, as a logarithm.

    A second saving leaves gaps and peaks where a first one rounded (Popescu & Farid 2004; Lin et al. 2009).
    Zero for level 0 and the clipped ends.
    """
    rough = others + 0.5
    smooth = cv2.GaussianBlur(rough, (0, 0), sigmaX=1.5, sigmaY=0.01, borderType=cv2.BORDER_REPLICATE)
    ratio = np.log(rough / rough.sum(axis=1, keepdims=True)) - np.log(
        smooth / smooth.sum(axis=1, keepdims=True)
    )
    ratio[:, [0, REACH, 2 * REACH]] = 0
    return np.asarray(ratio, dtype=np.float64)


def agreement(own: Levels, ratio: Counts, character: int) -> tuple[float, float]:
    """How a patch agrees with the gaps of the others: mean a counted coefficient, and the least of a
    character.

    About 0 where the others show no gaps; negative where they do and the patch does not share them.
    `character` is the width of one in pixels. NaN for too few coefficients.
    """
    nan = float("nan")
    if not len(own.steps):
        return nan, nan
    values = np.take_along_axis(ratio, (own.steps + REACH).T, axis=1).T
    counted = (own.steps != 0) & (np.abs(own.steps) < REACH)
    if counted.sum() < FEWEST:
        return nan, nan
    width = int(own.columns.max()) + 1
    sums = np.bincount(own.columns, (values * counted).sum(axis=1), minlength=width)
    counts = np.bincount(own.columns, counted.sum(axis=1), minlength=width)
    window = np.ones(max(2, round(character / BLOCK)))
    near, number = np.convolve(sums, window, "same"), np.convolve(counts, window, "same")
    enough = number >= FEWEST_NEAR
    least = float((near[enough] / number[enough]).min()) if enough.sum() >= 3 else nan
    return float(values[counted].mean()), least


def _blocks(plane: Plane) -> Plane:
    height, width = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    return plane.reshape(height, BLOCK, width, BLOCK).swapaxes(1, 2).reshape(-1, BLOCK, BLOCK)


def _transform() -> Plane:
    """The orthonormal DCT-II of eight samples."""
    place, frequency = np.arange(BLOCK), np.arange(BLOCK)[:, None]
    matrix = np.sqrt(2 / BLOCK) * np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK))
    matrix[0] /= np.sqrt(2)
    return np.asarray(matrix, dtype=np.float32)


TRANSFORM: Final = _transform()
