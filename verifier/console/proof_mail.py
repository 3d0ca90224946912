"""What a reviewer sees of a corporate mailbox: why its domain was sorted so, and each message's way."""

from collections.abc import Mapping
from typing import Final

from verifier.api import context
from verifier.domain.proof import Proof
from verifier.usecases.proofs.mail.reporting import report_of

NEAR: Final = 2  # characters apart: one more than the shipped policy sends to a person, for them to judge


def particulars(proof: Proof) -> Mapping[str, object]:
    """For the partial of its page."""
    report = report_of(context.ports(), proof)
    compared = report.facts.resemblances if report.facts else ()
    alike = [one for one in compared if one.same_to_the_eye or one.carries or one.distance <= NEAR]
    return {"mail": report, "alike": alike}
