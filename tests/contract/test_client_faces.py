"""The Python client with recruiters and face sessions, over the real app."""

import pytest

from bonafide import (
    Bonafide,
    Conflict,
    PortraitKind,
    Purpose,
    ReviewOutcome,
    SessionState,
)
from bonafide.answers.face_enums import AssuranceLevel
from tests.clients import Pauses
from tests.face_acts import Link
from tests.sites import KEPT_FRAME, Site, photo
from verifier.usecases.faces import sessions


def asked(bonafide: Bonafide) -> tuple[str, str]:
    """A recruiter with a selfie, and the link of their enrolment."""
    recruiter = bonafide.recruiters.add(reference="account-1")
    bonafide.recruiters.add_portrait(recruiter.id, file=photo())
    session = bonafide.face_sessions.ask(recruiter.id, purpose=Purpose.ENROL, minutes=10)
    return session.id, session.url.rpartition("/")[2]


def link(alice: Site, session_id: str, token: str) -> Link:
    assert alice.ports is not None
    return Link(sessions.read_session(alice.ports, alice.tenant_id, session_id).session, token)


def test_a_recruiter_is_added_found_and_pictured(bonafide: Bonafide) -> None:
    recruiter = bonafide.recruiters.add(reference="account-1")
    assert list(bonafide.recruiters.find(reference="account-1")) == [recruiter]
    assert len(bonafide.recruiters.find(reference="account-2")) == 0
    portrait = bonafide.recruiters.add_portrait(
        recruiter.id, file=photo(), kind=PortraitKind.IDENTITY_DOCUMENT
    )
    assert portrait.recruiter_id == recruiter.id
    assert bonafide.recruiters.read(recruiter.id).portraits == (PortraitKind.IDENTITY_DOCUMENT,)
    with pytest.raises(Conflict) as known:
        bonafide.recruiters.add(reference="account-1")
    assert known.value.code == "recruiter_known"


def test_a_session_is_waited_for_until_the_face_is_verified(
    bonafide: Bonafide, alice: Site, pauses: Pauses
) -> None:
    session_id, token = asked(bonafide)
    assert bonafide.face_sessions.read(session_id).state is SessionState.WAITING

    def film() -> None:
        assert alice.ports is not None
        from tests import face_acts

        alice.film(face_acts.agreed(alice.ports, link(alice, session_id, token)))

    pauses.then = film
    session = bonafide.face_sessions.wait(session_id)
    assert session.state is SessionState.VERIFIED
    assert session.assurance is not None
    assert session.assurance.level in set(AssuranceLevel)
    assert bonafide.recruiters.read(session.recruiter_id).enrolled_at == session.ended_at
    bonafide.recruiters.withdraw_face(session.recruiter_id)
    assert bonafide.recruiters.read(session.recruiter_id).enrolled_at is None


def test_a_session_in_review_is_looked_at_and_decided(bonafide: Bonafide, alice: Site) -> None:
    session_id = alice.session_in_review().rpartition("/")[2]
    (listed,) = bonafide.face_sessions.list(state=SessionState.REVIEW)
    assert listed.id == session_id
    session = bonafide.face_sessions.wait(session_id)
    (frame,) = session.frames
    shown = bonafide.face_sessions.fetch_frame(session_id, frame.attempt_id, frame.at)
    assert shown == KEPT_FRAME[2]
    decided = bonafide.face_sessions.review(
        session_id, outcome=ReviewOutcome.REJECTED, reviewer="reviewer-1", reason="看过了。"
    )
    assert decided.state is SessionState.REJECTED
    assert decided.decision is not None
    assert decided.decision.words == "看过了。"


def test_a_link_is_in_no_representation(bonafide: Bonafide) -> None:
    recruiter = bonafide.recruiters.add(reference="account-1")
    bonafide.recruiters.add_portrait(recruiter.id, file=photo())
    session = bonafide.face_sessions.ask(recruiter.id, purpose=Purpose.ENROL)
    assert session.url.rpartition("/")[2] not in repr(session)
