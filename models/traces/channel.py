"""How a page came, told from its size, format, paper and borders: each channel is compared with its own kind.

No metadata tag is believed and none is evidence; a wrong guess costs sharpness, for the page is then compared
with genuine pages that came another way.
"""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.traces.grid import Stored
from verifier.domain.traces import Channel

Page = NDArray[np.uint8]  # H × W × 3, BGR

MESSENGER_SIDE: Final = 1440  # pixels: WeChat and its like scale pictures down to 1,280, some to 1,440
SHEET: Final = math.sqrt(2)  # A-series proportions, which a scanner's bed and a page of a PDF have
PROPORTION: Final = 0.03  # how far from them a cropped scan is
BORDER: Final = 0.015  # of the shorter side: the rim that is paper on scans, and a desk on photos
WHITE: Final = 215  # grey level from which a rim is paper under even light
EVEN: Final = 9.0  # grey levels, the deviation of such a rim
STILL: Final = 0.35  # grey levels of noise; a camera or scanner has more, a drawn page less


def channel(page: Page, stored: Stored) -> Channel:
    """The channel of an upright page, H × W × 3, uint8, BGR, and of the file that it was stored in."""
    height, width = page.shape[:2]
    if stored.steps is None and _is_still(page):
        return Channel.SCREENSHOT
    if _on_paper(page) and abs(max(width, height) / min(width, height) / SHEET - 1) < PROPORTION:
        return Channel.SCAN
    return Channel.MESSENGER if max(width, height) <= MESSENGER_SIDE else Channel.DIRECT


def _is_still(page: Page) -> bool:
    """Whether most of the page is free of noise, seen in the middle of it."""
    height, width = page.shape[:2]
    middle = page[height // 4 : height // 4 + 400, width // 4 : width // 4 + 400]
    grey = np.asarray(cv2.cvtColor(middle, cv2.COLOR_BGR2GRAY), dtype=np.float32)
    return float(np.median(np.abs(cv2.Laplacian(grey, cv2.CV_32F)))) < STILL


def _on_paper(page: Page) -> bool:
    rim = max(2, round(BORDER * min(page.shape[:2])))
    strips = (page[:rim], page[-rim:], page[:, :rim], page[:, -rim:])
    levels = np.concatenate([strip.reshape(-1, 3)[:: max(1, strip.size // 6000)] for strip in strips]).mean(
        axis=1
    )
    return float(np.median(levels)) >= WHITE and float(levels.std()) <= EVEN
