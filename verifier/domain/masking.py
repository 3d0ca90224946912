"""Personal data as people see it before they say why they need it: covered, but for what tells cases apart.

A firm's name and code are public by law (企业信息公示暂行条例 Art. 9); its people, their telephone and their
account are not, and of an individual business the address is somebody's home.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from verifier.domain.case import Declared
from verifier.domain.finding import Finding
from verifier.domain.paper import PaperField
from verifier.domain.reading import FieldName

COVER: Final = "＊"


class Personal(StrEnum):
    """What is covered until it is revealed. PAGE is a whole picture, FACES the frames of a face session."""

    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    IDENTITY_NUMBER = "identity_number"
    BIRTHDAY = "birthday"
    PAGE = "page"
    FACES = "faces"


# How many characters stay readable at the beginning and at the end.
_LEFT: Final[Mapping[Personal, tuple[int, int]]] = MappingProxyType(
    {
        Personal.PERSON: (1, 0),
        Personal.ADDRESS: (6, 0),  # province and city, as a rule
        Personal.PHONE: (3, 2),
        Personal.BANK_ACCOUNT: (0, 4),
        Personal.BIRTHDAY: (0, 0),
        Personal.IDENTITY_NUMBER: (3, 4),  # province, and enough to tell two of one household apart
    }
)
PRINTED: Final[Mapping[FieldName, Personal]] = MappingProxyType(
    {FieldName.PERSON: Personal.PERSON, FieldName.ADDRESS: Personal.ADDRESS}
)
"""The fields of a licence that are personal."""

ON_PAPERS: Final[Mapping[PaperField, Personal]] = MappingProxyType(
    {
        PaperField.NAME: Personal.PERSON,
        PaperField.LEGAL_PERSON: Personal.PERSON,
        PaperField.NUMBER: Personal.IDENTITY_NUMBER,
        PaperField.BORN: Personal.BIRTHDAY,
        PaperField.ADDRESS: Personal.ADDRESS,
    }
)
"""The fields of a paper of people that are personal."""

LISTED: Final = (4, 2)  # characters that stay readable: the place, the first of the trade name, the form
LISTED_COVER: Final = 3  # characters

SHORTEST: Final = 2  # characters of a value that is looked for in a sentence; one is in many words


def covered(kind: Personal, text: str) -> str:
    """The text with its middle covered; of a short one no more than half is left."""
    return _ends(text, *_LEFT[kind])


def listed(name: str) -> str:
    """A firm's name as a list of many shows it: enough to tell lines apart, too little to carry off.

    The cover is as long for any name, so that its length says nothing either.
    """
    head, tail = _room(name, *LISTED)
    return name[:head] + COVER * LISTED_COVER + (name[len(name) - tail :] if tail else "")


def _ends(text: str, head: int, tail: int) -> str:
    head, tail = _room(text, head, tail)
    return text[:head] + COVER * (len(text) - head - tail) + (text[len(text) - tail :] if tail else "")


def _room(text: str, head: int, tail: int) -> tuple[int, int]:
    """How much of both ends stays readable: no more than half of a short text."""
    room = len(text) // 2
    head = min(head, max(room - tail, min(1, room)))
    return head, min(tail, max(room - head, 0))


def shown(kind: Personal, text: str | None, revealed: Collection[Personal]) -> str | None:
    """The text, covered unless its kind was revealed."""
    return text if text is None or kind in revealed else covered(kind, text)


def declared(said: Declared, revealed: Collection[Personal]) -> Declared:
    """What was declared, covered likewise."""
    return replace(
        said,
        person=shown(Personal.PERSON, said.person, revealed) or "",
        address=shown(Personal.ADDRESS, said.address, revealed),
        phone=shown(Personal.PHONE, said.phone, revealed),
        bank_account=shown(Personal.BANK_ACCOUNT, said.bank_account, revealed),
        agent=shown(Personal.PERSON, said.agent, revealed),
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """The personal values of one case that nobody revealed; covers them wherever a sentence repeats them."""

    values: tuple[tuple[Personal, str], ...]

    def text(self, sentence: str) -> str:
        for kind, value in self.values:
            sentence = sentence.replace(value, covered(kind, value))
        return sentence

    def finding(self, finding: Finding) -> Finding:
        measured, threshold = (
            self.text(one) if isinstance(one, str) else one for one in (finding.measured, finding.threshold)
        )
        return replace(finding, detail=self.text(finding.detail), measured=measured, threshold=threshold)


def cover(values: Collection[tuple[Personal, str | None]], revealed: Collection[Personal]) -> Cover:
    """What covers these values, the longest first, so that none is left over from another."""
    hidden = {
        (kind, text) for kind, text in values if text and kind not in revealed and len(text) >= SHORTEST
    }
    return Cover(tuple(sorted(hidden, key=lambda one: (-len(one[1]), one[1]))))
