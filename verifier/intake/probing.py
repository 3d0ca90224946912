"""Page sizes of PDF, HEIC and TIFF, asked of a confined process: their parsers do not run in this one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from verifier.confined import process
from verifier.confined.refusal import Refusal, Refused
from verifier.intake import content
from verifier.intake.errors import (
    EvidenceAnimated,
    EvidenceEncrypted,
    EvidenceMalformed,
    EvidenceRefused,
    EvidenceTruncated,
    NoPages,
    TooManyPages,
    TooManyPixels,
    UnsupportedEncoding,
)
from verifier.intake.limits import MAX_PAGES

Size: TypeAlias = tuple[int, int]

PARSERS: Final[Mapping[str, str]] = {content.PDF: "pdfium", content.HEIC: "heif", content.TIFF: "tiff"}
REFUSALS: Final[Mapping[Refusal, type[EvidenceRefused]]] = {
    Refusal.ENCRYPTED: EvidenceEncrypted,
    Refusal.MALFORMED: EvidenceMalformed,
    Refusal.TRUNCATED: EvidenceTruncated,
    Refusal.ANIMATED: EvidenceAnimated,
    Refusal.UNSUPPORTED: UnsupportedEncoding,
    Refusal.WITHOUT_PAGES: NoPages,
    Refusal.TOO_MANY_PAGES: TooManyPages,
    Refusal.TOO_MANY_PIXELS: TooManyPixels,
    Refusal.TOO_COSTLY: EvidenceMalformed,
}

PDF_TAIL: Final = 1024
"""Bytes before a PDF's end within which %%EOF has to stand (PDF Reference 1.7, implementation note 18)."""
MAX_BOXES: Final = 1000  # at the top level of a HEIC file, where three or four are usual


def page_sizes(data: bytes, media_type: str) -> Sequence[Size]:
    """Pixels of each page, upright; of a PDF as rendered. Raises EvidenceRefused."""
    whole = WHOLE.get(media_type)
    if whole and not whole(data):
        raise EvidenceTruncated
    try:
        return process.page_sizes(PARSERS[media_type], data, most_pages=MAX_PAGES)
    except Refused as refused:
        raise REFUSALS[refused.refusal] from refused


def _pdf_ends(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(content.BLANK)[-PDF_TAIL:]


def _heic_ends(data: bytes) -> bool:
    """Whether every box at the top level (ISO/IEC 14496-12 §4.2) lies within the file."""
    position = 0
    for _ in range(MAX_BOXES):
        if position == len(data):
            return True
        size = int.from_bytes(data[position : position + 4], "big")
        if size == 0:  # up to the end of the file
            return True
        if size == 1:  # a long box, whose size follows its type
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        if size < 8 or position + size > len(data):
            return False
        position += size
    return False


WHOLE: Final[Mapping[str, Callable[[bytes], bool]]] = {content.PDF: _pdf_ends, content.HEIC: _heic_ends}
