"""Where terms and pairs stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.screening.folding import fold
from verifier.screening.lexicon import Pair
from verifier.screening.places import Entry, Index

FEE = Entry("fee", ("刷单",), ("印刷单", "学费补贴"), (Pair(("学费", "培训费"), ("分期", "贷款"), 4),))
INDEX = Index([FEE])


def _told(text: str) -> list[str]:
    folded = fold(text)
    places = INDEX.places(folded.text).get("fee", [])
    return [folded.text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("招刷单员", ["刷单"]),
        ("印刷单位", []),
        ("印刷单位刷单", ["刷单"]),
        ("学费可以分期", ["学费可以分期"]),
        ("分期付学费", ["分期付学费"]),
        ("学费一二三四分期", ["学费一二三四分期"]),
        ("学费一二三四五分期", []),
        ("学费高，分期", []),
        ("学费。分期", []),
        ("学费补贴分期", []),
        ("学费", []),
        ("学费分期贷款", ["学费分期"]),
        ("sd", []),
    ],
)
def test_what_tells_and_where(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_latin_words_count_as_a_whole_only() -> None:
    index = Index([Entry("slang", ("bc推广", "vx", "1040"), ())])
    found = {
        text: bool(index.places(fold(text).text)) for text in ("abc推广", "bc推广", "dvxa", "vx12", "10400")
    }
    assert found == {"abc推广": False, "bc推广": True, "dvxa": False, "vx12": True, "10400": False}


def _slowly(text: str) -> set[tuple[int, int]]:
    """The places of the term by looking everywhere."""
    starts = [i for i in range(len(text)) if text.startswith("刷单", i)]
    return {(i, i + 2) for i in starts if not (i > 0 and text.startswith("印刷单", i - 1))}


@given(st.lists(st.sampled_from(["刷单", "印刷单", "刷", "单", "印", "员"])).map("".join))
def test_the_search_finds_what_looking_everywhere_finds(text: str) -> None:
    assert set(INDEX.places(text).get("fee", [])) == _slowly(text)
