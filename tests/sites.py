"""Sites as clients of the API: each with its own key, over the app's real URL map and error handling."""

import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests import face_acts
from tests.face_acts import Link
from tests.fake_faces import FakeFilmJudge
from tests.licences import DECLARED, licence
from verifier import usecases
from verifier.api import context
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.reading import LicenceReading, Reading
from verifier.sandbox import sandboxed
from verifier.sandbox.clock import StoredClock
from verifier.usecases.faces import sessions, visits
from verifier.usecases.faces.films import FilmSeen
from verifier.usecases.ports import Ports

QUESTION: dict[str, Any] = {
    "account_type": "direct_employer",
    "declared": {
        "name": DECLARED.name,
        "code": DECLARED.code,
        "person": DECLARED.person,
        "address": "杭州市样本路 1 号",
        "phone": "13800000000",
        "bank_account": None,
        "website": None,
        "agent": None,
    },
    "reference": "employer-4711",
}
JOB = {"title": "样本工程师", "text": "在样本路 1 号上班，\n早九晚五。", "industry": "软件", "place": "杭州"}
DEVICE = "fingerprint-1"
THUMBNAIL = Picture(PictureKind.THUMBNAIL, "image/webp", b"a small picture")
KEPT_FRAME = (4200, "turn_left", b"a frame for a reviewer")
ABSENT_CASE = "case_00000000000000000000000000"
ABSENT_EVIDENCE = "evd_00000000000000000000000000"


@cache
def photo(kind: str = "JPEG", width: int = 900, height: int = 1200) -> bytes:
    """A blank page, large enough to be taken."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(file, kind)
    return file.getvalue()


@dataclass(frozen=True)
class Site:
    """One tenant at its keyboard; with no key, a stranger."""

    client: FlaskClient
    tenant_id: str
    key: str | None
    ports: Ports | None = None

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **body: Any
    ) -> TestResponse:
        shown = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return self.client.open(path, method=method, headers={**shown, **(headers or {})}, **body)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self.send("POST", path, **more)

    def open_case(self, **changes: Any) -> str:
        """The address of a new case."""
        response = self.post("/v1/cases", json=QUESTION | changes)
        assert response.status_code == 201, response.text
        return response.headers["Location"]

    def add_photo(self, case: str, data: bytes | None = None, **more: Any) -> TestResponse:
        return self.post(f"{case}/evidence", data=upload(photo() if data is None else data), **more)

    def submit(self, case: str) -> TestResponse:
        return self.post(f"{case}/submission")

    def submitted_case(self) -> str:
        case = self.open_case()
        assert self.add_photo(case).status_code == 201
        assert self.submit(case).status_code == 202
        return case

    def add_recruiter(self, reference: str = "account-4711-2", **more: Any) -> str:
        """The address of a new recruiter."""
        response = self.post("/v1/recruiters", json={"reference": reference, **more})
        assert response.status_code == 201, response.text
        return response.headers["Location"]

    def add_portrait(self, recruiter: str, kind: str = "selfie", **more: Any) -> TestResponse:
        return self.post(f"{recruiter}/portraits", data=upload(photo(), "selfie.jpg", kind=kind), **more)

    def ask_face(self, recruiter: str, purpose: str = "enrol", **more: Any) -> TestResponse:
        """Ask for a session; a selfie has to be there before."""
        return self.post(f"{recruiter}/face-sessions", json={"purpose": purpose}, **more)

    def asked_session(self, recruiter: str | None = None) -> TestResponse:
        """The answer to the wish for an enrolment of a recruiter with a selfie."""
        recruiter = recruiter or self.add_recruiter()
        assert self.add_portrait(recruiter).status_code == 201
        response = self.ask_face(recruiter)
        assert response.status_code == 201, response.text
        return response

    @staticmethod
    def token(asked: TestResponse) -> str:
        """The token of the link that an answer shows."""
        link: str = asked.json["url"]
        return link.rpartition("/")[2]

    def link(self, asked: TestResponse) -> Link:
        """The session as the recruiter's browser has it."""
        assert self.ports is not None, "a stranger has no recruiters"
        view = sessions.read_session(self.ports, self.tenant_id, asked.json["id"])
        return Link(view.session, self.token(asked))

    def choose_other_way(self, asked: TestResponse, way: OtherWay = OtherWay.VIDEO_CALL) -> str:
        """Have the recruiter choose a way without a face; the session's address."""
        assert self.ports is not None, "a stranger has no recruiters"
        visits.take_other_way(self.ports, self.token(asked), None, way)
        return asked.headers["Location"]

    def agree(self, asked: TestResponse, *, keeps_frames: bool = False) -> Link:
        """Have the recruiter agree; what their browser has then."""
        assert self.ports is not None, "a stranger has no recruiters"
        return face_acts.agreed(self.ports, self.link(asked), keeps_frames=keeps_frames)

    def film(self, link: Link, seen: FilmSeen | None = None) -> None:
        """Have the recruiter film, and a worker see this; what the judge says is for the test to set."""
        assert self.ports is not None, "a stranger has no workers"
        assert face_acts.read(self.ports, face_acts.finished(self.ports, link), seen)

    def session_in_review(self, asked: TestResponse | None = None) -> str:
        """The address of a session whose film a person has to look at, with a frame to look at."""
        asked = asked or self.asked_session()
        judge = self._judge()
        before, judge.says = judge.says, FaceOutcome.REVIEW
        self.film(self.agree(asked, keeps_frames=True), face_acts.seen(shown=[KEPT_FRAME]))
        judge.says = before
        return asked.headers["Location"]

    def enrolled_recruiter(self, reference: str = "account-4711-2") -> str:
        """The address of a recruiter whose face is enrolled."""
        recruiter = self.add_recruiter(reference)
        self.film(self.agree(self.asked_session(recruiter)))
        return recruiter

    def open_employer(self, reference: str = "employer-4711") -> str:
        """The address of a new employer."""
        question = {"reference": reference, "account_type": "direct_employer"}
        response = self.post("/v1/employers", json=question)
        assert response.status_code == 201, response.text
        return response.headers["Location"]

    def verified_employer(self, reference: str = "employer-4711") -> str:
        """The address of an employer whose case was verified."""
        employer = self.open_employer(reference)
        case = self.open_case(employer_id=employer.rpartition("/")[2], reference=reference)
        assert self.add_photo(case).status_code == 201
        assert self.submit(case).status_code == 202
        self.read(case)
        assert self.get(employer).json["state"] == "verified"
        return employer

    def wish(self) -> dict[str, Any]:
        """A wish to post of which all is well: a verified employer, and a recruiter's face of just now."""
        employer = self.verified_employer().rpartition("/")[2]
        recruiter = self.enrolled_recruiter("account-4711-3").rpartition("/")[2]
        joined = self.post(f"/v1/employers/{employer}/recruiters", json={"recruiter_id": recruiter})
        assert joined.status_code == 201, joined.text
        return {"employer_id": employer, "recruiter_id": recruiter, "job": JOB, "device": DEVICE}

    def permit(self, **changes: Any) -> TestResponse:
        """The answer to such a wish."""
        response = self.post("/v1/posting-permits", json=self.wish() | changes)
        assert response.status_code == 201, response.text
        return response

    def _judge(self) -> FakeFilmJudge:
        assert self.ports is not None, "a stranger has no judge"
        assert isinstance(self.ports.judge_film, FakeFilmJudge)
        return self.ports.judge_film

    def read(self, case: str, body: LicenceReading | None = None, pictures: Sequence[Picture] = ()) -> None:
        """Have the workers read a case of this site, at its address, and draw these pictures."""
        assert self.ports is not None, "a stranger has no workers"
        read_all(self.ports, self.get(case).json, body, pictures)


def upload(
    data: bytes,
    name: str = "licence.jpg",
    media_type: str = "image/jpeg",
    *,
    kind: str = "business_licence",
) -> dict[str, Any]:
    return {"kind": kind, "file": (io.BytesIO(data), name, media_type)}


def site(app: Flask, ports: Ports, name: str) -> Site:
    tenant, key = usecases.create_tenant(ports, name)
    return Site(app.test_client(), tenant.id, key, ports)


def serve_sandbox(who: Site) -> Site:
    """Have the app serve the same ports as a sandbox's; who asks is the same."""
    assert who.ports is not None, "a stranger has no ports"
    boxed = sandboxed(who.ports, StoredClock(who.ports.view, who.ports.clock))
    who.client.application.extensions[context.PORTS] = boxed
    return who


def stranger(app: Flask) -> Site:
    return Site(app.test_client(), "", None)


def read_all(
    ports: Ports,
    case: Mapping[str, Any],
    body: LicenceReading | None = None,
    pictures: Sequence[Picture] = (),
) -> None:
    """Do the workers' part: every piece of evidence of a submitted case is read as this licence."""
    for item in case["evidence"]:
        claim = usecases.claim_task(ports, f"licence-{item['id']}", worker="test")
        assert claim is not None
        reading = Reading(item["id"], "licence", "fake", "1", 7, body or licence())
        assert usecases.record_reading(ports, claim, reading, pictures)


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}
