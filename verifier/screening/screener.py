"""Screens job texts by one lexicon: folds them, finds what tells, and leaves the weighing to `scoring`.

A screener is made once per lexicon, which takes about 0.2 seconds; it keeps no job text, remembers what the
scopes of licences say that it met last, and may be shared by threads.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from verifier.domain.screening import (
    Background,
    Contact,
    JobField,
    JobText,
    ScreeningAction,
    ScreeningResult,
    Span,
    Tag,
    ToldSign,
    Trade,
)
from verifier.screening.contacts import LEADS_AWAY, Contacts
from verifier.screening.folding import Folded, fold
from verifier.screening.lexicon import Context, Kind, Lexicon, Licence, Sign, TradeWords
from verifier.screening.negating import Negations
from verifier.screening.places import Entry, Index
from verifier.screening.scoring import Told, tag

SPANS_MAX: Final = 5  # of one sign in one field; a reviewer needs no more
SCOPES_MAX: Final = 1_000  # remembered; a scope changes seldom and takes as long to read as a job text
NOTHING_KNOWN: Final = Background()
_GRAVITY: Final = {action: rank for rank, action in enumerate(ScreeningAction)}


class _Part(StrEnum):
    SIGN = "sign"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class _Key:
    trade: Trade
    part: _Part
    name: str


class Screener:
    """One lexicon, ready for use."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon: Final = lexicon
        self._index: Final = {field: Index(_entries(lexicon, field)) for field in JobField}
        self._scopes: Final = Index(_scope_entries(lexicon))
        self._negations: Final = Negations(lexicon.negation)
        self._scope_negations: Final = Negations(lexicon.scope_negation)
        self._contacts: Final = Contacts(lexicon.contacts)
        self._licensed: Final = lru_cache(SCOPES_MAX)(self._licences)

    @property
    def version(self) -> str:
        return self._lexicon.version

    def screen(self, job: JobText, known: Background = NOTHING_KNOWN) -> ScreeningResult:
        """The tags of one job text, in time proportional to its length; no text makes it raise."""
        folded = {field: fold(job.of(field)) for field in JobField}
        contacts = tuple(c for field in JobField for c in self._contacts.found(field, folded[field]))
        spans = self._spans(folded)
        licensed = self._licensed(known.scope)
        tags = tuple(self._tags(spans, contacts, licensed, known))
        ranked = sorted(tags, key=lambda one: (-_GRAVITY[one.action], -one.score))
        action = max((one.action for one in ranked), key=_GRAVITY.__getitem__, default=ScreeningAction.NONE)
        return ScreeningResult(self.version, action, tuple(ranked), contacts)

    def _spans(self, folded: Mapping[JobField, Folded]) -> dict[_Key, list[Span]]:
        """Where each sign and context of the lexicon tells."""
        spans: dict[_Key, list[Span]] = {}
        for field, text in folded.items():
            for key, places in self._telling(field, text.text):
                spans.setdefault(key, []).extend(Span(field, *text.where(*place)) for place in places)
        return spans

    def _telling(self, field: JobField, text: str) -> Iterator[tuple[_Key, list[tuple[int, int]]]]:
        """The first places of each entry in one field that the text does not turn round."""
        found = self._index[field].places(text)
        signs = (place for key, places in found.items() if key.part is _Part.SIGN for place in places)
        turned = self._negations.turned(text, signs)
        for key, places in found.items():
            told = places if key.part is _Part.CONTEXT else [place for place in places if place not in turned]
            if told:
                yield key, told[:SPANS_MAX]

    def _licences(self, scope: str | None) -> frozenset[tuple[Trade, str]] | None:
        """The licences, by trade and name, that a scope names and does not exclude."""
        if scope is None:
            return None
        text = fold(scope).text
        found = self._scopes.places(text)
        turned = self._scope_negations.turned(text, (place for places in found.values() for place in places))
        return frozenset(key for key, places in found.items() if any(p not in turned for p in places))

    def _tags(
        self,
        spans: Mapping[_Key, list[Span]],
        contacts: tuple[Contact, ...],
        licensed: frozenset[tuple[Trade, str]] | None,
        known: Background,
    ) -> Iterator[Tag]:
        leads_away = any(contact.kind in LEADS_AWAY for contact in contacts)
        for trade, words in self._lexicon.trades.items():
            told = Told(
                signs=tuple(_told(words.signs, trade, _Part.SIGN, spans)),
                contexts=tuple(_told(words.contexts, trade, _Part.CONTEXT, spans)),
                leads_away=leads_away,
                licences=_named(trade, words, licensed),
                earlier=known.earlier,
            )
            tagged = tag(trade, told, words, self._lexicon.limits)
            if tagged:
                yield tagged


def _told(
    entries: Iterable[Sign | Context], trade: Trade, part: _Part, spans: Mapping[_Key, list[Span]]
) -> Iterator[ToldSign]:
    for entry in entries:
        places = spans.get(_Key(trade, part, entry.name))
        if places:
            core = isinstance(entry, Sign) and entry.kind is Kind.CORE
            yield ToldSign(entry.name, entry.points, core, tuple(places))


def _named(
    trade: Trade, words: TradeWords, licensed: frozenset[tuple[Trade, str]] | None
) -> tuple[Licence, ...] | None:
    if licensed is None:
        return None
    return tuple(licence for licence in words.licences if (trade, licence.name) in licensed)


def _entries(lexicon: Lexicon, field: JobField) -> Iterator[Entry[_Key]]:
    for trade, words in lexicon.trades.items():
        for part, entries in ((_Part.SIGN, words.signs), (_Part.CONTEXT, words.contexts)):
            for entry in entries:
                if field in entry.fields:
                    pairs = entry.pairs if isinstance(entry, Sign) else ()
                    yield Entry(_Key(trade, part, entry.name), entry.terms, entry.innocent_in, pairs)


def _scope_entries(lexicon: Lexicon) -> Iterator[Entry[tuple[Trade, str]]]:
    for trade, words in lexicon.trades.items():
        for licence in words.licences:
            yield Entry((trade, licence.name), licence.terms, licence.innocent_in)
