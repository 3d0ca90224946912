"""When a text turns a term round, and when it only looks so."""

import pytest

from verifier.domain.screening import JobText, ScreeningAction, Trade
from verifier.screening.loading import shipped
from verifier.screening.screener import Screener

SCREENER = Screener(shipped())


def _names(text: str, trade: Trade) -> set[str]:
    tags = SCREENER.screen(JobText("", text)).tags
    return {sign.name for tag in tags if tag.trade is trade for sign in tag.signs if sign.points > 0}


@pytest.mark.parametrize(
    "text",
    [
        "拒绝刷单",
        "反刷单",
        "公司严禁任何刷单行为",
        "打击刷单、刷好评等虚假交易",
        "刷单诈骗案件的宣传",
        "建设刷单识别模型",
        "拒絕 刷 單",
        "拒绝刷单和炒信",
        "办理刷单、炒信案件",
    ],
)
def test_a_negated_term_does_not_tell(text: str) -> None:
    assert "named" not in _names(text, Trade.FAKE_ORDERS)


@pytest.mark.parametrize(
    "text",
    [
        "拒绝墨迹刷单日结",  # the negation means something else
        "拒绝废话，刷单日结",  # another clause
        "无需垫付刷单日结",  # nothing joins the two
        "刷单，拒绝中介",
        "拒绝刷单。长期招刷单员",  # once is enough
        "诚招刷单人员，反诈备案",
    ],
)
def test_a_term_that_is_not_negated_tells(text: str) -> None:
    assert "named" in _names(text, Trade.FAKE_ORDERS)


@pytest.mark.parametrize(
    "text", ["不收押金、培训费和服装费", "不收取任何押金", "培训费由公司承担", "公司承担全部培训费用"]
)
def test_who_charges_nothing_is_not_told_to_charge(text: str) -> None:
    assert "fee" not in _names(text, Trade.TRAINING_LOAN)


def test_who_charges_one_thing_and_not_another_is_told_to_charge() -> None:
    assert "fee" in _names("不收中介费，入职交押金五百", Trade.TRAINING_LOAN)


@pytest.mark.parametrize(
    "text", ["联系印刷单位", "粉刷单间", "外科刷手护士", "印刷单价和印刷单据", "微商城开发，空包装箱"]
)
def test_a_term_inside_an_innocent_phrase_does_not_tell(text: str) -> None:
    assert SCREENER.screen(JobText("", text)).action is ScreeningAction.NONE
    assert not _names(text, Trade.FAKE_ORDERS) & {"named"}
    assert not _names(text, Trade.PYRAMID_SELLING)


def test_a_term_beside_an_innocent_phrase_tells() -> None:
    assert "named" in _names("印刷单位兼招刷单", Trade.FAKE_ORDERS)
