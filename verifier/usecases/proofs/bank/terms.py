"""The numbers of a bank payment, as the policy of proofs gives them."""

from dataclasses import dataclass
from datetime import timedelta

from verifier.domain.money import Money
from verifier.domain.proof import ProofKind, ProofPolicy


@dataclass(frozen=True, slots=True)
class BankTerms:
    """`days` in which it has to be done; `tries` at the amount; `payments` of ours to one employer within
    `span`; `stated` is what firms are asked to pay at least, to which random fen are added.
    """

    days: timedelta
    tries: int
    payments: int
    span: timedelta
    stated: Money


def bank_terms(policy: ProofPolicy) -> BankTerms:
    limits = policy.terms(ProofKind.BANK_PAYMENT).limits
    return BankTerms(
        days=timedelta(days=limits["days"]),
        tries=int(limits["tries"]),
        payments=int(limits["payments"]),
        span=timedelta(days=limits["payments_days"]),
        stated=Money(int(limits["stated_fen"])),
    )
