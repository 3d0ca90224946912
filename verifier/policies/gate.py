"""The policy of the gate: as for cases, with the answer to each finding and what a step-up needs."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final, TypeVar

from verifier.checks.gate import GATE_CHECKS
from verifier.domain.gate import GatePolicy
from verifier.domain.permit import Answer, Need
from verifier.domain.policy import Policy
from verifier.policies.parts import Misfit, Table, get, only, rules, sourced, words

PERMIT_MINUTES: Final = (1, 24 * 60)
Word = TypeVar("Word", bound=StrEnum)


def gate_policy(table: Table) -> GatePolicy:
    """The policy that the file's table says. Raises Misfit."""
    only(table, "", {"version", "on_outage", "permit_minutes", "answers", "needs", "checks"})
    outage = _word(table, "on_outage", Answer)
    if outage is Answer.ALLOW:
        raise Misfit("on_outage is 'allow'; the gate fails closed: it must be 'step_up' or 'deny'")
    return GatePolicy(
        rules=Policy(
            version=words(table, "version"),
            decision_lifetime=timedelta(0),  # a permit's life is its own
            soft_limit=1,
            rules=rules(get(table, "checks", dict), GATE_CHECKS),
        ),
        answers=_by_code(get(table, "answers", dict), "answers.", Answer),
        needs=_by_code(get(table, "needs", dict), "needs.", Need),
        permit_life=_permit_life(table),
        on_outage=outage,
    )


def _permit_life(table: Table) -> timedelta:
    minutes, _ = sourced(table, "permit_minutes", "")
    least, most = PERMIT_MINUTES
    if not least <= minutes <= most:
        raise Misfit(f"permit_minutes.value is {minutes}; it must be from {least} to {most}")
    return timedelta(minutes=minutes)


def _by_code(table: Table, place: str, kind: type[Word]) -> Mapping[str, Word]:
    known = {str(code) for check in GATE_CHECKS.values() for code in check.codes}
    only(table, place, known)
    return {code: _word(table, code, kind, place) for code in table}


def _word(table: Table, key: str, kind: type[Word], place: str = "") -> Word:
    text = words(table, key, place)
    if text not in set(kind):
        raise Misfit(f"{place}{key} is {text!r}; it must be one of {', '.join(kind)}")
    return kind(text)
