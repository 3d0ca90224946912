"""Our own job texts against the shipped lexicon, and what must hold of every text.

tests/job_texts says of each file when it was written: only `unseen` says something about texts that the
author of the lexicon had not in mind. Counts are held so that a change of the lexicon shows what it does.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screened import Row, right, rows
from verifier.domain.screening import Background, JobField, JobText, ScreeningAction, Trade
from verifier.screening.loading import shipped
from verifier.screening.screener import Screener

LEXICON = shipped()
SCREENER = Screener(LEXICON)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
TERMS = sorted({term for words in LEXICON.trades.values() for sign in words.signs for term in sign.terms})
# Pieces of the lexicon among any characters: the texts that get deepest into the code.
PIECES = st.lists(st.one_of(st.sampled_from(TERMS), st.sampled_from(LEXICON.negation.before), ANY_TEXT)).map(
    "".join
)


@pytest.mark.parametrize("row", rows("development"), ids=lambda row: row.name)
def test_each_text_that_the_lexicon_was_made_from_is_judged_right(row: Row) -> None:
    assert row.is_right(SCREENER.screen(row.job, row.known))


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("held_out", {"bad": (36, 36), "evasive": (18, 18), "innocent": (48, 48)}),
        ("fresh", {"bad": (34, 36), "evasive": (12, 12), "innocent": (36, 36)}),
        ("second", {"bad": (25, 30), "innocent": (54, 54)}),
        ("unseen", {"bad": (10, 30), "innocent": (51, 54)}),
    ],
)
def test_of_the_other_texts_as_many_are_judged_right_as_the_documents_say(
    name: str, counts: dict[str, tuple[int, int]]
) -> None:
    assert right(SCREENER, rows(name)) == counts


def test_there_are_enough_texts_of_every_trade() -> None:
    texts = [row for name in ("development", "held_out") for row in rows(name)]
    for trade in Trade:
        assert sum(row.label == "innocent" for row in texts if row.trade == trade) >= 15
        assert sum(row.label == "bad" for row in texts if row.trade == trade) >= 10
        assert sum(row.label == "evasive" for row in texts if row.trade == trade) >= 5


@given(title=ANY_TEXT, text=PIECES, place=ANY_TEXT, scope=st.none() | ANY_TEXT)
def test_no_text_makes_the_screening_raise_and_every_span_lies_in_its_field(
    title: str, text: str, place: str, scope: str | None
) -> None:
    job = JobText(title, text, place=place)
    result = SCREENER.screen(job, Background(scope))
    spans = [span for tag in result.tags for sign in tag.signs for span in sign.spans]
    for span in [*spans, *(contact.span for contact in result.contacts)]:
        assert 0 <= span.start < span.end <= len(job.of(span.field))
    assert all(0 <= tag.score <= 100 for tag in result.tags)


@given(
    st.lists(
        st.sampled_from([w for words in LEXICON.trades.values() for s in words.signs for w in s.innocent_in])
    )
)
@settings(max_examples=200)
def test_a_text_of_innocent_phrases_alone_asks_for_no_review(phrases: list[str]) -> None:
    result = SCREENER.screen(JobText("", "。".join(phrases)))
    assert result.action is not ScreeningAction.REVIEW


@pytest.mark.parametrize("trade", Trade)
def test_an_innocent_phrase_never_tells_the_sign_that_it_excuses(trade: Trade) -> None:
    for sign in LEXICON.trades[trade].signs:
        for words in sign.innocent_in:
            result = SCREENER.screen(JobText("", words))
            told = {told.name for tag in result.tags if tag.trade is trade for told in tag.signs}
            assert sign.name not in told, words


@pytest.mark.parametrize("trade", Trade)
def test_every_term_of_every_sign_tells_wherever_it_stands(trade: Trade) -> None:
    for sign in LEXICON.trades[trade].signs:
        for term in sign.terms:
            result = SCREENER.screen(JobText("", f"招人，{term}，详谈"))
            spans = {
                (span.field, span.start)
                for tag in result.tags
                if tag.trade is trade
                for told in tag.signs
                if told.name == sign.name
                for span in told.spans
            }
            assert (JobField.TEXT, 3) in spans, term


@pytest.mark.parametrize("trade", Trade)
def test_every_pair_of_every_sign_tells_in_either_order(trade: Trade) -> None:
    for sign in LEXICON.trades[trade].signs:
        for pair in sign.pairs:
            for first, then in ((pair.one[-1], pair.other[-1]), (pair.other[-1], pair.one[-1])):
                tags = SCREENER.screen(JobText("", f"招人，{first}〇{then}，详谈")).tags
                told = {told.name for tag in tags if tag.trade is trade for told in tag.signs}
                assert sign.name in told, (first, then)


@pytest.mark.parametrize("trade", Trade)
def test_no_keyword_alone_leads_to_a_review(trade: Trade) -> None:
    for sign in LEXICON.trades[trade].signs:
        for term in sign.terms:
            tags = SCREENER.screen(JobText(term, "")).tags
            told = [tag for tag in tags if len(tag.signs) == 1]
            assert all(tag.action is not ScreeningAction.REVIEW for tag in told), term
