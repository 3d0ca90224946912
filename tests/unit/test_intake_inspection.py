"""What the door says of sound files: kind, upright size, pages, and whether they were labelled rightly."""

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from PIL import Image

from tests.bad_input import TOO_SMALL
from tests.drawn_files import (
    chunk,
    fax_pages,
    heic,
    jpeg,
    pdf,
    picture,
    png,
    png_of,
    replaced,
    saved,
    tiff,
    webp,
)
from verifier.intake import EvidenceRefused, Inspection, inspect

TURNING = (5, 6, 7, 8)
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def exif(orientation: int) -> bytes:
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


def _owner_locked_pdf() -> bytes:
    """A PDF that anybody may open and nobody may change: its user password is empty (PDF 1.7, §3.5.2)."""
    owner, permissions, identity = bytes(range(32)), -4, b"\0" * 16
    material = PADDING + owner + permissions.to_bytes(4, "little", signed=True) + identity
    key = hashlib.md5(material).digest()[:5]
    user = Cipher(ARC4(key), None).encryptor().update(PADDING)
    values = (permissions, *(value.hex().encode() for value in (owner, user, identity, identity)))
    lock = b"/Encrypt <</Filter /Standard /V 1 /R 2 /P %d /O <%s> /U <%s>>> /ID [<%s> <%s>] " % values
    return replaced(pdf(), b"trailer\n<<", b"trailer\n<<" + lock)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("make", [jpeg, png, webp, tiff], ids=lambda make: make.__name__)
def test_size_is_that_of_the_upright_page(make: Callable[..., bytes], orientation: int) -> None:
    inspection = inspect(make(exif=exif(orientation)), None)
    upright = (640, 900) if orientation in TURNING else (900, 640)
    assert (inspection.width, inspection.height) == upright


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_is_turned_once_although_its_orientation_is_stated_twice(orientation: int) -> None:
    inspection = inspect(heic(exif=exif(orientation)), None)
    upright = (640, 900) if orientation in TURNING else (900, 640)
    assert (inspection.width, inspection.height) == upright


def test_orientation_behind_the_pixels_of_a_png_is_found() -> None:
    block = exif(6).removeprefix(b"Exif\0\0")
    late = replaced(png(), chunk(b"IEND", b""), chunk(b"eXIf", block) + chunk(b"IEND", b""))
    assert (inspect(late, None).width, inspect(late, None).height) == (640, 900)


@pytest.mark.parametrize(
    "block", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"nonsense", exif(9), exif(0)]
)
def test_nonsense_in_exif_turns_nothing(block: bytes) -> None:
    assert (inspect(jpeg(exif=block), None).width, inspect(jpeg(exif=block), None).height) == (900, 640)


@pytest.mark.parametrize(
    ("declared", "mislabelled"),
    [
        ("image/png", False), ("IMAGE/PNG; charset=binary", False), ("image/x-png", False), (None, False),
        ("", False), ("application/octet-stream", False), ("image/jpeg", True), ("text/html", True),
    ],
)  # fmt: skip
def test_a_png_is_a_png_whatever_it_is_called(declared: str | None, mislabelled: bool) -> None:
    assert inspect(png(), declared) == Inspection("image/png", 900, 640, 1, mislabelled)


def test_pages_of_a_pdf_are_measured_as_they_will_be_rendered() -> None:
    inspection = inspect(pdf(3), "application/pdf")
    assert (inspection.width, inspection.height, inspection.pages) == (2340, 1665, 3)


@pytest.mark.parametrize(
    ("points", "pixels"), [("7 5", 2340), ("595 421", 2340), ("1191 842", 3309), ("14400 9000", 4000)]
)
def test_a_page_is_bounded_in_pixels_whatever_size_it_claims(points: str, pixels: int) -> None:
    width, height = points.split()
    media = b"/MediaBox [ 0 0 %s %s ]" % (width.encode(), height.encode())
    source = pdf()
    start = source.index(b"/MediaBox")
    box = source[start : source.index(b"]", start) + 1]
    assert abs(inspect(source.replace(box, media), None).width - pixels) <= 1


def test_a_pdf_that_is_only_locked_against_changes_is_taken() -> None:
    assert inspect(_owner_locked_pdf(), None).pages == 1


def test_a_pdf_may_begin_with_a_byte_order_mark() -> None:
    assert inspect(b"\xef\xbb\xbf" + pdf(), None).media_type == "application/pdf"


def test_ten_pages_are_taken() -> None:
    assert inspect(fax_pages(10), None).pages == 10


def test_previews_in_a_tiff_are_no_pages() -> None:
    preview = picture(90, 64).convert("RGB")
    preview.encoderinfo = {"tiffinfo": {254: 1}}
    data = saved(picture(), "TIFF", save_all=True, append_images=[preview])
    assert inspect(data, None).pages == 1


def test_a_still_webp_in_an_animation_container_is_no_animation() -> None:
    assert inspect(webp(save_all=True), None).pages == 1


def test_a_phone_picture_with_a_second_picture_behind_it_is_one_page() -> None:
    stereo = saved(picture(), "MPO", save_all=True, append_images=[picture()])
    assert inspect(stereo, "image/jpeg") == Inspection("image/jpeg", 900, 640, 1, mislabelled=False)


def test_exactly_twenty_mebibytes_are_taken_and_a_byte_more_is_not() -> None:
    start = jpeg()
    full = start + bytes((20 << 20) - len(start))
    assert inspect(full, None).pages == 1
    with pytest.raises(EvidenceRefused):
        inspect(full + b"\0", None)


def test_700_pixels_are_taken_and_699_are_not() -> None:
    assert inspect(saved(picture(700, 500), "JPEG"), None).width == 700
    with pytest.raises(EvidenceRefused) as refused:
        inspect(saved(picture(699, 500), "JPEG"), None)
    assert refused.value.code == TOO_SMALL


def test_sixty_megapixels_are_taken() -> None:
    sixty = png_of(10_000, 6_000, b"")
    assert inspect(sixty, None).width == 10_000
