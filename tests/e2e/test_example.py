"""The worked example and the tour as `make` runs them: on one service, started for them and gone after."""

import re
from collections.abc import Iterator

import pytest

from example.onboarding import onboard
from example.services import NAMED, Place, chosen
from example.tour import ROWS, tour

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
SEED_TABLE = (
    "licence", "face", "certificate", "e-mail", "payment", "video", "visit", "consent", "insiders",
)  # fmt: skip

pytestmark = pytest.mark.timeout(ENDS_WITHIN)


@pytest.fixture(scope="module")
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROFILE", request.param)
        for name in NAMED:
            patch.delenv(name, raising=False)
        if request.param == "production":
            patch.setenv("BONAFIDE_TEST_POSTGRES_URL", request.getfixturevalue("postgres_server"))
        with chosen() as started:
            yield started


@pytest.mark.parametrize("place", ["production"], indirect=True)
def test_an_employer_is_taken_through_every_row_of_the_tour(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """First on this service, for the example moves its clock on."""
    tour(place)
    rows = re.findall(r"^ ✓ (\S+) {2,}\S.*? {2,}\S", capsys.readouterr().out, re.MULTILINE)
    assert tuple(rows) == SEED_TABLE == tuple(row.name for row in ROWS)


@pytest.mark.parametrize("place", ["production", "embedded"], indirect=True)
def test_an_employer_is_onboarded_from_end_to_end(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    onboard(place.base_url, place.site, place.key)
    told = whole = capsys.readouterr().out
    for words in TOLD:
        assert words in told, whole
        told = told.partition(words)[2]  # in this order


def test_half_an_address_is_refused_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDE", "http://127.0.0.1:1")
    with pytest.raises(SystemExit, match="Set all of BONAFIDE, BONAFIDE_SITE, BONAFIDE_API_KEY, or none"):
        chosen().__enter__()
