"""How shares and times are counted."""

import pytest

from verifier.domain.review_figures import LEAST, Share, percentile


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_an_interval_is_wilsons(hits: int, n: int, low: float, high: float) -> None:
    """The last is the example of Newcombe (1998), table I, method 3."""
    assert Share(hits, n).interval == pytest.approx((low, high), abs=5e-5)


def test_of_too_few_nothing_is_said() -> None:
    few = Share(LEAST - 1, LEAST - 1)
    assert (few.rate, few.interval) == (None, None)


def test_nine_of_ten_do_not_exceed_the_ninetieth_percentile() -> None:
    assert percentile([7, 1, 9, 3, 2, 10, 4, 5, 6, 8], 90) == 9
    assert percentile([4], 90) == 4
    assert percentile([], 90) is None
