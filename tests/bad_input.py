"""One file for each way a file can be bad, drawn by code: for tests of intake, API and the whole service.

`REFUSED` is turned away at the door, each with the status and code it gets. `UNDECODABLE` passes the door,
for its header is in order, and is found out by the reader; `code` is then the reader's. `SOUND` holds a good
file of every kind, to be taken in. Nothing here needs the network or the sample data.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.drawn_files import (
    animated_webp,
    apng,
    archive,
    bmp,
    bmp_stating,
    corrupt_heic,
    crowded_tiff,
    cut_pixels,
    deflated_zeros,
    empty_pdf,
    encrypted_pdf,
    endless_header,
    fax_pages,
    half,
    heic,
    heic_sequence,
    heic_stating,
    jpeg,
    jpeg_stating,
    linearised_pdf,
    pdf,
    picture,
    png,
    png_of,
    progressive,
    replaced,
    run_length_bmp,
    saved,
    scrambled,
    small,
    tiff,
    tiff_stating,
    tiff_with,
    tiled_tiff,
    webp,
    webp_stating,
)
from tests.hostile_pdfs import many_pages
from tests.marked_files import (
    BOMB,
    crowded_exif,
    crowded_icc,
    deep_xmp,
    jumbf,
    looping_exif,
    lying_icc,
    many_exif_blocks,
    one_pixel,
    png_icc_bomb,
    png_text_bomb,
    with_jumbf,
    with_xmp,
)

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "tif": "image/tiff",
    "bmp": "image/bmp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "gif": "image/gif",
    "avif": "image/avif",
    "mp4": "video/mp4",
}


@dataclass(frozen=True)
class BadInput:
    """A bad file: what is wrong with it, its bytes, the answer it gets, and what its name says it is."""

    name: str
    make: Callable[[], bytes]
    status: int
    code: str
    extension: str = "jpg"

    @property
    def declared(self) -> str:
        """The media type a client would declare, going by the name."""
        return MEDIA_TYPES[self.extension]

    @property
    def file_name(self) -> str:
        return f"licence.{self.extension}"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class SoundInput:
    """A good file of one kind."""

    name: str
    make: Callable[[], bytes]
    media_type: str

    def __str__(self) -> str:
        return self.name


UNSUPPORTED = "unsupported_media_type"
UNSUPPORTED_ENCODING = "evidence_unsupported_encoding"
TRUNCATED = "evidence_truncated"
MALFORMED = "evidence_malformed"
ANIMATED = "evidence_animated"
TOO_SMALL = "evidence_too_small"
TOO_MANY_PIXELS = "evidence_too_many_pixels"
TOO_MANY_PAGES = "evidence_too_many_pages"

REFUSED: tuple[BadInput, ...] = (
    BadInput("empty", bytes, 422, "evidence_empty"),
    BadInput("over 20 MiB", lambda: jpeg() + bytes(20 << 20), 413, "evidence_too_large"),
    # Told by content: none of these is what its name and declared type say.
    BadInput("zip named .jpg", lambda: archive("a.txt"), 415, UNSUPPORTED),
    BadInput("docx named .jpg", lambda: archive("word/document.xml"), 415, UNSUPPORTED),
    BadInput("exe named .jpg", lambda: b"MZ\x90\0" + bytes(4096), 415, UNSUPPORTED),
    BadInput("html named .jpg", lambda: b"<!doctype html><script>1</script>", 415, UNSUPPORTED),
    BadInput("html that mentions a PDF", lambda: b"<html>%PDF-1.7 %%EOF", 415, UNSUPPORTED),
    BadInput("svg named .jpg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, UNSUPPORTED),
    BadInput("text named .jpg", "营业执照".encode, 415, UNSUPPORTED),
    BadInput("text that begins with BM", lambda: b"BM is no bitmap here", 415, UNSUPPORTED),
    BadInput("one byte", lambda: b"\xff", 415, UNSUPPORTED),
    BadInput("gif", lambda: saved(picture(), "GIF"), 415, UNSUPPORTED, "gif"),
    BadInput("avif", lambda: saved(picture(), "AVIF"), 415, UNSUPPORTED, "avif"),
    BadInput("video", lambda: b"\0\0\0\x18ftypmp42" + bytes(999), 415, UNSUPPORTED, "mp4"),
    # Cut short.
    BadInput("half a JPEG", lambda: half(jpeg()), 422, TRUNCATED),
    BadInput("half a progressive JPEG", lambda: half(jpeg(progressive=True)), 422, TRUNCATED),
    BadInput("half a PNG", lambda: half(png()), 422, TRUNCATED, "png"),
    BadInput("half a WebP", lambda: half(webp()), 422, TRUNCATED, "webp"),
    BadInput("half a TIFF", lambda: half(tiff()), 422, TRUNCATED, "tif"),
    BadInput("half a BMP", lambda: half(bmp()), 422, TRUNCATED, "bmp"),
    BadInput("half a HEIC", lambda: half(heic()), 422, TRUNCATED, "heic"),
    BadInput("half a PDF", lambda: half(pdf()), 422, TRUNCATED, "pdf"),
    BadInput("half a linearised PDF", lambda: half(linearised_pdf()), 422, TRUNCATED, "pdf"),
    # Damaged where the header shows it.
    BadInput("JPEG of noise", lambda: b"\xff\xd8\xff" + b"noise" * 99 + b"\xff\xd9", 422, MALFORMED),
    BadInput("PNG with a wrong checksum", lambda: replaced(png(), b"IHDR", b"IHDS"), 422, MALFORMED),
    BadInput("WebP of zeros", lambda: webp()[:20] + bytes(len(webp()) - 20), 422, MALFORMED),
    BadInput("TIFF without a directory", lambda: b"II*\0" + bytes(99), 422, MALFORMED),
    BadInput("BMP of unknown depth", lambda: replaced(bmp(), b"\1\0\x18\0", b"\1\0\x17\0"), 422, MALFORMED),
    BadInput("HEIC without pictures", lambda: replaced(heic(), b"meta", b"free"), 422, MALFORMED),
    BadInput("PDF of noise", lambda: b"%PDF-1.7\n" + b"noise" * 99 + b"\n%%EOF", 422, MALFORMED),
    BadInput("TIFF of five million strips", crowded_tiff, 422, MALFORMED, "tif"),
    BadInput("endless header", endless_header, 422, MALFORMED),
    BadInput("PNG with a colour profile of 200 MB", png_icc_bomb, 422, MALFORMED, "png"),
    BadInput("PNG with a text of 200 MB", png_text_bomb, 422, MALFORMED, "png"),
    # Of no use as they are.
    BadInput("animated PNG", apng, 422, ANIMATED, "png"),
    BadInput("animated WebP", animated_webp, 422, ANIMATED, "webp"),
    BadInput("HEIC sequence", heic_sequence, 422, ANIMATED, "heic"),
    BadInput("encrypted PDF", encrypted_pdf, 422, "evidence_encrypted", "pdf"),
    BadInput("PDF without pages", empty_pdf, 422, "evidence_without_pages", "pdf"),
    BadInput("small JPEG", lambda: small("JPEG"), 422, TOO_SMALL),
    BadInput("small PNG", lambda: small("PNG"), 422, TOO_SMALL, "png"),
    BadInput("small HEIC", lambda: heic(640, 480), 422, TOO_SMALL, "heic"),
    BadInput("JPEG of one pixel", lambda: one_pixel("JPEG"), 422, TOO_SMALL),
    BadInput("PNG of one pixel", lambda: one_pixel("PNG"), 422, TOO_SMALL, "png"),
    BadInput("WebP of one pixel", lambda: one_pixel("WEBP"), 422, TOO_SMALL, "webp"),
    BadInput("TIFF of one pixel", lambda: one_pixel("TIFF"), 422, TOO_SMALL, "tif"),
    BadInput("HEIC of one pixel", lambda: one_pixel("HEIF"), 422, TOO_SMALL, "heic"),
    BadInput("a strip", lambda: saved(picture(2000, 196), "PNG"), 422, "evidence_too_elongated"),
    BadInput("1 × 60,000,000", lambda: png_of(1, 60_000_000, b""), 422, "evidence_too_elongated"),
    BadInput("TIFF of floats", lambda: saved(picture().convert("F"), "TIFF"), 415, UNSUPPORTED_ENCODING),
    BadInput("run-length encoded BMP", run_length_bmp, 415, UNSUPPORTED_ENCODING, "bmp"),
    BadInput("TIFF in CIELAB", lambda: tiff_with(262, 8), 415, UNSUPPORTED_ENCODING),
    # More than is taken.
    BadInput("PDF of 11 pages", lambda: pdf(11), 413, TOO_MANY_PAGES, "pdf"),
    BadInput("PDF of 100,000 pages", lambda: many_pages(100_000), 413, TOO_MANY_PAGES, "pdf"),
    BadInput("TIFF of 11 pages", lambda: fax_pages(11), 413, TOO_MANY_PAGES, "tif"),
    BadInput("progressive JPEG of 100 scans", lambda: progressive(100), 413, "evidence_too_many_scans"),
    BadInput("PNG of 60,008,262 pixels", lambda: png_of(7746, 7747, b""), 413, TOO_MANY_PIXELS),
    BadInput(
        "PNG that unfolds to 200 MB", lambda: png_of(14_000, 14_000, deflated_zeros(14_000 * 14_001)),
        413, TOO_MANY_PIXELS,
    ),
    BadInput("PNG of 10 gigapixels", lambda: png_of(100_000, 100_000, b""), 413, TOO_MANY_PIXELS),
    BadInput("JPEG of 4 gigapixels", lambda: jpeg_stating(65_500, 65_500), 413, TOO_MANY_PIXELS),
    BadInput("WebP of 268 megapixels", lambda: webp_stating(16_383, 16_383), 413, TOO_MANY_PIXELS),
    BadInput("BMP of 10 gigapixels", lambda: bmp_stating(100_000, 100_000), 413, TOO_MANY_PIXELS),
    BadInput("TIFF of 10 gigapixels", lambda: tiff_stating(100_000, 100_000), 413, TOO_MANY_PIXELS),
    BadInput("HEIC of 400 megapixels", lambda: heic_stating(20_000, 20_000), 413, TOO_MANY_PIXELS),
    BadInput("TIFF with a tile of 900 megapixels", lambda: tiled_tiff(30_000), 413, TOO_MANY_PIXELS),
)  # fmt: skip

UNDECODABLE: tuple[BadInput, ...] = (
    BadInput("PNG with half its pixels", cut_pixels, 201, TRUNCATED, "png"),
    BadInput(
        "PNG with corrupt pixels", lambda: png_of(900, 640, b"noise" * 999),
        201, MALFORMED, "png",
    ),
    BadInput(
        "WebP with corrupt pixels", lambda: scrambled(webp(lossless=True), 40),
        201, MALFORMED, "webp",
    ),
    BadInput("HEIC with corrupt pixels", corrupt_heic, 201, MALFORMED, "heic"),
    BadInput(
        "HEIC smaller than it states", lambda: heic_stating(1000, 700),
        201, MALFORMED, "heic",
    ),
    BadInput(
        "TIFF with corrupt pixels", lambda: scrambled(tiff(compression="tiff_adobe_deflate"), 9),
        201, MALFORMED, "tif",
    ),
    BadInput("lossless JPEG", lambda: replaced(jpeg(), b"\xff\xc0", b"\xff\xc3"), 201, MALFORMED),
)  # fmt: skip

# Crafted to hurt whoever reads what surrounds the pixels. Taken in, for the pixels are sound; nothing crafted
# is believed or followed, and no reader minds.
HOSTILE: tuple[SoundInput, ...] = (
    SoundInput("13 MB of EXIF", many_exif_blocks, "image/jpeg"),
    SoundInput("EXIF of 65,535 entries", crowded_exif, "image/jpeg"),
    SoundInput("EXIF that points at itself", looping_exif, "image/jpeg"),
    SoundInput("colour profile of 4 GB by its own word", lying_icc, "image/jpeg"),
    SoundInput("colour profile of four billion tags", crowded_icc, "image/jpeg"),
    SoundInput("XMP with an entity bomb", lambda: with_xmp(BOMB.encode()), "image/jpeg"),
    SoundInput("XMP of 9,000 storeys", deep_xmp, "image/jpeg"),
    SoundInput("C2PA box with nothing in it", lambda: with_jumbf(jumbf()), "image/jpeg"),
    SoundInput("C2PA boxes of 7,000 storeys", lambda: with_jumbf(jumbf(7_000)), "image/jpeg"),
    SoundInput("C2PA box of 4 GB", lambda: with_jumbf(jumbf(2, 0xFFFF_FFFF)), "image/jpeg"),
    SoundInput("C2PA box of no size", lambda: with_jumbf(jumbf(2, 0)), "image/jpeg"),
)

SOUND: tuple[SoundInput, ...] = (
    SoundInput("JPEG", jpeg, "image/jpeg"),
    SoundInput("progressive JPEG", lambda: jpeg(progressive=True), "image/jpeg"),
    SoundInput("CMYK JPEG", lambda: saved(picture().convert("CMYK"), "JPEG"), "image/jpeg"),
    SoundInput("PNG", png, "image/png"),
    SoundInput("WebP", webp, "image/webp"),
    SoundInput("lossless WebP", lambda: webp(lossless=True), "image/webp"),
    SoundInput("TIFF", tiff, "image/tiff"),
    SoundInput("fax TIFF", lambda: fax_pages(3), "image/tiff"),
    SoundInput("BMP", bmp, "image/bmp"),
    SoundInput("HEIC", heic, "image/heic"),
    SoundInput("PDF", pdf, "application/pdf"),
)
