"""Sizes of JPEG, PNG, WebP and BMP pictures by their headers, and what a header tells of trouble ahead.

Decodes no pixel. That a header is in order does not mean that the pixels are: the readers find out.
"""

from typing import Final, TypeAlias

from verifier.intake import content, pillow
from verifier.intake.errors import (
    EvidenceAnimated,
    EvidenceMalformed,
    EvidenceTruncated,
    TooManyPixels,
    TooManyScans,
    UnsupportedEncoding,
)
from verifier.intake.limits import MAX_PIXELS, MAX_SCANS

Size: TypeAlias = tuple[int, int]

TURNED: Final = frozenset({5, 6, 7, 8})  # EXIF orientations that swap width and height
JPEG_END: Final = b"\xff\xd9"
JPEG_SCAN: Final = b"\xff\xda"
PNG_CHUNKS: Final = 100_000  # libpng writes 8 KiB a chunk: 2,600 in the largest file we take
PNG_OVERHEAD: Final = 12  # a chunk's length, type and checksum


def size(data: bytes, media_type: str) -> Size:
    """Width and height of the picture, upright. Raises EvidenceRefused."""
    if media_type == content.WEBP and not _webp_ends(data):
        raise EvidenceTruncated  # before it is opened, for its parser wants the whole file
    try:
        with pillow.opened(data, media_type) as (picture, file):
            return _checked_size(picture, data, file.tell())
    except pillow.BombError as error:
        raise TooManyPixels from error
    except pillow.BROKEN as error:
        raise EvidenceMalformed from error


def _checked_size(picture: pillow.Picture, data: bytes, position: int) -> Size:
    if pillow.is_animated(picture):
        raise EvidenceAnimated
    _require_known_pixels(picture)
    late = _require_end(picture, data, position)
    return _upright(picture.size, late or pillow.orientation(picture))


def _upright(size: Size, orientation: int) -> Size:
    return (size[1], size[0]) if orientation in TURNED else size


def _require_known_pixels(picture: pillow.Picture) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise TooManyPixels
    if picture.mode not in pillow.READABLE_MODES:
        raise UnsupportedEncoding


def _require_end(picture: pillow.Picture, data: bytes, position: int) -> int | None:
    """Raise EvidenceTruncated where the file shows it; return an orientation only found on the way."""
    if picture.format == "PNG":
        return _walk_png(data)
    whole = {"JPEG": _jpeg_ends, "BMP": _bmp_ends}.get(str(picture.format))
    if whole and not whole(picture, data, position):
        raise EvidenceTruncated
    return None


def _jpeg_ends(picture: pillow.Picture, data: bytes, position: int) -> bool:
    """Whether an end marker follows the header (an embedded preview has one too, but before the scan)."""
    if "progressive" in picture.info and data.count(JPEG_SCAN, position) >= MAX_SCANS:
        raise TooManyScans
    return data.find(JPEG_END, position) >= 0


def _webp_ends(data: bytes) -> bool:
    return len(data) >= int.from_bytes(data[4:8], "little") + 8


def _bmp_ends(picture: pillow.Picture, data: bytes, _: int) -> bool:
    codec, _extents, offset, args = picture.tile[0]
    if codec != "raw" or not isinstance(args, tuple):
        # Run-length encoded, which Pillow unpacks in Python: 42 s for a crafted file of 60 megapixels.
        raise UnsupportedEncoding
    return len(data) >= offset + int(args[1]) * picture.height


def _walk_png(data: bytes) -> int | None:
    """Follow the chunks to the last: eXIf may stand behind the pixels, where header parsing stops."""
    orientation, position = None, 8
    for _ in range(PNG_CHUNKS):
        length, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if kind == b"eXIf":
            orientation = pillow.exif_orientation(data[position + 8 : position + 8 + length])
        position += length + PNG_OVERHEAD
        if position > len(data):
            raise EvidenceTruncated
        if kind == b"IEND":
            return orientation
    raise EvidenceMalformed
