"""Evidence into pixels: every page upright, BGR, in the pixels it was stored with. Judges nothing, reads
nothing.

Whatever the file holds, either arrays come out or Undecodable, under the codes of verifier.intake.errors. A
picture that ends early is undecodable even if most of it is there: a licence bears its seal and date at the
foot.
"""

from collections.abc import Sequence
from typing import Final, overload

from models.orientation import turned
from verifier.domain.places import Frame
from verifier.intake.errors import EvidenceRefused, UnsupportedMediaType
from verifier.intake.inspection import page_sizes
from verifier.intake.pillow import PLUGINS
from verifier.intake.probing import PARSERS
from workers.readers import rasters, surfaces
from workers.readers.bgr import Bgr

UNREADABLE: Final = "unreadable"  # a decoder that gives one day what it did not give the other


class Undecodable(Exception):
    """Evidence that cannot be turned into pixels: a stable `code`, and in `detail` what to do about it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def pages(data: bytes, media_type: str) -> Sequence[Bgr]:
    """The pages, each H×W×3 uint8 BGR, upright as EXIF or the container says, transparency on white.

    Raises Undecodable, here or when a page is taken: each is decoded whenever it is asked for and none is
    kept, so that memory holds one at a time (180 MB at 60 megapixels).
    """
    try:
        if media_type not in {*PLUGINS, *PARSERS}:
            raise UnsupportedMediaType
        return Pages(data, media_type, len(page_sizes(data, media_type)))
    except EvidenceRefused as refused:
        raise Undecodable(refused.code, refused.detail) from refused


def upright(data: bytes, media_type: str, frame: Frame) -> Bgr:
    """The page that was read, in the pixels that the reading's coordinates are of. Raises Undecodable."""
    found = pages(data, media_type)
    if frame.page > len(found):
        raise Undecodable(UNREADABLE, "The page that was read is no longer in the file.")
    pixels = turned(found[frame.page - 1], frame.rotation)
    if pixels.shape[:2] != (frame.height, frame.width):
        raise Undecodable(UNREADABLE, "The page has not the size in which it was read.")
    return pixels


class Pages(Sequence[Bgr]):
    """The pages of one file, decoded one by one on demand. Keep what you need twice."""

    def __init__(self, data: bytes, media_type: str, count: int) -> None:
        self._data = data
        self._media_type = media_type
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Bgr: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Bgr]: ...

    def __getitem__(self, index: int | slice) -> Bgr | Sequence[Bgr]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(self._count)))
        try:
            return self._decoded(range(self._count)[index])
        except EvidenceRefused as refused:
            raise Undecodable(refused.code, refused.detail) from refused

    def _decoded(self, index: int) -> Bgr:
        if self._media_type in PLUGINS:
            return rasters.decoded(self._data, self._media_type, index)
        return surfaces.decoded(PARSERS[self._media_type], self._data, index)
