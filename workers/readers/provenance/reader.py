"""The provenance reader: a file's bytes in, what it says of its origin out. Judges nothing, reads no print.

It never raises for bad evidence: what cannot be read is missing from the body, and `troubles` says what was
there and broken.
"""

import time
from importlib.metadata import version
from typing import Final

from verifier.domain.provenance import (
    Capture,
    Container,
    Editing,
    EmbeddedThumbnail,
    Provenance,
    ScreenshotHint,
    Trouble,
    bounded_text,
    bounded_texts,
)
from verifier.domain.reading import Reading
from verifier.intake import content
from workers.readers.provenance import credentials, encoding, exif, thumbnail, xmp
from workers.readers.provenance.blocks import Blocks, blocks_of
from workers.readers.provenance.declarations import declarations_of
from workers.readers.provenance.exif import BrokenExif, Exif
from workers.readers.provenance.xmp import BrokenXmp, Xmp

ENGINE: Final = "metadata"
VERSION: Final = f"1+c2pa{version('c2pa-python')}"
PARSERS: Final = {content.HEIC: "heif", content.PDF: "pdfium"}
NO_EXIF: Final = Exif({}, {}, has_place=False, thumbnail=None)

# Pixels of the short side of common phone screens; the long one is 1.6 to 2.4 times that.
SCREENS: Final = frozenset(
    {720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1440}
)
SCREEN_RATIOS: Final = (1.6, 2.4)


class ProvenanceReader:
    """Reads what a file says about where it came from."""

    name = "provenance"

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        """The file's provenance, whatever the file is."""
        started = time.perf_counter()
        body = provenance_of(data, media_type)
        milliseconds = round((time.perf_counter() - started) * 1000)
        return Reading(evidence_id, self.name, ENGINE, VERSION, milliseconds, body)


def provenance_of(data: bytes, media_type: str) -> Provenance:
    """All that the file says of itself, bounded in size whatever the file is."""
    found = _found(data, media_type)
    if found is None:
        return Provenance(troubles=(Trouble.CONTAINER_BROKEN,))
    camera = _exif(found)
    packet = _xmp(found, camera)
    told = credentials.credentials_of(data, media_type)
    return Provenance(
        container=_container(found, camera, media_type),
        capture=_capture(camera),
        editing=_editing(found, camera, packet),
        thumbnail=_thumbnail(data, media_type, camera),
        credentials=told,
        remote_credentials=packet.remote_credentials,
        declarations=declarations_of(told, packet, found.texts, camera.comment()),
        screenshot=_screenshot(found, camera),
        troubles=tuple(dict.fromkeys(found.troubles)),
    )


def _found(data: bytes, media_type: str) -> Blocks | None:
    """The file's blocks; None where a confined parser could make nothing of it."""
    if media_type not in PARSERS:
        return blocks_of(data, media_type)
    told = credentials.inside(PARSERS[media_type], data, media_type)
    if told is None:
        return None
    found = Blocks(exif=credentials.block(told, "exif"), xmp=credentials.block(told, "xmp"))
    found.software = list(credentials.texts(told, "software"))
    found.size = (int(told["width"]), int(told["height"])) if "width" in told else None
    return found


def _exif(found: Blocks) -> Exif:
    """The EXIF tags. Of a TIFF they are the file's own, which also holds its size and its XMP."""
    if not found.exif:
        return NO_EXIF
    try:
        return exif.parsed(found.exif.removeprefix(b"Exif\0\0"))
    except BrokenExif:
        found.troubles.append(Trouble.EXIF_BROKEN)
        return NO_EXIF


def _xmp(found: Blocks, camera: Exif) -> Xmp:
    stored = camera.main.get(exif.XMP)
    packet = found.xmp or (stored if isinstance(stored, bytes) else b"")
    if len(packet) > xmp.LARGEST:
        found.troubles.append(Trouble.XMP_TOO_LARGE)
    elif packet:
        try:
            return xmp.parsed(packet)
        except BrokenXmp:
            found.troubles.append(Trouble.XMP_BROKEN)
    return Xmp()


def _container(found: Blocks, camera: Exif, media_type: str) -> Container:
    jpeg = encoding.encoding_of(found) if media_type == content.JPEG else None
    width, height = found.size or (camera.number(exif.WIDTH), camera.number(exif.HEIGHT))
    return Container(media_type, width, height, jpeg)


def _capture(camera: Exif) -> Capture:
    named = bounded_text(f"{camera.text(exif.MAKE)} {camera.text(exif.MODEL)}")
    return Capture(named or None, exif.ORIGINAL_TIME in camera.camera, camera.has_place)


def _editing(found: Blocks, camera: Exif, packet: Xmp) -> Editing:
    tags = (camera.text(exif.SOFTWARE), camera.text(exif.PROCESSING))
    return Editing(
        software=bounded_texts([*tags, *found.software, *packet.tools]),
        history=packet.history,
        saves=packet.saves,
        photoshop=found.photoshop or exif.PHOTOSHOP in camera.main,
        adobe=found.adobe,
    )


def _thumbnail(data: bytes, media_type: str, camera: Exif) -> EmbeddedThumbnail | None:
    if media_type != content.JPEG or camera.thumbnail is None:
        return None
    return EmbeddedThumbnail(thumbnail.correlation(data, camera.thumbnail))


def _screenshot(found: Blocks, camera: Exif) -> tuple[ScreenshotHint, ...]:
    hints = []
    if "screenshot" in camera.comment().lower():
        hints.append(ScreenshotHint.SAYS_SO)
    if found.size and _is_screen(*found.size) and not camera.text(exif.MODEL):
        hints.append(ScreenshotHint.SCREEN_SIZED)
    return tuple(hints)


def _is_screen(width: int, height: int) -> bool:
    short, long = min(width, height), max(width, height)
    least, most = SCREEN_RATIOS
    return short in SCREENS and least * short <= long <= most * short
