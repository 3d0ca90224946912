# mypy: disable-error-code="empty-body"
"""Proofs of control: what a forger cannot have."""

from bonafide.answers.bank import BankPayment, BankWay, NamedAmount
from bonafide.answers.gate import EmployerSummary
from bonafide.answers.gate_enums import AccountRisk
from bonafide.answers.proofs import ApplicantLink, MailStanding, Proof, ProofKind, ProofStanding
from bonafide.asked import BankAccount
from bonafide.calls import Group, R, get, post


class Proofs(Group[R]):
    """Open one, read them, and send the employer's people to their checklist."""

    @post("/v1/employers/{employer_id}/proofs")
    def open(
        self,
        employer_id: str,
        *,
        kind: ProofKind,
        recruiter_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Proof:
        """Open a proof of a kind."""

    @get("/v1/employers/{employer_id}/proofs")
    def standing(self, employer_id: str) -> ProofStanding:
        """An employer's proofs, what they are worth, and what is asked for."""

    @get("/v1/proofs/{proof_id}")
    def read(self, proof_id: str) -> Proof:
        """One proof as of now."""

    @post("/v1/proofs/{proof_id}/mail")
    def send_code(self, proof_id: str, *, address: str, idempotency_key: str | None = None) -> MailStanding:
        """Send a code to a mailbox of the employer's."""

    @get("/v1/proofs/{proof_id}/mail")
    def mail(self, proof_id: str) -> MailStanding:
        """How the proof of a mailbox stands, with the last message and its address masked."""

    @post("/v1/employers/{employer_id}/applicant-links")
    def link(
        self, employer_id: str, *, recruiter_id: str | None = None, idempotency_key: str | None = None
    ) -> ApplicantLink:
        """A link to the employer's checklist."""

    @post("/v1/employers/{employer_id}/risk")
    def set_risk(
        self,
        employer_id: str,
        *,
        risk: AccountRisk,
        reviewer: str,
        words: str,
        idempotency_key: str | None = None,
    ) -> EmployerSummary:
        """A person says how closely it is looked at."""

    @post("/v1/proofs/{proof_id}/bank-payment")
    def ask_bank_payment(
        self,
        proof_id: str,
        *,
        way: BankWay,
        account: BankAccount | None = None,
        idempotency_key: str | None = None,
    ) -> BankPayment:
        """We pay into `account` what the firm then names, or the firm pays us what the answer states."""

    @get("/v1/proofs/{proof_id}/bank-payment")
    def bank_payment(self, proof_id: str) -> BankPayment:
        """How it stands."""

    @post("/v1/proofs/{proof_id}/bank-payment/amount")
    def name_bank_amount(
        self, proof_id: str, *, amount: str, idempotency_key: str | None = None
    ) -> NamedAmount:
        """Name what arrived, in yuan: "0.37"."""
