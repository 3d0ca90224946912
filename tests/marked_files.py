"""Files that say something of their origin, or are crafted to hurt whoever reads that: drawn by code."""

import io
import struct
import zlib
from functools import cache

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.drawn_files import chunk, jpeg, picture, png, saved

RDF = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF></x:xmpmeta>'
)
NAMES = (
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" '
    'xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" '
    'xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'
)
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
BOMB = (
    '<!DOCTYPE a [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    + "]><a>&a11;</a>"
)


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segments(*segments: bytes, data: bytes | None = None) -> bytes:
    """A JPEG with these segments put first."""
    data = data or jpeg()
    return data[:2] + b"".join(segments) + data[2:]


def xmp(inside: str = "", attributes: str = "") -> bytes:
    return RDF.format(f"<rdf:Description {NAMES} {attributes}>{inside}</rdf:Description>").encode()


def with_xmp(packet: bytes) -> bytes:
    return with_segments(segment(0xE1, XMP_HEAD + packet))


def exif(entries: dict[int, object] | None = None, copy: bytes | None = None) -> bytes:
    """An EXIF block with tags of its main directory and, if given, the camera's small copy."""
    block = Image.Exif()
    for tag, value in (entries or {}).items():
        block[tag] = value
    stored = block.tobytes().removeprefix(b"Exif\0\0")
    if copy is None:
        return stored
    return _with_copy(stored, copy)


def _with_copy(block: bytes, copy: bytes) -> bytes:
    """The block with a second directory behind it that holds a JPEG."""
    order = "<" if block[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", block, 4)[0]
    count = struct.unpack_from(order + "H", block, first)[0]
    link, start = first + 2 + 12 * count, len(block) + len(block) % 2
    changed = bytearray(block.ljust(start, b"\0"))
    struct.pack_into(order + "I", changed, link, start)
    at = start + 2 + 2 * 12 + 4
    entries = struct.pack(order + "HHHII", 2, 0x201, 4, 1, at) + struct.pack(
        order + "HHII", 0x202, 4, 1, len(copy)
    )
    return bytes(changed) + entries + bytes(4) + copy


def with_copy(image: Image.Image, copied: Image.Image, **options: object) -> bytes:
    """A JPEG of one picture whose EXIF block holds a small copy of another."""
    small = copied.copy()
    small.thumbnail((160, 160))
    block = exif({0x10F: "Maker"}, saved(small, "JPEG"))
    return with_segments(segment(0xE1, b"Exif\0\0" + block), data=saved(image, "JPEG", **options))


def png_saying(**texts: str) -> bytes:
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    return saved(picture(), "PNG", pnginfo=info)


# What is crafted to hurt.


def many_exif_blocks() -> bytes:
    """A JPEG with 200 EXIF segments of 64 KiB each: 13 MB of metadata."""
    body = b"Exif\0\0" + exif({0x131: "x"}).ljust(65_000, b"\0")
    return with_segments(*[segment(0xE1, body)] * 200)


def crowded_exif() -> bytes:
    """A JPEG whose EXIF directory claims 65,535 entries, each of four gigabytes."""
    entry = struct.pack("<HHII", 0x131, 2, 0xFFFF_FFFF, 8)
    return with_segments(segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<IH", 8, 0xFFFF) + entry * 5_000))


def looping_exif() -> bytes:
    """A JPEG whose EXIF directories point at themselves and at one another."""
    tags = ((0x8769, 4, 8), (0x8825, 4, 8), (0x14A, 4, 8), (0xA005, 4, 8))
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + struct.pack("<I", 8)
    return with_segments(segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<I", 8) + directory))


def icc_of(profile: bytes) -> bytes:
    """A JPEG with this colour profile."""
    return with_segments(segment(0xE2, b"ICC_PROFILE\0\1\1" + profile))


def lying_icc() -> bytes:
    """A profile that claims four gigabytes and is in chunk 255 of none."""
    return with_segments(
        segment(0xE2, b"ICC_PROFILE\0\xff\0" + struct.pack(">I", 0xFFFF_FFFF) + b"acsp" * 99)
    )


def crowded_icc() -> bytes:
    """A profile with a table of four billion tags, each of them beyond the end."""
    head = struct.pack(">I", 65_000).ljust(36, b"\0") + b"acsp".ljust(92, b"\0")
    tag = b"rXYZ" + struct.pack(">II", 0xFFFF_FFF0, 0xFFFF_FFFF)
    return icc_of(head + struct.pack(">I", 0xFFFF_FFFF) + tag * 5_000)


@cache
def png_icc_bomb() -> bytes:
    """A PNG whose colour profile unfolds to 200 MB."""
    body = b"icc\0\0" + zlib.compress(bytes(200 << 20), 9)
    return png()[:33] + chunk(b"iCCP", body) + png()[33:]


@cache
def png_text_bomb() -> bytes:
    """A PNG with an XMP text that unfolds to 200 MB."""
    body = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<" * (200 << 20), 9)
    return png()[:33] + chunk(b"iTXt", body) + png()[33:]


def deep_xmp() -> bytes:
    return with_xmp(("<a>" * 9_000 + "</a>" * 9_000).encode())


def jumbf(depth: int = 1, size: int | None = None) -> bytes:
    """JUMBF boxes one in another, the innermost of which is said to be C2PA's."""
    label = b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\3c2pa\0"
    box = struct.pack(">I", len(label) + 8) + b"jumd" + label
    for _ in range(depth):
        box = struct.pack(">I", len(box) + 8 if size is None else size) + b"jumb" + box
    return box


def with_jumbf(box: bytes) -> bytes:
    """A JPEG with this box in APP11 (ISO 19566-5, Annex D), in as many segments as it takes."""
    pieces = [box[i : i + 60_000] for i in range(0, len(box), 60_000)]
    heads = [b"JP" + struct.pack(">HI", 1, number) for number in range(1, len(pieces) + 1)]
    bodies = [
        head + (piece if not i else box[:8] + piece)
        for i, (head, piece) in enumerate(zip(heads, pieces, strict=True))
    ]
    return with_segments(*(segment(0xEB, body) for body in bodies))


def one_pixel(form: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1, 1), "white").save(file, form)
    return file.getvalue()
