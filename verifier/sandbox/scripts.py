"""The decision that a magic code asks for, in place of the checks' own; every other code is judged as ever.

The case has gone the whole real way before: its files were taken, read and looked for among other cases. Only
the judgement is scripted, and says so by its policy's version. Asks nobody and keeps nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from verifier import checks
from verifier.checks import declared, image_quality, registry, relatives, traces
from verifier.domain.decision import DecisionOutcome, Proposal
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.policy import Policy
from verifier.domain.task import EvidenceTask
from verifier.sandbox.codes import Script, script_of
from verifier.usecases.ports import Transaction

VERSION: Final = "sandbox"
SLOW_FOR: Final = timedelta(seconds=60)  # of the sandbox's clock
_SCRIPTED: Final = "Scripted by the sandbox: "


def _reason(check: str, outcome: Outcome, code: str, detail: str) -> Finding:
    return Finding(check, outcome, code, _SCRIPTED + detail)


# What keeps a case of each script from being verified: codes of real checks, for the words that go with them.
REASONS: Final[Mapping[Script, tuple[Finding, ...]]] = {
    Script.VERIFIED: (),
    Script.SLOW: (),
    Script.CODE_DIFFERS: (
        _reason(declared.NAME, Outcome.FAIL, declared.Code.CODE_DIFFERS, "the licence says another code."),
    ),
    Script.REGISTRY_REVOKED: (
        _reason(registry.NAME, Outcome.FAIL, registry.Code.REVOKED, "the registry has the firm as revoked."),
    ),
    Script.REGISTRY_AWAY: (
        _reason(
            registry.NAME, Outcome.INCONCLUSIVE, registry.Code.UNAVAILABLE, "the registry does not answer."
        ),
    ),
    Script.TRACES_FOUND: (
        _reason(traces.NAME, Outcome.CONCERN, traces.Code.FOUND, "a field stands out from its page."),
    ),
    Script.SAME_LICENCE: (
        _reason(
            relatives.NAME, Outcome.CONCERN, relatives.Code.IMAGE, "another account has the same licence."
        ),
    ),
    Script.UNREADABLE: (
        _reason(
            image_quality.NAME, Outcome.INCONCLUSIVE, image_quality.Code.BLURRED, "the picture is blurred."
        ),
    ),
}
SAYS_SO: Final = Finding(
    VERSION,
    Outcome.PASS,
    "scripted",
    "The declared code is one of the sandbox's: its decision is scripted, and no check was asked.",
)


def outcome_of(script: Script) -> DecisionOutcome:
    return DecisionOutcome.ESCALATED if REASONS[script] else DecisionOutcome.VERIFIED


def judge_case(facts: Facts, policy: Policy) -> tuple[Sequence[Finding], Proposal]:
    """As in production, unless the declared code is a magic one."""
    script = script_of(facts.declared.code) if facts.declared else None
    if script is None:
        return checks.judge_case(facts, policy)
    reasons = tuple(replace(one, evidence_ids=tuple(facts.evidence)) for one in REASONS[script])
    return (SAYS_SO, *reasons), Proposal(outcome_of(script), VERSION, reasons)


def held_back(tx: Transaction, task_id: str, now: datetime) -> bool:
    """Whether the task is of a slow case whose time has not come. The sweep asks for it again and again."""
    task = tx.tasks.get(task_id)
    if not isinstance(task, EvidenceTask):
        return False
    case = tx.cases.get(task.tenant_id, task.case_id)
    if case is None or case.submitted_at is None or script_of(case.declared.code) is not Script.SLOW:
        return False
    return now < case.submitted_at + SLOW_FOR
