"""Ways around the site that a text offers: telephone numbers, messengers, private mailboxes, "add me".

Says of what kind and where, never which: no number leaves this module.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from verifier.domain.screening import Contact, ContactKind, JobField, Span
from verifier.screening.folding import Folded
from verifier.screening.matching import Occurrence, Phrases

# Digits written as characters count as digits here only: 一三八 is a number, 三八 in a term is not.
_DIGITS: Final = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
# A Chinese mobile number, whole or in groups of 3, 4 and 4. Other groupings are sums of money and dates.
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d ?\d{4} ?\d{4}(?!\d)")
# Free mailboxes; folding has turned the dots of a domain into spaces.
_MAILBOX: Final = re.compile(
    r"[a-z0-9]@(?:vip )?(?:qq|163|126|139|189|foxmail|sina|sohu|aliyun|gmail|outlook|hotmail|yahoo)\b"
)
_QQ_NUMBER: Final = re.compile(r"[号群是为| ]{0,3}[1-9]\d{4,10}(?!\d)")
# An account has a digit or it is an ordinary word: 微信 Android 开发.
_ACCOUNT: Final = re.compile(r"[号是为| ]{0,3}(?=[a-z ]{0,20}\d)[a-z0-9](?: ?[a-z0-9]){4,19}")
_NUMBERS: Final = {ContactKind.QQ: _QQ_NUMBER, ContactKind.WECHAT: _ACCOUNT}
_ENOUGH_ALONE: Final = frozenset({ContactKind.SOLICITED, ContactKind.MESSENGER, ContactKind.MAILBOX})
LISTED_MAX: Final = 20  # of one field; a reviewer needs no more

# A firm's telephone is an ordinary thing to print; these lead away from the site.
LEADS_AWAY: Final = frozenset(ContactKind) - {ContactKind.PHONE}


class Contacts:
    """The contact words of a lexicon, ready to be looked for."""

    def __init__(self, words: Mapping[ContactKind, tuple[str, ...]]) -> None:
        self._words: Final = Phrases((word, kind) for kind, terms in words.items() for word in terms)

    def found(self, field: JobField, folded: Folded) -> tuple[Contact, ...]:
        """The first contacts of each kind in one field, by place."""
        places: dict[ContactKind, list[tuple[int, int]]] = {}
        for kind, start, end in self._places(folded.text):
            known = places.setdefault(kind, [])
            if len(known) < LISTED_MAX:
                known.append((start, end))
        found = (
            Contact(kind, Span(field, *folded.where(start, end)))
            for kind, known in places.items()
            for start, end in known
        )
        return tuple(sorted(found, key=lambda contact: (contact.span.start, contact.span.end, contact.kind)))

    def _places(self, text: str) -> Iterator[tuple[ContactKind, int, int]]:
        for number in _MOBILE.finditer(text.translate(_DIGITS)):
            yield ContactKind.PHONE, number.start(), number.end()
        for box in _MAILBOX.finditer(text):
            yield ContactKind.MAILBOX, box.start(), box.end()
        for word in self._words.found(text):
            end = _end(text, word)
            if end is not None:
                yield word.meaning, word.start, end


def _end(text: str, word: Occurrence[ContactKind]) -> int | None:
    """Where the contact ends that a word begins; None where the word alone is none."""
    if word.meaning in _ENOUGH_ALONE:
        return word.end
    number = _NUMBERS[word.meaning].match(text, word.end) if word.meaning in _NUMBERS else None
    return number.end() if number else None
