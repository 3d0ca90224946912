"""Every code that a case can end with has words that tell the applicant what to do next."""

import re

import pytest

from verifier.checks import CHECKS
from verifier.checks.faces import FACE_CHECKS
from verifier.checks.gate import GATE_CHECKS
from verifier.checks.proofs import PROOF_CHECKS
from verifier.checks.reads import READ_CHECKS
from verifier.domain import face_advice_words, gate_advice_words
from verifier.domain.advice import A_PERSON_LOOKS, ADVICE, NOTHING_TO_DO, advice_for, advise
from verifier.domain.finding import Finding, Outcome
from verifier.domain.policy import NOT_JUDGED
from verifier.domain.unreadable import UNREADABLE_CODES
from verifier.intake.errors import EvidenceRefused

EVERY_CODE = sorted(
    {
        code
        for checks in (CHECKS, FACE_CHECKS, GATE_CHECKS, READ_CHECKS, *PROOF_CHECKS.values())
        for check in checks.values()
        for code in check.codes
    }
    | {NOT_JUDGED}
)


def _finding(outcome: Outcome, code: str) -> Finding:
    return Finding("code", outcome, code, "Seen.")


@pytest.mark.parametrize("code", [*EVERY_CODE, *UNREADABLE_CODES])
def test_every_code_has_advice_in_both_languages(code: str) -> None:
    advice = ADVICE[code]
    assert re.search("[\u4e00-\u9fff]", advice.zh)
    assert advice.zh.endswith("。")
    assert not re.search("[\u4e00-\u9fff]", advice.en)
    assert advice.en.endswith(".")


def test_every_way_the_intake_refuses_a_file_has_advice() -> None:
    refused = {EvidenceRefused.code} | {error.code for error in EvidenceRefused.__subclasses__()}
    assert len(refused) > 10
    assert refused <= set(UNREADABLE_CODES)


def test_no_advice_is_left_over_from_a_code_that_nothing_gives() -> None:
    assert set(ADVICE) == {*EVERY_CODE, *UNREADABLE_CODES}


def test_an_unknown_code_is_answered_with_a_person() -> None:
    assert advice_for("no such code") == A_PERSON_LOOKS


def test_the_applicant_is_told_each_thing_once_and_the_worst_first() -> None:
    found = [
        _finding(Outcome.INCONCLUSIVE, "name_faint"),
        _finding(Outcome.FAIL, "code_invalid"),
        _finding(Outcome.INCONCLUSIVE, "no_licence"),
        _finding(Outcome.INCONCLUSIVE, "name_faint"),
    ]
    assert advise(found) == (ADVICE["code_invalid"], ADVICE["name_faint"])


def test_consequences_are_told_when_there_is_nothing_else_to_tell() -> None:
    assert advise([_finding(Outcome.INCONCLUSIVE, "no_licence")]) == (ADVICE["no_licence"],)


def test_only_passes_leave_nothing_to_do() -> None:
    done = {code for code, advice in ADVICE.items() if advice is NOTHING_TO_DO}
    assert "code_valid" in done
    assert not {code for code in done if re.search("missing|faint|differs|unsure|evidence_", code)}


ATTACKS = (
    "times_backwards", "times_ahead", "film_overlong", "frames_refused", "film_replayed", "face_changed",
    "frames_repeat", "picture_frozen", "turn_flat", "face_differs", "passive_spoof",
)  # fmt: skip


def test_what_looks_like_an_attack_on_the_camera_is_all_told_in_the_same_words() -> None:
    assert {ADVICE[code] for code in ATTACKS} == {A_PERSON_LOOKS}


def test_no_words_on_films_name_a_number_that_was_measured_or_how_it_was_seen() -> None:
    for words in face_advice_words.SAID.values():
        for said in words:
            assert not re.search(r"[0-9%]|score|template|spoof|photo of|screen|分数|模板|翻拍|活体", said)


def test_no_words_on_postings_tell_what_ties_accounts_or_what_a_text_was_searched_for() -> None:
    for words in gate_advice_words.SAID.values():
        for said in words:
            assert not re.search(r"[0-9%]|score|link|linked|word|phone|分数|关联|关键词|手机号", said)


def test_every_no_on_a_posting_tells_of_the_appeal() -> None:
    for code in ("employer_suspended", "employer_revoked", "employer_closed", "blocked"):
        assert "申诉" in ADVICE[code].zh
        assert "appeal" in ADVICE[code].en


def test_a_bad_picture_is_told_before_what_could_not_be_seen_on_it() -> None:
    found = [_finding(Outcome.CONCERN, "step_missed"), _finding(Outcome.CONCERN, "face_too_dark")]
    assert advise(found) == (ADVICE["face_too_dark"], ADVICE["step_missed"])


def test_a_film_without_frames_is_told_once() -> None:
    found = [_finding(Outcome.INCONCLUSIVE, code) for code in ("film_unmeasured", "no_frames")]
    assert advise(found) == (ADVICE["no_frames"],)
