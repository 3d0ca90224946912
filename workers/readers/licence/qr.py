"""QR codes on the page: found, decoded and taken apart. Says what they hold, not whether it is true.

The content is a link of a province's register, a link of gsxt.gov.cn with the credit code, or code and name
as text, sometimes in GB 18030. The one module that imports `zxingcpp`.
"""

import re
from typing import Final
from urllib.parse import urlsplit

import cv2
import zxingcpp

from verifier.domain.reading import QrCode
from workers.readers.licence.second_look import Grey, Page

QR: Final = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
SMALL: Final = 1600  # pixels of the long side under which a page is enlarged: 37 codes of 71 photos for 33
LINK: Final = re.compile(r"https?://[^\s;；|，]+")
CODE: Final = re.compile(
    r"(?:uniscid=|统一社会信用代码\s*[:：]\s*)([0-9A-HJ-NP-RTUWXY]{18})(?![0-9A-Z])", re.IGNORECASE
)
NUMBER: Final = re.compile(r"注册号\s*[:：]\s*(\d{15})(?!\d)")
NAME: Final = re.compile(r"名称\s*[:：]\s*([^;；\n\r|，,]{2,60})")


def qr_codes(page: Page) -> tuple[QrCode, ...]:
    """Every QR code of a page (H × W × 3, uint8, BGR), top to bottom; boxes in its pixels."""
    grey, scale = _enlarged(page)
    found = zxingcpp.read_barcodes(grey, formats=QR)
    read = [_qr_code(_decoded(barcode.bytes), barcode.position, scale) for barcode in found if barcode.bytes]
    return tuple(sorted(read, key=lambda code: (code.box[1], code.box[0])))


def taken_apart(text: str) -> tuple[str | None, str | None, str | None]:
    """Host of the link, credit code or else registration number, and name that a QR code's content holds."""
    link = LINK.search(text)
    code = CODE.search(text) or NUMBER.search(text)
    name = NAME.search(text)
    return (
        _host(link[0]) if link else None,
        code[1].upper() if code else None,
        name[1].strip() if name else None,
    )


def _host(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:  # brackets without an address between them
        return None


def _enlarged(page: Page) -> tuple[Grey, float]:
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    if max(grey.shape) >= SMALL:
        return grey.astype("uint8", copy=False), 1.0
    size = (grey.shape[1] * 2, grey.shape[0] * 2)
    return cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC).astype("uint8", copy=False), 2.0


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _qr_code(text: str, position: zxingcpp.Position, scale: float) -> QrCode:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    xs, ys = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    box = round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))
    return QrCode(text, *taken_apart(text), box)
