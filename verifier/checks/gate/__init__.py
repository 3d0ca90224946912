"""Every rule of the gate. Adding one is one file and one line here; its policy must then name it too."""

from collections.abc import Mapping
from typing import Final

from verifier.checks.gate import blocked, device, face, links, membership, proofs, screening, standing
from verifier.domain.check import by_name
from verifier.domain.finding import Finding
from verifier.domain.gate import GateFacts, GatePolicy
from verifier.domain.gate_check import GateCheck

GATE_CHECKS: Final[Mapping[str, GateCheck]] = by_name(
    (
        standing.CHECK,
        membership.CHECK,
        blocked.CHECK,
        face.CHECK,
        device.CHECK,
        links.CHECK,
        screening.CHECK,
        proofs.CHECK,
    )
)


def judge_wish(facts: GateFacts, policy: GatePolicy) -> tuple[Finding, ...]:
    """Run every rule that the policy names, in its order, with the thresholds it gives."""
    return tuple(
        finding
        for name, rule in policy.rules.rules.items()
        for finding in GATE_CHECKS[name](facts, rule.thresholds)
    )
