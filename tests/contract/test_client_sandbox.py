"""The Python client in a sandbox, over the real app; and in production, which has none of it."""

import pytest

from bonafide import Bonafide, CaseOutcome, FilmOutcome, NotFound, SandboxScript, SessionState
from tests.sites import Site, serve_sandbox


def test_codes_are_drawn_by_script(bonafide: Bonafide, alice: Site) -> None:
    serve_sandbox(alice)
    drawn = {one.script: one for one in bonafide.sandbox.codes()}
    assert set(drawn) == set(SandboxScript)
    assert drawn[SandboxScript.VERIFIED].outcome is CaseOutcome.VERIFIED
    assert drawn[SandboxScript.SLOW].after_seconds == 60


def test_the_clock_is_read_and_moved(bonafide: Bonafide, alice: Site) -> None:
    serve_sandbox(alice)
    moved = bonafide.sandbox.advance_clock(advance_seconds=3600)
    assert (moved.now - moved.real).total_seconds() == moved.ahead_seconds == 3600
    assert bonafide.sandbox.clock().ahead_seconds == 3600


def test_a_film_is_played(bonafide: Bonafide, alice: Site) -> None:
    session = serve_sandbox(alice).asked_session().json["id"]
    played = bonafide.sandbox.play_film(session, outcome=FilmOutcome.VERIFIED, face="Xiao Yang")
    assert (played.id, played.state) == (session, SessionState.VERIFIED)


def test_production_has_none_of_it(bonafide: Bonafide) -> None:
    with pytest.raises(NotFound) as absent:
        bonafide.sandbox.clock()
    assert absent.value.code == "no_such_endpoint"
