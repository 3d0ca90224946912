"""The metadata blocks of a file, cut out of its container and not yet parsed. Decodes no pixel.

Walks JPEG segments, PNG chunks and WebP chunks by itself, on a budget of parts and of bytes unfolded, so that
a crafted file costs no more than an ordinary one. Whatever is broken ends the walk; what was found is kept.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from verifier.domain.provenance import Trouble
from verifier.intake import content

Part: TypeAlias = tuple[int | bytes, bytes]

MOST_PARTS: Final = 4_000  # cameras write under 30; libpng writes 8 KiB a chunk, 2,600 in 20 MiB
LARGEST_BLOCK: Final = 1 << 20  # bytes of one block; one JPEG segment holds 64 KiB
LARGEST_TEXT: Final = 1 << 16  # bytes of a PNG text, unfolded: workflows of picture generators reach 30 KiB

EXIF: Final = b"Exif\0\0"
XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
PHOTOSHOP: Final = b"Photoshop 3.0\0"
ADOBE: Final = b"Adobe"
PNG_XMP: Final = "XML:com.adobe.xmp"

BMP_SIDES: Final = slice(18, 26)  # of BITMAPINFOHEADER and all that followed it
SOF: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
START_OF_SCAN: Final = 0xDA
END: Final = 0xD9


@dataclass(slots=True)
class Blocks:
    """What was found: raw blocks, texts by keyword, and of a JPEG its tables and its frame header."""

    exif: bytes | None = None
    xmp: bytes | None = None
    texts: dict[str, str] = field(default_factory=dict)
    software: list[str] = field(default_factory=list)
    photoshop: bool = False
    adobe: bool = False
    size: tuple[int, int] | None = None
    frame: tuple[int, bytes] | None = None  # marker and body of the frame header
    tables: dict[int, bytes] = field(default_factory=dict)  # quantisation, as stored: zigzag, 64 or 128 bytes
    troubles: list[Trouble] = field(default_factory=list)


def blocks_of(data: bytes, media_type: str) -> Blocks:
    """The blocks of a JPEG, PNG, WebP or TIFF; nothing of any other file."""
    found = Blocks()
    if media_type == content.TIFF:
        found.exif = data  # a TIFF is made as an EXIF block is, which is no coincidence
    if media_type == content.BMP and len(data) >= BMP_SIDES.stop:
        found.size = _bmp_size(data[BMP_SIDES])
    if media_type in WALKS:
        parts, take = WALKS[media_type]
        for count, (kind, body) in enumerate(parts(data)):
            if count == MOST_PARTS:
                found.troubles.append(Trouble.TOO_MANY_PARTS)
                break
            take(found, kind, body)
    return found


def _bmp_size(sides: bytes) -> tuple[int, int]:
    """Width and height; a negative height says that the rows run from the top."""
    return int.from_bytes(sides[:4], "little"), abs(int.from_bytes(sides[4:], "little", signed=True))


def _segments(data: bytes) -> Iterator[Part]:
    """Marker and body of each segment before the first scan (ITU-T T.81, B.1)."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF or marker in ALONE:
            position += 1 if marker == 0xFF else 2
            yield marker, b""
            continue
        if marker in (START_OF_SCAN, END):
            return
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        yield marker, data[position + 4 : position + 2 + length]
        position += 2 + max(length, 2)


def _png_chunks(data: bytes) -> Iterator[Part]:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        yield kind, data[position + 8 : position + 8 + min(length, LARGEST_BLOCK)]
        position += length + 12


def _riff_chunks(data: bytes) -> Iterator[Part]:
    position = 12
    while position + 8 <= len(data):
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        yield data[position : position + 4], data[position + 8 : position + 8 + min(length, LARGEST_BLOCK)]
        position += 8 + length + length % 2


def _take_segment(found: Blocks, marker: int | bytes, body: bytes) -> None:
    if marker == 0xE1 and body.startswith(EXIF):
        found.exif = found.exif or body[len(EXIF) :]
    elif marker == 0xE1 and body.startswith(XMP):
        found.xmp = found.xmp or body[len(XMP) :]
    elif marker == 0xED:
        found.photoshop |= body.startswith(PHOTOSHOP)
    elif marker == 0xEE:
        found.adobe |= body.startswith(ADOBE)
    elif marker == 0xDB:
        found.tables |= dict(_tables(body))
    elif isinstance(marker, int) and marker in SOF and len(body) >= 6:
        found.frame = found.frame or (marker, body)
        found.size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")


def _tables(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and values of each quantisation table of a DQT segment."""
    while body:
        length = 128 if body[0] >> 4 else 64
        if len(body) > length:
            yield body[0] & 15, body[1 : 1 + length]
        body = body[1 + length :]


def _take_chunk(found: Blocks, kind: int | bytes, body: bytes) -> None:
    if kind == b"IHDR" and len(body) >= 8:
        found.size = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
    elif kind == b"eXIf":
        found.exif = found.exif or body
    elif kind in (b"tEXt", b"zTXt", b"iTXt") and len(found.texts) < MOST_TEXTS:
        _take_text(found, bytes(kind), body)


MOST_TEXTS: Final = 32


def _take_text(found: Blocks, kind: bytes, body: bytes) -> None:
    name, _, rest = body.partition(b"\0")
    keyword = name[:79].decode("latin-1")
    packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\1")
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    text = _unfolded(rest) if packed else rest
    if keyword == PNG_XMP:
        found.xmp = found.xmp or text[:LARGEST_BLOCK]
    else:
        found.texts.setdefault(keyword, text[:LARGEST_TEXT].decode("utf-8", "replace"))
        if keyword == "Software":
            found.software.append(found.texts[keyword])


def _unfolded(packed: bytes) -> bytes:
    """The text of a deflated chunk, at most so much of it."""
    try:
        return zlib.decompressobj().decompress(packed, LARGEST_BLOCK)
    except zlib.error:
        return b""


def _take_riff(found: Blocks, kind: int | bytes, body: bytes) -> None:
    if kind == b"EXIF":
        found.exif = found.exif or body.removeprefix(EXIF)
    elif kind == b"XMP ":
        found.xmp = found.xmp or body
    elif kind == b"VP8X" and len(body) >= 10:
        found.size = (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    elif kind == b"VP8 " and len(body) >= 10 and found.size is None:
        sides = (int.from_bytes(body[start : start + 2], "little") & 0x3FFF for start in (6, 8))
        found.size = next(sides), next(sides)
    elif kind == b"VP8L" and len(body) >= 5 and found.size is None:
        bits = int.from_bytes(body[1:5], "little")
        found.size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


Walk: TypeAlias = tuple[Callable[[bytes], Iterator[Part]], Callable[[Blocks, int | bytes, bytes], None]]
WALKS: Final[Mapping[str, Walk]] = {
    content.JPEG: (_segments, _take_segment),
    content.PNG: (_png_chunks, _take_chunk),
    content.WEBP: (_riff_chunks, _take_riff),
}
