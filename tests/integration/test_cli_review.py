"""`review-figures` and `replay` as the operator runs them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.acts import submitted
from tests.fakes import LICENCE_ALONE, FakeQueue
from tests.review_acts import broken, says
from verifier import usecases
from verifier.assembly import assemble
from verifier.cli import cli
from verifier.domain.errors import ConfigurationError, NotFound
from verifier.domain.escalation import Verdict
from verifier.settings import POLICIES, Settings
from verifier.usecases.review.deciding import decide_case
from verifier.usecases.review.reviewer import Reviewer


@pytest.fixture(autouse=True)
def rejected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The id of a case whose page could not be read, and which a person rejected."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))
    ports = replace(assemble(Settings.from_env()), queue=FakeQueue(), plan=LICENCE_ALONE)
    tenant, _ = usecases.create_tenant(ports, "A site")
    case, (task_id,) = submitted(ports, tenant.id)
    broken(ports, task_id)
    with ports.view() as tx:
        escalation = tx.escalations.waiting_of(tenant.id, case.id)
    assert escalation is not None
    decide_case(ports, escalation.id, says(Verdict.REJECT), seen=1, me=Reviewer("stf_anna"))
    return case.id


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_figures_are_written_to_a_new_file_for_its_owner_alone(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    assert run("review-figures", "--out", str(out)).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    found = {row["code"]: row for row in json.loads(out.read_text())["findings"]}
    unread = found["evidence_malformed"]
    assert (unread["policy"], unread["n"], unread["upheld"], unread["error_rate"]) == ("v1", 1, 1, None)
    assert isinstance(run("review-figures", "--out", str(out)).exception, ConfigurationError)
    assert not json.loads(_later(tmp_path).read_text())["findings"]


def _later(tmp_path: Path) -> Path:
    out = tmp_path / "later.json"
    assert run("review-figures", "--since", "2999-01-01", "--out", str(out)).exit_code == 0
    return out


def test_a_policy_is_tried_on_all_cases(rejected: str, tmp_path: Path) -> None:
    lax = tmp_path / "lax.toml"
    text = (POLICIES / "v1.toml").read_text()
    lax.write_text(
        text.replace('weight = "hard"', 'weight = "soft"').replace("soft_limit = 2", "soft_limit = 25")
    )
    told = run("replay", "--policy", str(lax))
    assert told.exit_code == 0, told.output
    assert "effect  verified  1" in told.output
    assert f"case    {rejected}  verified  -" in told.output
    same = run("replay", "--policy", str(POLICIES / "v1.toml"), "--limit", "5").output
    assert "effect  same  1" in same
    assert "case    " not in same


def test_a_tenant_that_is_not_there_is_told() -> None:
    told = run("replay", "--policy", str(POLICIES / "v1.toml"), "--tenant", "ten_none")
    assert isinstance(told.exception, NotFound)
