"""Recruiters, their portraits and face sessions."""

from tests.access.row import Row
from tests.sites import Site, photo, upload

ABSENT_RECRUITER = f"/v1/recruiters/rec_{'0' * 26}"
ABSENT_SESSION = f"/v1/face-sessions/fcs_{'0' * 26}"
REVIEW = {"outcome": "rejected", "reviewer": "reviewer-12", "reason": "Nobody came to the call."}


def session_address(alice: Site) -> str:
    return alice.asked_session().headers["Location"]


def frame_address(alice: Site) -> str:
    session = alice.get(alice.session_in_review()).json
    address: str = session["frames"][0]["content"]
    return address


def session_to_review(alice: Site) -> str:
    return f"{alice.choose_other_way(alice.asked_session())}/review"


def recruiter_with_selfie(alice: Site) -> str:
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    return recruiter


ROWS = {
    "POST /v1/recruiters": Row(201, lambda _: "/v1/recruiters", body=lambda: {"json": {"reference": "new"}}),
    "GET /v1/recruiters": Row(200, lambda _: "/v1/recruiters?reference=account-4711-2"),
    "GET /v1/recruiters/<recruiter_id>": Row(200, Site.add_recruiter, ABSENT_RECRUITER),
    "POST /v1/recruiters/<recruiter_id>/portraits": Row(
        201,
        lambda alice: f"{alice.add_recruiter()}/portraits",
        f"{ABSENT_RECRUITER}/portraits",
        lambda: {"data": upload(photo(), kind="selfie")},
    ),
    "DELETE /v1/recruiters/<recruiter_id>/face": Row(
        204, lambda alice: f"{alice.add_recruiter()}/face", f"{ABSENT_RECRUITER}/face"
    ),
    "POST /v1/recruiters/<recruiter_id>/face-sessions": Row(
        201,
        lambda alice: f"{recruiter_with_selfie(alice)}/face-sessions",
        f"{ABSENT_RECRUITER}/face-sessions",
        lambda: {"json": {"purpose": "enrol"}},
    ),
    "GET /v1/face-sessions": Row(200, lambda _: "/v1/face-sessions"),
    "GET /v1/face-sessions/<session_id>": Row(200, session_address, ABSENT_SESSION),
    "GET /v1/face-sessions/<session_id>/frames/<attempt_id>/<at>": Row(
        200, frame_address, f"{ABSENT_SESSION}/frames/fat_{'0' * 26}/0"
    ),
    "POST /v1/face-sessions/<session_id>/review": Row(
        201, session_to_review, f"{ABSENT_SESSION}/review", lambda: {"json": REVIEW}
    ),
}
