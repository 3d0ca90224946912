"""The page as it is, and with its fields tinted by how much evidence of tampering each shows. Draws alone."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.traces.patches import Page
from verifier.domain.reading import Box
from verifier.domain.traces import Traces, strongest

LONG_SIDE: Final = 1200  # pixels
QUALITY: Final = 80  # of the WebP
PALE: Final = 0.6  # how far the page is faded towards white, so that the tints stand out
FAINTEST: Final = 1.0  # evidence under which a field is left untinted
FULL: Final = 12.0  # evidence of one field from which the tint is full
YELLOW: Final = (0, 200, 255)  # BGR
RED: Final = (0, 0, 220)
OPACITY: Final = (0.15, 0.6)  # of the faintest and of the full tint

MEDIA_TYPE: Final = "image/webp"

PAGE_SIDE: Final = 2600  # pixels of the long side: print of a photographed licence is 20 high there
PAGE_QUALITY: Final = 85  # of the JPEG
PAGE_TYPE: Final = "image/jpeg"


def page_picture(page: Page) -> bytes:
    """A JPEG of the page, at most 2600 pixels long; `page` is H × W × 3, uint8, BGR."""
    scale = min(1.0, PAGE_SIDE / max(page.shape[:2]))
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    shown = page if scale == 1.0 else cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, PAGE_QUALITY])
    return data.tobytes()


def heat_map(page: Page, traces: Traces) -> bytes:
    """A WebP of the page in grey, at most 1200 pixels long, with its fields from yellow to red.

    `page` is H × W × 3, uint8, BGR, in the pixels of the traces' boxes. The fields that carry the page's
    evidence are outlined as well.
    """
    scale = min(1.0, LONG_SIDE / max(page.shape[:2]))
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    grey = cv2.cvtColor(cv2.resize(page, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    pale = np.asarray(255 - (255 - grey) * PALE, dtype=np.uint8)
    shown = np.asarray(cv2.cvtColor(pale, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    outlined = {field.field for field in strongest(traces)}
    for field in traces.fields:
        if field.evidence >= FAINTEST:
            for box in field.boxes:
                _tint(shown, _scaled(box, scale), field.evidence, outlined=field.field in outlined)
    _, data = cv2.imencode(".webp", shown, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    return data.tobytes()


def _tint(shown: NDArray[np.uint8], box: Box, evidence: float, *, outlined: bool) -> None:
    left, top, right, bottom = box
    share = min(1.0, (evidence - FAINTEST) / (FULL - FAINTEST))
    colour = np.array(YELLOW) * (1 - share) + np.array(RED) * share
    opacity = OPACITY[0] * (1 - share) + OPACITY[1] * share
    part = shown[top:bottom, left:right]
    shown[top:bottom, left:right] = np.rint(part * (1 - opacity) + colour * opacity).astype(np.uint8)
    if outlined:
        cv2.rectangle(shown, (left, top), (right, bottom), [float(value) for value in colour], 2)


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (max(0, round(value * scale)) for value in box)
    return left, top, right, bottom
