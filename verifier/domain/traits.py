"""What a case is known by apart from its looks: each kind of value, made comparable. Pure, keeps nothing."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from verifier.domain.case import Declared
from verifier.domain.reading import FieldName, LicenceReading
from verifier.domain.relatives import Shared, Traits
from verifier.domain.wording import comparable, persons


def traits(declared: Declared, page: LicenceReading, sha256: str) -> Traits:
    """What a case with this page is known by: what was declared, and what was read."""
    read = {name: (field.normalised or field.value) for name, field in page.fields.items()}
    values = {
        Shared.BYTES: (sha256,),
        Shared.CODE: (declared.code, read.get(FieldName.CODE)),
        Shared.NAME: (declared.name, read.get(FieldName.NAME)),
        Shared.PERSON: (declared.person, read.get(FieldName.PERSON)),
        Shared.ADDRESS: (declared.address, read.get(FieldName.ADDRESS)),
        Shared.PHONE: (declared.phone,),
        Shared.BANK_ACCOUNT: (declared.bank_account,),
    }
    return frozenset(
        (kind, key) for kind, texts in values.items() for text in texts if text for key in keys(kind, text)
    )


def keys(kind: Shared, text: str) -> Iterator[str]:
    """The comparable values of one text; none where it is too short to say whose it is."""
    names = persons(text) if kind is Shared.PERSON else (_COMPARABLE.get(kind, comparable)(text),)
    yield from (name for name in names if len(name) >= _LEAST[kind])


def _phone(text: str) -> str:
    """Digits; a Chinese number without its country code, however that was written."""
    digits = _digits(text).removeprefix("00")
    return digits.removeprefix("86") if len(digits) == len("86") + 11 else digits


def _digits(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal())


_COMPARABLE: Final[Mapping[Shared, Callable[[str], str]]] = {
    Shared.BYTES: str,
    Shared.PHONE: _phone,
    Shared.BANK_ACCOUNT: _digits,
}

# Characters from which on a value says whose it is: shorter ones are blanks, asterisks and slips.
_LEAST: Final[Mapping[Shared, int]] = {
    Shared.BYTES: 64,
    Shared.CODE: 13,  # the oldest registration numbers
    Shared.NAME: 4,
    Shared.PERSON: 2,
    Shared.ADDRESS: 8,  # a city alone is everybody's
    Shared.PHONE: 7,
    Shared.BANK_ACCOUNT: 8,
}
