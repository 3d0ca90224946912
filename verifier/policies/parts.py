"""The parts that every policy file is read by: keys that must be there and no others, each of its kind.

Knows no check by name; what does not fit is a Misfit that names the key and what to change.
"""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from verifier.domain.check import Check
from verifier.domain.errors import ConfigurationError
from verifier.domain.policy import Rule, Weight

Table = Mapping[str, Any]
T = TypeVar("T")
FactsT = TypeVar("FactsT")


class Misfit(Exception):
    """What is wrong with one key."""


def read(path: Path, policy: Callable[[Table], T]) -> T:
    """What a policy file says. Raises ConfigurationError that names the file's key and what to change."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"The policy {path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"The policy {path.name} is not TOML: {error}.") from error
    return parsed(text, path.name, policy)


def parsed(text: str, name: str, policy: Callable[[Table], T]) -> T:
    """What the text of a policy says, under this name in what is wrong with it. Raises ConfigurationError."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(f"The policy {name} is not TOML: {error}.") from error
    try:
        return policy(table)
    except Misfit as misfit:
        raise ConfigurationError(f"The policy {name}: {misfit}.") from misfit


def rules(tables: Table, checks: Mapping[str, Check[FactsT]]) -> Mapping[str, Rule]:
    """What each check weighs, with its thresholds; every check must be named."""
    only(tables, "checks.", set(checks))
    for name in checks:
        if name not in tables:
            raise Misfit(f"[checks.{name}] is missing; a policy says of every check what it weighs")
    return MappingProxyType(
        {name: _rule(checks[name], get(tables, name, dict, "checks.")) for name in tables}
    )


def _rule(check: Check[FactsT], table: Table) -> Rule:
    place = f"checks.{check.name}."
    only(table, place, {"weight", "source", "thresholds"})
    thresholds = dict(_thresholds(check, table.get("thresholds", {})))
    return Rule(
        weight=_weight(table, place),
        source=words(table, "source", place),
        thresholds=MappingProxyType({name: value for name, (value, _) in thresholds.items()}),
        threshold_sources=MappingProxyType({name: source for name, (_, source) in thresholds.items()}),
    )


def _thresholds(check: Check[FactsT], tables: Any) -> Iterator[tuple[str, tuple[float, str]]]:
    place = f"checks.{check.name}.thresholds."
    if not isinstance(tables, dict):
        raise Misfit(f"{place[:-1]} must be a table")
    only(tables, place, set(check.thresholds))
    for name in check.thresholds:
        yield name, sourced(tables, name, place)


def _weight(table: Table, place: str) -> Weight:
    text = words(table, "weight", place)
    if text not in set(Weight):
        raise Misfit(f"{place}weight is {text!r}; it must be one of {', '.join(Weight)}")
    return Weight(text)


def sourced(tables: Table, name: str, place: str) -> tuple[float, str]:
    """A number, finite, and where it comes from."""
    table = get(tables, name, dict, place)
    only(table, f"{place}{name}.", {"value", "source"})
    return _number(table, f"{place}{name}."), words(table, "source", f"{place}{name}.")


def words(table: Table, key: str, place: str = "") -> str:
    """A text that is not empty."""
    text = get(table, key, str, place)
    if not text.strip():
        raise Misfit(f"{place}{key} is empty")
    return text


def whole(table: Table, key: str, least: int, most: int) -> int:
    """A whole number within its limits."""
    number = get(table, key, int)
    if isinstance(number, bool) or not least <= number <= most:
        raise Misfit(f"{key} is {number}; it must be a whole number from {least} to {most}")
    return number


def _number(table: Table, place: str) -> float:
    number = table.get("value")
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise Misfit(f"{place}value must be a number")
    return float(number)


def get(table: Table, key: str, kind: type[T], place: str = "") -> T:
    """A value of its kind."""
    if key not in table:
        raise Misfit(f"{place}{key} is missing")
    value = table[key]
    if not isinstance(value, kind):
        raise Misfit(f"{place}{key} must be a {_KINDS[kind]}")
    return value


def only(table: Table, place: str, known: set[str]) -> None:
    """No key but the known ones."""
    for key in table:
        if key not in known:
            raise Misfit(f"{place}{key} is unknown; known are {', '.join(sorted(known)) or 'none'}")


_KINDS: Final[Mapping[type, str]] = {str: "text", int: "whole number", dict: "table", list: "list"}
