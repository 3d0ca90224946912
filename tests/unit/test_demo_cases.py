"""What the demo hands in for the console: once in the life of a data folder, and as the docs tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
import requests

from fixtures import Specimen, specimen
from verifier.cli import demo_cases
from verifier.cli.demo import hand_in_once
from verifier.cli.demo_cases import CASES, DemoCase
from verifier.cli.demo_site import Site
from verifier.domain import credit_code
from verifier.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "console.md"


@dataclass
class FakeSite:
    """Remembers what it was handed; away when `away`."""

    away: bool = False
    declared: dict[str, Mapping[str, str]] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)

    def open_case(self, employer: str, declared: Mapping[str, str]) -> str:
        if self.away:
            raise requests.ConnectionError
        self.declared[employer] = declared
        return f"/cases/{employer}"

    def add_licence(self, case: str, paper: Specimen) -> Mapping[str, Any]:
        self.papers.append(case)
        return {}

    def submit(self, case: str) -> Mapping[str, Any]:
        assert case in self.papers
        self.submitted.append(case)
        return {}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(demo_cases, "CASES", (DemoCase("plain", lambda: specimen(1), {"person": "Another"}),))
    return Settings.from_env()


def _handed_in(settings: Settings, site: FakeSite) -> FakeSite:
    hand_in_once(settings, cast(Site, site))
    return site


def test_cases_are_handed_in_once_in_the_life_of_a_data_folder(settings: Settings) -> None:
    first = _handed_in(settings, FakeSite())
    assert first.submitted == ["/cases/plain"]
    assert first.declared["plain"]["person"] == "Another"
    assert _handed_in(settings, FakeSite()).submitted == []


def test_a_service_that_is_stopped_meanwhile_gets_them_at_the_next_start(settings: Settings) -> None:
    _handed_in(settings, FakeSite(away=True))
    assert _handed_in(settings, FakeSite()).submitted == ["/cases/plain"]


def test_the_docs_tell_of_each_case_and_of_no_other() -> None:
    told = [line.split("`")[1] for line in DOCS.read_text().splitlines() if line.startswith("| `a")]
    assert told == [case.employer for case in CASES]


def test_codes_that_are_declared_otherwise_are_codes() -> None:
    codes = [case.untrue["code"] for case in CASES if "code" in case.untrue]
    assert len(codes) == 2
    assert all(map(credit_code.is_valid, codes))
