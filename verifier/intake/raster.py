"""Page sizes of JPEG, PNG, WebP, TIFF and BMP by their headers, and what a header tells of trouble ahead.

Decodes no pixel. That a header is in order does not mean that the pixels are: the readers find out.
"""

from collections.abc import Iterator, Sequence
from itertools import count
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
from verifier.intake.limits import MAX_PAGES, MAX_PIXELS, MAX_SCANS

Size: TypeAlias = tuple[int, int]

TURNED: Final = frozenset({5, 6, 7, 8})  # EXIF orientations that swap width and height
JPEG_END: Final = b"\xff\xd9"
JPEG_SCAN: Final = b"\xff\xda"
PNG_CHUNKS: Final = 100_000  # libpng writes 8 KiB a chunk: 2,600 in the largest file we take
PNG_OVERHEAD: Final = 12  # a chunk's length, type and checksum
TIFF_DATA: Final = ((273, 279), (324, 325))  # offsets and byte counts of strips, of tiles
TIFF_TILE: Final = (322, 323)  # width and length


def page_sizes(data: bytes, media_type: str) -> Sequence[Size]:
    """Upright width and height of each page, at most one page more than we take. Raises EvidenceRefused."""
    if media_type == content.WEBP and not _webp_ends(data):
        raise EvidenceTruncated  # before it is opened, for its parser wants the whole file
    try:
        with pillow.opened(data, media_type) as (picture, file):
            return tuple(_checked_sizes(picture, data, file.tell()))
    except pillow.BombError as error:
        raise TooManyPixels from error
    except pillow.BROKEN as error:
        raise EvidenceMalformed from error


def _checked_sizes(picture: pillow.Picture, data: bytes, position: int) -> Iterator[Size]:
    if pillow.is_animated(picture):
        raise EvidenceAnimated
    if picture.format == "TIFF":
        yield from _tiff_sizes(picture, data)
        return
    _require_known_pixels(picture)
    late = _require_end(picture, data, position)
    yield _upright(picture.size, late or pillow.orientation(picture))


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
        return True  # run-length encoded: only decoding can tell
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


def _tiff_sizes(picture: pillow.Picture, data: bytes) -> Iterator[Size]:
    """Sizes of the pages, without previews. Pillow gives a TIFF's size upright already."""
    pages = 0
    for index in count():
        if pages > MAX_PAGES or index > 2 * MAX_PAGES or not pillow.seek_page(picture, index):
            return
        if pillow.is_preview(picture):
            continue
        pages += 1
        _require_known_pixels(picture)
        _require_tiff_data(picture, len(data))
        yield picture.size


def _require_tiff_data(picture: pillow.Picture, length: int) -> None:
    for offsets, counts in TIFF_DATA:
        pieces = zip(_numbers(picture, offsets), _numbers(picture, counts), strict=False)
        if any(offset + size > length for offset, size in pieces):
            raise EvidenceTruncated
    tile = [next(iter(_numbers(picture, tag)), 1) for tag in TIFF_TILE]
    if tile[0] * tile[1] > MAX_PIXELS:  # libtiff makes room for a whole tile, however small the page
        raise TooManyPixels


def _numbers(picture: pillow.Picture, tag: int) -> Sequence[int]:
    value = pillow.tiff_tag(picture, tag)
    values = value if isinstance(value, tuple) else (value,)
    return [number for number in values if isinstance(number, int)]
