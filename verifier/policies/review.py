"""The policy of reviews: due times, risk by finding, claims, four eyes, and what viewing is odd."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from verifier.checks import CHECKS
from verifier.domain.escalation import Risk, Verdict
from verifier.domain.policy import NOT_JUDGED
from verifier.domain.review_policy import FourEyes, ReviewPolicy, Viewing
from verifier.policies.parts import Misfit, Table, get, only, sourced, words

DUE_HOURS: Final = (0.25, 14 * 24)
CLAIM_MINUTES: Final = (1, 8 * 60)
COUNTS: Final = (0, 100_000)


def review_policy(table: Table) -> ReviewPolicy:
    """The policy that the file's table says. Raises Misfit."""
    only(table, "", {"version", "due_hours", "risk", "claim_minutes", "four_eyes", "viewing"})
    risk = get(table, "risk", dict)
    only(risk, "risk.", {"high", "low"})
    return ReviewPolicy(
        version=words(table, "version"),
        due=_due(get(table, "due_hours", dict)),
        high=_codes(risk, "high", "risk."),
        low=_codes(risk, "low", "risk."),
        claim=timedelta(minutes=_within(table, "claim_minutes", "", CLAIM_MINUTES)),
        four_eyes=_four_eyes(get(table, "four_eyes", dict)),
        viewing=_viewing(get(table, "viewing", dict)),
    )


def _due(table: Table) -> Mapping[Risk, timedelta]:
    only(table, "due_hours.", {risk.name.lower() for risk in Risk})
    hours = {risk: _within(table, risk.name.lower(), "due_hours.", DUE_HOURS) for risk in Risk}
    return MappingProxyType({risk: timedelta(hours=number) for risk, number in hours.items()})


def _four_eyes(table: Table) -> FourEyes:
    only(table, "four_eyes.", {"verdicts", "codes", "source"})
    words(table, "source", "four_eyes.")
    verdicts = get(table, "verdicts", list, "four_eyes.")
    if unknown := [one for one in verdicts if one not in set(Verdict)]:
        raise Misfit(f"four_eyes.verdicts has {unknown[0]!r}; known are {', '.join(Verdict)}")
    return FourEyes(frozenset(map(Verdict, verdicts)), _codes(table, "codes", "four_eyes."))


def _viewing(table: Table) -> Viewing:
    names = ("cases_an_hour", "reveals_an_hour", "reveals_a_day", "reveals_without_decision")
    only(table, "viewing.", set(names))
    return Viewing(**{name: int(_within(table, name, "viewing.", COUNTS)) for name in names})


def _within(table: Table, name: str, place: str, limits: tuple[float, float]) -> float:
    number, _ = sourced(table, name, place)
    least, most = limits
    if not least <= number <= most:
        raise Misfit(f"{place}{name}.value is {number}; it must be from {least} to {most}")
    return number


def _codes(table: Table, key: str, place: str) -> frozenset[str]:
    known = {str(code) for check in CHECKS.values() for code in check.codes} | {NOT_JUDGED}
    codes = get(table, key, list, place)
    if unknown := [code for code in codes if code not in known]:
        raise Misfit(f"{place}{key} has {unknown[0]!r}, which no check may find")
    return frozenset(codes)
