"""Evidence into pixels: upright, BGR, on white, one page at a time; and what cannot be decoded says why."""

import struct
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.bad_input import REFUSED, SOUND, UNDECODABLE, BadInput, SoundInput
from tests.drawn_files import (
    bmp,
    chunk,
    fax_pages,
    jpeg,
    pdf,
    picture,
    png,
    replaced,
    saved,
    tiff,
    webp,
)
from verifier.intake import content, inspect
from workers.readers.bgr import Bgr
from workers.readers.pages import Undecodable, pages

RED, BLUE, WHITE = (20, 20, 220), (220, 20, 20), (255, 255, 255)  # in BGR
LOSSY = 24  # levels by which an even patch may differ after compression

Make = Callable[..., bytes]
T = Image.Transpose

# What a camera stores for an upright picture, by the orientation it notes (EXIF 2.32 §4.6.4).
STORED: dict[int, tuple[T, ...]] = {
    1: (), 2: (T.FLIP_LEFT_RIGHT,), 3: (T.ROTATE_180,), 4: (T.FLIP_TOP_BOTTOM,), 5: (T.TRANSPOSE,),
    6: (T.ROTATE_90,), 7: (T.TRANSVERSE,), 8: (T.ROTATE_270,),
}  # fmt: skip
MEDIA_TYPE = {
    "JPEG": content.JPEG,
    "PNG": content.PNG,
    "WEBP": content.WEBP,
    "TIFF": content.TIFF,
    "HEIF": content.HEIC,
}


def _exif(orientation: int) -> bytes:
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


def _page(data: bytes, media_type: str) -> Bgr:
    return pages(data, media_type)[0]


def _near(pixels: NDArray[np.uint8], colour: tuple[int, int, int], *, within: int = LOSSY) -> bool:
    return bool((np.abs(pixels.reshape(-1, 3).astype(int) - colour) <= within).all())


def _is_the_picture(page: Bgr, *, within: int = LOSSY) -> bool:
    height, width = page.shape[:2]
    red, blue = page[8 : height // 5, 8 : width // 5], page[-height // 5 : -8, -width // 5 : -8]
    return width > height and _near(red, RED, within=within) and _near(blue, BLUE, within=within)


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("form", MEDIA_TYPE)
def test_every_orientation_of_every_format_comes_out_upright(form: str, orientation: int) -> None:
    image = picture()
    for turn in STORED[orientation]:
        image = image.transpose(turn)
    page = _page(saved(image, form, exif=_exif(orientation)), MEDIA_TYPE[form])
    assert page.shape == (640, 900, 3)
    assert _is_the_picture(page)


@pytest.mark.parametrize("sound", SOUND, ids=str)
def test_a_sound_file_becomes_the_pages_that_the_door_announced(sound: SoundInput) -> None:
    inspection = inspect(sound.make(), None)
    decoded = pages(sound.make(), sound.media_type)
    assert len(decoded) == inspection.pages
    assert decoded[0].shape == (inspection.height, inspection.width, 3)
    assert decoded[0].dtype == np.uint8
    assert decoded[0].flags.writeable


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        (png, content.PNG), (bmp, content.BMP), (tiff, content.TIFF),
        (lambda: webp(lossless=True), content.WEBP), (lambda: tiff(compression="tiff_lzw"), content.TIFF),
    ],
    ids=["PNG", "BMP", "TIFF", "WebP", "LZW"],
)  # fmt: skip
def test_what_is_stored_without_loss_comes_out_without_loss(make: Make, media_type: str) -> None:
    assert np.array_equal(_page(make(), media_type), np.asarray(picture())[..., ::-1])


def test_orientation_behind_the_pixels_of_a_png_is_honoured() -> None:
    block = chunk(b"eXIf", _exif(6).removeprefix(b"Exif\0\0"))
    turned = saved(picture().transpose(T.ROTATE_90), "PNG")
    assert _is_the_picture(
        _page(replaced(turned, chunk(b"IEND", b""), block + chunk(b"IEND", b"")), content.PNG)
    )


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_is_not_inverted(form: str) -> None:
    assert _is_the_picture(_page(saved(picture().convert("CMYK"), form), MEDIA_TYPE[form]))


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    grey = np.asarray(picture().convert("L"))
    for form in ("PNG", "TIFF"):
        page = _page(saved(Image.fromarray(grey.astype(np.uint16) * 256 + 17), form), MEDIA_TYPE[form])
        assert np.array_equal(page, np.repeat(grey[..., np.newaxis], 3, axis=2))


def test_a_fax_is_black_on_white() -> None:
    page = _page(fax_pages(1), content.TIFF)
    expected = np.asarray(picture().convert("1"))
    assert np.array_equal(page[..., 0] == 255, expected)
    assert set(np.unique(page)) == {0, 255}


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_transparency_is_laid_on_white(form: str) -> None:
    image = picture().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 40, 40))
    image.paste((0, 0, 0, 128), (40, 0, 80, 40))
    page = _page(saved(image, form, **({"lossless": True} if form == "WEBP" else {})), MEDIA_TYPE[form])
    assert _near(page[:40, :40], WHITE, within=0)
    assert _near(page[:40, 40:80], (127, 127, 127), within=1)


def test_a_transparent_colour_of_a_palette_is_white() -> None:
    image = picture().convert("P")
    page = _page(saved(image, "PNG", transparency=image.getpixel((20, 20))), content.PNG)
    assert _near(page[20, 20], WHITE, within=0)
    assert _near(page[-20, -20], BLUE, within=60)  # as near as the palette comes


def test_the_fourth_byte_of_a_bitmap_hides_nothing() -> None:
    image = picture().convert("RGBA")
    image.putalpha(0)
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    header = struct.pack("<IiiHHIIiiII", 108, 900, -640, 1, 32, 3, 0, 0, 0, 0, 0) + masks + bytes(52)
    data = b"BM" + struct.pack("<IHHI", 0, 0, 0, 14 + 108) + header + image.tobytes("raw", "BGRA")
    assert _is_the_picture(_page(data, content.BMP), within=0)


def test_a_colour_profile_changes_no_pixel() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert np.array_equal(_page(png(icc_profile=profile), content.PNG), _page(png(), content.PNG))


def test_pages_of_a_tiff_come_in_order_and_without_previews() -> None:
    second = picture(910, 640)
    data = saved(picture(), "TIFF", save_all=True, append_images=[second])
    assert [page.shape[1] for page in pages(data, content.TIFF)] == [900, 910]


def test_a_pdf_is_rendered_on_white_with_its_colours() -> None:
    page = _page(pdf(), content.PDF)
    assert page.shape == (1665, 2340, 3)
    assert _is_the_picture(page)


def _sealed(kind: bytes) -> bytes:
    """A PDF with a green square on its first page, which is an annotation or form field of this kind."""
    data = replaced(pdf(), b"/MediaBox", b"/Annots [91 0 R] /MediaBox")
    data = replaced(data, b"/Type /Catalog", b"/AcroForm <</Fields [91 0 R] /SigFlags 3>> /Type /Catalog")
    drawing = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 21>>stream\n0 1 0 rg 0 0 9 9 re f\nendstream"
    )
    square = b"<</Type/Annot %s /F 4/T(a)/Rect[200 150 300 250]/AP<</N 90 0 R>>>>" % kind
    objects = b"90 0 obj\n%s\nendobj\n91 0 obj\n%s\nendobj\n" % (drawing, square)
    return replaced(data, b"startxref", objects + b"startxref")


@pytest.mark.parametrize("kind", [b"/Subtype/Widget/FT/Sig", b"/Subtype/Stamp"], ids=["signature", "stamp"])
def test_a_seal_that_is_no_part_of_the_page_itself_is_drawn(kind: bytes) -> None:
    plain, sealed = _page(pdf(), content.PDF), _page(_sealed(kind), content.PDF)
    changed = sealed[(sealed != plain).any(axis=2)]
    assert len(changed) > 100_000
    assert np.median(changed, axis=0).tolist() == [0, 255, 0]


@pytest.mark.parametrize("bad", UNDECODABLE, ids=str)
def test_what_cannot_be_decoded_says_why(bad: BadInput) -> None:
    with pytest.raises(Undecodable) as failed:
        _page(bad.make(), bad.declared)
    assert failed.value.code == bad.code
    assert failed.value.detail


@pytest.mark.parametrize("bad", [bad for bad in REFUSED if bad.code.startswith("evidence_too_many")], ids=str)
def test_a_bomb_that_got_past_the_door_is_still_not_decoded(bad: BadInput) -> None:
    data = bad.make()
    with pytest.raises(Undecodable) as failed:
        pages(data, content.media_type(data))
    assert failed.value.code == bad.code


@pytest.mark.parametrize("media_type", ["text/plain", "", "image/gif"])
def test_a_type_that_is_not_read_is_said_to_be_so(media_type: str) -> None:
    with pytest.raises(Undecodable) as failed:
        pages(png(), media_type)
    assert failed.value.code == "unsupported_media_type"


def test_bytes_of_another_type_than_stated_are_malformed() -> None:
    with pytest.raises(Undecodable) as failed:
        pages(jpeg(), content.PNG)
    assert failed.value.code == "evidence_malformed"


def test_small_pictures_are_decoded_for_the_reader_to_judge() -> None:
    assert _page(saved(picture(120, 88), "JPEG"), content.JPEG).shape == (88, 120, 3)


def test_pages_are_a_sequence_like_any_other() -> None:
    decoded = pages(fax_pages(3), content.TIFF)
    assert len(decoded[1:]) == 2
    assert decoded[-1].shape == (640, 900, 3)
    with pytest.raises(IndexError):
        decoded[3]
