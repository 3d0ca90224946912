"""Proofs of control, the applicant's link, an employer's risk."""

from tests.access.gate import ABSENT_EMPLOYER, WORD
from tests.access.row import Row
from tests.sites import Site

ABSENT_PROOF = f"/v1/proofs/prf_{'0' * 26}"
QUESTION = {"kind": "bank_payment"}


def proof_address(alice: Site) -> str:
    opened = alice.post(f"{alice.open_employer()}/proofs", json=QUESTION)
    assert opened.status_code == 201
    return opened.headers["Location"]


def mail_address(alice: Site) -> str:
    employer, recruiter = alice.open_employer(), alice.add_recruiter()
    recruiter_id = recruiter.rpartition("/")[2]
    joined = alice.post(f"{employer}/recruiters", json={"recruiter_id": recruiter_id})
    assert joined.status_code == 201
    question = {"kind": "corporate_mail", "recruiter_id": recruiter_id}
    opened = alice.post(f"{employer}/proofs", json=question)
    assert opened.status_code == 201
    return f"{opened.headers['Location']}/mail"


ROWS = {
    "POST /v1/employers/<employer_id>/proofs": Row(
        201,
        lambda alice: f"{alice.open_employer()}/proofs",
        f"{ABSENT_EMPLOYER}/proofs",
        lambda: {"json": QUESTION},
    ),
    "GET /v1/employers/<employer_id>/proofs": Row(
        200, lambda alice: f"{alice.open_employer()}/proofs", f"{ABSENT_EMPLOYER}/proofs"
    ),
    "GET /v1/proofs/<proof_id>": Row(200, proof_address, ABSENT_PROOF),
    "POST /v1/proofs/<proof_id>/mail": Row(
        201, mail_address, f"{ABSENT_PROOF}/mail", lambda: {"json": {"address": "li.ming@sample-firm.cn"}}
    ),
    "GET /v1/proofs/<proof_id>/mail": Row(200, mail_address, f"{ABSENT_PROOF}/mail"),
    "POST /v1/employers/<employer_id>/applicant-links": Row(
        201,
        lambda alice: f"{alice.open_employer()}/applicant-links",
        f"{ABSENT_EMPLOYER}/applicant-links",
        lambda: {"json": {}},
    ),
    "POST /v1/employers/<employer_id>/risk": Row(
        201,
        lambda alice: f"{alice.open_employer()}/risk",
        f"{ABSENT_EMPLOYER}/risk",
        lambda: {"json": WORD | {"risk": "high"}},
    ),
}
