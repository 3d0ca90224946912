"""Every check of proofs, by their kind. Adding one is one file and one line here; the policy names it.

Each kind has facts of its own; a check is a pure function from these to findings, as everywhere.
"""

from collections.abc import Mapping
from typing import Any, Final

from verifier.checks.proofs.mail import MAIL_CHECKS
from verifier.domain.check import Check
from verifier.domain.finding import Finding
from verifier.domain.proof import ProofKind, ProofPolicy

PROOF_CHECKS: Final[Mapping[ProofKind, Mapping[str, Check[Any]]]] = {
    # The papers are judged with their case.
    ProofKind.CORPORATE_MAIL: MAIL_CHECKS,
    ProofKind.BANK_PAYMENT: {},
    ProofKind.IN_SERVICE_CERTIFICATE: {},
    ProofKind.AUTHORISATION_LETTER: {},
    ProofKind.AGENT_IDENTITY: {},
    ProofKind.OFFICE_VIDEO: {},
    ProofKind.FIELD_VISIT: {},
}


def judge_proof(kind: ProofKind, facts: Any, policy: ProofPolicy) -> tuple[Finding, ...]:
    """Run every check that the policy names for this kind, in its order, with the thresholds it gives."""
    checks = PROOF_CHECKS[kind]
    return tuple(
        finding
        for name, rule in policy.terms(kind).rules.rules.items()
        for finding in checks[name](facts, rule.thresholds)
    )
