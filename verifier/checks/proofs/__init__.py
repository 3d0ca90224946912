"""Every check of proofs, by their kind. Adding one is one file and one line here; the policy names it.

Each kind has facts of its own; a check is a pure function from these to findings, as everywhere.
"""

from collections.abc import Mapping
from typing import Any, Final

from verifier.checks.proofs import (
    bank_account_shared,
    bank_amount,
    bank_declared,
    bank_payee,
    bank_reference,
    bank_time,
    video_readable,
    video_sign,
    video_take,
    video_time,
    video_twins,
    video_word,
    visit_checklist,
    visit_clock,
    visit_countersigned,
    visit_distance,
    visit_photos,
    visit_window,
)
from verifier.checks.proofs.mail import MAIL_CHECKS
from verifier.domain.check import Check, by_name
from verifier.domain.finding import Finding
from verifier.domain.proof import ProofKind, ProofPolicy

BANK: Final = (
    bank_payee.CHECK,
    bank_amount.CHECK,
    bank_reference.CHECK,
    bank_time.CHECK,
    bank_account_shared.CHECK,
    bank_declared.CHECK,
)
PROOF_CHECKS: Final[Mapping[ProofKind, Mapping[str, Check[Any]]]] = {
    # The papers are judged with their case.
    ProofKind.CORPORATE_MAIL: MAIL_CHECKS,
    ProofKind.BANK_PAYMENT: by_name(BANK),
    ProofKind.IN_SERVICE_CERTIFICATE: {},
    ProofKind.AUTHORISATION_LETTER: {},
    ProofKind.AGENT_IDENTITY: {},
    ProofKind.OFFICE_VIDEO: by_name(
        (
            video_readable.CHECK,
            video_sign.CHECK,
            video_word.CHECK,
            video_take.CHECK,
            video_twins.CHECK,
            video_time.CHECK,
        )
    ),
    ProofKind.FIELD_VISIT: by_name(
        (
            visit_checklist.CHECK,
            visit_window.CHECK,
            visit_distance.CHECK,
            visit_clock.CHECK,
            visit_photos.CHECK,
            visit_countersigned.CHECK,
        )
    ),
}


def judge_proof(kind: ProofKind, facts: Any, policy: ProofPolicy) -> tuple[Finding, ...]:
    """Run every check that the policy names for this kind, in its order, with the thresholds it gives."""
    checks = PROOF_CHECKS[kind]
    return tuple(
        finding
        for name, rule in policy.terms(kind).rules.rules.items()
        for finding in checks[name](facts, rule.thresholds)
    )
