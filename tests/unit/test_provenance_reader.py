"""What the provenance reader makes of files that say something of their origin, and of those that do not."""

import json
import random
import tracemalloc
from collections.abc import Callable

import pytest
from PIL import Image

from tests.bad_input import HOSTILE, REFUSED, SOUND, UNDECODABLE, BadInput, SoundInput
from tests.drawn_files import heic, jpeg, picture, png, replaced, saved, tiff, webp
from tests.marked_files import (
    BOMB,
    exif,
    many_exif_blocks,
    png_saying,
    segment,
    with_copy,
    with_segments,
    with_xmp,
    xmp,
)
from tests.signed_files import AI_MADE, AI_PARTLY, CAPTURED, signed
from verifier.domain.provenance import (
    LONGEST_TEXT,
    MOST_TEXTS,
    CredentialState,
    Provenance,
    ScreenshotHint,
    Trouble,
)
from verifier.intake.content import HEIC, JPEG, PDF, PNG, TIFF, WEBP
from workers.readers.pages import pages
from workers.readers.provenance import ProvenanceReader
from workers.readers.provenance.reader import provenance_of

CAMERA = {0x10F: "Maker", 0x110: "Model 7", 0x131: "Retoucher 3"}
HEAD = b"Exif\0\0"
HISTORY = (
    "<xmpMM:History><rdf:Seq>"
    '<rdf:li stEvt:action="created" stEvt:softwareAgent="Tool A"/>'
    '<rdf:li stEvt:action="saved" stEvt:softwareAgent="Tool B"/>'
    '<rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action></rdf:li>'
    "</rdf:Seq></xmpMM:History>"
)
LABEL = json.dumps({"Label": "1", "ContentProducer": "x"})


def _origins(body: Provenance) -> set[tuple[str, str]]:
    return {(str(declaration.by), str(declaration.origin)) for declaration in body.declarations}


def test_a_file_that_says_nothing_is_read_as_just_that() -> None:
    body = provenance_of(jpeg(), JPEG)
    assert body.container is not None
    assert (body.container.width, body.container.height) == (900, 640)
    assert body == Provenance(container=body.container)


@pytest.mark.parametrize("quality", [10, 49, 50, 75, 92, 100])
def test_the_quality_of_a_jpeg_is_told_by_its_tables(quality: int) -> None:
    jpeg_of = provenance_of(jpeg(quality=quality), JPEG).container.jpeg
    assert (jpeg_of.quality, jpeg_of.standard_tables) == (quality, True)


def test_tables_that_are_no_ijg_tables_are_said_to_be_none() -> None:
    body = provenance_of(saved(picture(), "JPEG", qtables=[[30] * 64, [40] * 64]), JPEG)
    assert not body.container.jpeg.standard_tables


@pytest.mark.parametrize(("subsampling", "notation"), [(0, "4:4:4"), (1, "4:2:2"), (2, "4:2:0")])
def test_the_subsampling_of_colour_is_told(subsampling: int, notation: str) -> None:
    jpeg_of = provenance_of(jpeg(subsampling=subsampling, progressive=True), JPEG).container.jpeg
    assert (jpeg_of.subsampling, jpeg_of.progressive) == (notation, True)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (jpeg(exif=HEAD + exif(CAMERA)), JPEG),
        (png(exif=exif(CAMERA)), PNG),
        (webp(exif=exif(CAMERA)), WEBP),
        (tiff(tiffinfo=CAMERA), TIFF),
        (heic(exif=exif(CAMERA)), HEIC),
    ],
    ids=["jpeg", "png", "webp", "tiff", "heic"],
)
def test_camera_and_program_are_found_in_every_container(data: bytes, media_type: str) -> None:
    body = provenance_of(data, media_type)
    assert body.capture.camera == "Maker Model 7"
    assert body.editing.software == ("Retoucher 3",)
    assert (body.container.width, body.container.height) == (900, 640)


def test_a_pdf_names_its_programs() -> None:
    data = saved(picture(), "PDF", creator="Writer", producer="Printer")
    assert provenance_of(data, PDF).editing.software == ("Writer", "Printer")


def test_time_and_place_are_noted_and_not_kept() -> None:
    block = Image.Exif()
    block.get_ifd(0x8769)[0x9003] = "2025:01:02 03:04:05"
    block.get_ifd(0x8769)[0xA431] = "SERIAL-4711"
    block.get_ifd(0x8825).update({1: "N", 2: (22.0, 33.0, 44.0), 3: "E", 4: (113.0, 1.0, 2.0)})
    body = provenance_of(jpeg(exif=block.tobytes()), JPEG)
    assert body.capture.has_time
    assert body.capture.has_place
    assert not any(kept in repr(body) for kept in ("2025", "SERIAL", "22.0", "33"))


def test_the_history_of_xmp_is_counted_and_its_tools_named() -> None:
    body = provenance_of(with_xmp(xmp(HISTORY, 'xmp:CreatorTool="Tool A"')), JPEG)
    assert (body.editing.history, body.editing.saves) == (3, 2)
    assert body.editing.software == ("Tool A", "Tool B")


def test_blocks_that_only_such_programs_write_are_noticed() -> None:
    marked = with_segments(segment(0xED, b"Photoshop 3.0\x008BIM"), segment(0xEE, b"Adobe\0d"))
    assert provenance_of(marked, JPEG).editing.photoshop
    assert provenance_of(marked, JPEG).editing.adobe


def test_what_a_file_says_at_length_is_kept_short() -> None:
    names = "".join(f'<rdf:li stEvt:softwareAgent="{n} {"x" * 999}"/>' for n in range(200))
    packet = xmp(f"<xmpMM:History><rdf:Seq>{names}</rdf:Seq></xmpMM:History>")
    body = provenance_of(png_saying(**{"XML:com.adobe.xmp": packet.decode()}), PNG)
    assert len(body.editing.software) == MOST_TEXTS
    assert max(map(len, body.editing.software)) <= LONGEST_TEXT


# Declarations.

XMP_SAYS = "Iptc4xmpExt:DigitalSourceType"
DECLARING: list[tuple[str, Callable[[], bytes], str, tuple[str, str]]] = [
    ("credentials", lambda: signed(jpeg(), JPEG, CAPTURED, AI_MADE), JPEG, ("content_credentials", "made")),
    ("credentials, partly", lambda: signed(png(), PNG, AI_PARTLY), PNG, ("content_credentials", "partly")),
    ("iptc", lambda: with_xmp(xmp("", f'{XMP_SAYS}="{AI_MADE}"')), JPEG, ("iptc", "made")),
    (
        "iptc element",
        lambda: with_xmp(xmp(f"<{XMP_SAYS}>{AI_PARTLY}</{XMP_SAYS}>")),
        JPEG,
        ("iptc", "partly"),
    ),
    ("gb 45438", lambda: with_xmp(xmp(f"<TC260:AIGC>{LABEL}</TC260:AIGC>")), JPEG, ("gb_45438", "made")),
    ("gb 45438, png", lambda: png_saying(AIGC=LABEL.replace('"1"', '"2"')), PNG, ("gb_45438", "suspected")),
    (
        "settings",
        lambda: png_saying(parameters="a licence\nSteps: 20, Sampler: Euler a"),
        PNG,
        ("parameters", "made"),
    ),
    ("nodes", lambda: png_saying(prompt='{"3": {"class_type": "KSampler"}}'), PNG, ("parameters", "made")),
]


@pytest.mark.parametrize(
    ("make", "media_type", "expected"), [row[1:] for row in DECLARING], ids=[r[0] for r in DECLARING]
)
def test_a_declared_origin_is_found(
    make: Callable[[], bytes], media_type: str, expected: tuple[str, str]
) -> None:
    assert _origins(provenance_of(make(), media_type)) == {expected}


@pytest.mark.parametrize(
    "data",
    [
        signed(jpeg(), JPEG, CAPTURED),
        with_xmp(xmp("", f'{XMP_SAYS}="{CAPTURED}"')),
        with_xmp(xmp("<TC260:AIGC>{&quot;Label&quot;:&quot;9&quot;}</TC260:AIGC>")),
        with_xmp(xmp('<TC260:AIGC>"Label"</TC260:AIGC>')),
        with_xmp(xmp('<TC260:AIGC>["Label"]</TC260:AIGC>')),
    ],
)
def test_nothing_else_is_taken_for_such_a_declaration(data: bytes) -> None:
    assert provenance_of(data, JPEG).declarations == ()


def test_sound_credentials_are_valid_and_say_who_made_the_file() -> None:
    credentials = provenance_of(signed(jpeg(), JPEG, CAPTURED), JPEG).credentials
    assert credentials is not None
    assert credentials.state is CredentialState.VALID
    assert credentials.generator == "Picture Maker"
    assert credentials.source_types == ("digitalCapture",)
    assert not credentials.mismatched


def test_credentials_of_other_bytes_are_told_from_those_of_these() -> None:
    data = signed(jpeg(), JPEG, CAPTURED)
    changed = data[:-1000] + bytes([data[-1000] ^ 1]) + data[-999:]
    credentials = provenance_of(changed, JPEG).credentials
    assert credentials is not None
    assert credentials.state is CredentialState.INVALID
    assert credentials.mismatched


def test_credentials_that_cannot_be_parsed_are_said_to_be_there() -> None:
    data = replaced(signed(jpeg(), JPEG, CAPTURED), b"c2pa.claim", b"c2pa.cla\xff\xff")
    credentials = provenance_of(data, JPEG).credentials
    assert credentials is not None
    assert credentials.state is not CredentialState.VALID


# The camera's small copy.


def _page(seed: int, width: int = 1200, height: int = 900) -> Image.Image:
    """A page with a pattern of its own."""
    chance = random.Random(seed)
    small = Image.new("L", (8, 6))
    small.putdata([chance.randrange(40, 256) for _ in range(48)])
    return small.resize((width, height), Image.Resampling.BICUBIC).convert("RGB")


def _correlation(shown: Image.Image, copied: Image.Image) -> float | None:
    copy = provenance_of(with_copy(shown, copied), JPEG).thumbnail
    assert copy is not None
    return copy.correlation


def test_a_copy_of_the_same_picture_is_alike_and_one_of_another_is_not() -> None:
    assert _correlation(_page(1), _page(1)) > 0.97
    assert _correlation(_page(1), _page(2)) < 0.75


def test_a_cropped_or_turned_picture_is_still_that_of_its_copy() -> None:
    page = _page(3)
    assert _correlation(page.crop((150, 100, 1100, 850)), page) > 0.9
    assert _correlation(page.transpose(Image.Transpose.ROTATE_90), page) > 0.97


def test_a_blank_picture_is_like_nothing_and_unlike_nothing() -> None:
    assert _correlation(Image.new("RGB", (900, 600), "white"), _page(1)) is None


def test_a_copy_that_is_no_picture_is_compared_with_nothing() -> None:
    block = exif({0x10F: "Maker"}, copy=b"\xff\xd8\xff" + b"noise" * 9)
    body = provenance_of(with_segments(segment(0xE1, b"Exif\0\0" + block)), JPEG)
    assert body.thumbnail is not None
    assert body.thumbnail.correlation is None


# Screenshots.


def test_a_picture_of_a_screen_is_hinted_at() -> None:
    screen = saved(picture(1080, 2400), "PNG")
    assert provenance_of(screen, PNG).screenshot == (ScreenshotHint.SCREEN_SIZED,)
    block = Image.Exif()
    block.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0Screenshot"
    assert provenance_of(jpeg(exif=block.tobytes()), JPEG).screenshot == (ScreenshotHint.SAYS_SO,)
    assert provenance_of(saved(picture(1080, 2400), "JPEG", exif=HEAD + exif(CAMERA)), JPEG).screenshot == ()


# Broken and hostile files.


def test_trouble_is_named_and_costs_nothing_else() -> None:
    broken = with_segments(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"), data=with_xmp(BOMB.encode()))
    body = provenance_of(broken, JPEG)
    assert set(body.troubles) == {Trouble.EXIF_BROKEN, Trouble.XMP_BROKEN}
    assert body.container.jpeg.quality == 75


@pytest.mark.parametrize("packet", [BOMB, "<!DOCTYPE a><a/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_xmp_that_defines_anything_is_refused_before_it_unfolds(packet: str) -> None:
    assert provenance_of(with_xmp(packet.encode()), JPEG).troubles == (Trouble.XMP_BROKEN,)


def test_a_container_that_no_parser_opens_is_not_read() -> None:
    assert provenance_of(b"%PDF-1.7 nonsense %%EOF", PDF) == Provenance(troubles=(Trouble.CONTAINER_BROKEN,))


def test_a_file_of_endless_parts_is_left_off() -> None:
    body = provenance_of(with_segments(*[segment(0xFE, b"")] * 9_000), JPEG)
    assert Trouble.TOO_MANY_PARTS in body.troubles


EVERY_FILE = [*SOUND, *HOSTILE, *UNDECODABLE, *REFUSED]


@pytest.mark.parametrize("file", EVERY_FILE, ids=str)
def test_every_file_there_is_gives_a_reading(file: BadInput | SoundInput) -> None:
    media_type = file.declared if isinstance(file, BadInput) else file.media_type
    reading = ProvenanceReader().read("evd_1", file.make(), media_type)
    assert isinstance(reading.body, Provenance)
    assert (reading.evidence_id, reading.reader) == ("evd_1", "provenance")


@pytest.mark.parametrize("file", HOSTILE, ids=str)
@pytest.mark.filterwarnings("ignore::UserWarning")  # of Pillow's; the service has them off
def test_a_file_with_hostile_surroundings_declares_nothing_and_shows_its_page(file: SoundInput) -> None:
    data = file.make()
    assert provenance_of(data, file.media_type).declarations == ()
    assert [page.shape for page in pages(data, file.media_type)] == [(640, 900, 3)]


@pytest.mark.parametrize("file", [file for file in EVERY_FILE if "MB" in file.name], ids=str)
def test_no_room_is_made_for_what_a_file_unfolds_to(file: BadInput | SoundInput) -> None:
    data = file.make()
    media_type = file.declared if isinstance(file, BadInput) else file.media_type
    tracemalloc.start()
    provenance_of(data, media_type)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_of_many_exif_blocks_the_first_is_read() -> None:
    assert provenance_of(many_exif_blocks(), JPEG).editing.software == ("x",)
