"""Every page of the console and who may have it: a row for each. Others append their own.

A role that is not named is refused with 403. A browser asks for the rule itself, whose `<names>` the test
fills in: `<member_id>` is a colleague, `<token>` nobody's.
"""

from dataclasses import dataclass, field
from typing import Final

from verifier.domain.staff import Role

EVERYBODY: Final = frozenset(Role)
REVIEWING: Final = frozenset({Role.REVIEWER, Role.LEAD})
SEEING: Final = REVIEWING | {Role.AUDITOR}
OVERSEEING: Final = frozenset({Role.LEAD, Role.AUDITOR})
LEADING: Final = frozenset({Role.LEAD})
AUDITING: Final = frozenset({Role.AUDITOR})
ADMINISTERING: Final = frozenset({Role.ADMINISTRATOR})
VISITING: Final = frozenset({Role.AGENT})
PAYING: Final = frozenset({Role.FINANCE})
MOMENT: Final = "2026-05-04T03:00:00Z"
ANSWERED: Final = {"item": "front_desk", "answer": "yes", "answered_at": MOMENT}
SIGNED: Final = {"signer": "x", "role": "x", "signed_at": MOMENT, "report": "0" * 64, "strokes": "[]"}


@dataclass(frozen=True)
class ConsolePage:
    """`answers` is the status for whoever may; `open` are pages for people who are not signed in, too."""

    endpoint: str
    rule: str  # as the app's map of addresses has it
    may: frozenset[Role]
    answers: int = 200
    path: str = ""  # what is asked for, where it differs from the rule
    fields: dict[str, str] = field(default_factory=dict)
    open: bool = False

    @property
    def method(self) -> str:
        return self.endpoint.partition(" ")[0]

    @property
    def address(self) -> str:
        return self.path or self.rule


def _page(method: str, rule: str, may: frozenset[Role], answers: int = 200, **more: object) -> ConsolePage:
    return ConsolePage(f"{method} {rule}", rule, may, answers, **more)  # type: ignore[arg-type]


# What belongs to a stage of signing in, which nobody is at who is signed in: those are led to sign in anew.
STAGES: Final = (
    _page("GET", "/console/sign-in/second-step", frozenset()),
    _page("POST", "/console/sign-in/second-step", frozenset()),
    _page("POST", "/console/sign-in/passkey", frozenset()),
    _page("GET", "/console/join", frozenset()),
    _page("POST", "/console/join/authenticator", frozenset()),
    _page("POST", "/console/join/passkey", frozenset()),
)
PAGES: Final = (
    _page("GET", "/console/sign-in", EVERYBODY, 303, open=True),
    _page("POST", "/console/sign-in", EVERYBODY, 403, open=True),
    _page("GET", "/console/single-sign-on", EVERYBODY, 404, open=True),
    _page("GET", "/console/single-sign-on/back", EVERYBODY, 404, open=True),
    _page("GET", "/console/demo/<token>", EVERYBODY, open=True),
    _page("POST", "/console/demo/<token>", EVERYBODY, 404, open=True),
    _page("GET", "/console/invitation/<token>", EVERYBODY, 404, open=True),
    _page("POST", "/console/invitation/<token>", EVERYBODY, 404, open=True),
    _page("GET", "/console/signed-out", EVERYBODY, open=True),
    _page("POST", "/console/language", EVERYBODY, 303, fields={"language": "en"}, open=True),
    _page("POST", "/console/theme", EVERYBODY, 303, fields={"theme": "dark"}, open=True),
    _page("GET", "/console/<path:rest>", EVERYBODY, 404, path="/console/nowhere", open=True),
    _page("GET", "/console", EVERYBODY, 303),
    _page("POST", "/console/sign-out", EVERYBODY, 303),
    _page("GET", "/console/watermark.svg", EVERYBODY),
    _page("GET", "/console/account", EVERYBODY),
    _page("POST", "/console/account/password", EVERYBODY, 403),
    _page("POST", "/console/account/authenticator", EVERYBODY, 403),
    _page("POST", "/console/account/authenticator/code", EVERYBODY, 403),
    _page("POST", "/console/account/passkey", EVERYBODY, 403),
    _page("POST", "/console/account/passkey/made", EVERYBODY, 403),
    _page("POST", "/console/account/factors/remove", EVERYBODY, 403),
    _page("POST", "/console/account/recovery-codes", EVERYBODY, 403),
    _page("POST", "/console/account/sessions/end", EVERYBODY, 404),
    _page("POST", "/console/account/away", EVERYBODY, 303),
    _page("GET", "/console/queue", SEEING),
    _page("GET", "/console/cases/<case_id>", SEEING, 404),
    _page("GET", "/console/cases/<case_id>/evidence/<evidence_id>/<kind>", SEEING, 404),
    _page("GET", "/console/cases/<case_id>/evidence/<evidence_id>/original", REVIEWING, 404),
    _page(
        "GET",
        "/console/cases/<case_id>/frames/<session_id>/<attempt_id>/<int:at>",
        REVIEWING,
        404,
        path="/console/cases/c/frames/s/a/1",
    ),
    _page("POST", "/console/cases/<case_id>/claim", REVIEWING, 404),
    _page("POST", "/console/cases/<case_id>/release", REVIEWING, 404),
    _page("POST", "/console/cases/<case_id>/decide", REVIEWING, 404, fields={"verdict": "hand_over"}),
    _page(
        "POST",
        "/console/cases/<case_id>/reveal",
        REVIEWING,
        404,
        fields={"what": "person", "reason": "complaint"},
    ),
    _page("POST", "/console/cases/<case_id>/notes", REVIEWING, 404),
    _page(
        "POST", "/console/cases/<case_id>/reopen", frozenset({Role.LEAD}), 404, fields={"reopen_words": "x"}
    ),
    _page("POST", "/console/queue/search", SEEING, fields={"text": "样本"}),
    _page("POST", "/console/queue/next", REVIEWING, 303),
    _page("POST", "/console/queue/<escalation_id>/take", REVIEWING, 404),
    _page("POST", "/console/queue/<escalation_id>/release", REVIEWING, 404),
    _page("GET", "/console/queue/<escalation_id>/give", REVIEWING, 404),
    _page("POST", "/console/queue/<escalation_id>/give", REVIEWING, 404),
    _page("POST", "/console/queue/views", SEEING, 303, fields={"name": "Mine", "who": "me"}),
    _page("POST", "/console/queue/views/<view_id>/remove", SEEING, 303),
    _page("GET", "/console/cases/<case_id>/visit", REVIEWING, 404),
    _page("POST", "/console/cases/<case_id>/visit", REVIEWING, 404),
    _page("POST", "/console/proofs/<proof_id>/visit", REVIEWING, 404),
    _page("POST", "/console/proofs/<proof_id>/visit/cancel", REVIEWING, 404),
    _page("GET", "/console/visit-photos/<proof_id>/<photo_id>", SEEING, 404),
    _page("GET", "/console/payments", PAYING),
    _page("POST", "/console/payments/batches", PAYING, 303),
    _page("POST", "/console/payments/batches/<batch_id>/file", PAYING, 404, fields={"format": "csv"}),
    _page("POST", "/console/payments/statements", PAYING, 422),
    _page("GET", "/console/payments/statements/<statement_id>", PAYING, 404),
    _page("GET", "/console/visits", VISITING),
    _page("GET", "/console/visits/visit-worker.js", VISITING),
    _page("GET", "/console/visits/<proof_id>", VISITING, 404),
    _page("GET", "/console/visits/<proof_id>/state", VISITING, 404),
    _page("POST", "/console/visits/<proof_id>/answers", VISITING, 404, fields=ANSWERED),
    _page("POST", "/console/visits/<proof_id>/photos", VISITING, 422),
    _page("POST", "/console/visits/<proof_id>/countersignature", VISITING, 404, fields=SIGNED),
    _page("POST", "/console/visits/<proof_id>/firm-link", VISITING, 404),
    _page("POST", "/console/visits/<proof_id>/submit", VISITING, 404, fields={"photos": "[]"}),
    _page("GET", "/console/proofs", SEEING),
    _page("GET", "/console/proofs/<proof_id>", SEEING, 404),
    _page("GET", "/console/proofs/<proof_id>/filmstrip", SEEING, 404),
    _page(
        "POST",
        "/console/proofs/<proof_id>/decide",
        REVIEWING,
        404,
        fields={"verdict": "proven", "words": "x"},
    ),
    _page("GET", "/console/oversight", OVERSEEING),
    _page("GET", "/console/complaints", SEEING),
    _page("POST", "/console/complaints/<complaint_id>/settle", REVIEWING, 422),
    _page("GET", "/console/alerts", OVERSEEING),
    _page("GET", "/console/alerts/<alert_id>", OVERSEEING, 404),
    _page("POST", "/console/alerts/<alert_id>/settle", OVERSEEING, 422),
    _page("GET", "/console/replay", LEADING),
    _page("POST", "/console/replay", LEADING, 422),
    _page("GET", "/console/audit", OVERSEEING),
    _page("POST", "/console/audit/verify", OVERSEEING, 404),
    _page("POST", "/console/audit/export", AUDITING, 404),
    _page("GET", "/console/staff", ADMINISTERING),
    _page("POST", "/console/staff", ADMINISTERING, 422),
    _page("GET", "/console/staff/<member_id>", ADMINISTERING),
    _page("POST", "/console/staff/<member_id>/duties", ADMINISTERING, 422),
    _page("POST", "/console/staff/<member_id>/disable", ADMINISTERING, 303),
    _page("POST", "/console/staff/<member_id>/enable", ADMINISTERING, 303),
    _page("POST", "/console/staff/<member_id>/reset", ADMINISTERING),
)
FILES: Final = frozenset({"GET /assets/console/<edition>/<path:name>"})
EVERY: Final = frozenset(page.endpoint for page in (*PAGES, *STAGES)) | FILES
