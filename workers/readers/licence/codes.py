"""Finding the credit code or registration number among the pieces, and repairing what the engine misread.

A repair is kept only where the check characters then pass, and is always recorded. A code that passes in no
reading is reported as read: whether it will do is for the check. Nothing is ever completed or computed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from verifier.domain import credit_code, registration_number
from verifier.domain.reading import Field, FieldName
from workers.readers.licence.labelling import Label
from workers.readers.licence.layout import Layout
from workers.readers.licence.pieces import Piece, box_around

SERIALS: Final = ("证照编号", "企业标识")
SERIAL: Final = re.compile(r"(?:编号|编码|证号)[:：\s]*[0-9A-Z]")
COPY_NUMBER: Final = re.compile(r"\(?\d\s*[-/]\s*\d\)?\s*$")  # 1-1 or (1/1): which of the copies this is
RUN: Final = re.compile(r"[0-9A-Za-z]+")
SHORTEST, LONGEST = 12, 20  # characters of a run beside the label that is worth reporting
OF_ANOTHER_LENGTH: Final = 80  # the worst rank: reported only beside a label that was read
CODE_LIKE: Final = 10  # characters from which a run is worth reading again
IMPOSSIBLE: Final = {
    "I": "1",
    "O": "0",
    "S": "5",
    "Z": "2",
    "l": "1",
    "i": "1",
    "o": "0",
}  # GB 32100: not in use
AS_DIGITS: Final = IMPOSSIBLE | {"B": "8", "D": "0", "G": "6", "Q": "0", "L": "1", "T": "7", "U": "0"}
PAIRS: Final = ("B8", "D0", "G6", "L1", "T7", "A4")
LOOK_ALIKES: Final = {a: b for pair in PAIRS for a, b in (tuple(pair), tuple(pair[::-1]))} | {
    "Q": "0",
    "U": "0",
}
DIGITS_ONLY: Final = 8  # authority, kind and division: the first characters of a code are digits in practice


@dataclass(frozen=True, slots=True)
class Candidate:
    """One run of letters and digits that may be the code; smaller ranks are better."""

    text: str
    piece: Piece
    rank: int
    repairs: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        return _passes(self.text)


def code_field(layout: Layout, pieces: Sequence[Piece]) -> Field | None:
    """The code as a field; `normalised` is the code wherever it has a code's length, passing or not."""
    best = min(_candidates(layout, pieces), key=lambda candidate: candidate.rank, default=None)
    if best is None:
        return None
    whole = len(best.text) in (credit_code.LENGTH, registration_number.LENGTH)
    normalised = best.text if whole else None
    return Field(best.text, normalised, best.piece.score, box_around([best.piece]), best.repairs)


def passes(field: Field | None) -> bool:
    """Whether a field holds a code or number whose check characters are right."""
    return field is not None and field.normalised is not None and _passes(field.normalised)


def worth_rereading(layout: Layout, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces that look like a code or stand where one should, for a second look at full width."""
    label = layout.of(FieldName.CODE)
    return tuple(
        piece for piece in pieces if code_like(piece.text) or (label is not None and _beside(label[0], piece))
    )


def code_like(text: str) -> bool:
    """Whether a text holds a run that may be a code, well read or not."""
    return any(len(run) >= CODE_LIKE and _digits(run) >= 6 for run in RUN.findall(text))


def _passes(text: str) -> bool:
    return credit_code.is_valid(text) or registration_number.is_valid(text)


def _candidates(layout: Layout, pieces: Sequence[Piece]) -> Iterable[Candidate]:
    entry = layout.of(FieldName.CODE)
    owned = entry[1] if entry else ()
    foreign = {p.polygon[2] for words in SERIALS if (f := layout.worded(words)) for p in f[1]}
    for piece in (*owned, *pieces):
        if piece.polygon[2] in foreign or SERIAL.search(piece.text):
            continue
        near = piece in owned or (_beside(entry[0], piece) if entry else _above_the_values(layout, piece))
        for run in _runs(piece):
            candidate = _judged(run, piece, near)
            if candidate and (entry or candidate.rank < OF_ANOTHER_LENGTH):
                yield candidate


def _runs(piece: Piece) -> set[str]:
    """Runs of letters and digits, with blanks as gaps, with blanks ignored, and without a copy's number."""
    text = unicodedata.normalize("NFKC", piece.text)
    forms = (text, re.sub(r"[\s.·]", "", text), COPY_NUMBER.sub(" ", text))
    return {run for form in forms for run in RUN.findall(form)}


def _judged(run: str, piece: Piece, near: bool) -> Candidate | None:
    """What a run is worth: a passing code, a passing number beside its label, or a failing one beside it."""
    mapped, repairs = _mapped(run)
    if credit_code.is_valid(mapped):
        return Candidate(mapped, piece, len(repairs) - 10 * near, repairs)
    number, digit_repairs = _replaced(run, AS_DIGITS)
    if near and registration_number.is_valid(number):
        return Candidate(number, piece, 20 + len(digit_repairs), digit_repairs)
    if near and len(mapped) == credit_code.LENGTH and (resembling := _resembling(mapped)):
        return Candidate(resembling[0], piece, 40, repairs + resembling[1])
    if near and SHORTEST <= len(run) <= LONGEST and _digits(run) >= 6:
        whole = len(run) in (credit_code.LENGTH, registration_number.LENGTH)
        return Candidate(run.upper(), piece, 60 if whole else OF_ANOTHER_LENGTH)
    return None


def _mapped(run: str) -> tuple[str, tuple[str, ...]]:
    """The run with characters that no code contains replaced by the digits they are misread from."""
    head, repairs = _replaced(run[:DIGITS_ONLY], AS_DIGITS)
    tail, more = _replaced(run[DIGITS_ONLY:], IMPOSSIBLE, start=DIGITS_ONLY)
    return (head + tail).upper(), repairs + more


def _replaced(run: str, table: dict[str, str], *, start: int = 0) -> tuple[str, tuple[str, ...]]:
    changed = [(i, c, table[c]) for i, c in enumerate(run, start + 1) if c in table]
    text = "".join(table.get(c, c) for c in run)
    return text, tuple(f"character {i}: {old} read as {new}" for i, old, new in changed)


def _resembling(code: str) -> tuple[str, tuple[str, ...]] | None:
    """The one code that passes after one look-alike is exchanged; None where none or several do."""
    found = [
        (changed, f"character {i + 1}: {c} read as {LOOK_ALIKES[c]}")
        for i, c in enumerate(code)
        if c in LOOK_ALIKES and credit_code.is_valid(changed := code[:i] + LOOK_ALIKES[c] + code[i + 1 :])
    ]
    return (found[0][0], (found[0][1],)) if len(found) == 1 else None


def _above_the_values(layout: Layout, piece: Piece) -> bool:
    """Where the code's label was not read: above every other label, and no serial number of the paper."""
    tops = [found.place.top for found, _ in layout.owned if found.field is not FieldName.AUTHORITY]
    return len(tops) >= 4 and piece.middle < min(tops)


def _digits(run: str) -> int:
    return sum(character.isdigit() for character in run)


def _beside(label: Label, piece: Piece) -> bool:
    """Whether a piece is, or continues, or stands right of, or hangs just under the label."""
    place = label.place
    if piece.polygon[1:3] == place.polygon[1:3] or (
        piece.same_row(place, 1.0) and piece.left >= place.left - 2
    ):
        return piece.left < place.right + 12 * place.height
    under = 0 < piece.middle - place.middle < 3 * place.height
    return under and abs(piece.left - place.left) < 4 * place.height
