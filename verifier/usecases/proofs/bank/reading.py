"""How a bank payment stands, for site and applicant: of an account its end, of our amounts nothing."""

from dataclasses import dataclass, field

from verifier.domain.api_key import ApiKey
from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import BankWay, Payment
from verifier.domain.errors import NotFound
from verifier.domain.money import Money
from verifier.domain.proof import Proof, ProofKind
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank.terms import bank_terms
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.proofs.reading import read_proof


@dataclass(frozen=True, slots=True)
class BankView:
    """A proof with its newest payment. `ours` is where firms pay to; `name` what the account must be in."""

    proof: Proof
    payment: Payment | None
    ours: BankAccount | None
    tries: int
    name: str | None = field(default=None, repr=False)

    @property
    def tries_left(self) -> int:
        return max(0, self.tries - (self.payment.wrong if self.payment else 0))

    @property
    def to_pay(self) -> Money | None:
        """What the firm is to pay; never what we paid."""
        payment = self.payment
        return payment.amount if payment and payment.way is BankWay.THEY_PAY else None

    @property
    def masked(self) -> str | None:
        """The end of the firm's account."""
        if self.payment is None:
            return None
        if self.payment.account is not None:
            return self.payment.account.masked
        seen = self.payment.seen
        return BankAccount("", seen.number).masked if seen and seen.number else None


def read_bank(ports: Ports, tenant_id: str, proof_id: str, *, by: ApiKey | None = None) -> BankView:
    """For the site; that it was read is recorded. Raises NotFound, also for a proof of another kind."""
    proof = read_proof(ports, tenant_id, proof_id, by=by)
    if proof.kind is not ProofKind.BANK_PAYMENT:
        raise NotFound
    return view_of(ports, proof)


def read_after(ports: Ports, tenant_id: str, proof_id: str) -> BankView:
    """For who just changed it, which is recorded already. Raises NotFound."""
    with ports.view() as tx:
        proof = tx.proofs.get(tenant_id, proof_id)
    if proof is None:
        raise NotFound
    return view_of(ports, proof)


def view_of(ports: Ports, proof: Proof) -> BankView:
    """As it stands now."""
    with ports.view() as tx:
        payments = tx.payments.of_proof(proof.tenant_id, proof.id)
        employer = tx.employers.get(proof.tenant_id, proof.employer_id)
        name = identity_of(tx, employer).name if employer else None
    tries = bank_terms(ports.proof_policy).tries
    return BankView(proof, payments[0] if payments else None, ports.bank.account(), tries, name)
