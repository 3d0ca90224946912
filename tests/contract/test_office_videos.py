"""Office films over HTTP: a word, an upload that goes on where it stood, what is made of a reading."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fixtures.seeds import noise
from models.likeness import hashed
from tests.access.applicant import PART
from tests.licences import DECLARED
from tests.sites import Site
from verifier.applicant import assets
from verifier.domain.office_video import MOST_BYTES, OfficeVideo, Sighting, VideoReading, alike
from verifier.domain.task import ProofTask
from verifier.usecases.proofs import office_video
from verifier.usecases.proofs.office_video import VideoClaim, VideoSeen
from verifier.usecases.proofs.settling import expire_proofs
from verifier.usecases.tasks import claim_task

FILM = bytes(range(256)) * 40
JSON = {"Accept": "application/json"}


class Filmed:
    """An employer's browser on the page of a film, and the worker behind it."""

    def __init__(self, alice: Site, employer: str | None = None) -> None:
        assert alice.ports is not None
        self.alice, self.ports = alice, alice.ports
        self.employer = employer or alice.verified_employer()
        opened = alice.post(f"{self.employer}/proofs", json={"kind": "office_video"}).json
        link = alice.post(f"{self.employer}/applicant-links", json={}).json["url"].rpartition("/")[2]
        self.proof_url: str = opened["url"]
        self.id: str = opened["id"]
        self.path = f"/apply/{link}/proofs/{self.id}"
        self.browser: FlaskClient = alice.client.application.test_client()

    def post(self, path: str, **headers: str) -> TestResponse:
        return self.browser.post(f"{self.path}{path}", headers=JSON | headers)

    def patch(self, start: int, data: bytes) -> TestResponse:
        sent = JSON | {"Upload-Offset": str(start), "Content-Type": PART}
        return self.browser.patch(f"{self.path}/video", data=data, headers=sent)

    def offset(self) -> str | None:
        return self.browser.head(f"{self.path}/video").headers.get("Upload-Offset")

    def video(self) -> OfficeVideo:
        with self.ports.view() as tx:
            video = tx.office_videos.get(self.alice.tenant_id, self.id)
        assert video is not None
        return video

    def arrived(self) -> "Filmed":
        assert self.post("/video/word").status_code == 303
        created = self.post("/video", **{"Upload-Length": str(len(FILM))})
        assert (created.status_code, created.headers["Tus-Resumable"]) == (201, "1.0.0")
        assert self.patch(0, FILM).status_code == 204
        return self

    def claim(self) -> VideoClaim:
        claim = claim_task(self.ports, f"office_video-{self.id}", worker="a test")
        assert isinstance(claim, VideoClaim)
        return claim

    def read(
        self, reading: VideoReading | None = None, trouble: str | None = None, shared: int = 3
    ) -> dict[str, Any]:
        """A worker reads this, and finds so many frames in every film that is compared; the proof then."""
        seen = VideoSeen(reading, trouble, b"a strip" if reading else b"", "stand-in", "1", 1)
        assert office_video.record_video(self.ports, self.claim(), seen, lambda *_: shared)
        return dict(self.alice.get(self.proof_url).json)


def good(filmed: Filmed, **changes: Any) -> VideoReading:
    """A reading that every check passes."""
    word, at = filmed.video().word, filmed.video().given_at + timedelta(minutes=1)
    seen = (Sighting(1000, DECLARED.name, 0.98, 0.1), Sighting(9000, word, 0.99, 0.2))
    marks = tuple((at, f"{number:064x}") for number, at in enumerate(range(0, 12_000, 1000)))
    reading = VideoReading(12_000, 120, 854, 480, (), (), seen, marks, (0, 4000, 8000), at)
    return replace(reading, **changes)


def codes(shown: dict[str, Any]) -> set[str]:
    return {one["code"] for one in shown["findings"] if one["outcome"] != "pass"}


@pytest.fixture
def filmed(alice: Site) -> Filmed:
    return Filmed(alice)


def test_the_word_is_given_once_and_shown_on_the_page(filmed: Filmed) -> None:
    assert filmed.browser.get(filmed.path).text.count("/video/word") == 1
    filmed.post("/video/word")
    word = filmed.video().word
    filmed.post("/video/word")
    assert filmed.video().word == word
    assert word in filmed.browser.get(filmed.path).text


def test_an_upload_that_was_cut_off_goes_on_where_it_stood(filmed: Filmed) -> None:
    filmed.post("/video/word")
    filmed.post("/video", **{"Upload-Length": str(len(FILM))})
    assert filmed.patch(0, FILM[:4000]).headers["Upload-Offset"] == "4000"
    assert filmed.offset() == "4000"
    wrong = filmed.patch(0, FILM[:4000])
    assert (wrong.status_code, wrong.json["code"]) == (409, "upload_offset_wrong")
    assert filmed.patch(4000, FILM[4000:]).status_code == 204
    assert filmed.alice.get(filmed.proof_url).json["state"] == "pending"
    task = filmed.claim().task
    assert isinstance(task, ProofTask)


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        ("0", 422, "video_empty"),
        (str(MOST_BYTES + 1), 413, "video_too_large"),
        (str(4 << 30), 413, "video_too_large"),
        ("many", 422, "invalid_request"),
    ],
)
def test_a_length_that_cannot_be_is_refused_before_anything_is_kept(
    length: str, status: int, code: str, filmed: Filmed
) -> None:
    filmed.post("/video/word")
    refused = filmed.post("/video", **{"Upload-Length": length})
    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert filmed.video().length is None


def test_what_came_of_a_film_goes_when_the_time_of_its_proof_is_over(filmed: Filmed) -> None:
    filmed.post("/video/word")
    filmed.post("/video", **{"Upload-Length": str(len(FILM))})
    assert filmed.patch(0, FILM[:4000]).status_code == 204
    filmed.ports.clock.tick(hours=73)
    assert office_video.drop_left_parts(filmed.ports) == 0
    assert expire_proofs(filmed.ports) == 1
    assert [office_video.drop_left_parts(filmed.ports) for _ in range(2)] == [1, 0]
    with filmed.ports.view() as tx:
        assert tx.office_videos.parts(filmed.alice.tenant_id, filmed.id) == ()


def test_what_goes_beyond_the_length_is_refused(filmed: Filmed) -> None:
    filmed.post("/video/word")
    filmed.post("/video", **{"Upload-Length": "10"})
    assert filmed.patch(0, b"x" * 11).status_code == 409
    assert filmed.offset() == "0"


def test_a_film_with_sign_and_word_in_one_take_proves_the_office_and_is_let_go(filmed: Filmed) -> None:
    filmed.arrived()
    shown = filmed.read(good(filmed))
    assert shown["state"] == "proven", shown["findings"]
    with filmed.ports.view() as tx:
        assert tx.office_videos.parts(filmed.alice.tenant_id, filmed.id) == ()
        assert tx.office_videos.strip(filmed.alice.tenant_id, filmed.id) is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sightings": (Sighting(9000, "山水火99", 0.99, 0.2),)}, "word_differs"),
        ({"sightings": (Sighting(1000, DECLARED.name, 0.98, 0.1),)}, "word_not_seen"),
        ({"sightings": (Sighting(1000, "虚拟别家贸易有限公司", 0.98, 0.1),)}, "sign_of_another_firm"),
        ({"freezes": ((3000, 6000),)}, "video_frozen"),
        ({"cuts": (5000,)}, "video_cut"),
        ({"duration": 3000}, "video_too_short"),
    ],
)
def test_each_fault_has_its_code_and_a_person_looks(
    changes: dict[str, Any], code: str, filmed: Filmed
) -> None:
    filmed.arrived()
    shown = filmed.read(good(filmed, **changes))
    assert shown["state"] == "review"
    assert code in codes(shown)


def test_a_film_made_before_its_word_is_for_a_person(filmed: Filmed) -> None:
    filmed.arrived()
    early = filmed.video().given_at - timedelta(days=1)
    assert "filmed_before_word" in codes(filmed.read(good(filmed, created_at=early)))


@pytest.mark.parametrize("trouble", ["video_broken", "video_container", "video_too_long"])
def test_a_film_that_cannot_be_looked_at_proves_nothing_and_the_third_is_for_a_person(
    trouble: str, filmed: Filmed
) -> None:
    for state in ("open", "open", "review"):
        shown = filmed.arrived().read(None, trouble)
        assert (shown["state"], trouble in codes(shown)) == (state, True)


def test_who_sent_a_film_that_cannot_be_looked_at_is_told_and_sends_another(filmed: Filmed) -> None:
    word = filmed.arrived().video().word
    assert filmed.read(None, "video_container")["state"] == "open"
    page = filmed.browser.get(f"{filmed.path}?lang=en").text
    assert ("could not be used" in page, "own camera" in page, word in page) == (True, True, True)
    assert filmed.arrived().read(good(filmed))["state"] == "proven"


def test_the_same_film_under_a_second_employer_is_for_a_person(filmed: Filmed, alice: Site) -> None:
    assert filmed.arrived().read(good(filmed))["state"] == "proven"
    second = Filmed(alice, alice.verified_employer("another")).arrived()
    shown = second.read(good(second))
    assert shown["state"] == "review"
    assert "video_shared" in codes(shown)


def test_a_room_that_only_looks_alike_is_no_twin(filmed: Filmed, alice: Site) -> None:
    filmed.arrived().read(good(filmed))
    second = Filmed(alice, alice.verified_employer("another")).arrived()
    assert second.read(good(second), shared=0)["state"] == "proven"


def test_a_mirrored_copy_has_the_marks_of_the_original() -> None:
    grey = noise("a picture").integers(0, 255, (18, 32), dtype=np.uint8)
    one, turned = hashed(cv2.resize(grey, (320, 180))), hashed(cv2.resize(grey[:, ::-1], (320, 180)))
    assert alike([turned.hex()], [("a proof", one.hex())], within=8) == {"a proof": 1}
    assert alike([turned.hex()], [("a proof", "0" * 64)], within=8) == {}


def test_what_others_made_and_the_page_serves_is_what_its_manifest_says() -> None:
    folder: Path = assets.FOLDER / "vendor"
    (file,) = tomllib.loads((folder / "manifest.toml").read_text())["file"]
    assert hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    assert (folder / file["licence_file"]).is_file()


def test_a_proof_is_of_its_own_employer_alone(filmed: Filmed, alice: Site) -> None:
    filmed.post("/video/word")
    other = Filmed(alice, alice.open_employer("another"))
    strange = filmed.path.replace(filmed.id, other.id)
    assert filmed.browser.post(f"{strange}/video/word", headers=JSON).status_code == 404
