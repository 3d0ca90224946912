"""What a reviewer sees of a bank payment: names, an account's end, days. Never what we sent."""

from collections.abc import Mapping

from verifier.api import context
from verifier.domain.proof import Proof
from verifier.usecases.proofs.bank.reading import view_of


def particulars(proof: Proof) -> Mapping[str, object]:
    """For the partial of its page. The names are shown: to compare them is what the reviewer is there for."""
    view = view_of(context.ports(), proof)
    payment = view.payment
    seen = payment.seen if payment else None
    account = payment.account if payment else None
    return {
        "view": view,
        "payment": payment,
        "seen": seen,
        "name": seen.name if seen else (account.holder if account else None),
    }
