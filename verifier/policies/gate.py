"""The policy of the gate: as for cases, with the answer to each finding and what a step-up needs."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar

from verifier.checks.gate import GATE_CHECKS
from verifier.domain.check import Check
from verifier.domain.gate import GatePolicy
from verifier.domain.permit import Answer, Need
from verifier.domain.policy import Policy
from verifier.policies.parts import Misfit, Table, get, only, rules, sourced, words

PERMIT_MINUTES: Final = (1, 24 * 60)
Word = TypeVar("Word", bound=StrEnum)


def gate_policy(table: Table) -> GatePolicy:
    """The policy that the file's table says. Raises Misfit."""
    return wish_policy(table, GATE_CHECKS, "permit_minutes")


def wish_policy(table: Table, checks: Mapping[str, Check[Any]], life: str) -> GatePolicy:
    """A policy over these rules, whose answers hold for as long as the key `life` says. Raises Misfit."""
    only(table, "", {"version", "on_outage", life, "answers", "needs", "checks"})
    outage = _word(table, "on_outage", Answer)
    if outage is Answer.ALLOW:
        raise Misfit("on_outage is 'allow'; the gate fails closed: it must be 'step_up' or 'deny'")
    return GatePolicy(
        rules=Policy(
            version=words(table, "version"),
            decision_lifetime=timedelta(0),  # a permit's life is its own
            soft_limit=1,
            rules=rules(get(table, "checks", dict), checks),
        ),
        answers=_by_code(get(table, "answers", dict), "answers.", Answer, checks),
        needs=_by_code(get(table, "needs", dict), "needs.", Need, checks),
        permit_life=_life(table, life),
        on_outage=outage,
    )


def _life(table: Table, key: str) -> timedelta:
    minutes, _ = sourced(table, key, "")
    least, most = PERMIT_MINUTES
    if not least <= minutes <= most:
        raise Misfit(f"{key}.value is {minutes}; it must be from {least} to {most}")
    return timedelta(minutes=minutes)


def _by_code(
    table: Table, place: str, kind: type[Word], checks: Mapping[str, Check[Any]]
) -> Mapping[str, Word]:
    known = {str(code) for check in checks.values() for code in check.codes}
    only(table, place, known)
    return {code: _word(table, code, kind, place) for code in table}


def _word(table: Table, key: str, kind: type[Word], place: str = "") -> Word:
    text = words(table, key, place)
    if text not in set(kind):
        raise Misfit(f"{place}{key} is {text!r}; it must be one of {', '.join(kind)}")
    return kind(text)
