"""Lines in, a licence's reading out: layout, fields, document type, and a second look where the code fails.

Pure but for the second look, which the caller hands in.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from verifier.domain.reading import FieldName, Frame, LicenceReading, Line, Polygon
from workers.readers.licence.anchors import document_type
from workers.readers.licence.codes import code_field, passes, worth_rereading
from workers.readers.licence.fields import fields
from workers.readers.licence.layout import laid_out
from workers.readers.licence.pieces import levelled

Reread = Callable[[Sequence[Polygon]], tuple[Line, ...]]
SECOND_LOOK = "read again at full width"


def parsed(frame: Frame, lines: tuple[Line, ...], reread: Reread) -> LicenceReading:
    """What the lines of an upright page say."""
    pieces = levelled(lines)
    layout = laid_out(pieces)
    found = fields(layout, pieces)
    if not passes(found.get(FieldName.CODE)):
        suspects = worth_rereading(layout, pieces)
        again = levelled(reread([piece.polygon for piece in suspects])) if suspects else ()
        better = code_field(layout, again)
        if better is not None and (passes(better) or FieldName.CODE not in found):
            found[FieldName.CODE] = replace(better, repairs=(*better.repairs, SECOND_LOOK))
    return LicenceReading(frame, document_type(lines, layout), lines, found)
