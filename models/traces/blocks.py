"""Marks of an earlier saving as JPEG in the blocks of a patch: its frequencies, and how it takes another saving.

Numbers for one patch; whether they stand out is for verifier.domain and the calibration.
"""

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.traces.grid import BLOCK, Grid
from models.traces.patches import Patch, Plane

MODES: Final = tuple((v, u) for v in range(4) for u in range(4) if 0 < v + u <= 3)  # the frequencies that survive
REACH: Final = 12  # whole steps to each side of zero that a histogram counts
QUALITIES: Final = tuple(range(50, 96, 5))
Levels = NDArray[np.int64]  # blocks × modes, whole steps, clipped to ±REACH


def levels(patch: Patch, grid: Grid) -> Levels:
    """The quantised coefficients of the blocks inside the line's box, as the last saving left them."""
    dx, dy = (grid.x - patch.corner[0]) % BLOCK, (grid.y - patch.corner[1]) % BLOCK
    height, width = ((side - start) // BLOCK for side, start in zip(patch.luma.shape, (dy, dx), strict=True))
    if height < 1 or width < 1:
        return np.zeros((0, len(MODES)), np.int64)
    cut = slice(dy, dy + height * BLOCK), slice(dx, dx + width * BLOCK)
    blocks = _blocks(patch.luma[cut] - np.float32(128))
    inside = _blocks(patch.inside[cut].astype(np.float32)).mean(axis=(1, 2)) > 0.5
    spectrum = TRANSFORM @ blocks[inside] @ TRANSFORM.T
    chosen = [spectrum[:, v, u] / grid.steps[v, u] for v, u in MODES]
    return np.clip(np.rint(np.stack(chosen, axis=1)), -REACH, REACH).astype(np.int64)


def histograms(found: Sequence[Levels]) -> NDArray[np.float64]:
    """How often each level stands in all these patches: modes × (2 · REACH + 1)."""
    counts = np.zeros((len(MODES), 2 * REACH + 1))
    for patch in found:
        for mode in range(len(MODES)):
            counts[mode] += np.bincount(patch[:, mode] + REACH, minlength=2 * REACH + 1)
    return counts


def periodicity(own: Levels, others: NDArray[np.float64]) -> float:
    """How much likelier the levels are under the others' uneven histogram than under a smoothed one.

    Mean log ratio a coefficient that is not zero; 0 where the others show no gaps, negative where they do and
    the patch does not share them (Popescu & Farid 2004; Lin et al. 2009).
    """
    if len(own) == 0:
        return float("nan")
    rough = others + 0.5
    smooth = cv2.GaussianBlur(rough, (0, 0), sigmaX=1.5, sigmaY=0.01, borderType=cv2.BORDER_REPLICATE)
    ratio = np.log(rough / rough.sum(axis=1, keepdims=True)) - np.log(smooth / smooth.sum(axis=1, keepdims=True))
    ratio[:, [0, REACH, 2 * REACH]] = 0
    places = own + REACH
    values = np.take_along_axis(ratio, places.T, axis=1)
    counted = (own.T != 0) & (np.abs(own.T) < REACH)
    return float(values[counted].mean()) if counted.sum() >= 40 else float("nan")


def ghosts(patches: Sequence[Patch]) -> NDArray[np.float64]:
    """How much each patch's paper changes when saved again: patches × QUALITIES, mean grey levels."""
    return np.stack([_ghost(patch) for patch in patches]) if patches else np.zeros((0, len(QUALITIES)))


def _ghost(patch: Patch) -> NDArray[np.float64]:
    grey = patch.luma.astype(np.uint8)
    if patch.paper.sum() < 100:
        return np.full(len(QUALITIES), np.nan)
    changes = [float(np.abs(_saved(grey, quality) - patch.luma)[patch.paper].mean()) for quality in QUALITIES]
    return np.array(changes)


def _saved(grey: NDArray[np.uint8], quality: int) -> Plane:
    _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.float32)


def _blocks(plane: Plane) -> Plane:
    height, width = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    return plane.reshape(height, BLOCK, width, BLOCK).swapaxes(1, 2).reshape(-1, BLOCK, BLOCK)


def _transform() -> Plane:
    """The orthonormal DCT-II of eight samples."""
    place, frequency = np.arange(BLOCK), np.arange(BLOCK)[:, None]
    matrix = np.sqrt(2 / BLOCK) * np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK))
    matrix[0] /= np.sqrt(2)
    return matrix.astype(np.float32)


TRANSFORM: Final = _transform()
