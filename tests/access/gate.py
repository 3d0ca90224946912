"""Employers, permits and the block list."""

from tests.access.row import Row
from tests.sites import JOB, Site

ABSENT_PERMIT = f"/v1/posting-permits/pmt_{'0' * 26}"
ABSENT_EMPLOYER = f"/v1/employers/emp_{'0' * 26}"
ABSENT_BLOCK = f"/v1/blocks/blk_{'0' * 26}"
WISH = {"employer_id": f"emp_{'0' * 26}", "recruiter_id": f"rec_{'0' * 26}", "job": JOB}
EMPLOYER = {"reference": "new", "account_type": "direct_employer"}
WORD = {"reviewer": "reviewer-12", "words": "Looked at."}
STOP = WORD | {"state": "suspended"}
WHY = {"reason": "forged_licence", "until": "2100-01-01T00:00:00Z", "reviewer": "reviewer-12"}
BLOCK = WHY | {"kind": "phone", "value": "13900001111"}


def permit_address(alice: Site) -> str:
    return alice.permit().headers["Location"]


def membership_address(alice: Site) -> str:
    wish = alice.wish()
    return f"/v1/employers/{wish['employer_id']}/recruiters/{wish['recruiter_id']}"


def stopped_employer(alice: Site) -> str:
    employer = alice.verified_employer()
    assert alice.post(f"{employer}/stop", json=STOP).status_code == 201
    return employer


def block_address(alice: Site) -> str:
    return alice.post("/v1/blocks", json=BLOCK).headers["Location"]


JOINER: dict[str, str] = {}  # of the address that was made last: who joins is named in the body


def joining_address(alice: Site) -> str:
    JOINER["recruiter_id"] = alice.add_recruiter().rpartition("/")[2]
    return f"{alice.open_employer()}/recruiters"


# A wish for an employer that is nobody's is answered, and the answer is no: so these have no `absent`.
ROWS = {
    "POST /v1/posting-permits": Row(201, lambda _: "/v1/posting-permits", body=lambda: {"json": WISH}),
    "GET /v1/posting-permits/<permit_id>": Row(200, permit_address, ABSENT_PERMIT),
    "DELETE /v1/posting-permits/<permit_id>": Row(204, permit_address, ABSENT_PERMIT),
    "POST /v1/posting-permits/<permit_id>/redemption": Row(
        201,
        lambda alice: f"{permit_address(alice)}/redemption",
        f"{ABSENT_PERMIT}/redemption",
        lambda: {"json": {}},
    ),
    "POST /v1/posting-permits/<permit_id>/text-clearance": Row(
        201,
        lambda alice: f"{permit_address(alice)}/text-clearance",
        f"{ABSENT_PERMIT}/text-clearance",
        lambda: {"json": WORD},
    ),
    "POST /v1/employers": Row(201, lambda _: "/v1/employers", body=lambda: {"json": EMPLOYER}),
    "GET /v1/employers": Row(200, lambda _: "/v1/employers"),
    "GET /v1/employers/<employer_id>": Row(200, Site.open_employer, ABSENT_EMPLOYER),
    "GET /v1/employers/<employer_id>/timeline": Row(
        200, lambda alice: f"{alice.open_employer()}/timeline", f"{ABSENT_EMPLOYER}/timeline"
    ),
    "GET /v1/employers/<employer_id>/links": Row(
        200, lambda alice: f"{alice.open_employer()}/links", f"{ABSENT_EMPLOYER}/links"
    ),
    "POST /v1/employers/<employer_id>/recruiters": Row(
        201, joining_address, f"{ABSENT_EMPLOYER}/recruiters", lambda: {"json": dict(JOINER)}
    ),
    "DELETE /v1/employers/<employer_id>/recruiters/<recruiter_id>": Row(
        204, membership_address, f"{ABSENT_EMPLOYER}/recruiters/rec_{'0' * 26}"
    ),
    "POST /v1/employers/<employer_id>/stop": Row(
        201, lambda alice: f"{alice.open_employer()}/stop", f"{ABSENT_EMPLOYER}/stop", lambda: {"json": STOP}
    ),
    "POST /v1/employers/<employer_id>/restoration": Row(
        201,
        lambda alice: f"{stopped_employer(alice)}/restoration",
        f"{ABSENT_EMPLOYER}/restoration",
        lambda: {"json": WORD},
    ),
    "POST /v1/employers/<employer_id>/reopening": Row(
        201,
        lambda alice: f"{alice.verified_employer()}/reopening",
        f"{ABSENT_EMPLOYER}/reopening",
        lambda: {"json": {"ground": "complaint"}},
    ),
    "POST /v1/employers/<employer_id>/appeal": Row(
        201,
        lambda alice: f"{stopped_employer(alice)}/appeal",
        f"{ABSENT_EMPLOYER}/appeal",
        lambda: {"json": {"words": "It was not us."}},
    ),
    "POST /v1/employers/<employer_id>/links-clearance": Row(
        201,
        lambda alice: f"{alice.open_employer()}/links-clearance",
        f"{ABSENT_EMPLOYER}/links-clearance",
        lambda: {"json": WORD},
    ),
    "POST /v1/employers/<employer_id>/blocks": Row(
        201,
        lambda alice: f"{alice.verified_employer()}/blocks",
        f"{ABSENT_EMPLOYER}/blocks",
        lambda: {"json": WHY},
    ),
    "POST /v1/blocks": Row(201, lambda _: "/v1/blocks", body=lambda: {"json": BLOCK}),
    "GET /v1/blocks": Row(200, lambda _: "/v1/blocks"),
    "GET /v1/blocks/<block_id>": Row(200, block_address, ABSENT_BLOCK),
    "POST /v1/blocks/<block_id>/appeal": Row(
        201, lambda alice: f"{block_address(alice)}/appeal", f"{ABSENT_BLOCK}/appeal"
    ),
    "POST /v1/blocks/<block_id>/lifting": Row(
        201,
        lambda alice: f"{block_address(alice)}/lifting",
        f"{ABSENT_BLOCK}/lifting",
        lambda: {"json": WORD},
    ),
    "POST /v1/blocks/<block_id>/upholding": Row(
        201,
        lambda alice: f"{block_address(alice)}/upholding",
        f"{ABSENT_BLOCK}/upholding",
        lambda: {"json": WORD},
    ),
}
