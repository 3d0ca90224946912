"""Every code has words for both readers, and none of those for the applicant shows what told."""

import re
from collections.abc import Iterable

import pytest

from verifier.domain.advice import Advice
from verifier.domain.screening import (
    ContactKind,
    JobText,
    ScopeSays,
    ScreeningAction,
    Standing,
    Trade,
)
from verifier.screening.folding import fold, phrase
from verifier.screening.loading import shipped
from verifier.screening.screener import Screener
from verifier.screening.words import CONTACTS, NEXT, SCOPE, STANDING, WORDS, code_of, words_of

LEXICON = shipped()
TO_THE_APPLICANT = [*(words.applicant for words in WORDS.values()), *NEXT.values()]


def _all() -> Iterable[Advice]:
    yield from TO_THE_APPLICANT
    yield from (words.auditor for words in WORDS.values())
    for table in (SCOPE, STANDING, CONTACTS):
        yield from table.values()


@pytest.mark.parametrize("advice", list(_all()), ids=lambda advice: advice.en[:40])
def test_words_are_whole_sentences_in_both_languages(advice: Advice) -> None:
    assert advice.zh.endswith("。")
    assert re.search("[\u4e00-\u9fff]", advice.zh)
    assert advice.en.endswith(".")
    assert not re.search("[\u4e00-\u9fff]", advice.en)


def test_every_trade_action_scope_standing_and_contact_has_words() -> None:
    assert set(WORDS) == {code_of(trade) for trade in Trade}
    assert set(NEXT) == set(ScreeningAction)
    assert set(SCOPE) == set(ScopeSays)
    assert set(STANDING) == set(Standing)
    assert set(CONTACTS) == set(ContactKind)


@pytest.mark.parametrize("advice", TO_THE_APPLICANT, ids=lambda advice: advice.en[:40])
def test_the_applicant_is_shown_no_term_of_the_lexicon(advice: Advice) -> None:
    said = fold(advice.zh).text
    signs = [sign for words in LEXICON.trades.values() for sign in words.signs]
    assert not [term for sign in signs for term in sign.terms if phrase(term) in said]


def test_every_sign_has_a_label_for_the_auditor_in_both_languages() -> None:
    for words in LEXICON.trades.values():
        for entry in (*words.signs, *words.contexts, *words.licences):
            assert re.search("[\u4e00-\u9fff]", entry.label.zh)
            assert entry.label.en.strip()


def test_a_tag_finds_its_words() -> None:
    tag = Screener(LEXICON).screen(JobText("荷官", "")).tags[0]
    assert words_of(tag) is WORDS["job_gambling"]
