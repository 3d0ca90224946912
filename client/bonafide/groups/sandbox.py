# mypy: disable-error-code="empty-body"
"""What a sandbox has beyond production, where all of it is answered with `NotFound`."""

from bonafide.answers.bank import BankAct, SandboxPayment
from bonafide.answers.faces import FaceSession
from bonafide.answers.integration_enums import FilmOutcome
from bonafide.answers.pages import Items
from bonafide.answers.sandbox import Clock, MagicCode
from bonafide.calls import Group, R, get, post


class Sandbox(Group[R]):
    """Every outcome without papers or cameras: codes, films, and a clock that is moved on."""

    @get("/v1/sandbox/codes")
    def codes(self) -> Items[MagicCode]:
        """One code of each script, new in every answer: declare it in a case."""

    @get("/v1/sandbox/clock")
    def clock(self) -> Clock:
        """The clock that the whole sandbox goes by."""

    @post("/v1/sandbox/clock")
    def advance_clock(self, *, advance_seconds: int, idempotency_key: str | None = None) -> Clock:
        """Move it on, for every site of the sandbox and for good."""

    @post("/v1/sandbox/face-sessions/{session_id}/film")
    def play_film(
        self, session_id: str, *, outcome: FilmOutcome, face: str, idempotency_key: str | None = None
    ) -> FaceSession:
        """Film in place of a recruiter; `face` is any name, and one name is one person."""

    @get("/v1/sandbox/proofs/{proof_id}/bank-payment")
    def bank_payment(self, proof_id: str) -> SandboxPayment:
        """What was sent, with its amount."""

    @post("/v1/sandbox/proofs/{proof_id}/bank-payment")
    def act_as_bank(
        self, proof_id: str, *, act: BankAct, idempotency_key: str | None = None
    ) -> SandboxPayment:
        """Have a firm pay, or a payment sent back."""
