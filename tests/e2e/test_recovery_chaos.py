"""Any process is killed at any moment under load; `python -m tests.bench chaos` does it 200 times."""

from pathlib import Path

import pytest

from tests.chaos import trial

pytestmark = pytest.mark.timeout(900)

PLAN = trial.Plan(seed=15, kills=8, pause=0.6, actors=6, hurried=True)


def test_eight_kills_lose_nothing_double_nothing_and_leave_nothing_behind(
    tmp_path: Path,
) -> None:
    verdict = trial.run(trial.embedded(), PLAN, tmp_path)
    assert not verdict.faults, verdict
    assert verdict.figures["kills"]["in all"] == PLAN.kills
    assert verdict.figures["accepted"] > 0
