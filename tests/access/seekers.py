"""Grants and reads; the seeker's page goes by its link alone (tests/contract/test_seeker_page.py)."""

from typing import Any

from tests.access.gate import ABSENT_EMPLOYER
from tests.access.row import Row
from tests.sites import Site

NOBODY = "0" * 26
TEXT = "负责样本系统，2019年3月至今。"
TERMS = {"purpose": "this_application", "resume": "resume-1", "expires_at": "2026-05-20T00:00:00Z"}


def grant_of(alice: Site, **changes: Any) -> dict[str, Any]:
    """A grant for any recruiter of a new employer's."""
    employer = alice.open_employer()
    shown = alice.get(f"{employer}/resume-grant-text?purpose=this_application&language=zh").json
    asked = TERMS | {
        "employer_id": employer.rpartition("/")[2],
        "seeker": "seeker-1",
        "text_version": shown["version"],
        "text_language": "zh",
        "text_sha256": shown["sha256"],
    }
    given = alice.post("/v1/resume-grants", json=asked | changes)
    assert given.status_code == 201, given.json
    return dict(given.json)


def read_of(alice: Site) -> str:
    """A read that was refused: the employer is not verified."""
    asked = alice.post("/v1/resume-reads", json=question())
    assert asked.status_code == 201
    return asked.headers["Location"]


def question() -> dict[str, Any]:
    return {
        "grant_id": f"grt_{NOBODY}",
        "employer_id": f"emp_{NOBODY}",
        "recruiter_id": f"rec_{NOBODY}",
        "purpose": "this_application",
        "resume": "resume-1",
    }


def _grant_question() -> dict[str, Any]:
    return {"json": TERMS | {
        "employer_id": f"emp_{NOBODY}",
        "seeker": "seeker-1",
        "text_version": "2026-11",
        "text_language": "zh",
        "text_sha256": "0" * 64,
    }}  # fmt: skip


READ = f"/v1/resume-reads/rrd_{NOBODY}"
GRANT = f"/v1/resume-grants/grt_{NOBODY}"
ROWS = {
    "GET /v1/employers/<employer_id>/resume-grant-text": Row(
        200,
        lambda alice: f"{alice.open_employer()}/resume-grant-text?purpose=talent_pool&language=en",
        f"{ABSENT_EMPLOYER}/resume-grant-text?purpose=talent_pool&language=en",
    ),
    "POST /v1/resume-grants": Row(404, lambda _alice: "/v1/resume-grants", None, _grant_question),
    "GET /v1/resume-grants/<grant_id>": Row(200, lambda alice: grant_of(alice)["url"], GRANT),
    "POST /v1/resume-grants/<grant_id>/withdrawal": Row(
        201, lambda alice: grant_of(alice)["url"] + "/withdrawal", f"{GRANT}/withdrawal"
    ),
    "POST /v1/resume-reads": Row(201, lambda _alice: "/v1/resume-reads", None, lambda: {"json": question()}),
    "GET /v1/resume-reads/<read_id>": Row(200, read_of, READ),
    "POST /v1/resume-reads/<read_id>/contact": Row(
        409, lambda alice: f"{read_of(alice)}/contact", f"{READ}/contact"
    ),
    "POST /v1/resume-reads/<read_id>/marked-text": Row(
        409,
        lambda alice: f"{read_of(alice)}/marked-text",
        f"{READ}/marked-text",
        lambda: {"json": {"text": TEXT}},
    ),
    "POST /v1/seeker-links": Row(
        201, lambda _alice: "/v1/seeker-links", None, lambda: {"json": {"seeker": "seeker-1"}}
    ),
    **{
        f"{verb} /v1/seekers/<seeker_id>/personal-data": Row(
            200,
            lambda alice: f"/v1/seekers/{grant_of(alice)['seeker_id']}/personal-data",
            f"/v1/seekers/skr_{NOBODY}/personal-data",
        )
        for verb in ("GET", "DELETE")
    },
}
PAGES = {
    "GET /seeker/<token>",
    "POST /seeker/<token>/agreement",
    "POST /seeker/<token>/grants/<grant_id>/withdrawal",
    "POST /seeker/<token>/complaints",
}
