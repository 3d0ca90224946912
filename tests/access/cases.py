"""Cases and their files."""

from tests.access.row import Row
from tests.sites import ABSENT_CASE, ABSENT_EVIDENCE, QUESTION, THUMBNAIL, Site, photo, upload


def evidence_address(alice: Site) -> str:
    return alice.add_photo(alice.open_case()).headers["Location"]


def picture_address(alice: Site) -> str:
    case = alice.submitted_case()
    alice.read(case, pictures=(THUMBNAIL,))
    address: str = alice.get(case).json["pictures"][0]["content"]
    return address


def ready_case(alice: Site) -> str:
    case = alice.open_case()
    alice.add_photo(case)
    return case


ROWS = {
    "POST /v1/cases": Row(201, lambda _: "/v1/cases", body=lambda: {"json": QUESTION}),
    "GET /v1/cases": Row(200, lambda _: "/v1/cases"),
    "GET /v1/cases/<case_id>": Row(200, Site.open_case, f"/v1/cases/{ABSENT_CASE}"),
    "POST /v1/cases/<case_id>/evidence": Row(
        201,
        lambda alice: f"{alice.open_case()}/evidence",
        f"/v1/cases/{ABSENT_CASE}/evidence",
        lambda: {"data": upload(photo())},
    ),
    "POST /v1/cases/<case_id>/submission": Row(
        202, lambda alice: f"{ready_case(alice)}/submission", f"/v1/cases/{ABSENT_CASE}/submission"
    ),
    "GET /v1/evidence/<evidence_id>/content": Row(
        200, evidence_address, f"/v1/evidence/{ABSENT_EVIDENCE}/content"
    ),
    "GET /v1/evidence/<evidence_id>/pictures/<kind>": Row(
        200, picture_address, f"/v1/evidence/{ABSENT_EVIDENCE}/pictures/thumbnail"
    ),
}
