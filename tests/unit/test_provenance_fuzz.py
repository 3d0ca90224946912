"""Ten thousand damaged files: intake, provenance and page decoding end in values or in a refusal, in bounds.

The damage is drawn from a seed, so that a failure can be had again. An exception that escapes, a warning, or
a body of unbounded size is a failure, and so is a crash, which ends the run, and a hang, which runs into its
time limit. Files that still carry content credentials are read without them here, for speed; damaged
credentials go through their confined process in a test of their own.
"""

import contextlib
import random
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.drawn_files import picture, saved
from tests.marked_files import XMP_HEAD, exif, segment, with_copy, with_segments, xmp
from tests.signed_files import AI_MADE, signed
from verifier.confined.refusal import Refused
from verifier.domain.provenance import Provenance
from verifier.intake import EvidenceRefused, content, raster, tiff
from workers.readers import rasters
from workers.readers.provenance import credentials
from workers.readers.provenance.reader import provenance_of

SEED = 20_250_601
CASES = {content.JPEG: 4_000, content.PNG: 2_000, content.WEBP: 2_000, content.TIFF: 2_000}
CONFINED = 30
LARGEST_BODY = 8_000  # characters of a body written out; lists are of 16 texts of 64 characters at most

SMALL = picture(96, 64)
PACKET = xmp('<xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved"/></rdf:Seq></xmpMM:History>')
TAGS = {0x10F: "Maker", 0x110: "Model", 0x112: 6, 0x131: "Program"}
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(36) + b"acsp" + bytes(92))


def _jpegs() -> list[bytes]:
    plain = saved(SMALL, "JPEG", exif=b"Exif\0\0" + exif(TAGS))
    return [
        plain,
        with_copy(SMALL, SMALL, quality=60),
        with_segments(segment(0xE1, XMP_HEAD + PACKET), ICC, data=saved(SMALL, "JPEG", progressive=True)),
        with_segments(segment(0xED, b"Photoshop 3.0\x008BIM"), data=saved(SMALL.convert("CMYK"), "JPEG")),
        signed(plain, content.JPEG, AI_MADE),
    ]


FILES: dict[str, Callable[[], list[bytes]]] = {
    content.JPEG: _jpegs,
    content.PNG: lambda: [
        saved(SMALL, "PNG", exif=exif(TAGS)),
        saved(SMALL.convert("P"), "PNG", icc_profile=bytes(128)),
    ],
    content.WEBP: lambda: [
        saved(SMALL, "WEBP", exif=exif(TAGS), xmp=PACKET),
        saved(SMALL, "WEBP", lossless=True),
    ],
    content.TIFF: lambda: [
        saved(SMALL, "TIFF", tiffinfo={**TAGS, 700: PACKET}),
        saved(SMALL, "TIFF", compression="tiff_lzw"),
    ],
}


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 32))):
        place = chance.randrange(min(len(changed), chance.choice((400, len(changed)))))
        changed[place] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(12, len(data))]


def _spliced(data: bytes, chance: random.Random) -> bytes:
    """The data with a piece of itself put elsewhere: over what is there, or between."""
    start, length, to = chance.randrange(len(data)), chance.randrange(1, 400), chance.randrange(4, len(data))
    return data[:to] + data[start : start + length] + data[to + chance.choice((0, length)) :]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    """The data with one stretch near its start, often a whole segment, there many times."""
    marks = [i for i in range(2, min(len(data) - 1, 4_000)) if data[i] == 0xFF and data[i + 1] >= 0xC0]
    start = chance.choice(marks or [12])
    end = next((mark for mark in marks if mark > start), start + 64)
    return data[:start] + data[start:end] * chance.choice((2, 3, 50)) + data[end:]


def _lengthened(data: bytes, chance: random.Random) -> bytes:
    """The data with a number near its start that claims far more than there is."""
    place, order = chance.randrange(2, min(len(data), 600)), chance.choice(("big", "little"))
    number = chance.choice((0, 1, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF))
    return data[:place] + number.to_bytes(4, order) + data[place + 4 :]


def _sealed(data: bytes) -> bytes:
    """A damaged PNG with its checksums made right, so that the damage gets past them."""
    sealed, position = bytearray(data), 8
    while position + 12 <= len(sealed):
        length = int.from_bytes(sealed[position : position + 4], "big")
        end = position + 8 + length
        if end + 4 <= len(sealed):
            sealed[end : end + 4] = zlib.crc32(sealed[position + 4 : end]).to_bytes(4, "big")
        position = end + 4
    return bytes(sealed)


DAMAGE = (_flipped, _truncated, _spliced, _repeated, _lengthened)


def _damaged(media_type: str, count: int) -> Iterator[bytes]:
    chance = random.Random(f"{SEED}{media_type}")
    sound = FILES[media_type]()
    for number in range(count):
        data = chance.choice(DAMAGE)(sound[number % len(sound)], chance)
        if chance.random() < 0.3 and len(data) > 100:
            data = chance.choice(DAMAGE)(data, chance)
        yield _sealed(data) if media_type == content.PNG and chance.random() < 0.8 else data


@contextlib.contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """As in the service, where verifier.intake.pillow has Pillow's own complaints off."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\..*")
        yield


def _taken_in(data: bytes, media_type: str) -> str:
    try:
        tiff.page_sizes(data, 10) if media_type == content.TIFF else raster.size(data, media_type)
    except (EvidenceRefused, Refused):
        return "refused"
    return "taken in"


def _decoded(data: bytes, media_type: str) -> str:
    try:
        assert rasters.decoded(data, media_type, 0).shape[2] == 3
    except EvidenceRefused:
        return "undecodable"
    return "decoded"


def _read(data: bytes, media_type: str) -> str:
    body = provenance_of(data, media_type)
    assert isinstance(body, Provenance)
    assert len(repr(body)) < LARGEST_BODY
    return "in trouble" if body.troubles else "read"


def test_ten_thousand_there_are() -> None:
    assert sum(CASES.values()) >= 10_000


@pytest.mark.parametrize("media_type", list(CASES))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "credentials_of", lambda *_: None)
    seen: Counter[str] = Counter()
    with _warnings_are_errors():
        for data in _damaged(media_type, CASES[media_type]):
            seen.update((_taken_in(data, media_type), _read(data, media_type), _decoded(data, media_type)))
    assert seen.total() == 3 * CASES[media_type]
    for outcome in ("refused", "taken in", "read", "decoded", "undecodable"):
        assert seen[outcome] > CASES[media_type] // 100, outcome
    assert seen["in trouble"]


def test_damaged_credentials_are_read_or_unreadable_and_nothing_else() -> None:
    chance = random.Random(SEED)
    sound = signed(saved(SMALL, "JPEG"), content.JPEG, AI_MADE)
    start, end = sound.index(b"jumb"), sound.rindex(b"c2pa")
    states: Counter[str] = Counter()
    for number in range(CONFINED):
        box = bytearray(sound)
        for _ in range(1 + number % 4):
            box[chance.randrange(start + 40, end)] ^= 1 << chance.randrange(8)
        told = provenance_of(bytes(box), content.JPEG).credentials
        states[told.state if told else "none"] += 1
    assert states.total() == CONFINED
    assert states["invalid"] + states["unreadable"] > CONFINED // 2
