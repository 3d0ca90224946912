"""Measures of one patch: how its ink, its edges and its paper look. Numbers only; nothing is compared here.

Shares of the patch's own contrast and ratios to the paper around it, so that light, size and camera matter
little. NaN where a patch has too few pixels for a measure.
"""

from enum import StrEnum
from typing import Final

import cv2
import numpy as np

from models.traces.patches import Mask, Patch, Plane

NAN: Final = float("nan")
FEWEST: Final = 60  # pixels that a mean of paper or edges is taken over
FEWEST_INK: Final = 20
FULL_INK: Final = 0.75  # of the contrast: below are the cores of strokes, without their soft edges
HALF_UP: Final = 0.25
FINE: Final = (0.6, 1.5)  # pixels, the two blurs whose difference is the finest noise of paper
COARSE: Final = (1.0, 3.0)
CELL: Final = 0.9  # of a line's height: about one character
# Immerkær (1996), Fast noise variance estimation: this mask answers neither to slopes nor to edges of paper.
LAPLACIANS: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


class Measure(StrEnum):
    """One number of a patch; its logarithm where a ratio is what counts."""

    INK_LEVEL = "ink_level"  # log of the ink's light over the paper's
    INK_SPREAD = "ink_spread"  # log of the deviation within strokes over the contrast
    INK_BLUE = "ink_blue"
    INK_RED = "ink_red"
    INK_SPECKLE = "ink_speckle"  # log of the deviation of the ink's colour
    CRISPNESS = "crispness"  # log of second over first derivatives
    EDGE = "edge"  # log of the slope in the middle of full edges, a share of their height a pixel
    SOFTNESS = "softness"  # log of half-dark over dark pixels
    EDGE_STEP = "edge_step"  # log of the crispest character over the usual one of the line
    INK_STEP = "ink_step"  # the darkest character less the usual one, a share of the paper's light
    NOISE = "noise"  # log grey levels, on the paper between the characters
    FINE_NOISE = "fine_noise"  # log of the noise inside the box over that around it
    COARSE_NOISE = "coarse_noise"
    STEP_BLUE = "step_blue"  # colour of the paper inside the box less that around it
    STEP_RED = "step_red"
    DOUBLE = "double"  # mean log likelihood ratio of the blocks, see models.traces.blocks
    DOUBLE_LEAST = "double_least"  # the same of the character that has least of it


Measures = dict[Measure, float]


def measures(patch: Patch) -> Measures:
    """Everything that one patch shows by itself; what the blocks show needs its neighbours."""
    slopes = _slopes(patch.luma)
    return {**_ink(patch), **_edges(patch, slopes), **_characters(patch, slopes), **_paper(patch)}


def _ink(patch: Patch) -> Measures:
    core = (patch.luma < patch.light - FULL_INK * patch.contrast) & patch.inside
    found = {Measure.INK_LEVEL: _log((patch.dark + 4) / (patch.light + 4))}  # 4: black is never measured as 0
    if core.sum() >= FEWEST_INK:
        found[Measure.INK_SPREAD] = _log(float(patch.luma[core].std()) / patch.contrast)
    if patch.ink.sum() >= FEWEST_INK:
        blue, red = patch.blue[patch.ink], patch.red[patch.ink]
        found[Measure.INK_BLUE], found[Measure.INK_RED] = float(np.median(blue)), float(np.median(red))
        found[Measure.INK_SPECKLE] = _log(float(blue.std() + red.std()))
    return found


def _edges(patch: Patch, slopes: Plane) -> Measures:
    inside, contrast = patch.inside, patch.contrast
    second = np.abs(cv2.Laplacian(patch.luma, cv2.CV_32F))[inside]
    dark = (patch.luma <= patch.light - FULL_INK * contrast) & inside
    half = (patch.luma < patch.light - HALF_UP * contrast) & inside & ~dark
    return {
        Measure.CRISPNESS: _log(float(second.mean()) / (float(slopes[inside].mean()) + 1e-3)),
        Measure.SOFTNESS: _log(float(half.sum()) / (float(dark.sum()) + 1)),
        Measure.EDGE: _full_edges(patch, slopes),
    }


def _full_edges(patch: Patch, slopes: Plane) -> float:
    """Only edges that climb most of the contrast within five pixels count: thin strokes are not soft."""
    around = np.ones((5, 5), np.uint8)
    low, high = cv2.erode(patch.luma, around), cv2.dilate(patch.luma, around)
    height = high - low
    middle = (patch.luma > low + 0.3 * height) & (patch.luma < low + 0.7 * height)
    counted = middle & (height > 0.7 * patch.contrast) & patch.inside
    return (
        _log(float(np.divide(slopes[counted], height[counted]).mean()))
        if counted.sum() >= FEWEST_INK
        else NAN
    )


def _characters(patch: Patch, slopes: Plane) -> Measures:
    """How far one character stands out in its own line."""
    width = max(8, int(CELL * patch.height))
    starts = range(0, max(1, patch.luma.shape[1] - width + 1), max(1, width // 3))
    dark, crisp = [], []
    for start in starts:
        cut = slice(start, start + width)
        if patch.ink[:, cut].mean() > 0.06:
            inside = patch.inside[:, cut]
            dark.append(float(np.percentile(patch.luma[:, cut][inside], 3)) / patch.light)
            crisp.append(float(np.percentile(slopes[:, cut], 96)) / patch.contrast + 0.01)
    if len(dark) < 4:
        return {}
    return {
        Measure.INK_STEP: min(dark) - float(np.median(dark)),
        Measure.EDGE_STEP: _log(max(crisp) / float(np.median(crisp))),
    }


def _paper(patch: Patch) -> Measures:
    inside, around = patch.paper & patch.inside, patch.paper & ~patch.inside
    found = {Measure.NOISE: _noise(patch.luma, inside)}
    if inside.sum() < FEWEST or around.sum() < FEWEST:
        return found
    found[Measure.FINE_NOISE] = _against(_band(patch, FINE), inside, around)
    found[Measure.COARSE_NOISE] = _against(_band(patch, COARSE), inside, around)
    found[Measure.STEP_BLUE] = float(patch.blue[inside].mean() - patch.blue[around].mean())
    found[Measure.STEP_RED] = float(patch.red[inside].mean() - patch.red[around].mean())
    return found


def _noise(luma: Plane, mask: Mask) -> float:
    clear = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    if clear.sum() < FEWEST:
        return NAN
    return _log(float(np.abs(cv2.filter2D(luma, -1, LAPLACIANS))[clear].mean()) * float(np.sqrt(np.pi / 72)))


def _band(patch: Patch, sigmas: tuple[float, float]) -> Plane:
    """What a finer blur keeps and a coarser one loses, of paper alone: ink is weighted out of both."""
    weight = patch.paper.astype(np.float32)
    weighted = patch.luma * weight
    finer, coarser = (
        cv2.GaussianBlur(weighted, (0, 0), sigma) / np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)
        for sigma in sigmas
    )
    return np.asarray(np.abs(finer - coarser), dtype=np.float32)


def _against(band: Plane, inside: Mask, around: Mask) -> float:
    return _log((float(band[inside].mean()) + 0.1) / (float(band[around].mean()) + 0.1))


def _slopes(luma: Plane) -> Plane:
    across, down = (cv2.Sobel(luma, cv2.CV_32F, *order, ksize=3) / 8 for order in ((1, 0), (0, 1)))
    return np.asarray(np.hypot(across, down), dtype=np.float32)


def _log(value: float) -> float:
    return float(np.log(max(value, 1e-3)))
