"""What a reviewer sees of a corporate mailbox: why its domain was sorted so, and each message's way."""

from collections.abc import Mapping

from verifier.api import context
from verifier.domain.proof import Proof
from verifier.usecases.proofs.mail.reporting import report_of


def particulars(proof: Proof) -> Mapping[str, object]:
    """For the partial of its page."""
    return {"mail": report_of(context.ports(), proof)}
