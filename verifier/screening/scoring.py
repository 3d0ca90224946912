"""From what told to a tag: points added up within bounds, and what the score asks for.

Pure arithmetic on a lexicon's numbers. The most it asks for is a review, and for that it wants a core sign
and a second ground: no keyword decides alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from verifier.domain.screening import (
    EarlierTag,
    ScopeOpinion,
    ScopeSays,
    ScreeningAction,
    Standing,
    Tag,
    ToldSign,
    Trade,
)
from verifier.screening.lexicon import Licence, Limits, TradeWords

SCORE_MAX: Final = 100
GROUNDS_FOR_REVIEW: Final = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What one text says of one trade, and what stands beside it.

    `licences` are the trade's licences that the scope names; None where no scope was read.
    """

    signs: tuple[ToldSign, ...]
    contexts: tuple[ToldSign, ...]
    leads_away: bool
    licences: tuple[Licence, ...] | None
    earlier: tuple[EarlierTag, ...]


def tag(trade: Trade, told: Told, words: TradeWords, limits: Limits) -> Tag | None:
    """The tag of a trade, or None where no sign of it told."""
    if not told.signs:
        return None
    contact = words.contact.value if told.leads_away else 0
    scope = _scope(told, words)
    history = _history([earlier for earlier in told.earlier if earlier.trade is trade], limits)
    points = _of_signs(told.signs, contact, limits) + _relief(told.contexts, limits) + scope.points + history
    score = min(max(points, 0), SCORE_MAX)
    grounds = len(told.signs) + sum(number > 0 for number in (contact, scope.points, history))
    return Tag(
        trade=trade,
        score=score,
        action=_action(score, grounds, _has_core(told.signs), limits),
        signs=(*told.signs, *told.contexts),
        scope=scope,
        contact_points=contact,
        history_points=history,
    )


def _of_signs(signs: Sequence[ToldSign], contact: int, limits: Limits) -> int:
    core = sum(sign.points for sign in signs if sign.core)
    side = sum(sign.points for sign in signs if not sign.core) + contact
    return core + min(side, limits.side_max.value)


def _relief(contexts: Sequence[ToldSign], limits: Limits) -> int:
    return max(sum(context.points for context in contexts), -limits.relief_max.value)


def _scope(told: Told, words: TradeWords) -> ScopeOpinion:
    if told.licences is None:
        return ScopeOpinion(ScopeSays.UNREAD if words.licences else ScopeSays.SILENT)
    if told.licences:
        best = min(told.licences, key=lambda licence: _relieved(licence, told.signs))
        return ScopeOpinion(ScopeSays.LICENSED, _relieved(best, told.signs), best.name)
    if words.lacking and any(sign.name in words.lacking.signs for sign in told.signs):
        return ScopeOpinion(ScopeSays.LACKING, words.lacking.points)
    return ScopeOpinion(ScopeSays.SILENT)


def _relieved(licence: Licence, signs: Sequence[ToldSign]) -> int:
    return licence.points - sum(sign.points for sign in signs if sign.name in licence.permits)


def _history(earlier: Sequence[EarlierTag], limits: Limits) -> int:
    """A tag that was confirmed outlasts what came later; of the others the latest counts."""
    recent = [past for past in earlier if 0 <= past.days_ago <= limits.history_days.value]
    if not recent:
        return 0
    if any(past.standing is Standing.CONFIRMED for past in recent):
        return limits.confirmed.value
    latest = min(recent, key=lambda past: past.days_ago)
    return limits.cleared.value if latest.standing is Standing.CLEARED else limits.suspected.value


def _has_core(signs: Sequence[ToldSign]) -> bool:
    return any(sign.core for sign in signs)


def _action(score: int, grounds: int, core: bool, limits: Limits) -> ScreeningAction:
    if score >= limits.review_at.value and core and grounds >= GROUNDS_FOR_REVIEW:
        return ScreeningAction.REVIEW
    return ScreeningAction.STEP_UP if score >= limits.step_up_at.value else ScreeningAction.NONE
