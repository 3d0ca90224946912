"""What signs, contacts, the licence's scope and history add up to, and what that asks for."""

import itertools

import pytest

from verifier.domain.screening import (
    Background,
    EarlierTag,
    JobText,
    ScopeSays,
    ScreeningAction,
    Standing,
    Tag,
    ToldSign,
    Trade,
)
from verifier.screening.lexicon import TradeWords, Weighed
from verifier.screening.loading import shipped
from verifier.screening.scoring import Told, tag
from verifier.screening.screener import Screener

LEXICON = shipped()
LIMITS = LEXICON.limits
SCREENER = Screener(LEXICON)
WORDS = TradeWords(contact=Weighed(15, "test"), signs=())
LENDER = JobText("业务员", "给客户办理放款")


def _sign(points: int, *, core: bool = False, name: str = "sign") -> ToldSign:
    return ToldSign(name, points, core, ())


def _tag(*signs: ToldSign, contexts: tuple[ToldSign, ...] = (), leads_away: bool = False) -> Tag | None:
    told = Told(signs, contexts, leads_away=leads_away, licences=None, earlier=())
    return tag(Trade.FAKE_ORDERS, told, WORDS, LIMITS)


def _lending(job: JobText, known: Background) -> Tag:
    return next(t for t in SCREENER.screen(job, known).tags if t.trade is Trade.UNLICENSED_LENDING)


def test_a_text_without_a_sign_has_no_tag_whatever_else_is_known() -> None:
    assert _tag(leads_away=True, contexts=(_sign(-30),)) is None
    known = Background("小额贷款", (EarlierTag(Trade.GAMBLING, Standing.CONFIRMED, 1),))
    assert SCREENER.screen(JobText("会计", "做账"), known).tags == ()


def test_side_signs_alone_never_lead_to_a_review() -> None:
    found = _tag(*(_sign(20, name=str(n)) for n in range(20)), leads_away=True)
    assert found is not None
    assert (found.score, found.action) == (LIMITS.side_max.value, ScreeningAction.STEP_UP)


def test_side_signs_lead_to_no_review_even_with_a_history() -> None:
    earlier = (EarlierTag(Trade.FAKE_ORDERS, Standing.CONFIRMED, 1),)
    signs = (_sign(30), _sign(30, name="another"))
    found = tag(
        Trade.FAKE_ORDERS, Told(signs, (), leads_away=True, licences=None, earlier=earlier), WORDS, LIMITS
    )
    assert found is not None
    assert found.score > LIMITS.review_at.value
    assert found.action is ScreeningAction.STEP_UP


def test_one_sign_never_leads_to_a_review_however_heavy() -> None:
    found = _tag(_sign(100, core=True))
    assert found is not None
    assert found.action is ScreeningAction.STEP_UP


def test_a_core_sign_and_a_second_ground_lead_to_a_review() -> None:
    by_sign = _tag(_sign(45, core=True), _sign(15))
    by_contact = _tag(_sign(45, core=True), leads_away=True)
    assert by_sign is not None
    assert by_contact is not None
    assert by_sign.action is by_contact.action is ScreeningAction.REVIEW


def test_no_combination_of_points_asks_for_more_than_a_review() -> None:
    for core, side, away in itertools.product((0, 30, 45), (0, 15, 200), (False, True)):
        found = _tag(_sign(core, core=True), _sign(side), leads_away=away)
        assert found is not None
        assert 0 <= found.score <= 100
        assert found.action in set(ScreeningAction)
    assert set(ScreeningAction) == {"none", "step_up", "review"}


def test_contexts_take_away_no_more_than_their_limit() -> None:
    found = _tag(_sign(45, core=True), _sign(30, core=True), contexts=(_sign(-30), _sign(-35)))
    assert found is not None
    assert found.score == 75 - LIMITS.relief_max.value


@pytest.mark.parametrize(
    ("scope", "says", "score"),
    [
        (None, ScopeSays.UNREAD, 30),
        ("企业管理咨询", ScopeSays.LACKING, 50),
        ("小额贷款业务", ScopeSays.LICENSED, 0),
        ("融资担保业务;企业管理咨询", ScopeSays.LICENSED, 0),
        ("非融资担保服务", ScopeSays.LACKING, 50),
        ("投资咨询（不得从事小额贷款、融资担保业务）", ScopeSays.LACKING, 50),
        ("企业管理咨询（不含小额贷款）", ScopeSays.LACKING, 50),
        ("財務諮詢；小額貸款", ScopeSays.LICENSED, 0),
        ("", ScopeSays.LACKING, 50),
    ],
)
def test_a_lending_post_is_weighed_with_the_scope(scope: str | None, says: ScopeSays, score: int) -> None:
    found = _lending(LENDER, Background(scope))
    assert (found.scope.says, found.score) == (says, score)


def test_a_licence_permits_lending_and_not_lending_to_anyone() -> None:
    found = _lending(JobText("业务员", "放款，黑户可做，不看征信"), Background("小额贷款"))
    assert (found.score, found.action) == (30, ScreeningAction.STEP_UP)


def test_a_training_licence_permits_no_fees_of_those_who_are_hired() -> None:
    job = JobText("助理", "培训费可分期，包就业")
    with_licence = SCREENER.screen(job, Background("职业技能培训"))
    assert with_licence.action is ScreeningAction.REVIEW


def test_who_recruits_for_others_without_a_permit_is_weighed_higher() -> None:
    job = JobText("代招多家大厂", "岗位不限，登记入库")
    scores = [
        SCREENER.screen(job, Background(scope)).tags[0].score for scope in ("人力资源服务", None, "咨询")
    ]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


@pytest.mark.parametrize(
    ("earlier", "points"),
    [
        ((), 0),
        ((EarlierTag(Trade.UNLICENSED_LENDING, Standing.SUSPECTED, 5),), LIMITS.suspected.value),
        ((EarlierTag(Trade.UNLICENSED_LENDING, Standing.CLEARED, 5),), LIMITS.cleared.value),
        ((EarlierTag(Trade.UNLICENSED_LENDING, Standing.CONFIRMED, 365),), LIMITS.confirmed.value),
        ((EarlierTag(Trade.UNLICENSED_LENDING, Standing.CONFIRMED, 366),), 0),
        ((EarlierTag(Trade.GAMBLING, Standing.CONFIRMED, 5),), 0),
        (
            (
                EarlierTag(Trade.UNLICENSED_LENDING, Standing.SUSPECTED, 9),
                EarlierTag(Trade.UNLICENSED_LENDING, Standing.CLEARED, 5),
            ),
            LIMITS.cleared.value,
        ),
        (
            (
                EarlierTag(Trade.UNLICENSED_LENDING, Standing.CONFIRMED, 9),
                EarlierTag(Trade.UNLICENSED_LENDING, Standing.CLEARED, 5),
            ),
            LIMITS.confirmed.value,
        ),
    ],
)
def test_earlier_tags_of_the_same_trade_count(earlier: tuple[EarlierTag, ...], points: int) -> None:
    found = _lending(LENDER, Background(None, earlier))
    assert (found.history_points, found.score) == (points, 30 + points)


def test_a_sign_counts_once_however_often_it_stands_and_its_places_are_listed() -> None:
    once, often = (SCREENER.screen(JobText("", "招刷单。" * n)).tags[0] for n in (1, 50))
    assert once.score == often.score
    assert len(often.signs[0].spans) == 5


def test_the_gravest_tag_comes_first_and_gives_the_action() -> None:
    result = SCREENER.screen(JobText("荷官", "线上荷官，包机票，日结"))
    assert result.tags[0].trade is Trade.GAMBLING
    assert result.action is result.tags[0].action is ScreeningAction.REVIEW
    assert result.acting() == result.tags[:1]
    assert result.lexicon == "v1"
