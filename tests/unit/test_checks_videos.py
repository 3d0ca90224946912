"""The checks of office films over readings that were written by hand: microseconds each."""

from datetime import UTC, datetime

import pytest

from verifier.checks.proofs import video_sign
from verifier.domain.finding import Outcome
from verifier.domain.office_video import Sighting, VideoFacts, VideoReading

NAME = "北京字节样本科技有限公司"
LIMITS = {"score_min": 0.8}
NOW = datetime(2026, 5, 4, tzinfo=UTC)


def facts(*lines: str, score: float = 0.95, names: tuple[str, ...] = (NAME,)) -> VideoFacts:
    """A film in whose only frame these lines were read, from the top."""
    seen = tuple(Sighting(1000, line, score, 0.05) for line in lines)
    return VideoFacts("山水火28", names, NOW, VideoReading(12_000, 120, 432, 768, (), (), seen, ()))


@pytest.mark.parametrize(
    ("lines", "outcome", "code"),
    [
        ((NAME,), Outcome.PASS, "sign_agrees"),
        (("北京字节样本科技 有限公司",), Outcome.PASS, "sign_agrees"),
        (("北京字节样本", "科技有限公司"), Outcome.PASS, "sign_agrees"),
        ((f"{NAME}（三楼）",), Outcome.PASS, "sign_agrees"),
        (("北京宇节样本科技有限公司",), Outcome.INCONCLUSIVE, "sign_nearly_agrees"),
        (("北京字样本科技有限公司",), Outcome.INCONCLUSIVE, "sign_nearly_agrees"),
        (("北京宇节样本科技有限公司", NAME), Outcome.PASS, "sign_agrees"),
        (("北京字节范例科技有限公司",), Outcome.CONCERN, "sign_of_another_firm"),
        ((f"{NAME}上海分公司",), Outcome.CONCERN, "sign_of_another_firm"),
        (("字节样本",), Outcome.INCONCLUSIVE, "sign_names_part"),
        (("节样本科技有限公司",), Outcome.INCONCLUSIVE, "sign_not_seen"),
        (("节样木科技有限公司",), Outcome.INCONCLUSIVE, "sign_not_seen"),
        (("欢迎光临",), Outcome.INCONCLUSIVE, "sign_not_seen"),
        ((), Outcome.INCONCLUSIVE, "sign_not_seen"),
    ],
)
def test_a_sign_names_the_firm_character_for_character(
    lines: tuple[str, ...], outcome: Outcome, code: str
) -> None:
    (found,) = video_sign.CHECK(facts(*lines), LIMITS)
    assert (found.outcome, found.code) == (outcome, code)


def test_what_was_read_faintly_or_has_no_name_to_compare_with_is_no_sign() -> None:
    for unsure in (facts(NAME, score=0.7), facts(NAME, names=())):
        (found,) = video_sign.CHECK(unsure, LIMITS)
        assert found.code == "sign_not_seen"
