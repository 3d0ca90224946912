"""The recruiter's page: what each request on a link gets, by whose browser asks and how the link stands.

A column names a situation: `own` is the browser that agreed and is filming, `other` a second browser on the
same link, `early` a browser on a link that nobody has agreed to, `expired` such a link after its time,
`ended` the browser that agreed after a person was chosen, `unknown` a link that nobody gave out. `html` is a
screen that says how it stands; whoever may not act is told so there, and nothing of the session is on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.visitors import batch
from verifier.domain.consent import consent_text

FIRST = "<int(max=9999):number>"


@dataclass(frozen=True)
class Cells:
    """A status, and the code of the problem document that comes with a refusal."""

    own: str
    other: str
    early: str
    expired: str
    ended: str
    unknown: str = "404 link_unknown"
    body: Callable[[str], dict[str, Any]] = field(default=lambda _: {})  # by the site's name


def consent(site: str) -> dict[str, Any]:
    return {"json": {"text_sha256": consent_text("zh", site).sha256}}


def frames(_: str) -> dict[str, Any]:
    return {"data": batch([(0, b"a frame")])}


USED = "409 link_used"
OVER = "409 session_over"
NOT_THIS = "409 attempt_over"
MISSING = "409 consent_missing"

CELLS = {
    "GET /face/<token>": Cells(*["200 html"] * 5, unknown="404 html"),
    "GET /face/<token>/state": Cells(
        "200 camera", "200 elsewhere", "200 consent", "200 expired", "200 review"
    ),
    "POST /face/<token>/consent": Cells("200", USED, "200", OVER, OVER, body=consent),
    "POST /face/<token>/other-way": Cells(
        "200", USED, "200", OVER, OVER, body=lambda _: {"json": {"way": "site_visit"}}
    ),
    "POST /face/<token>/attempts": Cells("201", USED, MISSING, OVER, OVER),
    f"GET /face/<token>/attempts/{FIRST}": Cells("200", NOT_THIS, NOT_THIS, NOT_THIS, NOT_THIS),
    f"PUT /face/<token>/attempts/{FIRST}/batches/<int(max=9999):index>": Cells(
        "200", USED, NOT_THIS, OVER, OVER, body=frames
    ),
    f"POST /face/<token>/attempts/{FIRST}/finish": Cells(
        "409 batches_missing", USED, NOT_THIS, OVER, OVER, body=lambda _: {"json": {"batches": 1}}
    ),
    "GET /face/<token>/withdrawal": Cells(*["200 html"] * 5, unknown="404 html"),
    "POST /face/<token>/withdrawal": Cells("204", USED, "204", OVER, "204", body=lambda _: {"json": {}}),
}
