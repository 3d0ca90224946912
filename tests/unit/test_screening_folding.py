"""What a text folds to, and that every folded character still knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.screening.folding import fold, phrase

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)  # lone surrogates too


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("刷 单", "刷单"),
        ("刷.💰·单", "刷单"),
        ("刷\u200b单", "刷单"),
        ("刷，单，兼职", "刷单|兼职"),
        ("洗刷，单位", "洗刷|单位"),
        ("誠招刷單", "诚招刷单"),
        ("放単", "放单"),
        ("ＱＱ：１２３", "qq|123"),
        ("Ⓥ𝐗", "vx"),
        ("ѕd兼职", "sd兼职"),
        ("+V", "加v"),
        ("加 Ｖ ： abc 123", "加v|abc 123"),
        ("SD card", "sd card"),
        ("押金、培训费", "押金、培训费"),
        ("hr@qq.com", "hr@qq com"),
        ("刷@单位", "刷单位"),
        ("㍿", "株式会社"),
        ("", ""),
        ("。，!", ""),
    ],
)
def test_a_text_folds_to(given_text: str, folded: str) -> None:
    assert fold(given_text).text == folded


def test_a_stretch_of_the_folded_text_is_found_again_in_the_given_one() -> None:
    given_text = "急招 刷.💰.單 人員"
    folded = fold(given_text)
    start = folded.text.index("刷单")
    assert given_text[slice(*folded.where(start, start + 2))] == "刷.💰.單"


@given(ANY_TEXT)
def test_every_character_of_a_folded_text_has_a_place_in_the_given_one_and_they_are_in_order(
    text: str,
) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.at)
    assert list(folded.at) == sorted(folded.at)
    assert all(0 <= place < len(text) for place in folded.at)


@given(ANY_TEXT)
def test_what_is_put_between_single_ideographs_changes_nothing(filler: str) -> None:
    seen = "".join(character for character in filler if not fold(character).text)
    assert fold(f"刷{seen}单").text == "刷单"


def test_a_term_has_no_separators_at_its_ends() -> None:
    assert phrase(" 刷 单。") == "刷单"
