"""Pillow as we want it, for intake and readers alike: the only module to open a file or change its settings.

`covering` draws on what was opened here.

Only the plug-ins that are asked for run, headers are parsed on a budget, and a picture that ends early is an
error. Decides nothing about what may be taken in.

ICC profiles are ignored: values are read as stored, for text does not depend on them and a converted pixel is
no longer evidence.
"""

import struct
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Final, TypeAlias

from PIL import ExifTags, Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from verifier.intake import content
from verifier.intake.limits import HEADER_READS, MAX_PIXELS

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Between once and twice the limit Pillow only warns; whoever opens a picture compares its size with the
# limit.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
# Its complaints about broken metadata would go to stderr, once per process and with nobody to read them.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\..*")

Picture: TypeAlias = ImageFile.ImageFile
Band: TypeAlias = Image.Image  # some rows of a picture
BombError = Image.DecompressionBombError

# `Image.open` would also look for further pictures in a JPEG (MPO: previews, depth maps) and stumble over
# their index.
PLUGINS: Final[Mapping[str, Callable[[BytesIO], Picture]]] = {
    content.JPEG: JpegImageFile,
    content.PNG: PngImageFile,
    content.WEBP: WebPImageFile,
    content.TIFF: TiffImageFile,
    content.BMP: BmpImageFile,
}

# What Pillow's plug-ins raise on broken input: by contract OSError (also for what is truncated), SyntaxError,
# and EOFError for pages; the others leak from their header parsing and were met when fuzzing.
BROKEN: Final = (
    OSError, SyntaxError, EOFError, ValueError, TypeError, LookupError, ArithmeticError, struct.error,
)  # fmt: skip

# Not F, I and LAB: their scale is not in the file, and no scanner makes licences of them.
READABLE_MODES: Final = frozenset(
    {"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr"}
    | {"I;16", "I;16B", "I;16L", "I;16N"}
)
REDUCED: Final = 1  # bit of NewSubfileType: a preview of another page (TIFF 6.0, p. 36)
NEW_SUBFILE_TYPE: Final = 254


class HeaderTooLong(OSError):
    """A header that goes on and on."""


class Bounded(BytesIO):
    """Bytes that may be read only so often until `release` is called, before pixels are decoded."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._reads_left: float = HEADER_READS

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads_left -= 1
        if self._reads_left < 0:
            raise HeaderTooLong("The header takes too many reads.")
        return super().read(size)

    def release(self) -> None:
        """Let the pixels be read, however many reads that takes."""
        self._reads_left = float("inf")


@contextmanager
def opened(data: bytes, media_type: str) -> Iterator[tuple[Picture, Bounded]]:
    """The picture with its header parsed and no pixel decoded. Raises BombError or one of BROKEN."""
    file = Bounded(data)
    with PLUGINS[media_type](file) as picture:
        yield picture, file


def orientation(picture: Picture) -> int:
    """How the picture still has to be turned: the EXIF value 1–8, and 1 where it is absent or nonsense.

    A TIFF is turned by its plug-in while decoding and has no EXIF block to turn it twice. XMP is not asked:
    no browser does, and Pillow's own `getexif` would decode a PNG to look for it behind the pixels.
    """
    return exif_orientation(picture.info.get("exif", b""))


def exif_orientation(block: bytes) -> int:
    """The orientation that an EXIF block states; 1 where it is absent or nonsense."""
    exif = Image.Exif()
    try:
        exif.load(block)
        value = exif.get(ExifTags.Base.Orientation, 1)
    except BROKEN:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def luma_steps(picture: Picture) -> tuple[int, ...] | None:
    """The 64 quantisation steps of a JPEG's brightness, row by row of the block; None where it has none."""
    tables = picture.quantization if isinstance(picture, JpegImageFile) else {}
    return tuple(int(step) for step in tables[0]) if 0 in tables else None


def is_animated(picture: Picture) -> bool:
    """Whether frames follow one another in time; a TIFF's are pages."""
    return picture.format in {"PNG", "WEBP"} and bool(getattr(picture, "is_animated", False))


def seek_page(picture: Picture, index: int) -> bool:
    """Turn a TIFF to its page; False after the last. Every other picture has one page."""
    if picture.format != "TIFF":
        return index == 0
    try:
        picture.seek(index)
    except EOFError:
        return False
    return True


def is_preview(picture: Picture) -> bool:
    """Whether this page of a TIFF only is a smaller copy of another."""
    kind = tiff_tag(picture, NEW_SUBFILE_TYPE)
    return isinstance(kind, int) and bool(kind & REDUCED)


def tiff_tag(picture: Picture, tag: int) -> object:
    """The value of a TIFF tag on the current page; None where there is none."""
    return picture.tag_v2.get(tag) if isinstance(picture, TiffImageFile) else None
