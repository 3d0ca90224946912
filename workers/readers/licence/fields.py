"""From a layout to the fields of a reading: what each value is as printed, and in the form that compares.

Normalised text is NFKC without blanks, so brackets and punctuation are half-width on both sides of a
comparison; traditional and simplified characters are left alone, because exchanging them changes names.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from verifier.domain.reading import Field, FieldName
from workers.readers.licence import labels
from workers.readers.licence.amounts import plain_amount
from workers.readers.licence.codes import code_field
from workers.readers.licence.dates import iso_date, iso_term
from workers.readers.licence.inference import inferred
from workers.readers.licence.issue import authority_field, issued_field
from workers.readers.licence.labelling import Label
from workers.readers.licence.layout import Layout
from workers.readers.licence.pieces import Piece, box_around

Pieces = Sequence[Piece]
NOT_A_NAME: Final = re.compile(r"[^一-鿿㐀-䶿\U00020000-\U0003ffff·•.A-Za-z()（）:：、，, ]")
DATE_START: Final = re.compile(r"[12〇○零一二]")
INFERRED: Final = "told by its place and wording, for its label was not read"


def fields(layout: Layout, pieces: Pieces) -> dict[FieldName, Field]:
    """Every field that could be found, in the order in which FieldName lists them."""
    found = {
        FieldName.CODE: code_field(layout, pieces),
        **{name: _valued(layout, name) for name in SHAPES},
        FieldName.AUTHORITY: authority_field(layout),
        FieldName.ISSUED: issued_field(layout),
    }
    found[FieldName.TYPE] = found[FieldName.TYPE] or _composition(layout)
    return {name: field for name in FieldName if (field := found.get(name)) is not None}


def normal_text(text: str) -> str | None:
    """NFKC without blanks; None for nothing."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)) or None


def is_open(text: str) -> bool:
    """Whether a bracket is opened in a text that is not closed."""
    plain = unicodedata.normalize("NFKC", text)
    return plain.count("(") > plain.count(")")


def _valued(layout: Layout, name: FieldName) -> Field | None:
    entry = layout.of(name)
    if entry and entry[1]:
        return _field(entry[0], entry[1], name)
    piece = inferred(layout, name)
    if piece is None:
        return None
    value = piece.text.strip(labels.FILLING)
    return Field(value, SHAPES[name][1](value), piece.score, box_around([piece]), (INFERRED,))


def _composition(layout: Layout) -> Field | None:
    """Old licences of individual businesses print no type but how the business is run."""
    entry = layout.worded(labels.COMPOSITION)
    return _field(entry[0], entry[1], FieldName.TYPE) if entry and entry[1] else None


def _field(label: Label, pieces: Pieces, name: FieldName) -> Field | None:
    shape, normalise = SHAPES[name]
    read = "".join(piece.text for piece in pieces)
    value = shape(label, pieces)
    if not value:
        return None
    repairs = (f"label {label.words} read with errors",) if label.errors else ()
    if len(value) < len(read.strip()) - 1:
        repairs = (*repairs, "text that is no part of the value was left out")
    score = min(piece.score for piece in pieces)
    return Field(value, normalise(value), score, box_around(pieces), repairs)


def _joined(label: Label, pieces: Pieces) -> str:
    """All pieces in order, without the half of the label that was read into the value."""
    text = "".join(piece.text for piece in pieces).lstrip(labels.FILLING).rstrip(labels.TRAILING)
    tail = label.words[-1]
    return text[1:].lstrip(labels.FILLING) if label.errors == 2 and text[:1] == tail else text


def _name_of_person(label: Label, pieces: Pieces) -> str:
    """The first piece, and on where a name was read in two; what cannot be in a name ends it."""
    text = NOT_A_NAME.split(_joined(label, pieces))[0].strip(labels.FILLING)
    first = NOT_A_NAME.split(pieces[0].text)[0].strip(labels.FILLING)
    return re.sub(r"\s", "", text if len(first) < 2 or len(text) <= 4 or "代表" in text else first)


def _dated(label: Label, pieces: Pieces) -> str:
    text = _joined(label, pieces)
    return text if DATE_START.search(text) else ""


def _term(label: Label, pieces: Pieces) -> str:
    return _joined(label, pieces).removeprefix("止")


SHAPES: Final[
    Mapping[FieldName, tuple[Callable[[Label, Pieces], str], Callable[[str], str | None]]]
] = {
    FieldName.NAME: (_joined, normal_text),
    FieldName.TYPE: (_joined, normal_text),
    FieldName.PERSON: (_name_of_person, normal_text),
    FieldName.CAPITAL: (_joined, plain_amount),
    FieldName.ESTABLISHED: (_dated, iso_date),
    FieldName.TERM: (_term, iso_term),
    FieldName.ADDRESS: (_joined, normal_text),
    FieldName.SCOPE: (_joined, normal_text),
}  # fmt: skip
