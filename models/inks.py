"""Red ink told from black print that crosses it: two ways, that err at different places.

Print takes the same share of every colour, ink of a seal takes green and blue. So print over ink is still
redder than print alone by its share; `models.seals.ink_of` goes by the amount, smoothed, and draws print
beside ink as ink.
Pixels of a seal's surroundings in (H × W × 3, uint8, BGR), its ink black on white out (H × W, uint8).
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.seals import Grey, Page

Plane = NDArray[np.float32]  # H × W

PAPER: Final = 80  # percentile of each channel that is paper: ink and print cover less than a fifth
SOFT, SOFTER = 0.7, 0.8  # pixels; JPEG's colour has steps of two
# The grain of a photo, 2 to 5 of 255: what is darker has no colour to tell.
GRAIN: Final = 0.04
DARKEST: Final = 0.03
FULL: Final = 95  # percentile of density that is full ink
REDDEST, REDDISH = 92, 0.7  # percentile of redness; the share of it from which a pixel is surely ink
# Shares of the usual saturation of ink: below the first it is print's fringe, above the second all ink. Of 80
# drawn rings (seeds 3000-3039) single looks read 61 to 72 by this, 64 to 71 by density, 52 to 63 by `ink_of`.
FRINGE, INK = 0.3, 0.8
FAINTEST: Final = 0.03  # of saturation, darkness and density, below which there is no ink at all


def by_density(part: Page) -> Grey:
    """How much more green and blue were absorbed than red; densities add up where print crosses ink.

    That is colour deconvolution (Ruifrok and Johnston, 2001) for two stains of which one is neutral.
    """
    light = cv2.GaussianBlur(_lit(part), (0, 0), SOFT)
    blue, green, red = cv2.split(np.log((1 + GRAIN) / (light + GRAIN)))
    density = np.maximum((green + blue) / 2 - red, 0)
    full = max(float(np.percentile(density, FULL)), FAINTEST)
    return _drawn(density / full)


def by_saturation(part: Page) -> Grey:
    """What is dark in green or blue, at full sharpness, where colour is nearly as saturated as ink."""
    sharp = _lit(part)
    blue, green, red = cv2.split(cv2.GaussianBlur(sharp, (0, 0), SOFTER))
    redness = np.clip(red - (green + blue) / 2, 0, 1)
    saturation, dark = redness / (red + DARKEST), 1 - sharp[:, :, :2].min(axis=2)
    surely = redness >= REDDISH * np.percentile(redness, REDDEST)
    usual = max(float(np.median(saturation[surely])), FAINTEST)
    solid = max(float(np.median(dark[surely])), FAINTEST)
    gate = np.clip((saturation / usual - FRINGE) / (INK - FRINGE), 0, 1)
    return _drawn(np.minimum(dark / solid, 1) * gate)


def _lit(part: Page) -> NDArray[np.float32]:
    """Every channel as a share of the paper's, 0–1; H × W × 3."""
    paper = np.percentile(part.reshape(-1, 3), PAPER, axis=0)
    return np.asarray(np.clip(part / np.maximum(paper, 1.0), 0, 1), dtype=np.float32)


def _drawn(ink: Plane) -> Grey:
    grey: Grey = (255 * (1 - np.clip(ink, 0, 1))).astype(np.uint8)
    return grey
