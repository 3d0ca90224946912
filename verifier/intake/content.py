"""Tells a file's media type by its first bytes. Believes no name and no declared type, and parses nothing."""

from collections.abc import Mapping
from typing import Final

import puremagic

from verifier.intake.errors import SUPPORTED, EvidenceEmpty, UnsupportedMediaType

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
TIFF: Final = "image/tiff"
BMP: Final = "image/bmp"
HEIC: Final = "image/heic"
PDF: Final = "application/pdf"

SIGNATURES: Final[Mapping[bytes, str]] = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"II*\0": TIFF,
    b"MM\0*": TIFF,
    b"II+\0": TIFF,  # BigTIFF
    b"MM\0+": TIFF,
    b"%PDF-": PDF,
}
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", *(
    b"hevc", b"hevx", b"hevm", b"hevs", b"msf1",  # sequences, refused later with a better reason
)})  # fmt: skip
BMP_HEADER_SIZES: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
BLANK: Final = b"\xef\xbb\xbf\0\t\n\f\r "

ALIASES: Final[Mapping[str, str]] = {
    "image/jpg": JPEG,
    "image/pjpeg": JPEG,
    "image/x-png": PNG,
    "image/tif": TIFF,
    "image/x-tiff": TIFF,
    "image/x-ms-bmp": BMP,
    "image/x-bmp": BMP,
    "image/heif": HEIC,
    "application/x-pdf": PDF,
}
SAYS_NOTHING: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})


def media_type(data: bytes) -> str:
    """One of the seven media types we read. Raises EvidenceEmpty or UnsupportedMediaType."""
    if not data:
        raise EvidenceEmpty
    told = _told(data)
    if told is None:
        raise UnsupportedMediaType(_guess(data))
    return told


def is_mislabelled(actual: str, declared: str | None) -> bool:
    """Whether the client named a type, and another than the content's (parameters and case aside)."""
    stated = (declared or "").partition(";")[0].strip().lower()
    return stated not in SAYS_NOTHING and ALIASES.get(stated, stated) != actual


def _told(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return HEIC
    # "BM" alone begins many a text, so the size of the header behind it has to be one that exists.
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in BMP_HEADER_SIZES:
        return BMP
    # Some producers put a byte order mark or blanks before a PDF; nothing else may stand there.
    start = data[:1024].lstrip(BLANK) if b"%PDF-" in data[:1024] else data[:8]
    return next((told for signature, told in SIGNATURES.items() if start.startswith(signature)), None)


def _guess(data: bytes) -> str:
    try:
        guess = puremagic.from_string(data[:4096], mime=True)
    except puremagic.PureError:
        guess = ""
    seems = (
        f"By its content the file seems to be {guess}"
        if guess
        else UnsupportedMediaType.title.partition(":")[0]
    )
    return f"{seems}: send a {SUPPORTED} file"
