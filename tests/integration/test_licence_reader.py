"""The licence reader with the real engine: specimens of every form, turned ones, PDFs, real photos."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from fixtures.company import Form, Generation
from fixtures.rendering import Rendering
from fixtures.specimen import Specimen, specimen
from models.ocr import TextEngine
from verifier.domain.reading import (
    DocumentType,
    FieldName,
    LicenceReading,
    Printing,
    Unreadable,
)
from workers.readers.licence import LicenceReader
from workers.readers.licence.codes import passes
from workers.readers.licence.fields import normal_text

DATA = Path(__file__).parents[3] / "shared" / "data"
GOLDEN = Path(__file__).parents[1] / "golden"
SURE = (FieldName.CODE, FieldName.NAME, FieldName.PERSON, FieldName.ADDRESS)


@pytest.fixture(scope="module")
def reader(text_engine: TextEngine) -> LicenceReader:
    return LicenceReader(text_engine)


def read(reader: LicenceReader, data: bytes, media_type: str) -> LicenceReading:
    body = reader.read("evd_1", data, media_type).body
    assert isinstance(body, LicenceReading)
    return body


def read_right(body: LicenceReading, drawn: Specimen) -> set[FieldName]:
    return {
        name
        for name, value in drawn.truth.items()
        if (found := body.fields.get(name)) and normal_text(found.value) == normal_text(value)
    }


@pytest.mark.parametrize("form", list(Form))
def test_specimens_of_every_form_give_what_identifies_them(reader: LicenceReader, form: Form) -> None:
    drawn = specimen(40, form=form, generation=Generation.PORTRAIT_2014, rendering=Rendering.PHOTO)
    body = read(reader, drawn.data, drawn.media_type)
    assert body.document_type is DocumentType.BUSINESS_LICENCE
    assert body.printing is Printing.PORTRAIT_2014
    assert set(SURE) <= read_right(body, drawn)


@pytest.mark.parametrize(
    "rendering", [Rendering.PHOTO, Rendering.PHOTO_90, Rendering.PHOTO_180, Rendering.PHOTO_270]
)
def test_turned_photos_are_read_as_well_as_upright_ones(reader: LicenceReader, rendering: Rendering) -> None:
    drawn = specimen(41, generation=Generation.LANDSCAPE_2019, rendering=rendering)
    body = read(reader, drawn.data, drawn.media_type)
    assert body.frame.rotation == drawn.rotation
    assert body.frame.width > body.frame.height
    assert body.printing is Printing.LANDSCAPE_2019
    assert {*SURE, FieldName.ESTABLISHED, FieldName.TYPE} <= read_right(body, drawn)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_golden_readings_of_specimens_stay_as_they_are(reader: LicenceReader, file: Path) -> None:
    golden = json.loads(file.read_text(encoding="utf-8"))
    drawn = specimen(
        golden["seed"],
        form=Form(golden["form"]),
        generation=Generation(golden["generation"]),
        rendering=Rendering(golden["rendering"]),
    )
    body = read(reader, drawn.data, drawn.media_type)
    fields = {str(name): [field.value, field.normalised] for name, field in body.fields.items()}
    fields.pop(FieldName.AUTHORITY, None)  # the seal is stamped over it: nothing to hold on to
    assert fields == golden["fields"]
    assert body.person_label == golden["person_label"]


def test_of_a_pdf_the_page_with_the_licence_is_read(reader: LicenceReader) -> None:
    drawn = specimen(42, generation=Generation.PORTRAIT_2014)
    licence = Image.open(io.BytesIO(drawn.data)).convert("RGB")
    blank = Image.new("RGB", licence.size, "white")
    pdf = io.BytesIO()
    blank.save(pdf, "PDF", save_all=True, append_images=[licence, blank], resolution=150)
    body = read(reader, pdf.getvalue(), "application/pdf")
    assert body.frame.page == 2
    assert passes(body.fields[FieldName.CODE])


def test_small_and_broken_evidence_is_unreadable_with_its_reason(reader: LicenceReader) -> None:
    small = io.BytesIO()
    Image.new("RGB", (500, 400), "white").save(small, "PNG")
    body = reader.read("evd_1", small.getvalue(), "image/png").body
    assert isinstance(body, Unreadable)
    assert body.code == "evidence_too_small"
    broken = reader.read("evd_1", b"\xff\xd8\xff nothing", "image/jpeg").body
    assert isinstance(broken, Unreadable)
    assert broken.code.startswith("evidence_")


@pytest.mark.real_data
def test_turned_photos_of_real_licences_are_read(reader: LicenceReader) -> None:
    folder = DATA / "licences"
    if not folder.exists():
        pytest.skip(f"no sample data at {folder}")
    labels = {entry["file"]: entry for entry in json.loads((folder / "web.json").read_text(encoding="utf-8"))}
    for file, rotation in (("cyeye.jpg", 270), ("fixturer.jpg", 90)):
        body = read(reader, (folder / "web" / file).read_bytes(), "image/jpeg")
        assert body.frame.rotation == rotation
        assert body.fields[FieldName.CODE].normalised == labels[file]["fields"]["code"]


@pytest.mark.real_data
def test_no_permit_certificate_or_web_page_is_taken_for_a_licence(reader: LicenceReader) -> None:
    folder = DATA / "documents"
    if not folder.exists():
        pytest.skip(f"no sample data at {folder}")
    for file in sorted(folder.iterdir()):
        media_type = "image/png" if file.suffix == ".png" else "image/jpeg"
        body = reader.read("evd_1", file.read_bytes(), media_type).body
        assert isinstance(body, Unreadable) or body.document_type is DocumentType.OTHER, file.name
