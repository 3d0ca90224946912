"""A site's own words: a second file, laid over a lexicon, that adds terms and signs or switches them off.

It can move no limit and weigh no sign anew: what a score means stays the same for every site.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from verifier.domain.screening import Trade
from verifier.screening.folding import phrase
from verifier.screening.lexicon import Lexicon, Licence, Sign, TradeWords


@dataclass(frozen=True, slots=True)
class Addition:
    """Terms, or phrases in which a term is innocent, that join a sign there is."""

    trade: Trade
    sign: str
    source: str
    terms: tuple[str, ...] = ()
    innocent_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """Terms of a sign that do not count here; without terms, the whole sign."""

    trade: Trade
    sign: str
    source: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewSign:
    trade: Trade
    sign: Sign


@dataclass(frozen=True, slots=True)
class Overrides:
    """A whole file. What is switched off goes before what is added."""

    version: str
    off: tuple[Removal, ...] = ()
    add: tuple[Addition, ...] = ()
    new: tuple[NewSign, ...] = ()


class OverrideRefused(Exception):
    """A site's file speaks of something that the lexicon does not have, or leaves nothing of it."""


def laid_over(lexicon: Lexicon, overrides: Overrides) -> Lexicon:
    """The lexicon as the site wants it, its version naming both. Raises OverrideRefused."""
    trades: Mapping[Trade, TradeWords] = dict(lexicon.trades)
    for removal in overrides.off:
        trades = _changed(trades, removal.trade, _without(trades[removal.trade], removal))
    for addition in overrides.add:
        trades = _changed(trades, addition.trade, _with(trades[addition.trade], addition))
    for new in overrides.new:
        words = trades[new.trade]
        trades = _changed(trades, new.trade, replace(words, signs=(*words.signs, new.sign)))
    return replace(lexicon, version=f"{lexicon.version}+{overrides.version}", trades=trades)


def _changed(
    trades: Mapping[Trade, TradeWords], trade: Trade, words: TradeWords
) -> Mapping[Trade, TradeWords]:
    return {**trades, trade: words}


def _without(words: TradeWords, removal: Removal) -> TradeWords:
    sign = _sign(words, removal)
    off = {phrase(term) for term in removal.terms}
    if unknown := off - {phrase(term) for term in sign.terms}:
        raise OverrideRefused(f"{removal.trade}.{sign.name} has no term {min(unknown)!r} to switch off")
    left = tuple(term for term in sign.terms if phrase(term) not in off) if off else ()
    stays = bool(off) and bool(left or sign.pairs)
    return _replaced(words, sign, _narrowed(sign, left) if stays else None)


def _narrowed(sign: Sign, terms: tuple[str, ...]) -> Sign:
    """The sign with these terms only, and of its innocent phrases those that still contain one."""
    paired = (word for pair in sign.pairs for word in (*pair.one, *pair.other))
    folded = [phrase(term) for term in (*terms, *paired)]
    innocent = tuple(words for words in sign.innocent_in if any(term in phrase(words) for term in folded))
    return replace(sign, terms=terms, innocent_in=innocent)


def _with(words: TradeWords, addition: Addition) -> TradeWords:
    sign = _sign(words, addition)
    wider = replace(
        sign,
        terms=(*sign.terms, *addition.terms),
        innocent_in=(*sign.innocent_in, *addition.innocent_in),
        source=f"{sign.source} Own terms: {addition.source}",
    )
    return _replaced(words, sign, wider)


def _sign(words: TradeWords, change: Addition | Removal) -> Sign:
    """The sign that a change is about. Raises OverrideRefused where there is none or no source."""
    if not change.source.strip():
        raise OverrideRefused(f"what is changed of {change.trade}.{change.sign} has no source")
    for sign in words.signs:
        if sign.name == change.sign:
            return sign
    names = ", ".join(sign.name for sign in words.signs)
    raise OverrideRefused(f"{change.trade} has no sign {change.sign!r}; it has {names}")


def _replaced(words: TradeWords, old: Sign, new: Sign | None) -> TradeWords:
    signs = tuple(new if sign is old else sign for sign in words.signs)
    left = tuple(sign for sign in signs if sign is not None)
    names = {sign.name for sign in left}
    return replace(
        words,
        signs=left,
        licences=tuple(_only_permitting(licence, names) for licence in words.licences),
        lacking=replace(words.lacking, signs=_of(names, words.lacking.signs)) if words.lacking else None,
    )


def _only_permitting(licence: Licence, names: set[str]) -> Licence:
    return replace(licence, permits=_of(names, licence.permits))


def _of(names: set[str], signs: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the signs that are not switched off."""
    return tuple(name for name in signs if name in names)
