"""Trying a policy before it is switched on: past cases judged by their stored readings, and nothing written.

Both policies, the one in force and the one to be tried, judge the same readings as on the day when the case
was decided, so that whatever differs is the policy's doing. No model runs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from verifier.domain.case import Case
from verifier.domain.decision import POLICY, DecisionOutcome, Proposal
from verifier.domain.policy import Policy
from verifier.usecases.evaluation import facts_of
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review_ports import Tenants

BATCH: Final = 50  # cases in one look at the database
SAMPLE: Final = 50  # cases that are named


class Effect(StrEnum):
    """What the other policy makes of a case."""

    SAME = "same"
    ESCALATED = "escalated"  # verified in force, escalated by the other
    VERIFIED = "verified"  # the other way round
    OTHER_REASONS = "other_reasons"  # escalated by both, for different codes


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that the other policy would judge differently: the codes of the reasons that came and went."""

    tenant_id: str
    case_id: str
    effect: Effect
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(slots=True)
class Replay:
    """What a policy would have made of past cases.

    `drifted` counts those whose stored decision the policy in force would not repeat today: its checks, or
    the policy itself, changed since. `gone` had their evidence removed, and cannot be judged. `cut`: the
    time was up before every case was judged.
    """

    version: str
    in_force: str
    effects: Counter[Effect] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    sample: list[Changed] = field(default_factory=list)
    drifted: int = 0
    gone: int = 0
    cut: bool = False

    @property
    def n(self) -> int:
        return self.effects.total()

    def count(self, changed: Changed) -> None:
        self.effects[changed.effect] += 1
        self.came.update(changed.came)
        self.went.update(changed.went)
        if changed.effect is not Effect.SAME and len(self.sample) < SAMPLE:
            self.sample.append(changed)


def replay(
    ports: Ports,
    policy: Policy,
    *,
    tenants: Tenants = None,
    since: datetime | None = None,
    limit: int | None = None,
    within: timedelta | None = None,
) -> Replay:
    """Judge the newest cases of these tenants, at most `limit`, for at most this long; None is no bound."""
    made = Replay(policy.version, ports.policy.version)
    end = ports.clock.real() + within if within is not None else None
    for batch in _batches(ports, tenants, since, limit):
        with ports.view() as tx:
            for case in batch:
                _replay_one(ports, tx, case, policy, made)
        if end is not None and ports.clock.real() >= end:
            made.cut = True
            break
    return made


def _batches(
    ports: Ports, tenants: Tenants, since: datetime | None, limit: int | None
) -> Iterator[Sequence[Case]]:
    before, left = None, limit
    while left is None or left > 0:
        take = BATCH if left is None else min(BATCH, left)
        with ports.view() as tx:
            batch = tx.oversight.decided_cases(tenants=tenants, since=since, before=before, limit=take)
        if not batch:
            return
        yield batch
        before = batch[-1].id
        left = None if left is None else left - len(batch)


def _replay_one(ports: Ports, tx: Transaction, case: Case, policy: Policy, made: Replay) -> None:
    rounds = tx.decisions.of_case(case.tenant_id, case.id)
    stored = next((one for one in reversed(rounds) if one.decided_by == POLICY), None)
    if stored is None:
        return
    facts = facts_of(tx, case, stored.decided_at)
    if not facts.evidence:  # no case is submitted without
        made.gone += 1
        return
    _, before = ports.judge_case(facts, ports.policy)
    _, after = ports.judge_case(facts, policy)
    made.count(_changed(case, before, after))
    made.drifted += _judged(before) != _judged(stored.proposal)


def _changed(case: Case, before: Proposal, after: Proposal) -> Changed:
    (was, had), (would_be, has) = _judged(before), _judged(after)
    return Changed(
        case.tenant_id,
        case.id,
        _effect(was, would_be, same_reasons=had == has),
        came=tuple(sorted(has - had)),
        went=tuple(sorted(had - has)),
    )


def _effect(was: DecisionOutcome, would_be: DecisionOutcome, *, same_reasons: bool) -> Effect:
    if was is would_be:
        return Effect.SAME if same_reasons else Effect.OTHER_REASONS
    return Effect(would_be.value)


def _judged(proposal: Proposal) -> tuple[DecisionOutcome, frozenset[str]]:
    return proposal.outcome, frozenset(reason.code for reason in proposal.reasons)
