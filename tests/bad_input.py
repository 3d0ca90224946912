"""One file for each way a file can be bad, drawn by code: for tests of intake, API and the whole service.

`REFUSED` is turned away at the door, each with the status and code it gets. `UNDECODABLE` passes the door,
for its header is in order, and is found out by the reader; `code` is then the reader's. `SOUND` holds a good
file of every kind, to be taken in. Nothing here needs the network or the sample data.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pillow_heif
import pypdfium2
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()  # for saving only; the service does without

MAKERS_SEED = 20_250_101


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


@cache
def picture(width: int = 900, height: int = 640) -> Image.Image:
    """A page with something on it: red at the top left, blue at the bottom right, and grain."""
    grain = np.random.default_rng(MAKERS_SEED).integers(
        200, 256, (height // 4, width // 4, 3), dtype=np.uint8
    )
    image = Image.fromarray(grain).resize((width, height))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    draw.rectangle((width * 3 // 4, height * 3 // 4, width, height), fill=(20, 20, 220))
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """The image as a file of Pillow's format `form`."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def jpeg(**options: object) -> bytes:
    return saved(picture(), "JPEG", **options)


def png(**options: object) -> bytes:
    return saved(picture(), "PNG", **options)


def webp(**options: object) -> bytes:
    return saved(picture(), "WEBP", **options)


def tiff(**options: object) -> bytes:
    return saved(picture(), "TIFF", **options)


def bmp() -> bytes:
    return saved(picture(), "BMP")


@cache
def heic(width: int = 900, height: int = 640, **options: object) -> bytes:
    return saved(picture(width, height), "HEIF", enc_params={"preset": "ultrafast"}, **options)


@cache
def pdf(pages: int = 1) -> bytes:
    """A PDF with the picture on every page."""
    return saved(picture(), "PDF", resolution=110, save_all=True, append_images=[picture()] * (pages - 1))


def empty_pdf() -> bytes:
    file = io.BytesIO()
    pypdfium2.PdfDocument.new().save(file)
    return file.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF whose /Encrypt dictionary no empty password opens."""
    start = b"trailer\n<<"
    data = pdf()
    assert data.count(start) == 1
    lock = b"/Encrypt <</Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>>> /ID [<00> <00>]" % (
        b"5A" * 32,
        b"A5" * 32,
    )
    return data.replace(start, start + b" " + lock)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, idat: bytes) -> bytes:
    """A grey PNG that states this size, whatever is in its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", idat) + chunk(b"IEND", b"")


def deflated_zeros(count: int) -> bytes:
    """So many zero bytes, deflated without ever holding them all."""
    deflate, block = zlib.compressobj(9), bytes(1 << 20)
    whole, rest = divmod(count, len(block))
    return b"".join(
        [deflate.compress(block) for _ in range(whole)] + [deflate.compress(bytes(rest)), deflate.flush()]
    )


def archive(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr(name, "<w:document/>")
    return file.getvalue()


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    """The data with the first `old` replaced; fails if there is none, so that no maker makes a good file."""
    assert old in data
    return data.replace(old, new, 1)


def jpeg_stating(width: int, height: int) -> bytes:
    return replaced(jpeg(), struct.pack(">HH", 640, 900), struct.pack(">HH", height, width))


def webp_stating(width: int, height: int) -> bytes:
    """A lossless WebP whose header states this size."""
    data = bytearray(webp(lossless=True))
    assert data[12:16] == b"VP8L"
    data[21:25] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return bytes(data)


def bmp_stating(width: int, height: int) -> bytes:
    return replaced(bmp(), struct.pack("<ii", 900, 640), struct.pack("<ii", width, height))


def tiff_with(tag: int, value: int, data: bytes | None = None) -> bytes:
    """A TIFF with one number in its first directory changed."""
    changed = bytearray(data or tiff())
    assert changed[:2] == b"II"
    start = struct.unpack_from("<I", changed, 4)[0]
    for entry in range(start + 2, start + 2 + 12 * struct.unpack_from("<H", changed, start)[0], 12):
        if struct.unpack_from("<H", changed, entry)[0] == tag:
            struct.pack_into("<HII", changed, entry + 2, 4, 1, value)
            return bytes(changed)
    raise AssertionError(f"There is no tag {tag}.")


def tiff_stating(width: int, height: int) -> bytes:
    return tiff_with(257, height, tiff_with(256, width))


def tiled_tiff(side: int) -> bytes:
    """A TIFF whose one tile is far larger than its page: a strip's offset, count and rows made a tile's."""
    data = tiff(compression="tiff_lzw", tiffinfo={278: 640})
    start = struct.unpack_from("<I", data, 4)[0]
    number = struct.unpack_from("<H", data, start)[0]
    entries = [data[start + 2 + 12 * i : start + 14 + 12 * i] for i in range(number)]
    names = {273: 324, 279: 325, 278: 323}  # StripOffsets, StripByteCounts, RowsPerStrip
    renamed = []
    for entry in entries:
        tag = struct.unpack_from("<H", entry)[0]
        body = struct.pack("<HII", 4, 1, side) if tag == 278 else entry[2:]
        renamed.append(struct.pack("<H", names.get(tag, tag)) + body)
    renamed.append(struct.pack("<HHII", 322, 4, 1, side))
    directory = struct.pack("<H", len(renamed)) + b"".join(sorted(renamed, key=lambda e: e[1::-1])) + bytes(4)
    return data[:4] + struct.pack("<I", len(data)) + data[8:] + directory


def heic_stating(width: int, height: int) -> bytes:
    """A HEIC whose properties (ispe) state another size than its picture has."""
    old, new = struct.pack(">II", 900, 640), struct.pack(">II", width, height)
    data = heic()
    assert b"ispe" in data
    assert old in data
    return data.replace(old, new)


def progressive(scans: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    data = jpeg(progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * scans + data[-2:]


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scrambled(data: bytes, start: int) -> bytes:
    """The data with what lies between `start` and its last kilobyte overwritten."""
    noise = np.random.default_rng(MAKERS_SEED).bytes(len(data) - start - 1024)
    return data[:start] + noise + data[-1024:]


@cache
def apng() -> bytes:
    return png(save_all=True, append_images=[picture().transpose(Image.Transpose.ROTATE_180)])


@cache
def animated_webp() -> bytes:
    return webp(save_all=True, append_images=[picture().transpose(Image.Transpose.ROTATE_180)])


def heic_sequence() -> bytes:
    return replaced(heic(), b"ftypheic", b"ftyphevc")


@cache
def fax_pages(pages: int) -> bytes:
    page = picture().convert("1")
    return saved(page, "TIFF", compression="group4", save_all=True, append_images=[page] * (pages - 1))


def endless_header() -> bytes:
    """A JPEG of a million bytes of padding between two markers."""
    return b"\xff\xd8" + b"\xff" * 1_000_000 + jpeg()[2:]


def small(form: str) -> bytes:
    return saved(picture(640, 480), form)


def cut_pixels() -> bytes:
    """A PNG in good order but for its pixels, which end half-way."""
    return png_of(900, 640, half(zlib.compress((b"\0" + bytes(900)) * 640)))


def corrupt_heic() -> bytes:
    data = heic()
    return scrambled(data, data.index(b"mdat") + 4)


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
    # Damaged where the header shows it.
    BadInput("JPEG of noise", lambda: b"\xff\xd8\xff" + b"noise" * 99 + b"\xff\xd9", 422, MALFORMED),
    BadInput("PNG with a wrong checksum", lambda: replaced(png(), b"IHDR", b"IHDS"), 422, MALFORMED),
    BadInput("WebP of zeros", lambda: webp()[:20] + bytes(len(webp()) - 20), 422, MALFORMED),
    BadInput("TIFF without a directory", lambda: b"II*\0" + bytes(99), 422, MALFORMED),
    BadInput("BMP of unknown depth", lambda: replaced(bmp(), b"\1\0\x18\0", b"\1\0\x17\0"), 422, MALFORMED),
    BadInput("HEIC without pictures", lambda: replaced(heic(), b"meta", b"free"), 422, MALFORMED),
    BadInput("PDF of noise", lambda: b"%PDF-1.7\n" + b"noise" * 99 + b"\n%%EOF", 422, MALFORMED),
    BadInput("endless header", endless_header, 422, MALFORMED),
    # Of no use as they are.
    BadInput("animated PNG", apng, 422, ANIMATED, "png"),
    BadInput("animated WebP", animated_webp, 422, ANIMATED, "webp"),
    BadInput("HEIC sequence", heic_sequence, 422, ANIMATED, "heic"),
    BadInput("encrypted PDF", encrypted_pdf, 422, "evidence_encrypted", "pdf"),
    BadInput("PDF without pages", empty_pdf, 422, "evidence_without_pages", "pdf"),
    BadInput("small JPEG", lambda: small("JPEG"), 422, TOO_SMALL),
    BadInput("small PNG", lambda: small("PNG"), 422, TOO_SMALL, "png"),
    BadInput("small HEIC", lambda: heic(640, 480), 422, TOO_SMALL, "heic"),
    BadInput("a strip", lambda: saved(picture(2000, 196), "PNG"), 422, "evidence_too_elongated"),
    BadInput("1 × 60,000,000", lambda: png_of(1, 60_000_000, b""), 422, "evidence_too_elongated"),
    BadInput("TIFF of floats", lambda: saved(picture().convert("F"), "TIFF"), 415, UNSUPPORTED_ENCODING),
    BadInput("TIFF in CIELAB", lambda: tiff_with(262, 8), 415, UNSUPPORTED_ENCODING),
    # More than is taken.
    BadInput("PDF of 11 pages", lambda: pdf(11), 413, TOO_MANY_PAGES, "pdf"),
    BadInput("TIFF of 11 pages", lambda: fax_pages(11), 413, TOO_MANY_PAGES, "tif"),
    BadInput("progressive JPEG of 600 scans", lambda: progressive(600), 413, "evidence_too_many_scans"),
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
