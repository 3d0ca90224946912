"""The applicant's pages: what a request on a link gets by how the link stands, and whose the proof is.

`own` is a link of the employer for its recruiter, `colleague` one of the same employer for nobody, `other` a
link of another employer, `over` the first after its time, `unknown` a link that nobody gave out. The proof in
the addresses is the recruiter's own mailbox, which none of the others is shown.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cells:
    """A status for each; `form` is what a browser sends."""

    own: int
    colleague: int
    other: int
    over: int = 409
    unknown: int = 404
    form: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


PART = "application/offset+octet-stream"
PROOF = "/apply/<token>/proofs/<proof_id>"
CELLS = {
    "GET /apply/<token>": Cells(200, 200, 200),
    "POST /apply/<token>/proofs": Cells(303, 303, 303, form={"kind": "office_video"}),
    f"GET {PROOF}": Cells(200, 404, 404),
    # The proof is of another kind, which has no such thing.
    f"POST {PROOF}/video/word": Cells(404, 404, 404),
    f"POST {PROOF}/video": Cells(404, 404, 404, headers={"Upload-Length": "9"}),
    f"PATCH {PROOF}/video": Cells(404, 404, 404, headers={"Upload-Offset": "0", "Content-Type": PART}),
    f"POST {PROOF}/video/form": Cells(422, 422, 422),
    f"POST {PROOF}/bank-payment": Cells(404, 404, 404, form={"way": "they_pay"}),
    f"POST {PROOF}/bank-payment/amount": Cells(404, 404, 404, form={"amount": "0.37"}),
    f"POST {PROOF}/mail": Cells(303, 404, 404, form={"address": "li.ming@sample-firm.cn"}),
    f"POST {PROOF}/mail/code": Cells(409, 404, 404, form={"code": "123456"}),
    f"POST {PROOF}/mail/close": Cells(303, 404, 404),
}
"""A new page is a row here; without one it fails."""
OF_MAILBOXES = {"GET /mailbox/<token>", "POST /mailbox/<token>"}
"""What a link in a message opens, to whoever has it: tests/contract/test_mailbox_page.py."""
OF_FIRMS = {"GET /countersign/<token>", "POST /countersign/<token>"}
"""What the visited firm's link opens, to whoever has it: tests/contract/test_countersign_page.py."""
