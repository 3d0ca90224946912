"""The policy files that ship with the service, one a version, and the strict loader that every policy passes.

A policy names every check there is, so that none is forgotten, and every number says where it comes from.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from verifier.checks import CHECKS
from verifier.domain.check import Check
from verifier.domain.errors import ConfigurationError
from verifier.domain.policy import Policy, Rule, Weight

LIFETIME_DAYS_MAX: Final = 183  # Re-check at least every six months.
Table = Mapping[str, Any]
T = TypeVar("T")


def load(path: Path) -> Policy:
    """Read a policy file. Raises ConfigurationError that names the file's key and what to change."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"The policy {path.name} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The policy {path.name} is not TOML: {error}.") from error
    try:
        return _policy(table)
    except _Misfit as misfit:
        raise ConfigurationError(f"The policy {path.name}: {misfit}.") from misfit


class _Misfit(Exception):
    """What is wrong with one key."""


def _policy(table: Table) -> Policy:
    _only(table, "", {"version", "decision_lifetime_days", "soft_limit", "waived", "checks"})
    rules = _get(table, "checks", dict)
    return Policy(
        version=_words(table, "version"),
        decision_lifetime=timedelta(days=_whole(table, "decision_lifetime_days", 1, LIFETIME_DAYS_MAX)),
        soft_limit=_whole(table, "soft_limit", 1, len(CHECKS)),
        rules=MappingProxyType(dict(_rules(rules))),
        waived=tuple(_waived(_get(table, "waived", dict))),
    )


def _rules(tables: Table) -> Iterator[tuple[str, Rule]]:
    _only(tables, "checks.", set(CHECKS))
    for name in CHECKS:
        if name not in tables:
            raise _Misfit(f"[checks.{name}] is missing; a policy says of every check what it weighs")
    for name in tables:
        yield name, _rule(CHECKS[name], _get(tables, name, dict, "checks."))


def _rule(check: Check, table: Table) -> Rule:
    place = f"checks.{check.name}."
    _only(table, place, {"weight", "source", "thresholds"})
    thresholds = dict(_thresholds(check, table.get("thresholds", {})))
    return Rule(
        weight=_weight(table, place),
        source=_words(table, "source", place),
        thresholds=MappingProxyType({name: value for name, (value, _) in thresholds.items()}),
        threshold_sources=MappingProxyType({name: source for name, (_, source) in thresholds.items()}),
    )


def _thresholds(check: Check, tables: Any) -> Iterator[tuple[str, tuple[float, str]]]:
    place = f"checks.{check.name}.thresholds."
    if not isinstance(tables, dict):
        raise _Misfit(f"{place[:-1]} must be a table")
    _only(tables, place, set(check.thresholds))
    for name in check.thresholds:
        table = _get(tables, name, dict, place)
        _only(table, f"{place}{name}.", {"value", "source"})
        yield name, (_number(table, f"{place}{name}."), _words(table, "source", f"{place}{name}."))


def _waived(table: Table) -> Iterator[tuple[str, str]]:
    for name in table:
        yield name, _words(table, name, "waived.")


def _weight(table: Table, place: str) -> Weight:
    text = _words(table, "weight", place)
    if text not in set(Weight):
        raise _Misfit(f"{place}weight is {text!r}; it must be one of {', '.join(Weight)}")
    return Weight(text)


def _words(table: Table, key: str, place: str = "") -> str:
    text = _get(table, key, str, place)
    if not text.strip():
        raise _Misfit(f"{place}{key} is empty")
    return text


def _whole(table: Table, key: str, least: int, most: int) -> int:
    number = _get(table, key, int)
    if isinstance(number, bool) or not least <= number <= most:
        raise _Misfit(f"{key} is {number}; it must be a whole number from {least} to {most}")
    return number


def _number(table: Table, place: str) -> float:
    number = table.get("value")
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise _Misfit(f"{place}value must be a number")
    return float(number)


def _get(table: Table, key: str, kind: type[T], place: str = "") -> T:
    if key not in table:
        raise _Misfit(f"{place}{key} is missing")
    value = table[key]
    if not isinstance(value, kind):
        raise _Misfit(f"{place}{key} must be a {_KINDS[kind]}")
    return value


def _only(table: Table, place: str, known: set[str]) -> None:
    for key in table:
        if key not in known:
            raise _Misfit(f"{place}{key} is unknown; known are {', '.join(sorted(known)) or 'none'}")


_KINDS: Final[Mapping[type, str]] = {str: "text", int: "whole number", dict: "table"}
