"""The few EXIF tags that say where a picture came from. Reads an EXIF block, or a TIFF, which is made alike.

Visits four directories at most and each once, whatever their pointers say: a directory that points at itself
is no loop here. Serial numbers, owners, coordinates and times are never read, only whether they are there.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

MOST_ENTRIES: Final = 500  # of one directory; cameras write under 100
LARGEST_VALUE: Final = 1 << 20  # bytes; XMP in a TIFF is the largest that is read

WIDTH, HEIGHT, MAKE, MODEL = 0x100, 0x101, 0x10F, 0x110
SOFTWARE, XMP, PHOTOSHOP = 0x131, 0x2BC, 0x8649
EXIF_AT, GPS_AT = 0x8769, 0x8825
PROCESSING, ORIGINAL_TIME, COMMENT, LATITUDE = 0x000B, 0x9003, 0x9286, 0x0002
THUMBNAIL_AT, THUMBNAIL_SIZE = 0x0201, 0x0202
ORDERS: Final[Mapping[bytes, str]] = {b"II": "<", b"MM": ">"}
UNITS: Final[Mapping[int, int]] = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
CHARSET: Final = 8  # bytes that name the character set of a user comment


class BrokenExif(ValueError):
    """A block that does not parse."""


@dataclass(frozen=True, slots=True)
class Exif:
    """Values by tag of the main, the camera's and the thumbnail's directory; `has_place` from the GPS one."""

    main: Mapping[int, bytes | int]
    camera: Mapping[int, bytes | int]
    has_place: bool
    thumbnail: bytes | None

    def text(self, tag: int) -> str:
        """A text of the main directory, or of the camera's; empty where there is none."""
        value = self.main.get(tag, self.camera.get(tag, b""))
        return value.split(b"\0")[0].decode("utf-8", "replace") if isinstance(value, bytes) else ""

    def comment(self) -> str:
        """The user comment, whose first eight bytes name its character set."""
        value = self.camera.get(COMMENT)
        return value[CHARSET:].decode("utf-8", "replace") if isinstance(value, bytes) else ""

    def number(self, tag: int) -> int | None:
        value = self.main.get(tag)
        return value if isinstance(value, int) else None


def parsed(block: bytes) -> Exif:
    """The block's tags. Raises BrokenExif when its header points at no directory; one may be empty."""
    order = ORDERS.get(block[:2])
    if order is None or not 8 <= _at(block, order, 4) <= len(block) - 2:
        raise BrokenExif
    main, following = _directory(block, order, _at(block, order, 4))
    camera, _ = _directory(block, order, main.get(EXIF_AT))
    place, _ = _directory(block, order, main.get(GPS_AT))
    small, _ = _directory(block, order, following)
    return Exif(main, camera, LATITUDE in place, _thumbnail(block, small))


def _directory(block: bytes, order: str, start: bytes | int | None) -> tuple[dict[int, bytes | int], int]:
    """The values of one directory by tag, and where the next one is; nothing where there is none."""
    if not isinstance(start, int) or not 8 <= start <= len(block) - 2:
        return {}, 0
    count = struct.unpack_from(order + "H", block, start)[0]
    values = dict(_entries(block, order, start + 2, min(count, MOST_ENTRIES)))
    return values, _at(block, order, start + 2 + 12 * count)


def _entries(block: bytes, order: str, start: int, count: int) -> Iterator[tuple[int, bytes | int]]:
    for entry in range(start, start + 12 * count, 12):
        if entry + 12 > len(block):
            return
        tag, kind, number = struct.unpack_from(order + "HHI", block, entry)
        size = UNITS.get(kind, 0) * number
        place = entry + 8 if size <= 4 else _at(block, order, entry + 8)
        if tag in READ and 0 < size <= LARGEST_VALUE and place + size <= len(block):
            yield tag, _value(block[place : place + size], order, kind, number)


def _value(stored: bytes, order: str, kind: int, number: int) -> bytes | int:
    """A single short or long as a number, everything else as its bytes."""
    if number == 1 and kind in (3, 4):
        return int(struct.unpack(order + ("H" if kind == 3 else "I"), stored)[0])
    return stored


def _at(block: bytes, order: str, position: int) -> int:
    """The offset that stands here; 0 beyond the end."""
    return int(struct.unpack_from(order + "I", block, position)[0]) if position + 4 <= len(block) else 0


def _thumbnail(block: bytes, small: Mapping[int, bytes | int]) -> bytes | None:
    start, size = small.get(THUMBNAIL_AT), small.get(THUMBNAIL_SIZE)
    if not isinstance(start, int) or not isinstance(size, int):
        return None
    data = block[start : start + size]
    return data if data.startswith(b"\xff\xd8\xff") else None


READ: Final = frozenset({
    WIDTH, HEIGHT, MAKE, MODEL, SOFTWARE, XMP, PHOTOSHOP, EXIF_AT, GPS_AT, PROCESSING, ORIGINAL_TIME,
    COMMENT, LATITUDE, THUMBNAIL_AT, THUMBNAIL_SIZE,
})  # fmt: skip
