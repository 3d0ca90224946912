"""The same request under the same key is served once, whatever else happens around it."""

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from tests.access import ROWS, bank, proofs, seekers
from tests.access.cases import REVIEW as CASE_REVIEW
from tests.access.cases import review_address
from tests.sites import JOB, QUESTION, Site, new_key, photo, serve_sandbox, upload
from verifier import usecases
from verifier.usecases import idempotency
from verifier.usecases.ports import Ports


@dataclass(frozen=True)
class Places:
    """Addresses of what requests are about."""

    case: str
    webhook: str
    delivery: str
    key: str
    recruiter: str
    in_review: str
    employer: str
    stopped: str
    permit: str
    block: str
    waiting: str
    review: str
    review_tag: str


Request = tuple[str, dict[str, Any]]
OTHERS = [
    name for part in (proofs, bank, seekers) for name in part.ROWS if name.startswith("POST ")
]  # as the access table asks for them
HOOK = {"url": "https://jobs.example/hook"}
REVIEW = {"outcome": "rejected", "reviewer": "reviewer-12", "reason": "Nobody came to the call."}
EMPLOYER = {"reference": "new", "account_type": "direct_employer"}
WISH = {"employer_id": f"emp_{'0' * 26}", "recruiter_id": f"rec_{'0' * 26}", "job": JOB}
WORD = {"reviewer": "reviewer-12", "words": "Looked at."}
STOP = WORD | {"state": "suspended"}
WHY = {"reason": "forged_licence", "until": "2100-01-01T00:00:00Z", "reviewer": "reviewer-12"}
BLOCK = WHY | {"kind": "phone", "value": "13900001111"}
KEY = {"name": "board", "scopes": ["cases:read"]}

POSTS: dict[str, Callable[[Places], Request]] = {
    "POST /v1/cases": lambda _: ("/v1/cases", {"json": QUESTION}),
    "POST /v1/cases/<case_id>/evidence": lambda at: (f"{at.case}/evidence", {"data": upload(photo())}),
    "POST /v1/cases/<case_id>/submission": lambda at: (f"{at.case}/submission", {}),
    "POST /v1/cases/<case_id>/review": lambda at: (
        at.review,
        {"json": CASE_REVIEW, "headers": {"If-Match": at.review_tag}},
    ),
    "POST /v1/webhooks": lambda _: ("/v1/webhooks", {"json": HOOK}),
    "POST /v1/webhooks/<webhook_id>/rotation": lambda at: (f"{at.webhook}/rotation", {}),
    "POST /v1/webhooks/<webhook_id>/test": lambda at: (f"{at.webhook}/test", {}),
    "POST /v1/deliveries/<delivery_id>/replay": lambda at: (f"{at.delivery}/replay", {}),
    "POST /v1/recruiters": lambda _: ("/v1/recruiters", {"json": {"reference": "new"}}),
    "POST /v1/recruiters/<recruiter_id>/portraits": lambda at: (
        f"{at.recruiter}/portraits",
        {"data": upload(photo(), kind="selfie")},
    ),
    "POST /v1/recruiters/<recruiter_id>/face-sessions": lambda at: (
        f"{at.recruiter}/face-sessions",
        {"json": {"purpose": "enrol"}},
    ),
    "POST /v1/face-sessions/<session_id>/review": lambda at: (f"{at.in_review}/review", {"json": REVIEW}),
    "POST /v1/employers": lambda _: ("/v1/employers", {"json": EMPLOYER}),
    "POST /v1/employers/<employer_id>/recruiters": lambda at: (
        f"{at.employer}/recruiters",
        {"json": {"recruiter_id": at.recruiter.rpartition("/")[2]}},
    ),
    "POST /v1/employers/<employer_id>/stop": lambda at: (f"{at.employer}/stop", {"json": STOP}),
    "POST /v1/employers/<employer_id>/restoration": lambda at: (f"{at.stopped}/restoration", {"json": WORD}),
    "POST /v1/employers/<employer_id>/reopening": lambda at: (
        f"{at.employer}/reopening",
        {"json": {"ground": "complaint"}},
    ),
    "POST /v1/employers/<employer_id>/appeal": lambda at: (
        f"{at.stopped}/appeal",
        {"json": {"words": "No."}},
    ),
    "POST /v1/employers/<employer_id>/links-clearance": lambda at: (
        f"{at.employer}/links-clearance",
        {"json": WORD},
    ),
    "POST /v1/employers/<employer_id>/blocks": lambda at: (f"{at.employer}/blocks", {"json": WHY}),
    "POST /v1/posting-permits": lambda _: ("/v1/posting-permits", {"json": WISH}),
    "POST /v1/seeker-links": lambda _: ("/v1/seeker-links", {"json": {"seeker": "seeker-1"}}),
    "POST /v1/resume-reads": lambda _: ("/v1/resume-reads", {"json": seekers.question()}),
    "POST /v1/posting-permits/<permit_id>/redemption": lambda at: (f"{at.permit}/redemption", {"json": {}}),
    "POST /v1/posting-permits/<permit_id>/text-clearance": lambda at: (
        f"{at.permit}/text-clearance",
        {"json": WORD},
    ),
    "POST /v1/blocks": lambda _: ("/v1/blocks", {"json": BLOCK}),
    "POST /v1/blocks/<block_id>/appeal": lambda at: (f"{at.block}/appeal", {}),
    "POST /v1/blocks/<block_id>/lifting": lambda at: (f"{at.block}/lifting", {"json": WORD}),
    "POST /v1/blocks/<block_id>/upholding": lambda at: (f"{at.block}/upholding", {"json": WORD}),
    "POST /v1/sandbox/clock": lambda _: ("/v1/sandbox/clock", {"json": {"advance_seconds": 60}}),
    "POST /v1/sandbox/face-sessions/<session_id>/film": lambda at: (
        f"/v1/sandbox/face-sessions/{at.waiting}/film",
        {"json": {"outcome": "verified", "face": "Xiao Yang"}},
    ),
    "POST /v1/keys": lambda _: ("/v1/keys", {"json": KEY}),
    "POST /v1/keys/<key_id>/rotation": lambda at: (f"{at.key}/rotation", {"json": {}}),
}


@pytest.fixture
def case(alice: Site) -> str:
    address = alice.open_case()
    alice.add_photo(address)
    return address


@pytest.fixture
def places(alice: Site, case: str) -> Places:
    webhook = alice.post("/v1/webhooks", json=HOOK).headers["Location"]
    recruiter = alice.add_recruiter()
    permit = alice.permit()
    stopped = alice.open_employer("stopped")
    alice.post(f"{stopped}/stop", json=STOP)
    review = review_address(alice)
    return Places(
        case=case,
        webhook=webhook,
        delivery=alice.post(f"{webhook}/test").headers["Location"],
        key=alice.post("/v1/keys", json=KEY).headers["Location"],
        recruiter=recruiter,
        in_review=alice.choose_other_way(alice.asked_session(recruiter)),
        employer=f"/v1/employers/{permit.json['employer_id']}",
        stopped=stopped,
        permit=permit.headers["Location"],
        block=alice.post("/v1/blocks", json=BLOCK).headers["Location"],
        waiting=serve_sandbox(alice).asked_session(alice.add_recruiter("filmed")).json["id"],
        review=review,
        review_tag=alice.get(review).json["etag"],
    )


def test_every_post_has_a_row_here(app: Flask) -> None:
    rules = (rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/v1/"))  # no page's forms
    posts = {f"POST {rule.rule}" for rule in rules if "POST" in (rule.methods or ())}
    assert posts == {*POSTS, *OTHERS}


@pytest.mark.parametrize("name", OTHERS)
def test_a_repeated_request_about_a_proof_or_a_read_gets_the_first_answer_again(
    name: str, alice: Site
) -> None:
    path, body, key = ROWS[name].path(alice), ROWS[name].body(), new_key()
    first, second = (alice.post(path, **body, headers=key) for _ in range(2))
    assert (first.status_code, first.headers.get("Idempotency-Replayed")) == (ROWS[name].status, None)
    assert second.status_code == first.status_code
    if first.status_code < 300:  # a refusal is looked at anew
        assert second.data == first.data
        assert second.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("name", POSTS)
def test_a_repeated_request_gets_the_first_answer_again(name: str, alice: Site, places: Places) -> None:
    key = new_key()
    first, second = (
        alice.post(path, **body | {"headers": key | body.get("headers", {})})
        for path, body in (POSTS[name](places), POSTS[name](places))
    )
    assert first.status_code in (201, 202)
    assert (second.status_code, second.data) == (first.status_code, first.data)
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers.get("Retry-After") == first.headers.get("Retry-After")
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_repeated_opening_opens_one_case(alice: Site) -> None:
    key = new_key()
    for _ in range(3):
        alice.post("/v1/cases", json=QUESTION, headers=key)
    assert len(alice.get("/v1/cases").json["items"]) == 1


def test_a_repeated_upload_adds_one_file_whatever_its_boundary(alice: Site) -> None:
    case, key = alice.open_case(), new_key()
    for boundary in ("one-boundary", "another-boundary"):
        body = multipart(boundary, photo())
        content_type = f"multipart/form-data; boundary={boundary}"
        response = alice.post(f"{case}/evidence", data=body, content_type=content_type, headers=key)
        assert response.status_code == 201
    assert len(alice.get(case).json["evidence"]) == 1


def test_another_body_under_the_same_key_is_refused(alice: Site) -> None:
    key = new_key()
    alice.post("/v1/cases", json=QUESTION, headers=key)
    response = alice.post("/v1/cases", json=QUESTION | {"reference": "other"}, headers=key)
    assert (response.status_code, response.json["code"]) == (422, "idempotency_key_reused")
    assert len(alice.get("/v1/cases").json["items"]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "business_licence", "file": (io.BytesIO(photo("PNG")), "licence.jpg", "image/jpeg")},
        {"kind": "business_licence", "file": (io.BytesIO(photo()), "licence.jpg", "image/png")},
    ],
    ids=["another file", "another declared type"],
)
def test_another_file_under_the_same_key_is_refused(changed: dict[str, Any], alice: Site) -> None:
    case, key = alice.open_case(), new_key()
    assert alice.add_photo(case, headers=key).status_code == 201
    response = alice.post(f"{case}/evidence", data=changed, headers=key)
    assert (response.status_code, response.json["code"]) == (422, "idempotency_key_reused")
    assert len(alice.get(case).json["evidence"]) == 1


def test_the_same_key_at_another_address_is_refused(alice: Site) -> None:
    key = new_key()
    one, other = alice.open_case(), alice.open_case()
    assert alice.add_photo(one, headers=key).status_code == 201
    assert alice.add_photo(other, headers=key).json["code"] == "idempotency_key_reused"


def test_a_request_still_in_flight_is_told_to_wait(
    alice: Site, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    open_case = usecases.open_case

    def slowly(*args: Any, **kwargs: Any) -> Any:
        begun.set()
        go_on.wait(5)
        return open_case(*args, **kwargs)

    monkeypatch.setattr(usecases, "open_case", slowly)
    key, answers = new_key(), []
    first = threading.Thread(
        target=lambda: answers.append(alice.post("/v1/cases", json=QUESTION, headers=key))
    )
    first.start()
    begun.wait(5)
    meanwhile = Site(app.test_client(), alice.tenant_id, alice.key).post(
        "/v1/cases", json=QUESTION, headers=key
    )
    go_on.set()
    first.join()
    assert (meanwhile.status_code, meanwhile.json["code"]) == (409, "request_in_flight")
    assert int(meanwhile.headers["Retry-After"]) > 0
    assert answers[0].status_code == 201
    assert alice.post("/v1/cases", json=QUESTION, headers=key).data == answers[0].data


def test_a_refused_request_leaves_its_key_free_for_the_corrected_one(alice: Site) -> None:
    key = new_key()
    assert alice.post("/v1/cases", json={"account_type": "no such"}, headers=key).status_code == 422
    corrected = alice.post("/v1/cases", json=QUESTION, headers=key)
    assert corrected.status_code == 201
    assert "Idempotency-Replayed" not in corrected.headers


def test_a_crash_of_ours_leaves_the_key_free(alice: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    with monkeypatch.context() as broken:
        broken.setattr(usecases, "open_case", lambda *_, **__: 1 / 0)
        assert alice.post("/v1/cases", json=QUESTION, headers=key).status_code == 500
    assert alice.post("/v1/cases", json=QUESTION, headers=key).status_code == 201


def test_a_key_in_quotes_is_the_same_key(alice: Site) -> None:
    first = alice.post("/v1/cases", json=QUESTION, headers={"Idempotency-Key": "a-key"})
    second = alice.post("/v1/cases", json=QUESTION, headers={"Idempotency-Key": '"a-key"'})
    assert second.data == first.data


@pytest.mark.parametrize("key", ["", '""', " ", "a key", "schlüssel", "x" * 256])
def test_what_is_no_key_is_refused(key: str, alice: Site) -> None:
    response = alice.post("/v1/cases", json=QUESTION, headers={"Idempotency-Key": key})
    assert (response.status_code, response.json["code"]) == (400, "malformed_idempotency_key")
    assert alice.get("/v1/cases").json["items"] == []


def test_without_a_key_every_request_counts(alice: Site) -> None:
    assert alice.open_case() != alice.open_case()


def test_after_a_day_the_key_is_free_again(alice: Site, ports: Ports) -> None:
    key = new_key()
    first = alice.post("/v1/cases", json=QUESTION, headers=key)
    ports.clock.tick(seconds=idempotency.KEPT.total_seconds() + 1)  # type: ignore[attr-defined]  # a fake clock
    assert alice.post("/v1/cases", json=QUESTION, headers=key).json["id"] != first.json["id"]


def multipart(boundary: str, data: bytes) -> bytes:
    """A form as a client may write it."""
    file = b"Content-Type: image/jpeg\r\n\r\n" + data
    parts = (part("kind", b"\r\n" + b"business_licence"), part('file"; filename="a', file))
    return b"".join(f"--{boundary}\r\n".encode() + item for item in parts) + f"--{boundary}--\r\n".encode()


def part(name: str, content: bytes) -> bytes:
    return f'Content-Disposition: form-data; name="{name}"\r\n'.encode() + content + b"\r\n"
