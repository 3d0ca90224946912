"""What the checks of a film say, both ways, by the shipped thresholds; and that nothing fails open."""

import math
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from tests.face_films import (
    CHALLENGE,
    EVENTS,
    MATCH,
    POLICY,
    RELIEF,
    STEPS,
    against,
    codes,
    facts,
    frames,
    live,
    outcome,
    upload,
)
from tests.faces import view
from verifier.checks.faces import FACE_CHECKS, judge_film
from verifier.domain.face_check import FILM_UNMEASURED
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_facts import Against, FaceFacts, Match, Upload
from verifier.domain.face_session import Challenge, Purpose, Step
from verifier.domain.faces import (
    Action,
    FaceEvent,
    FaceQuality,
    Likeness,
    LiveMeasures,
    Relief,
    StillMeasures,
)

TIMES = upload().times
MOUTH = Action.OPEN_MOUTH


def test_a_recruiter_who_did_all_that_was_asked_is_verified() -> None:
    assert outcome(facts()) is FaceOutcome.VERIFIED
    assert {(one.outcome, one.check) for one in judge_film(facts(), POLICY)} == {
        ("inconclusive" if name == "card_match" else "pass", name) for name in FACE_CHECKS
    }


def test_the_same_film_is_judged_alike_each_time() -> None:
    assert judge_film(facts(), POLICY) == judge_film(facts(), POLICY)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (upload(), [("pass", "times_believable")]),
        (upload(times=()), [("inconclusive", "film_short")]),
        (upload(times=(*TIMES[:9], TIMES[10], TIMES[9], *TIMES[11:])), [("fail", "times_backwards")]),
        (upload(times=(*TIMES[:9], TIMES[8], *TIMES[10:])), [("fail", "times_backwards")]),
        (upload(times=(-40, *TIMES[1:])), [("fail", "times_backwards")]),
        (upload(times=(0, *TIMES[1:])), [("pass", "times_believable")]),
        (upload(ahead=501), [("fail", "times_ahead")]),
        (upload(ahead=500), [("pass", "times_believable")]),
        (upload(elapsed=TIMES[-1] - 501), [("fail", "times_ahead")]),
        (upload(times=(*TIMES, *range(13_000, 15_100, 50)), elapsed=20_000), [("fail", "film_overlong")]),
        (upload(times=(*TIMES, *range(13_000, 14_900, 50)), elapsed=20_000), [("pass", "times_believable")]),
        (upload(times=tuple(range(0, 13_000, 21))), [("fail", "film_overlong")]),
        (upload(times=TIMES[20:]), [("concern", "film_short")]),
        (upload(times=TIMES[:-20]), [("concern", "film_short")]),
        (upload(times=TIMES[7:-6]), [("pass", "times_believable")]),
        (upload(times=TIMES[::2]), [("concern", "pace_slow")]),
        (upload(times=tuple(range(0, 13_000, 100))), [("pass", "times_believable")]),
        (upload(times=(*TIMES[:60], *TIMES[76:])), [("concern", "pace_slow")]),
        (upload(times=(40,)), [("concern", "film_short"), ("concern", "pace_slow")]),
    ],
)  # fmt: skip
def test_times_are_believed_within_limits(sent: Upload, said: list[tuple[str, str]]) -> None:
    assert codes(facts(sent=sent), of="times") == said


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (facts(), ("pass", "frames_sound")),
        (facts(nothing=True), ("inconclusive", "no_frames")),
        (facts(measured=live(frames=())), ("inconclusive", "no_frames")),
        (facts(sent=upload(sizes=())), ("inconclusive", "no_frames")),
        (facts(sent=upload(sizes=((640, 480), (480, 640)))), ("concern", "frame_size_changed")),
        (facts(sent=upload(refused=1)), ("fail", "frames_refused")),
        (facts(sent=upload(refused=195), nothing=True), ("fail", "frames_refused")),
        (facts(measured=live(time=replace(live().time, refused=1))), ("fail", "frames_refused")),
    ],
)
def test_every_frame_is_a_picture_of_one_camera(attempt: FaceFacts, said: tuple[str, str]) -> None:
    assert codes(attempt, of="frames") == [said]


def test_a_film_of_which_a_sampled_frame_came_before_is_replayed() -> None:
    assert codes(facts(sent=upload(replayed=1)), of="fresh") == [("fail", "film_replayed")]
    assert codes(facts(sent=upload(replayed=0)), of="fresh") == [("pass", "film_fresh")]


def _without_face(count: int) -> LiveMeasures:
    taken = frames()
    return live(frames=tuple(replace(one, face=None) if i < count else one for i, one in enumerate(taken)))


def _several(count: int) -> LiveMeasures:
    taken = frames()
    return live(frames=tuple(replace(one, faces=2 if i < count else 1) for i, one in enumerate(taken)))


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (_without_face(38), ("pass", "one_face")),
        (_without_face(45), ("concern", "no_face")),
        (_several(2), ("pass", "one_face")),
        (_several(3), ("concern", "several_faces")),
        (live(frames=tuple(replace(one, faces=None) for one in frames())), ("inconclusive", FILM_UNMEASURED)),
    ],
)
def test_one_face_is_seen_throughout(measured: LiveMeasures, said: tuple[str, str]) -> None:
    assert codes(facts(measured=measured), of="one_face") == [said]


def _alike(*values: float) -> LiveMeasures:
    return live(likeness=tuple(Likeness(index * 1000, value) for index, value in enumerate(values)))


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (_alike(*[0.45] * 6), ("pass", "same_face")),
        (_alike(*[0.9] * 11, 0.44), ("fail", "face_changed")),
        (_alike(0.9, 0.2), ("fail", "face_changed")),
        (_alike(*[0.9] * 6, math.nan, 0.9), ("fail", "face_changed")),
        (_alike(*[0.9] * 5), ("inconclusive", "face_seldom_ahead")),
        (_alike(), ("inconclusive", "face_seldom_ahead")),
    ],
)
def test_the_face_stays_the_one_that_the_film_opened_with(
    measured: LiveMeasures, said: tuple[str, str]
) -> None:
    assert codes(facts(measured=measured), of="same_face") == [said]


def _did(*events: FaceEvent) -> FaceFacts:
    return facts(measured=live(events=tuple(sorted(events, key=lambda event: event.start))))


def _at(action: Action, start: int, length: int = 400) -> FaceEvent:
    return FaceEvent(action, start - 40, start - 40 + length, 0.7)  # on the clock of the film's first frame


TURN, BLINK, OPEN = EVENTS


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (_did(*EVENTS), ["steps_shown"]),
        (_did(TURN, OPEN), ["step_missed"]),
        (_did(), ["step_missed"]),
        (_did(*EVENTS, _at(Action.BLINK, 300), _at(Action.BLINK, 4000)), ["steps_shown"]),
        (_did(TURN, OPEN, _at(Action.BLINK, 5590, 400)), ["step_missed"]),
        (_did(TURN, OPEN, _at(Action.BLINK, 5600, 400)), ["steps_shown"]),
        (_did(TURN, OPEN, _at(Action.BLINK, 9000)), ["steps_shown"]),
        (_did(TURN, OPEN, _at(Action.BLINK, 9001)), ["step_missed"]),
        (_did(*EVENTS, _at(Action.TURN_RIGHT, 7000)), ["unasked_action"]),
        (_did(*EVENTS, _at(Action.TURN_LEFT, 11_000)), ["unasked_action"]),
        (_did(*EVENTS, _at(MOUTH, 1000)), ["unasked_action"]),
        (_did(TURN, BLINK, _at(MOUTH, 8999, 2000)), ["unasked_action"]),
        (_did(TURN, BLINK, _at(MOUTH, 9000, 2000)), ["steps_shown"]),
        (_did(*EVENTS, _at(Action.TURN_LEFT, 6500)), ["steps_shown"]),
        (_did(*EVENTS, _at(Action.TURN_LEFT, 6501)), ["unasked_action"]),
        (_did(TURN, BLINK, _at(MOUTH, 6000, 6000)), ["steps_out_of_order", "unasked_action"]),
        (facts(challenge=replace(CHALLENGE, steps=())), [FILM_UNMEASURED]),
    ],
)
def test_the_film_shows_what_was_asked_and_nothing_else(attempt: FaceFacts, said: list[str]) -> None:
    assert [code for _, code in codes(attempt, of="challenge")] == said


def test_an_answer_that_began_before_the_answer_to_the_step_before_is_out_of_order() -> None:
    held = (FaceEvent(MOUTH, 9400, 12_000, 0.7), FaceEvent(Action.TURN_LEFT, 12_300, 12_900, 20.0))
    near = (Step(Action.TURN_LEFT, 11_000, 12_600), Step(MOUTH, 11_900, 12_600))
    attempt = facts(challenge=Challenge("n", near, 13_000), measured=live(events=held))
    assert ("concern", "steps_out_of_order") in codes(attempt, of="challenge")


def test_steps_are_counted_from_the_recording_and_events_from_the_first_frame() -> None:
    first = _at(Action.BLINK, 9001)
    attempt = facts(measured=live(events=(TURN, first, OPEN)), sent=upload(times=(39, *TIMES[1:])))
    assert codes(attempt, of="challenge") == [("pass", "steps_shown")]


def _still(first: int, count: int) -> LiveMeasures:
    """So many frames equal to the byte, in whose face the mesh finds something new all the same."""
    return live(
        frames=tuple(
            replace(one, scene=0.0, change=0.03) if first <= i < first + count else one
            for i, one in enumerate(frames())
        )
    )


@pytest.mark.parametrize(
    ("measured", "sent", "said"),
    [
        (live(), upload(), ("pass", "picture_moves")),
        (_still(30, 10), upload(repeated=10), ("pass", "picture_moves")),
        (_still(30, 11), upload(repeated=11), ("fail", "picture_frozen")),
        (live(), upload(repeated=1), ("fail", "frames_repeat")),
        (_still(30, 4), upload(repeated=5), ("fail", "frames_repeat")),
        (live(frames=frames()[:1]), upload(), ("inconclusive", FILM_UNMEASURED)),
    ],
)
def test_frames_follow_one_another_as_those_of_a_camera(
    measured: LiveMeasures, sent: Upload, said: tuple[str, str]
) -> None:
    assert codes(facts(measured=measured, sent=sent), of="moving") == [said]


def test_a_frozen_picture_without_a_face_is_frozen_too() -> None:
    taken = tuple(replace(one, face=None, change=None) for one in _still(30, 11).frames)
    assert ("fail", "picture_frozen") in codes(facts(measured=live(frames=taken)), of="moving")


def _turned(*reliefs: Relief) -> FaceFacts:
    return facts(measured=live(reliefs=reliefs))


FLAT = replace(RELIEF, residual=0.01)


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (_turned(RELIEF), ("pass", "turn_has_depth")),
        (_turned(FLAT), ("fail", "turn_flat")),
        (_turned(), ("inconclusive", "turn_unmeasured")),
        (_turned(replace(RELIEF, turned=9.9)), ("inconclusive", "turn_unmeasured")),
        (_turned(replace(RELIEF, action=Action.TURN_RIGHT)), ("inconclusive", "turn_unmeasured")),
        (_turned(replace(RELIEF, start=5461, end=5900)), ("inconclusive", "turn_unmeasured")),
        (_turned(replace(RELIEF, start=5460, end=5900)), ("pass", "turn_has_depth")),
        (_turned(replace(RELIEF, turned=12), replace(FLAT, turned=30)), ("fail", "turn_flat")),
        (facts(challenge=replace(CHALLENGE, steps=STEPS[1:])), ("inconclusive", "turn_unmeasured")),
    ],
)
def test_what_turned_was_a_head(attempt: FaceFacts, said: tuple[str, str]) -> None:
    assert codes(attempt, of="depth") == [said]


def test_each_of_two_turns_must_have_depth() -> None:
    two = Challenge("n", (STEPS[0], Step(Action.TURN_RIGHT, 6000, 9000)), 13_000)
    right = Relief(Action.TURN_RIGHT, 6500, 7500, turned=20.0, corners=60, residual=0.01)
    attempt = facts(challenge=two, measured=live(reliefs=(RELIEF, right)))
    assert codes(attempt, of="depth") == [("pass", "turn_has_depth"), ("fail", "turn_flat")]


BARE, PICTURED, COUPLE = StillMeasures(0), StillMeasures(1, view()), StillMeasures(2, view())
SELFIE = Match(Against.SELFIE, 0.6, 0.4, PICTURED)
DOCUMENT = Match(Against.IDENTITY_DOCUMENT, 0.35, 0.5, PICTURED)
ENROL = Purpose.ENROL
DOUBT = POLICY.rules.rules["card_match"].thresholds["doubt_min"]


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (facts(matches=(replace(MATCH, cosine=0.38),)), [("pass", "face_matches")]),
        (facts(matches=(replace(MATCH, cosine=0.37),)), [("concern", "face_doubtful")]),
        (facts(matches=(replace(MATCH, cosine=0.33),)), [("concern", "face_doubtful")]),
        (facts(matches=(replace(MATCH, cosine=0.32),)), [("fail", "face_differs")]),
        (facts(matches=(replace(MATCH, cosine=None),)), [("inconclusive", "face_uncompared")]),
        (facts(matches=()), [("inconclusive", "face_uncompared")]),
        (facts(matches=(SELFIE,)), [("pass", "face_matches"), ("inconclusive", "face_uncompared")]),
        (facts(matches=(SELFIE,), purpose=ENROL), [("pass", "face_matches")]),
        (
            facts(matches=(MATCH,), purpose=ENROL),
            [("pass", "face_matches"), ("inconclusive", "face_uncompared")],
        ),
        (
            facts(matches=(SELFIE, DOCUMENT), purpose=ENROL),
            [("pass", "face_matches"), ("concern", "face_doubtful")],
        ),
        (
            facts(matches=(replace(SELFIE, cosine=None, still=BARE),), purpose=ENROL),
            [("inconclusive", "portrait_without_face")],
        ),
        (
            facts(matches=(replace(SELFIE, still=COUPLE),), purpose=ENROL),
            [("inconclusive", "portrait_several_faces")],
        ),
        (facts(matches=(SELFIE, replace(DOCUMENT, cosine=0.5, still=COUPLE)), purpose=ENROL),
         [("pass", "face_matches"), ("pass", "face_matches")]),
        (facts(measured=_alike()), [("inconclusive", "live_face_unseen")]),
    ],
)  # fmt: skip
def test_the_face_is_that_of_the_person_who_it_should_be(
    attempt: FaceFacts, said: list[tuple[str, str]]
) -> None:
    assert codes(attempt, of="match") == said


CARD = Match(Against.AGENT_CARD, 0.6, 0.4, PICTURED)


@pytest.mark.parametrize(
    ("card", "said", "becomes"),
    [
        (CARD, ("pass", "card_matches"), FaceOutcome.VERIFIED),
        (replace(CARD, cosine=0.38), ("pass", "card_matches"), FaceOutcome.VERIFIED),
        (replace(CARD, cosine=0.37), ("inconclusive", "card_doubtful"), FaceOutcome.VERIFIED),
        (replace(CARD, cosine=DOUBT), ("inconclusive", "card_doubtful"), FaceOutcome.VERIFIED),
        (replace(CARD, cosine=DOUBT - 0.01), ("fail", "card_differs"), FaceOutcome.REVIEW),
        (replace(CARD, cosine=None), ("inconclusive", "card_uncompared"), FaceOutcome.VERIFIED),
        (
            replace(CARD, cosine=None, still=BARE),
            ("inconclusive", "card_portrait_unseen"),
            FaceOutcome.VERIFIED,
        ),
        (replace(CARD, cosine=None, still=None), ("inconclusive", "card_of_several"), FaceOutcome.VERIFIED),
    ],
)
def test_the_photograph_on_the_card_speaks_only_where_it_is_another_face(
    card: Match, said: tuple[str, str], becomes: FaceOutcome
) -> None:
    attempt = facts(matches=(MATCH, card))
    assert codes(attempt, of="card_match") == [said]
    assert codes(attempt, of="match") == [("pass", "face_matches")]
    assert outcome(attempt) is becomes
    waived = dict(POLICY.propose(judge_film(attempt, POLICY))[1].waived)
    assert ("card_match" in waived) is (said[0] == "inconclusive")


def test_without_a_card_nothing_is_said_of_one() -> None:
    assert codes(facts(), of="card_match") == [("inconclusive", "no_paper")]
    assert "card_match" not in dict(POLICY.propose(judge_film(facts(), POLICY))[1].waived)


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (facts(matches=(replace(MATCH, distance=0.5),)), ("pass", "second_opinion_agrees")),
        (facts(matches=(replace(MATCH, distance=0.51),)), ("concern", "second_opinion_differs")),
        (facts(measured=live(second_likeness=(Likeness(1, 0.7),))), ("concern", "second_opinion_differs")),
        (facts(measured=live(second_likeness=())), ("pass", "second_opinion_agrees")),
        (facts(matches=(replace(MATCH, distance=None),)), ("inconclusive", "second_opinion_absent")),
    ],
)
def test_the_second_engine_is_asked_too(attempt: FaceFacts, said: tuple[str, str]) -> None:
    assert codes(attempt, of="second_opinion") == [said]
    assert outcome(attempt) is FaceOutcome.VERIFIED


def test_the_second_opinion_is_one_finding_however_much_was_compared() -> None:
    matches = (replace(SELFIE, distance=0.9), replace(DOCUMENT, cosine=0.6, distance=0.9))
    attempt = facts(matches=matches, purpose=ENROL)
    assert codes(attempt, of="second_opinion") == [("concern", "second_opinion_differs")]
    assert outcome(attempt) is FaceOutcome.VERIFIED


def _pictured(*, height: int = 200, light: float = 120.0, sharpness: float = 0.4) -> LiveMeasures:
    face = replace(view(), box=(220, 120, 420, 120 + height))
    taken = tuple(replace(one, face=face) for one in frames())
    return live(frames=taken, quality=FaceQuality(sharpness, light, 50.0))


NUMBERS = POLICY.rules.rules["quality"].thresholds


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (_pictured(height=int(NUMBERS["height_min"])), ("pass", "face_pictured")),
        (_pictured(height=int(NUMBERS["height_min"]) - 1), ("concern", "face_too_small")),
        (_pictured(light=NUMBERS["light_min"] - 1), ("concern", "face_too_dark")),
        (_pictured(light=NUMBERS["light_max"] + 1), ("concern", "face_too_bright")),
        (_pictured(sharpness=NUMBERS["sharpness_min"] - 0.01), ("concern", "face_blurred")),
        (live(quality=None), ("inconclusive", FILM_UNMEASURED)),
        (_without_face(195), ("inconclusive", FILM_UNMEASURED)),
    ],
)
def test_the_face_is_pictured_well_enough(measured: LiveMeasures, said: tuple[str, str]) -> None:
    assert codes(facts(measured=measured), of="quality") == [said]


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (facts(measured=live(passive=0.0)), ("pass", "passive_live")),
        (facts(measured=live(passive=-0.1)), ("fail", "passive_spoof")),
        (facts(measured=live(passive=None)), ("inconclusive", FILM_UNMEASURED)),
        (facts(measured=live(passive=None), passive_detector=False), ("inconclusive", "passive_absent")),
    ],
)
def test_the_optional_detector_is_heard_where_it_is_there(attempt: FaceFacts, said: tuple[str, str]) -> None:
    assert codes(attempt, of="passive") == [said]


def test_without_the_optional_detector_the_decision_names_what_it_went_without() -> None:
    attempt = facts(measured=live(passive=None), passive_detector=False)
    chosen, proposal = POLICY.propose(judge_film(attempt, POLICY))
    assert chosen is FaceOutcome.VERIFIED
    assert [name for name, _ in proposal.waived] == ["passive"]


NEEDS_NO_MEASURES = {"times", "frames", "fresh"}


@pytest.mark.parametrize("name", sorted(set(FACE_CHECKS) - NEEDS_NO_MEASURES))
def test_without_measures_every_check_of_them_is_inconclusive(name: str) -> None:
    assert codes(facts(nothing=True), of=name) == [("inconclusive", FILM_UNMEASURED)]


EMPTY = {
    field.name: None if field.name in ("quality", "passive") else ()
    for field in fields(LiveMeasures)
    if field.name != "time"
}


@pytest.mark.parametrize("name", sorted(set(EMPTY) - {"quality", "passive", "second_likeness"}))
def test_a_film_of_which_any_measure_is_missing_never_verifies(name: str) -> None:
    assert outcome(facts(measured=live(**{name: EMPTY[name]}))) is not FaceOutcome.VERIFIED


@pytest.mark.parametrize("name", ["face", "faces", "scene"])
def test_a_film_in_whose_frames_a_measure_is_missing_never_verifies(name: str) -> None:
    taken = tuple(replace(one, **{name: None}) for one in frames())
    assert outcome(facts(measured=live(frames=taken))) is not FaceOutcome.VERIFIED


@pytest.mark.parametrize(
    ("attempt", "chosen", "why"),
    [
        (facts(nothing=True, sent=upload(times=(), sizes=())), FaceOutcome.RETRY,
         {"film_short", "no_frames", "film_unmeasured"}),
        (_did(TURN, OPEN), FaceOutcome.RETRY, {"step_missed"}),
        (facts(matches=(replace(MATCH, cosine=0.35),)), FaceOutcome.RETRY, {"face_doubtful"}),
        (facts(matches=(replace(MATCH, cosine=0.1),)), FaceOutcome.REVIEW, {"face_differs"}),
        (_turned(FLAT), FaceOutcome.REVIEW, {"turn_flat"}),
        (facts(measured=live(reliefs=(FLAT,), events=(BLINK, OPEN))), FaceOutcome.REVIEW,
         {"step_missed", "turn_flat"}),
        (facts(sent=upload(replayed=20)), FaceOutcome.REVIEW, {"film_replayed"}),
        (facts(measured=live(passive=-4.0)), FaceOutcome.REVIEW, {"passive_spoof"}),
        (facts(measured=_pictured(height=30)), FaceOutcome.RETRY, {"face_too_small"}),
    ],
)  # fmt: skip
def test_what_another_try_may_mend_is_tried_again_and_all_else_goes_to_a_person(
    attempt: FaceFacts, chosen: FaceOutcome, why: Sequence[str]
) -> None:
    assert (outcome(attempt), against(attempt)) == (chosen, set(why))
