"""The foot of the licence: the authority that issued it, and the date of issue beneath the seal.

Neither has a value beside a label as other fields do: the authority is often only in the seal, and the date
is scattered in fragments around 年 月 日 that are printed on the form.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from verifier.domain.reading import Box, Field, FieldName
from workers.readers.licence.issue_date import FRAGMENT, TELLING, date_in
from workers.readers.licence.layout import Layout, rows
from workers.readers.licence.pieces import Piece, box_around, grown

OFFICE: Final = re.compile(r"局|委员会|市场|监督|工商|行政|审批|分局|管委会")
OFFICE_NAME: Final = re.compile(r"^.+?[省市县区州旗盟].*(?:局|委员会|大厅|所)")
RIM: Final = re.compile(r"(工商行|市场监|管理局).*\1")  # said twice: once in print, once on the seal's rim
OFFICE_END: Final = re.compile(r".(?:局|会)$")
SHORTEST_OFFICE: Final = 6  # characters; a bit of the seal's rim is shorter
BENT: Final = 0.15  # slope from which text follows the seal's rim
CLEAR: Final = 0.8  # least score, 0–1
# Left, above, right, below; in heights of the label, or of the largest fragment.
UNDER_LABEL: Final = (2.0, 1.5, 14.0, 9.0)
AROUND_FRAGMENTS: Final = (8.0, 2.0, 12.0, 2.5)
BELOW: Final = 9.0  # how far under 登记机关, in its heights, the date may stand


def issued_field(layout: Layout) -> Field | None:
    """The date of issue as far as it was read; `normalised` is None unless all of it was."""
    labelled = layout.of(FieldName.ISSUED)
    pieces = list(labelled[1]) if labelled else []
    pieces += _fragments(layout, labelled[0].place if labelled and pieces else None)
    if not pieces or not any(TELLING.search(p.text) for p in pieces):
        return None
    ordered = sorted(pieces, key=lambda p: p.left)
    value = unicodedata.normalize("NFKC", "".join(p.text for p in ordered)).replace(" ", "")
    found = date_in(value) or date_in(" ".join(p.text for p in ordered))
    return Field(value, found, min(p.score for p in ordered), box_around(ordered))


def authority_field(layout: Layout) -> Field | None:
    """The authority where it is printed in words; a seal alone is not read here."""
    entry = layout.of(FieldName.AUTHORITY)
    if entry is None:
        return None
    place = entry[0].place
    near = [
        p
        for p in layout.loose
        if abs(p.middle - place.middle) < 3 * place.height and p.left > place.right and OFFICE.search(p.text)
    ]
    pieces = [p for row in rows(p for p in (*entry[1], *near) if _printed_straight(p)) for p in row]
    found = OFFICE_NAME.match(re.sub(r"[^一-鿿()（）]", "", "".join(p.text for p in pieces)))
    if found is None or len(found[0]) < SHORTEST_OFFICE or RIM.search(found[0]):
        return None
    score = min(p.score for p in pieces)
    return Field(found[0], unicodedata.normalize("NFKC", found[0]), score, box_around(pieces))


def _printed_straight(piece: Piece) -> bool:
    """Whether a piece is print rather than a bit of the seal's rim, which is short, bent or faint."""
    (x0, y0), (x1, y1) = piece.polygon[:2]
    bent = abs(y1 - y0) > BENT * abs(x1 - x0)
    short = len(piece.text) < 3 and not OFFICE_END.search(piece.text)
    return not short and piece.score >= CLEAR and not bent and not FRAGMENT.match(piece.text)


def date_pieces(layout: Layout) -> tuple[Piece, ...]:
    """What may be fragments of the date: what its label owns, and everything that nothing owns."""
    entry = layout.of(FieldName.ISSUED)
    return (*(entry[1] if entry else ()), *layout.loose)


def date_region(layout: Layout) -> Box | None:
    """Where the date of issue stands, in pixels of the page: under its authority, or around its fragments."""
    entry = layout.of(FieldName.ISSUED) or layout.of(FieldName.AUTHORITY)
    if entry:
        return grown(box_around([entry[0].place]), entry[0].place.height, UNDER_LABEL)
    fragments = _fragments(layout, None)
    if not fragments:
        return None
    return grown(box_around(fragments), max(p.height for p in fragments), AROUND_FRAGMENTS)


def _fragments(layout: Layout, beside: Piece | None) -> list[Piece]:
    """The pieces of one row, below the authority, that hold nothing but parts of a date."""
    zone = [p for p in layout.loose if FRAGMENT.match(_plain(p.text)) and _in_zone(layout, p, beside)]
    telling = [p for p in zone if TELLING.search(p.text)]
    if not telling:
        return []
    seed = max(telling, key=lambda p: (len(p.text), p.score))
    unit = max(seed.height, 1.0)
    return [p for p in zone if abs(p.middle - seed.middle) < 1.3 * unit and p.score > 0.5]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _in_zone(layout: Layout, piece: Piece, beside: Piece | None) -> bool:
    if beside is not None:
        return piece.same_row(beside, 1.0) and piece.left > beside.left
    entry = layout.of(FieldName.AUTHORITY)
    if entry is not None:
        place = entry[0].place
        below = 0.3 * place.height < piece.middle - place.middle < BELOW * place.height
        return below and piece.left > place.left - 2 * place.height
    return _low_on_the_right(layout, piece)


def _low_on_the_right(layout: Layout, piece: Piece) -> bool:
    """Where no authority is labelled: under every other value, in the right half of what is printed."""
    places: Sequence[Piece] = [label.place for label, _ in layout.owned]
    values = [p for _, owned in layout.owned for p in owned]
    if len(places) < 4 or not values:
        return False
    middle = (min(p.left for p in places) + max(p.right for p in values)) / 2
    scope = layout.of(FieldName.SCOPE)
    under = scope[0].place.middle if scope else max(p.middle for p in places)
    return piece.left > middle and piece.middle > under + 2 * piece.height
