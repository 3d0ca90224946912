"""The retention policy: how long each clock runs and why, what is on it, and what is kept and why."""

from datetime import timedelta
from typing import Final

from verifier.domain.retention import (
    BIOMETRIC,
    SHORTEST_RECORD,
    THREE_YEARS,
    Clock,
    Item,
    RetentionPolicy,
    Rule,
    Term,
)
from verifier.policies.parts import Misfit, Table, get, only, words

DAYS_MAX: Final = 36_500
BIOMETRIC_DAYS_MAX: Final = 183  # a face that nobody needed for half a year is not needed


def retention_policy(table: Table) -> RetentionPolicy:
    """The policy that the file's table says. Raises Misfit."""
    only(table, "", {"version", "clocks", "items", "files", "keep"})
    policy = RetentionPolicy(
        version=words(table, "version"),
        clocks=_clocks(get(table, "clocks", dict)),
        rules=_rules(get(table, "items", dict)),
        blobs=_reasons(get(table, "files", dict), "files."),
        keep=_reasons(get(table, "keep", dict), "keep."),
    )
    _must_be_lawful(policy)
    return policy


def _clocks(tables: Table) -> dict[Clock, Term]:
    only(tables, "clocks.", set(Clock))
    return {clock: _term(get(tables, clock, dict, "clocks."), clock) for clock in Clock}


def _term(table: Table, clock: Clock) -> Term:
    place = f"clocks.{clock}."
    only(table, place, {"days", "source", *(["least_days"] if clock is Clock.EVIDENCE else [])})
    least = _days(table, "least_days", place) if clock is Clock.EVIDENCE else None
    return Term(_days(table, "days", place), words(table, "source", place), least)


def _days(table: Table, key: str, place: str) -> timedelta:
    days = get(table, key, int, place)
    if isinstance(days, bool) or not 0 <= days <= DAYS_MAX:
        raise Misfit(f"{place}{key} is {days}; it must be a whole number from 0 to {DAYS_MAX}")
    return timedelta(days=days)


def _rules(tables: Table) -> dict[Item, Rule]:
    only(tables, "items.", set(Item))
    return {item: _rule(get(tables, item, dict, "items."), item) for item in Item}


def _rule(table: Table, item: Item) -> Rule:
    place = f"items.{item}."
    only(table, place, {"clock", "from", "does", "tables"})
    clock = words(table, "clock", place)
    if clock not in set(Clock):
        raise Misfit(f"{place}clock is {clock!r}; it must be one of {', '.join(Clock)}")
    named = get(table, "tables", list, place)
    if not named or not all(isinstance(name, str) for name in named):
        raise Misfit(f"{place}tables must be a list of the tables that it empties")
    return Rule(Clock(clock), words(table, "from", place), words(table, "does", place), tuple(named))


def _reasons(table: Table, place: str) -> dict[str, str]:
    return {name: words(table, name, place) for name in table}


def _must_be_lawful(policy: RetentionPolicy) -> None:
    """Raises Misfit for a record that is kept too short, or a face that is kept too long."""
    times = {clock: term.time for clock, term in policy.clocks.items()}
    for clock in THREE_YEARS:
        if times[clock] < SHORTEST_RECORD:
            raise Misfit(f"clocks.{clock}.days must be at least {SHORTEST_RECORD.days}, three years")
    for clock in BIOMETRIC:
        if times[clock] > timedelta(days=BIOMETRIC_DAYS_MAX):
            raise Misfit(f"clocks.{clock}.days must be at most {BIOMETRIC_DAYS_MAX}")
    evidence = policy.clocks[Clock.EVIDENCE]
    if evidence.least is None or not evidence.least <= evidence.time <= times[Clock.RECORDS]:
        raise Misfit("clocks.evidence.days must be from its least_days to those of clocks.records")
    if others := [
        name for name in (Item.PORTRAITS, Item.TEMPLATES) if policy.rules[name].clock not in BIOMETRIC
    ]:
        raise Misfit(f"items.{others[0]}.clock must be one of {', '.join(BIOMETRIC)}")
