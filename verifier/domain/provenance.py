"""Provenance: what a file says about where it came from. Values only; nothing here judges.

Whatever a file says of itself can be removed by one re-save and written by anybody, so that its silence means
nothing. Kept are kinds, counts and the names of tools; no serial number, no coordinates, no author, no time.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_TEXT: Final = 64  # characters kept of any name that a file gives
MOST_TEXTS: Final = 16  # names kept of any list of them


class Declarer(StrEnum):
    """In which way a file declares that it was made by a machine."""

    CONTENT_CREDENTIALS = "content_credentials"  # C2PA, signed
    IPTC = "iptc"  # Iptc4xmpExt:DigitalSourceType in XMP
    GB_45438 = "gb_45438"  # the label that Chinese services must leave since 2025-09-01 (GB 45438-2025)
    PARAMETERS = "parameters"  # what a picture generator was asked for, as its programs leave it in a PNG


class Origin(StrEnum):
    """What a declaration says."""

    MADE = "made"  # by a trained model
    PARTLY = "partly"  # a composite with parts of that kind
    SUSPECTED = "suspected"  # by whoever passed it on


class CredentialState(StrEnum):
    """What verification of content credentials came to, without asking anybody who the signer is."""

    VALID = "valid"
    INVALID = "invalid"  # `problems` says why: an expired certificate is another matter than other bytes
    UNREADABLE = "unreadable"  # something is there and cannot be parsed


class ScreenshotHint(StrEnum):
    """Why a picture may be one of a screen. Genuine electronic licences often are."""

    SAYS_SO = "says_so"
    SCREEN_SIZED = "screen_sized"  # to the pixel as large as a common phone's screen


class Trouble(StrEnum):
    """What was there and could not be looked at."""

    CONTAINER_BROKEN = "container_broken"
    TOO_MANY_PARTS = "too_many_parts"
    EXIF_BROKEN = "exif_broken"
    XMP_BROKEN = "xmp_broken"
    XMP_TOO_LARGE = "xmp_too_large"


@dataclass(frozen=True, slots=True)
class JpegEncoding:
    """How a JPEG was stored. `quality` is the IJG quality, 1–100, whose tables come nearest to its own.

    `standard_tables` says whether they are those very tables; `subsampling` is "4:4:4", "4:2:0", …
    """

    quality: int | None = None
    standard_tables: bool = False
    progressive: bool = False
    subsampling: str | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """The file as such. Pixels are those stored, before any turning; None where the header hides them."""

    media_type: str
    width: int | None = None
    height: int | None = None
    jpeg: JpegEncoding | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """What a camera left behind: its make and model, and whether it noted when and where."""

    camera: str | None = None
    has_time: bool = False
    has_place: bool = False


@dataclass(frozen=True, slots=True)
class Editing:
    """Which programs passed the file on. One of 20 genuine licences has such a name, and so has a forged one.

    `history` counts the steps of XMP's xmpMM:History, `saves` those that were a save; `photoshop` and `adobe`
    say whether blocks are there that only such programs write.
    """

    software: tuple[str, ...] = ()
    history: int = 0
    saves: int = 0
    photoshop: bool = False
    adobe: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedThumbnail:
    """The camera's small copy. `correlation` with the picture, −1 to 1; None where either is blank."""

    correlation: float | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """Content credentials (C2PA): who says it made the file, how, and which validation codes failed."""

    state: CredentialState
    generator: str | None = None
    actions: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def mismatched(self) -> bool:
        """Whether the bytes are not those that were signed (C2PA 2.2, §15: the codes that end so)."""
        return any(problem.endswith(".mismatch") for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Declaration:
    by: Declarer
    origin: Origin


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that one file says of its origin. `container` is None where it could not be read at all."""

    container: Container | None = None
    capture: Capture = Capture()
    editing: Editing = Editing()
    thumbnail: EmbeddedThumbnail | None = None
    credentials: Credentials | None = None
    remote_credentials: bool = False  # kept elsewhere, by the file's word; never fetched
    declarations: tuple[Declaration, ...] = ()
    screenshot: tuple[ScreenshotHint, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def bounded_text(text: str) -> str:
    """The printable part of a name, on one line and no longer than `LONGEST_TEXT`."""
    printable = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST_TEXT])
    return " ".join(printable.split())[:LONGEST_TEXT]


def bounded_texts(texts: "list[str] | tuple[str, ...]") -> tuple[str, ...]:
    """The first `MOST_TEXTS` different names that say anything."""
    kept = dict.fromkeys(text for text in map(bounded_text, texts[: 8 * MOST_TEXTS]) if text)
    return tuple(kept)[:MOST_TEXTS]
