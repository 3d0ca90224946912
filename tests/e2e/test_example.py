"""The worked example as `make example` runs it: real services, started for it and gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDS_WITHIN = 580  # seconds, on a machine that does other things, too
TOLD = (
    "a webhook told us, and its signature holds: case.verified",
    "✓ the licence is verified",
    "✓ the recruiter is a live person and the one of the selfie",
    "answer: allow",
    "✓ the permit is used, once: publish now",
    "answer: step_up, needs: review",
    "links_strong: Shared with other employers: face with 1; licence_image with 1; code with 1",
    "✓ the second account is stepped up",
    "verification_lapsed: The verification has run out.",
    "✓ the same posting is refused",
    "That is all of it.",
)


def run(**named: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BONAFIDE")}
    environment: Mapping[str, str] = kept | {"PYTHONPATH": "client"} | named
    return subprocess.run(
        [sys.executable, "-m", "example"],
        cwd=ROOT,
        env=environment,
        timeout=ENDS_WITHIN,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(ENDS_WITHIN + 20)
@pytest.mark.parametrize("profile", ["embedded", "production"])
def test_an_employer_is_onboarded_from_end_to_end(profile: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("postgres_server") if profile == "production" else ""
    ran = run(PROFILE=profile, BONAFIDE_TEST_POSTGRES_URL=url)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = ran.stdout
    for words in TOLD:
        assert words in told, ran.stdout + ran.stderr
        told = told.partition(words)[2]  # in this order


def test_half_an_address_is_refused_before_anything_is_started() -> None:
    ran = run(BONAFIDE="http://127.0.0.1:1")
    assert ran.returncode == 1
    assert "Set all of BONAFIDE, BONAFIDE_SITE, BONAFIDE_API_KEY, or none" in ran.stderr
