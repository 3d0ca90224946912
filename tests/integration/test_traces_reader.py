"""The reader of traces behind the real text engine: a specimen as photographed, and one value retyped."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fixtures.rendering import Rendering
from fixtures.specimen import specimen
from fixtures.tampering import Tampering, tampered
from models.ocr import TextEngine
from verifier.domain.picture import PictureKind, Seen
from verifier.domain.reading import LicenceReading, Unreadable
from verifier.domain.traces import Channel, Traces, strongest
from verifier.policies import load
from verifier.settings import POLICIES
from workers.readers.licence import LicenceReader
from workers.readers.traces import TracesReader

LIMITS = load(POLICIES / "v1.toml").rules["traces"].thresholds
DATA = Path(__file__).parents[3] / "shared" / "data" / "licences"


@pytest.fixture(scope="module")
def reader(text_engine: TextEngine) -> LicenceReader:
    return LicenceReader(text_engine)


def seen(reader: LicenceReader, data: bytes, media_type: str) -> Seen:
    page = reader.read("evd_1", data, media_type).body
    assert isinstance(page, LicenceReading)
    return TracesReader().read("evd_1", data, media_type, page)


def test_a_specimen_as_photographed_shows_no_evidence_and_a_picture(reader: LicenceReader) -> None:
    drawn = specimen(501, rendering=Rendering.PHOTO_270)
    found = seen(reader, drawn.data, drawn.media_type)
    body = found.reading.body
    assert isinstance(body, Traces)
    assert body.channel is Channel.DIRECT
    assert body.fields_evidence is not None
    assert body.fields_evidence <= LIMITS["fields_evidence_max"]
    assert body.values_evidence is not None
    assert body.values_evidence <= LIMITS["values_evidence_max"]
    page, picture = found.pictures
    assert (page.kind, picture.kind) == (PictureKind.PAGE, PictureKind.TRACES)
    size = Image.open(io.BytesIO(page.data)).size
    assert size[0] / size[1] == pytest.approx(body.frame.width / body.frame.height, rel=0.01)
    assert max(Image.open(io.BytesIO(picture.data)).size) == 1200


def test_a_value_typed_in_a_similar_font_is_found_and_named(reader: LicenceReader) -> None:
    forged = tampered(503, tampering=Tampering.SIMILAR_FONT, rendering=Rendering.PHOTO)
    body = seen(reader, forged.specimen.data, forged.specimen.media_type).reading.body
    assert isinstance(body, Traces)
    assert strongest(body)[0].field in forged.altered
    assert body.fields_evidence is not None
    assert body.fields_evidence > 3


def test_a_page_that_is_no_longer_as_it_was_read_is_unreadable(reader: LicenceReader) -> None:
    drawn = specimen(501, rendering=Rendering.FLAT)
    page = reader.read("evd_1", drawn.data, drawn.media_type).body
    assert isinstance(page, LicenceReading)
    other = io.BytesIO()
    Image.fromarray(np.zeros((1, 1, 3), np.uint8)).save(other, "JPEG")
    for data in (other.getvalue(), b"\xff\xd8\xff nothing", other.getvalue()[:40]):
        found = TracesReader().read("evd_1", data, "image/jpeg", page)
        assert isinstance(found.reading.body, Unreadable)
        assert not found.pictures


@pytest.mark.real_data
def test_values_painted_on_a_real_licence_stand_out_from_its_labels(reader: LicenceReader) -> None:
    if not DATA.exists():
        pytest.skip(f"no sample data at {DATA}")
    data = sorted((DATA / "painted").iterdir())[0].read_bytes()
    body = seen(reader, data, "image/jpeg").reading.body
    assert isinstance(body, Traces)
    assert body.values_evidence is not None
    assert body.values_evidence > LIMITS["values_evidence_max"]
