"""What leads and auditors need: how the work goes, and how often people decide against a finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from verifier.domain.review_figures import Ended, Figures, Share, Standing, figures
from verifier.usecases.ports import Ports
from verifier.usecases.review_ports import Ageing, Tenants, Wanted

MOST: Final = 10_000  # escalations that a page counts; half a second of one core


@dataclass(frozen=True, slots=True)
class Overview:
    """How the work stands now, and what came of it in the days before. `cut`: of the newest MOST alone."""

    waiting: Ageing
    figures: Figures
    days: int
    cut: bool


def overview(ports: Ports, *, days: int, tenants: Tenants) -> Overview:
    """The last `days`, of those tenants; None is all."""
    now = ports.clock.now()
    with ports.view() as tx:
        waiting = tx.escalations.ageing(Wanted(tenants=tenants), now=now)
        since = now - timedelta(days=days)
        found = figures(tx.oversight.ended(tenants=tenants, since=since, limit=MOST))
    return Overview(waiting, found, days, cut=found.ages.n >= MOST)


def review_figures(ports: Ports, *, since: datetime) -> dict[str, Any]:
    """What people made of each finding, by policy version, as JSON for whoever calibrates. Names no case."""
    with ports.view() as tx:
        standings = _by_policy(tx.oversight.ended(tenants=None, since=since))
    return {
        "since": since.isoformat(),
        "made_at": ports.clock.now().isoformat(),
        "interval": "Wilson, 95 %; null below 10 cases",
        "findings": [
            {"policy": policy, "check": check, "code": code, "outcome": outcome, **_told(standing)}
            for (policy, check, code, outcome), standing in sorted(standings.items())
        ],
    }


def _by_policy(every: Iterable[Ended]) -> Mapping[tuple[str, str, str, str], Standing]:
    standings: dict[tuple[str, str, str, str], Standing] = {}
    for one in every:
        for cause in set(one.causes):
            place = (one.policy_version, cause.check, cause.code, cause.outcome.value)
            standings.setdefault(place, Standing()).count(one)
    return standings


def _told(standing: Standing) -> dict[str, Any]:
    return {
        "n": standing.n,
        "upheld": standing.upheld,
        "overridden": standing.overridden,
        "misread": standing.misread,
        "override_rate": _share(standing.overrides),
        "error_rate": _share(standing.errors),
    }


def _share(share: Share) -> dict[str, Any] | None:
    if share.rate is None or share.interval is None:
        return None
    low, high = share.interval
    return {"rate": round(share.rate, 4), "low": round(low, 4), "high": round(high, 4)}
