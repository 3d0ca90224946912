"""What the provenance check says of all that a file may say of itself, and what the policy makes of it."""

from dataclasses import replace

import pytest

from tests.licences import EVIDENCE, codes, facts, licence
from verifier.checks import judge
from verifier.checks.provenance import CHECK
from verifier.domain.decision import DecisionOutcome
from verifier.domain.facts import Facts
from verifier.domain.provenance import (
    Capture,
    Container,
    Credentials,
    CredentialState,
    Declaration,
    Declarer,
    Editing,
    EmbeddedThumbnail,
    Origin,
    Provenance,
    ScreenshotHint,
    Trouble,
)
from verifier.domain.reading import Reading
from verifier.policies import load
from verifier.settings import POLICIES

SILENT = Provenance(container=Container("image/jpeg", 900, 640))
MIN = 0.75
VALID, INVALID = CredentialState.VALID, CredentialState.INVALID


def _case(*bodies: Provenance) -> Facts:
    case = facts(licence())
    read = tuple(Reading(EVIDENCE, "provenance", "test", "1", 1, body) for body in bodies)
    return replace(case, readings=(*case.readings, *read))


def _declaring(*origins: Origin, by: Declarer = Declarer.IPTC) -> Provenance:
    return replace(SILENT, declarations=tuple(Declaration(by, origin) for origin in origins))


def _with(state: CredentialState, *problems: str) -> Provenance:
    return replace(SILENT, credentials=Credentials(state, problems=problems))


def _alike(correlation: float | None) -> Provenance:
    return replace(SILENT, thumbnail=EmbeddedThumbnail(correlation))


NOTHING = ("pass", "provenance_nothing_declared")
AI = ("fail", "provenance_ai_declared")
PARTLY = ("concern", "provenance_ai_partly_declared")
DIFFERS = ("concern", "provenance_thumbnail_differs")
OTHER_BYTES = ("concern", "provenance_invalid_manifest")
NOT_READ = ("inconclusive", "provenance_not_read")

TABLE: list[tuple[Provenance, list[tuple[str, str]]]] = [
    (SILENT, [NOTHING]),
    *[(_declaring(Origin.MADE, by=by), [AI]) for by in Declarer],
    (_declaring(Origin.PARTLY), [PARTLY]),
    (_declaring(Origin.SUSPECTED), [PARTLY]),
    (_declaring(Origin.PARTLY, Origin.MADE), [AI]),
    (_alike(0.76), [NOTHING]),
    (_alike(0.74), [DIFFERS]),
    (_alike(None), [NOTHING]),
    (_with(VALID), [NOTHING]),
    (_with(INVALID, "assertion.dataHash.mismatch"), [OTHER_BYTES]),
    (_with(INVALID, "signingCredential.expired", "claim.malformed"), [NOTHING]),
    (_with(CredentialState.UNREADABLE), [("inconclusive", "provenance_unreadable_manifest")]),
    (replace(_declaring(Origin.MADE), thumbnail=EmbeddedThumbnail(0.1)), [AI, DIFFERS]),
    (Provenance(troubles=(Trouble.CONTAINER_BROKEN,)), [NOT_READ]),
]


@pytest.mark.parametrize(("body", "expected"), TABLE)
def test_each_thing_a_file_says_has_its_finding(body: Provenance, expected: list[tuple[str, str]]) -> None:
    assert codes(CHECK, _case(body), correlation_min=MIN) == expected


def test_programs_cameras_and_screens_count_for_nothing() -> None:
    body = replace(
        SILENT,
        editing=Editing(("Adobe Photoshop",), history=9, saves=4, photoshop=True, adobe=True),
        capture=Capture("Maker", has_time=True, has_place=True),
        screenshot=(ScreenshotHint.SAYS_SO, ScreenshotHint.SCREEN_SIZED),
        remote_credentials=True,
        troubles=(Trouble.XMP_BROKEN,),
    )
    assert codes(CHECK, _case(body), correlation_min=MIN) == [NOTHING]


def test_a_pass_says_that_it_says_nothing() -> None:
    (finding,) = CHECK(_case(SILENT), {"correlation_min": MIN})
    assert (
        finding.detail
        == "Of its origin nothing was declared; this says nothing about whether the picture is genuine."
    )


def test_without_its_reading_the_check_is_inconclusive() -> None:
    assert codes(CHECK, _case(), correlation_min=MIN) == [NOT_READ]
    assert codes(CHECK, replace(_case(), evidence={}), correlation_min=MIN) == [NOT_READ]


def test_a_file_of_known_origin_that_cannot_be_read_is_still_unread() -> None:
    case = replace(_case(SILENT), readings=_case(SILENT).readings[1:])
    readable = {
        finding.outcome for finding in judge(case, load(POLICIES / "v1.toml")) if finding.check == "readable"
    }
    assert readable == {"inconclusive"}


@pytest.mark.parametrize("body", [body for body, expected in TABLE if expected[0][0] in ("fail", "concern")])
def test_the_shipped_policy_has_a_person_look_and_rejects_nobody(body: Provenance) -> None:
    policy = load(POLICIES / "v1.toml")
    proposal = policy.propose(judge(_case(body), policy))
    assert proposal.outcome is DecisionOutcome.ESCALATED
    assert {finding.check for finding in proposal.reasons} == {"provenance"}


@pytest.mark.parametrize("body", [body for body, expected in TABLE if expected[0][0] == "inconclusive"])
def test_what_could_not_be_read_is_named_and_does_not_escalate(body: Provenance) -> None:
    policy = load(POLICIES / "v1.toml")
    proposal = policy.propose(judge(_case(body), policy))
    assert proposal.outcome is DecisionOutcome.VERIFIED
    assert "provenance" in {name for name, _ in proposal.waived}
