"""The policy of proofs: the terms of each kind, what each account has to prove, what stands for a face."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from verifier.checks.proofs import PROOF_CHECKS
from verifier.domain.case import AccountType
from verifier.domain.employer import AccountRisk
from verifier.domain.policy import Policy
from verifier.domain.proof import (
    OWN,
    FaceReplacement,
    ProofKind,
    ProofPolicy,
    Requirement,
    RequirementKey,
    Terms,
)
from verifier.policies.parts import Misfit, Table, get, only, rules, sourced, words

WORTH: Final = (0.0, 10.0)
DAYS: Final = (1.0, 366.0)
HOURS: Final = (0.1, 90 * 24.0)


def proof_policy(table: Table) -> ProofPolicy:
    """The policy that the file's table says. Raises Misfit."""
    only(table, "", {"version", "link_hours", "kinds", "requirements", "replaces_face"})
    version = words(table, "version")
    return ProofPolicy(
        version=version,
        kinds=_kinds(get(table, "kinds", dict), version),
        requirements=MappingProxyType(dict(_requirements(get(table, "requirements", dict)))),
        replacement=_replacement(get(table, "replaces_face", dict)),
        link_life=timedelta(hours=_within(table, "link_hours", "", HOURS)),
    )


def _kinds(tables: Table, version: str) -> Mapping[ProofKind, Terms]:
    only(tables, "kinds.", set(ProofKind))
    return MappingProxyType(
        {kind: _terms(get(tables, kind, dict, "kinds."), kind, version) for kind in ProofKind}
    )


def _terms(table: Table, kind: ProofKind, version: str) -> Terms:
    place = f"kinds.{kind}."
    only(table, place, {"worth", "valid_days", "window_hours", "limits", "checks"})
    lifetime = timedelta(days=_within(table, "valid_days", place, DAYS))
    limits = table.get("limits", {})
    return Terms(
        worth=_within(table, "worth", place, WORTH),
        lifetime=lifetime,
        window=timedelta(hours=_within(table, "window_hours", place, HOURS)),
        limits=MappingProxyType({name: sourced(limits, name, f"{place}limits.")[0] for name in limits}),
        rules=Policy(
            version, lifetime, soft_limit=2, rules=rules(table.get("checks", {}), PROOF_CHECKS[kind])
        ),
    )


def _requirements(tables: Table) -> list[tuple[RequirementKey, Requirement]]:
    only(tables, "requirements.", set(AccountType))
    return [
        ((account, risk), _requirement(_of(tables, account), account, risk))
        for account in AccountType
        for risk in AccountRisk
    ]


def _of(tables: Table, account: AccountType) -> Table:
    table: Table = get(tables, account, dict, "requirements.")
    only(table, f"requirements.{account}.", set(AccountRisk))
    return table


def _requirement(tables: Table, account: AccountType, risk: AccountRisk) -> Requirement:
    place = f"requirements.{account}.{risk}."
    table = get(tables, risk, dict, f"requirements.{account}.")
    only(table, place, {"worth_min", "all_of"})
    return Requirement(_within(table, "worth_min", place, WORTH), _named(table, "all_of", place))


def _replacement(table: Table) -> FaceReplacement:
    place = "replaces_face."
    only(table, place, {"sets", "fresh", "without", "source"})
    words(table, "source", place)
    sets = get(table, "sets", list, place)
    return FaceReplacement(
        sets=tuple(_named({"sets": each}, "sets", place) for each in sets),
        fresh=_named(table, "fresh", place),
        without=_codes(table, "without", place),
    )


def _codes(table: Table, key: str, place: str) -> frozenset[str]:
    """Codes of findings on proofs that are a recruiter's own."""
    known = {code for kind in OWN for check in PROOF_CHECKS[kind].values() for code in check.codes}
    named = get(table, key, list, place)
    if unknown := [one for one in named if one not in known]:
        raise Misfit(f"{place}{key} has {unknown[0]!r}, which no check of a recruiter's own proofs finds")
    return frozenset(named)


def _named(table: Table, key: str, place: str) -> frozenset[ProofKind]:
    named = get(table, key, list, place)
    if unknown := [one for one in named if one not in set(ProofKind)]:
        raise Misfit(f"{place}{key} has {unknown[0]!r}; known are {', '.join(ProofKind)}")
    return frozenset(map(ProofKind, named))


def _within(table: Table, name: str, place: str, limits: tuple[float, float]) -> float:
    number, _ = sourced(table, name, place)
    least, most = limits
    if not least <= number <= most:
        raise Misfit(f"{place}{name}.value is {number}; it must be from {least} to {most}")
    return number
