"""Thousands of damaged files of every format: only pages or a reason why not may come out, in bounded memory.

The damage is drawn from a seed, so that a failure can be had again. The parsers that the service confines are
called here without their process, for speed; that the process keeps its word is tested elsewhere.
"""

import contextlib
import random
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from tests.drawn_files import picture, saved
from verifier.confined import heif, pdfium
from verifier.confined.refusal import Refused
from verifier.intake import EvidenceRefused, content, raster, tiff
from workers.readers import rasters

CASES = 500
SEED = 20_250_103
MEBIBYTE = 1 << 20
MOST_MEMORY = (
    64 * MEBIBYTE
)  # of Python and its arrays, for pictures of 10,000 pixels; bombs are refused before
TELLING = (0, 1, 0xFF, 0xFFFF, 0x7FFF, 0xFFFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 100_000)

SMALL = picture(120, 88)


def _exif() -> bytes:
    block = Image.Exif()
    block[0x0112], block[0x010F] = 6, "maker"
    return block.tobytes()


def _files(form: str, *variants: tuple[str, dict[str, object]]) -> list[bytes]:
    return [saved(SMALL.convert(mode), form, **options) for mode, options in variants]


FILES: dict[str, Callable[[], list[bytes]]] = {
    content.JPEG: lambda: _files(
        "JPEG", ("RGB", {}), ("RGB", {"progressive": True}), ("L", {"exif": _exif()}), ("CMYK", {})
    ),
    content.PNG: lambda: _files(
        "PNG", ("RGB", {}), ("P", {"transparency": 3}), ("RGBA", {"exif": _exif()}), ("1", {}), ("I;16", {})
    ),
    content.WEBP: lambda: _files("WEBP", ("RGB", {}), ("RGBA", {"lossless": True, "exif": _exif()})),
    content.TIFF: lambda: _files(
        "TIFF",
        ("RGB", {}), ("RGB", {"compression": "tiff_lzw", "exif": _exif()}), ("RGB", {"compression": "jpeg"}),
        ("1", {"compression": "group4"}), ("CMYK", {"compression": "packbits"}), ("P", {}),
        ("RGB", {"save_all": True, "append_images": [SMALL, SMALL]}),
    ),
    content.BMP: lambda: _files("BMP", ("RGB", {}), ("P", {}), ("1", {}), ("RGBA", {})),
    content.HEIC: lambda: _files("HEIF", ("RGB", {}), ("RGBA", {"exif": _exif()}), ("L", {})),
    content.PDF: lambda: _files(
        "PDF", ("RGB", {}), ("1", {}), ("RGB", {"save_all": True, "append_images": [SMALL]})
    ),
}  # fmt: skip


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """The data with some bytes changed, copied, lost or added, more often near its start."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        place = chance.randrange(min(len(changed), chance.choice((64, 300, 1000, len(changed)))))
        length = chance.randrange(1, 20)
        match chance.randrange(6):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                changed[place] ^= 1 << chance.randrange(8)
            case 2:
                order = "little" if chance.random() < 0.5 else "big"
                changed[place : place + 4] = chance.choice(TELLING).to_bytes(4, order)
            case 3:
                changed[place : place + length] = changed[-length:]
            case 4:
                del changed[place : place + length]
            case _:
                changed[place:place] = chance.randbytes(length)
        if len(changed) < 100:
            break
    return bytes(changed)


def _cases(media_type: str, count: int) -> Iterator[bytes]:
    chance = random.Random(SEED)
    sound = FILES[media_type]()
    for number in range(count):
        yield _damaged(sound[number % len(sound)], chance)


def _outcome(data: bytes, decode: Callable[[bytes], object]) -> str:
    try:
        decode(data)
    except EvidenceRefused as refused:
        return refused.code
    except Refused as refused:
        return refused.refusal
    return "decoded"


def _decode(media_type: str) -> Callable[[bytes], object]:
    def decode(data: bytes) -> None:
        with contextlib.suppress(EvidenceRefused, Refused):
            tiff.page_sizes(data, 10) if media_type == content.TIFF else raster.size(data, media_type)
        page = rasters.decoded(data, media_type, 0)
        assert page.ndim == 3
        assert page.shape[2] == 3

    return decode


def _render(parser: object) -> Callable[[bytes], object]:
    def render(data: bytes) -> None:
        assert parser.page_sizes(data, 10)  # type: ignore[attr-defined]  # one of two modules of one shape
        surface = parser.render(data, 0)  # type: ignore[attr-defined]
        assert len(surface.rows) >= surface.stride * surface.height

    return render


@pytest.mark.parametrize("media_type", [content.JPEG, content.PNG, content.WEBP, content.TIFF, content.BMP])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_picture_is_decoded_or_refused_and_nothing_else(media_type: str) -> None:
    tracemalloc.start()
    outcomes = Counter(_outcome(data, _decode(media_type)) for data in _cases(media_type, CASES))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcomes.total() == CASES
    assert outcomes["decoded"]  # few PNGs: every chunk of theirs has a checksum
    assert outcomes["evidence_malformed"] > 10
    assert peak < MOST_MEMORY


@pytest.mark.parametrize(("media_type", "parser"), [(content.HEIC, heif), (content.PDF, pdfium)])
def test_a_damaged_container_is_rendered_or_refused_and_nothing_else(media_type: str, parser: object) -> None:
    count = CASES // 5
    outcomes = Counter(_outcome(data, _render(parser)) for data in _cases(media_type, count))
    assert outcomes.total() == count
    assert outcomes["decoded"] > 10
    assert outcomes["malformed"] > 10
