"""libheif as we want it: the primary picture of a still HEIC file, upright by the container's own word.

A HEIC states its rotation (irot, imir) in the container and often again in EXIF. The container rules (ISO/IEC
23008-12 §6.5.10) and libheif obeys it while decoding, so EXIF is left unread: obeying both would turn the
picture twice.
"""

import base64
from collections.abc import Mapping
from typing import Any, Final

import pillow_heif

from verifier.confined.refusal import Refusal, Refused
from verifier.confined.surface import Surface

CHANNELS: Final = {"BGR": 3, "BGRA": 4, "BGRa": 4, "L": 1, "LA": 2, "La": 2, "I;16": 1, "L;16": 1}
SEQUENCES: Final = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})

LARGEST_BLOCK: Final = 1 << 20  # bytes of EXIF or XMP; cameras write under 64 KiB

# What pillow_heif says it raises.
BROKEN: Final = (OSError, ValueError, EOFError, SyntaxError, RuntimeError)

pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False


def page_sizes(data: bytes, _most_pages: int) -> list[tuple[int, int]]:
    """Width and height of the primary picture: the one that every viewer shows of a still file."""
    return [_primary(data).size]


def render(data: bytes, _index: int) -> Surface:
    """The primary picture. Raises Refused."""
    picture = _primary(data)
    stated = picture.size
    try:
        pixels, stride = picture.data, picture.stride
    except BROKEN as error:
        raise Refused(Refusal.MALFORMED) from error
    if picture.size != stated:
        raise Refused(Refusal.MALFORMED)
    if picture.mode.endswith(";16"):
        pixels, stride = (
            pixels[1::2],
            stride // 2,
        )  # little-endian: the high byte is the eight bits that matter
    width, height = stated
    return Surface(width, height, CHANNELS[picture.mode], stride, pixels)


def describe(data: bytes, _media_type: str) -> Mapping[str, Any]:
    """width, height, and in base64 the blocks exif and xmp as far as they are there. Raises Refused."""
    picture = _primary(data)
    blocks = {name: picture.info.get(name) for name in ("exif", "xmp")}
    encoded = {
        name: base64.b64encode(block[:LARGEST_BLOCK]).decode() for name, block in blocks.items() if block
    }
    return {"width": picture.size[0], "height": picture.size[1]} | encoded


def _primary(data: bytes) -> Any:
    if data[8:12] in SEQUENCES:
        raise Refused(Refusal.ANIMATED)
    try:
        file = pillow_heif.open_heif(data, bgr_mode=True)
        picture = file[file.primary_index]
    except (*BROKEN, IndexError) as error:
        raise Refused(Refusal.MALFORMED) from error
    if picture.mode not in CHANNELS:
        raise Refused(Refusal.UNSUPPORTED)
    return picture
