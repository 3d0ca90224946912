"""Files of every kind, sound and broken, drawn by code from a seed: raw material of tests/bad_input.py."""

import io
import struct
import zipfile
import zlib
from functools import cache

import numpy as np
import pillow_heif
import pypdfium2
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()  # for saving only; the service does without

MAKERS_SEED = 20_250_101


def picture(width: int = 900, height: int = 640) -> Image.Image:
    """A page with something on it: red at the top left, blue at the bottom right, and grain.

    A copy each time, for Pillow leaves its encoder's settings on a picture that it saved.
    """
    return _drawn(width, height).copy()


@cache
def _drawn(width: int, height: int) -> Image.Image:
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


@cache
def jpeg(**options: object) -> bytes:
    return saved(picture(), "JPEG", **options)


@cache
def png(**options: object) -> bytes:
    return saved(picture(), "PNG", **options)


@cache
def webp(**options: object) -> bytes:
    return saved(picture(), "WEBP", **options)


def tiff(**options: object) -> bytes:
    return saved(picture(), "TIFF", **options)


def bmp() -> bytes:
    return saved(picture(), "BMP")


def run_length_bmp() -> bytes:
    return replaced(saved(picture().convert("P"), "BMP"), b"\1\0\x08\0\0", b"\1\0\x08\0\1")


@cache
def heic(width: int = 900, height: int = 640, **options: object) -> bytes:
    return saved(picture(width, height), "HEIF", enc_params={"preset": "ultrafast"}, **options)


@cache
def pdf(pages: int = 1) -> bytes:
    """A PDF with the picture on every page."""
    return saved(picture(), "PDF", resolution=110, save_all=True, append_images=[picture()] * (pages - 1))


def linearised_pdf() -> bytes:
    """A PDF with an end mark behind its first page, too, as files for the web have."""
    return replaced(pdf(), b"\n", b"\n%%EOF\n")


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


@cache
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


def crowded_tiff() -> bytes:
    """A TIFF that claims five million strips, each the same eight bytes."""
    strips, rows = 5_000_000, 70_000
    offsets = struct.pack("<I", 8) * strips
    tags = [(256, 800), (257, rows), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1)]
    entries = [struct.pack("<HHII", tag, 4, strips if tag == 273 else 1, value) for tag, value in tags]
    directory = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(offsets)) + offsets + directory


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scrambled(data: bytes, start: int) -> bytes:
    """The data with what lies between `start` and its last kilobyte overwritten."""
    noise = np.random.default_rng(MAKERS_SEED).bytes(len(data) - start - 1024)
    return data[:start] + noise + data[-1024:]


@cache
def apng() -> bytes:
    turned = picture().transpose(Image.Transpose.ROTATE_180)
    return saved(picture(), "PNG", save_all=True, append_images=[turned])


@cache
def animated_webp() -> bytes:
    turned = picture().transpose(Image.Transpose.ROTATE_180)
    return saved(picture(), "WEBP", save_all=True, append_images=[turned])


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
