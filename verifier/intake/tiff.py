"""Page sizes of a TIFF by its directories. Belongs in the confined process.

It decodes no pixel, and yet Pillow spends 35 s and 1.6 GB on the directory of a crafted file of 20 MiB that
claims five million strips.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final, TypeAlias

from verifier.confined.refusal import Refusal, Refused
from verifier.intake import content, pillow
from verifier.intake.limits import MAX_PIXELS

Size: TypeAlias = tuple[int, int]

PIECES: Final = ((273, 279), (324, 325))  # offsets and byte counts of strips, of tiles
TILE: Final = (322, 323)  # width and length


def page_sizes(data: bytes, most_pages: int) -> list[Size]:
    """Upright width and height of each page, previews left out. Raises Refused."""
    try:
        with pillow.opened(data, content.TIFF) as (picture, _):
            return list(_sizes(picture, len(data), most_pages))
    except pillow.BombError as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except pillow.BROKEN as error:
        raise Refused(Refusal.MALFORMED) from error


def _sizes(picture: pillow.Picture, length: int, most_pages: int) -> Iterator[Size]:
    pages = 0
    for index in count():
        if not pillow.seek_page(picture, index):
            return
        if pages == most_pages or index > 2 * most_pages:
            raise Refused(Refusal.TOO_MANY_PAGES)
        if pillow.is_preview(picture):
            continue
        pages += 1
        _require_decodable(picture, length)
        yield picture.size  # Pillow gives a TIFF's size upright already


def _require_decodable(picture: pillow.Picture, length: int) -> None:
    if picture.mode not in pillow.READABLE_MODES:
        raise Refused(Refusal.UNSUPPORTED)
    for offsets, counts in PIECES:
        pieces = zip(_numbers(picture, offsets), _numbers(picture, counts), strict=False)
        if any(offset + size > length for offset, size in pieces):
            raise Refused(Refusal.TRUNCATED)
    tile = [next(iter(_numbers(picture, tag)), 1) for tag in TILE]
    if tile[0] * tile[1] > MAX_PIXELS:  # libtiff makes room for a whole tile, however small the page
        raise Refused(Refusal.TOO_MANY_PIXELS)


def _numbers(picture: pillow.Picture, tag: int) -> Sequence[int]:
    value = pillow.tiff_tag(picture, tag)
    values = value if isinstance(value, tuple) else (value,)
    return [number for number in values if isinstance(number, int)]
