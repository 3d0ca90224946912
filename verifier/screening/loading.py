"""Reads lexicons: the files that ship with the service, one a version, and a site's own file laid over one.

Strict: every key is known or refused, every number has a source, and a term that could never tell is a
mistake.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from cattrs import BaseValidationError, Converter, transform_error

from verifier.domain.errors import ConfigurationError
from verifier.domain.screening import ContactKind, Trade
from verifier.screening.folding import phrase
from verifier.screening.lexicon import Context, Lexicon, Licence, Pair, Sign, TradeWords
from verifier.screening.overriding import OverrideRefused, Overrides, laid_over

LEXICONS: Final = Path(__file__).parent / "lexicons"
POINTS_MAX: Final = 45  # One sign is not enough for a review, whatever a site thinks of it.
TERM_LENGTHS: Final = range(2, 33)
WORD_LENGTHS: Final = range(1, 33)  # 收 needs its pair, and "v" is a messenger only where a number follows
PAIR_GAPS: Final = range(21)
T = TypeVar("T")


def shipped(version: str = "v1") -> Lexicon:
    """A lexicon that ships with the service."""
    return load(LEXICONS / f"{version}.toml")


def load(path: Path, over: Path | None = None) -> Lexicon:
    """Read a lexicon and lay a site's file over it. Raises ConfigurationError that says what to change."""
    lexicon = _read(path, Lexicon, _check)
    if over is None:
        return lexicon
    overrides = _read(over, Overrides, lambda _: None)
    try:
        merged = laid_over(lexicon, overrides)
        _check(merged)
    except (OverrideRefused, _Misfit) as error:
        raise ConfigurationError(f"The lexicon {over.name}: {error}.") from error
    return merged


class _Misfit(Exception):
    """What is wrong with the file."""


def _read(path: Path, kind: type[T], check: Callable[[T], None]) -> T:
    try:
        value = _CONVERTER.structure(tomllib.loads(path.read_text(encoding="utf-8")), kind)
        check(value)
    except OSError as error:
        raise ConfigurationError(f"The lexicon {path.name} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The lexicon {path.name} is not TOML: {error}.") from error
    except BaseValidationError as error:
        told = "; ".join(transform_error(error, path="lexicon"))
        raise ConfigurationError(f"The lexicon {path.name}: {told}.") from error
    except _Misfit as misfit:
        raise ConfigurationError(f"The lexicon {path.name}: {misfit}.") from misfit
    return value


def _exactly(value: Any, kind: type[T]) -> T:
    """TOML has types: a number is no text and a text no number."""
    if type(value) is str and issubclass(kind, str):  # the hook of text is that of its enumerations, too
        return kind(value)
    if type(value) is kind:
        return value
    raise TypeError(f"{value!r} must be of the type {kind.__name__}")


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    return converter


_CONVERTER: Final = _converter()


def _check(lexicon: Lexicon) -> None:
    if missing := sorted(set(Trade) - set(lexicon.trades)):
        raise _Misfit(f"[trades.{missing[0]}] is missing; a lexicon speaks of every trade")
    if strange := sorted(set(lexicon.contacts) ^ set(ContactKind)):
        raise _Misfit(f"contacts.{strange[0]} is missing")
    for kind, terms in lexicon.contacts.items():
        _check_terms(f"contacts.{kind}", terms, WORD_LENGTHS)
    if not 0 < lexicon.limits.step_up_at.value < lexicon.limits.review_at.value:
        raise _Misfit("limits.step_up_at must be above 0 and below limits.review_at")
    if not lexicon.limits.side_max.value < lexicon.limits.review_at.value:
        raise _Misfit("limits.side_max must be below limits.review_at, or side signs alone lead to a review")
    for trade, words in lexicon.trades.items():
        _check_trade(trade, words)
    for place, source in _sources(lexicon):
        if not source.strip():
            raise _Misfit(f"{place}.source is empty; every number says where it comes from")


def _check_trade(trade: Trade, words: TradeWords) -> None:
    place = f"trades.{trade}"
    entries = _entries(words)
    names = [entry.name for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise _Misfit(f"{place} has two entries {name!r}")
    for entry in entries:
        _check_entry(f"{place}.{entry.name}", entry)
    named = [*(words.lacking.signs if words.lacking else ())]
    named += [name for licence in words.licences for name in licence.permits]
    for name in named:
        if name not in {sign.name for sign in words.signs}:
            raise _Misfit(f"{place} names the sign {name!r}, which the trade does not have")


def _entries(words: TradeWords) -> tuple[Sign | Context | Licence, ...]:
    return (*words.signs, *words.contexts, *words.licences)


def _check_entry(place: str, entry: Sign | Context | Licence) -> None:
    least, most = (1, POINTS_MAX) if isinstance(entry, Sign) else (-100, 0)
    if not least <= entry.points <= most:
        raise _Misfit(f"{place}.points is {entry.points}; it must be from {least} to {most}")
    pairs = entry.pairs if isinstance(entry, Sign) else ()
    _check_terms(place, entry.terms, TERM_LENGTHS)
    for pair in pairs:
        _check_pair(f"{place}.pairs", pair)
    terms = {
        phrase(term) for term in (*entry.terms, *(w for pair in pairs for w in (*pair.one, *pair.other)))
    }
    if not terms:
        raise _Misfit(f"{place} has no terms")
    for words in entry.innocent_in:
        if not any(term in phrase(words) for term in terms):
            raise _Misfit(f"{place}.innocent_in has {words!r}, which contains none of its terms")


def _check_pair(place: str, pair: Pair) -> None:
    _check_terms(place, pair.one, WORD_LENGTHS)
    _check_terms(place, pair.other, WORD_LENGTHS)
    if not pair.one or not pair.other:
        raise _Misfit(f"{place}: a pair has words on both sides")
    if pair.within not in PAIR_GAPS:
        raise _Misfit(f"{place}.within is {pair.within}; it must be from 0 to {PAIR_GAPS[-1]}")


def _check_terms(place: str, terms: tuple[str, ...], lengths: range) -> None:
    seen: set[str] = set()
    for term in terms:
        folded = phrase(term)
        if len(folded) not in lengths:
            bounds = f"{lengths[0]} to {lengths[-1]} may"
            raise _Misfit(f"{place} has {term!r}, of which {len(folded)} characters count; {bounds}")
        if folded in seen:
            raise _Misfit(f"{place} has {term!r} twice")
        seen.add(folded)


def _sources(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The place and the source of every number."""
    limits: Mapping[str, Any] = {name: getattr(lexicon.limits, name) for name in lexicon.limits.__slots__}
    yield from ((f"limits.{name}", weighed.source) for name, weighed in limits.items())
    for trade, words in lexicon.trades.items():
        yield f"trades.{trade}.contact", words.contact.source
        if words.lacking:
            yield f"trades.{trade}.lacking", words.lacking.source
        for entry in _entries(words):
            yield f"trades.{trade}.{entry.name}", entry.source
