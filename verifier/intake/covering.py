"""Pictures of ours covered for who may not see all of it, and marked with who looks. Decides nothing.

Takes only pictures that our own readers drew, never what was handed in: this runs in the web process.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final, TypeAlias

from PIL import Image, ImageDraw, ImageFont

from verifier.intake import pillow

Places: TypeAlias = Sequence[tuple[int, int, int, int]]

MEDIA_TYPE: Final = "image/jpeg"
QUALITY: Final = 85
INK: Final = (46, 44, 52)  # of what covers
MARGIN: Final = 0.15  # of a place's height: strokes reach beyond the boxes that were read
COARSE: Final = 24  # pixels of the long side of a picture of which nothing may be read
MARK_EVERY: Final = (360, 220)  # pixels between two marks
MARK_SIZE: Final = 16
MARK_OPACITY: Final = 44  # of 255: faint enough to read through


def covered(data: bytes, media_type: str, places: Places | None, *, width: int, mark: str) -> bytes:
    """The picture as JPEG, with the places covered in its pixels and the mark all over it.

    Places are pixels of a page that is `width` wide, of which the picture is a copy of any size; None covers
    all: only where it is light and dark is left. `mark` is ASCII. Raises one of pillow.BROKEN.
    """
    with pillow.opened(data, media_type) as (picture, file):
        file.release()
        shown = picture.convert("RGB")
    if places is None:
        shown = _coarse(shown)
    for place in places or ():
        _cover(shown, place, shown.width / width)
    return marked(shown, mark)


def marked(shown: Image.Image, mark: str) -> bytes:
    """Pixels as JPEG, with the mark all over them."""
    shown = shown.copy()
    _mark(shown, mark)
    out = BytesIO()
    shown.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _coarse(picture: Image.Image) -> Image.Image:
    size = picture.size
    picture.thumbnail((COARSE, COARSE))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _cover(picture: Image.Image, place: tuple[int, int, int, int], scale: float) -> None:
    left, top, right, bottom = (value * scale for value in place)
    room = (bottom - top) * MARGIN
    draw = ImageDraw.Draw(picture)
    draw.rectangle((left - room, top - room, right + room, bottom + room), fill=INK)


def _mark(picture: Image.Image, mark: str) -> None:
    tile = _tile(mark)
    for row, top in enumerate(range(0, picture.height, MARK_EVERY[1])):
        for left in range(-MARK_EVERY[0] // 2 * (row % 2), picture.width, MARK_EVERY[0]):
            picture.paste(tile, (left, top), tile)


@lru_cache(maxsize=64)
def _tile(mark: str) -> Image.Image:
    """The mark, slanted, in grey that shows on light and on dark."""
    tile = Image.new("RGBA", MARK_EVERY)
    draw = ImageDraw.Draw(tile)
    draw.text((24, 100), mark, fill=(128, 128, 128, MARK_OPACITY), font=ImageFont.load_default(MARK_SIZE))
    return tile.rotate(24, Image.Resampling.BICUBIC)
