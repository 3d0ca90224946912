"""The policy of reads, and every rule that it names: its own, and those of the gate that hold for reads."""

from collections.abc import Iterator, Mapping
from typing import Final

from verifier.checks.gate import GATE_CHECKS
from verifier.checks.reads import READ_CHECKS
from verifier.domain.check import Check, Thresholds
from verifier.domain.finding import Finding
from verifier.domain.gate import GatePolicy
from verifier.domain.gate_check import GateCheck
from verifier.domain.read_check import ReadCheck
from verifier.domain.resume_read import ReadFacts
from verifier.policies.gate import wish_policy
from verifier.policies.parts import Table

FROM_GATE: Final = ("standing", "membership", "blocked", "face", "device")


def _of_gate(check: GateCheck) -> ReadCheck:
    def findings(facts: ReadFacts, thresholds: Thresholds) -> Iterator[Finding]:
        return iter(check(facts.gate, thresholds))

    return Check(check.name, check.codes, findings, check.thresholds)


READ_RULES: Final[Mapping[str, ReadCheck]] = {
    **{name: _of_gate(GATE_CHECKS[name]) for name in FROM_GATE},
    **READ_CHECKS,
}


def read_policy(table: Table) -> GatePolicy:
    """The policy that the file's table says. Raises Misfit."""
    return wish_policy(table, READ_RULES, "read_minutes")


def judge_read(facts: ReadFacts, policy: GatePolicy) -> tuple[Finding, ...]:
    """Run every rule that the policy names, in its order, with the thresholds it gives."""
    return tuple(
        finding
        for name, rule in policy.rules.rules.items()
        for finding in READ_RULES[name](facts, rule.thresholds)
    )
