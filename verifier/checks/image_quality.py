"""What is wrong with the picture, where a field that the case needs was not read from it surely?

pass          every needed field was read surely, whatever the picture; or the picture has no fault known here
concern       a needed field was not, and the print is small, blurred, under glare or cut off, and where
fail          never: a bad picture says nothing about the employer
inconclusive  the picture was not measured, or shows no print at all

It explains what other checks find wanting, so that the applicant can do better, and adds one thing to it: a
name half burnt out reads surely and wrong, so that what glare touches counts as not read. Otherwise a good
reading of a bad picture is a good reading.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code, registration_number
from verifier.domain.check import Judgement, Licence, Thresholds, of_each_page
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import IDENTIFYING, NEEDED, box_of, needed
from verifier.domain.reading import Box, DocumentType, Field, FieldName, LicenceReading, Quality
from verifier.domain.wording import plain

NAME: Final = "image_quality"
SCORE_MIN: Final = "score_min"
LINE_HEIGHT_MIN: Final = "line_height_min"
SHARPNESS_MIN: Final = "sharpness_min"
EDGE_MAX: Final = "edge_max"
LINES_AT_SIDE_MIN: Final = "lines_at_side_min"
LINES_AT_END_MIN: Final = "lines_at_end_min"


class Code(StrEnum):
    LEGIBLE = "picture_legible"
    FAULTLESS = "picture_without_fault"
    UNMEASURED = "picture_unmeasured"
    TOO_SMALL = "print_too_small"
    BLURRED = "picture_blurred"
    GLARE = "picture_glare"
    CUT_LEFT = "cut_off_left"
    CUT_TOP = "cut_off_top"
    CUT_RIGHT = "cut_off_right"
    CUT_BOTTOM = "cut_off_bottom"


CUT: Final = (Code.CUT_LEFT, Code.CUT_TOP, Code.CUT_RIGHT, Code.CUT_BOTTOM)  # in the order of a box's edges
# Genuine print often comes near the top or bottom, so that these count only with what would be lost there.
LOST_WITH: Final[Mapping[Code, frozenset[FieldName]]] = {
    Code.CUT_TOP: frozenset({FieldName.CODE, FieldName.NAME}),
    Code.CUT_BOTTOM: frozenset({FieldName.ESTABLISHED, FieldName.SCOPE}),
}


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    quality = licence.reading.quality
    wanting = _wanting(licence, thresholds)
    if not wanting:
        detail = f"Every needed field was read surely; {_numbers(quality)}."
        yield Judgement(Outcome.PASS, Code.LEGIBLE, detail)
    elif quality is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNMEASURED, "No print was measured in the picture.")
    else:
        faults = (*_of_print(quality, thresholds), *_cut_off(licence.reading, quality, wanting, thresholds))
        detail = f"The picture does not explain what was not read: {_numbers(quality)}."
        yield from faults or (Judgement(Outcome.PASS, Code.FAULTLESS, detail),)


def _wanting(licence: Licence, thresholds: Thresholds) -> frozenset[FieldName]:
    """The needed fields that were not read surely; all of them on a page not seen to be a licence."""
    page = licence.reading
    if page.document_type is not DocumentType.BUSINESS_LICENCE:
        return frozenset(NEEDED)
    score_min = thresholds[SCORE_MIN]
    unsure = {name for name in needed(page) if not _sure(name, licence.field(name), score_min)}
    return frozenset(unsure | set(_under_glare(page)))


def _sure(name: FieldName, field: Field | None, score_min: float) -> bool:
    if field is None or not field.value.strip():
        return False
    if name is FieldName.CODE:
        code = plain(field.normalised or field.value)
        return credit_code.is_valid(code) or registration_number.is_valid(code)
    return name not in IDENTIFYING or field.score >= score_min


def _under_glare(page: LicenceReading) -> Iterator[FieldName]:
    for name in IDENTIFYING:
        if name in page.fields and page.quality is not None:
            box = page.fields[name].box
            if any(_overlap(box, place) for place in page.quality.glare):
                yield name


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _of_print(quality: Quality, thresholds: Thresholds) -> Iterator[Judgement]:
    height, least = quality.line_height, thresholds[LINE_HEIGHT_MIN]
    sharp, sharp_enough = quality.sharpness, thresholds[SHARPNESS_MIN]
    if height < least:
        yield _fault(Code.TOO_SMALL, f"A line is {height} pixels high.", height, least)
    elif sharp < sharp_enough:
        yield _fault(Code.BLURRED, f"The sharpness of the print is {sharp}.", sharp, sharp_enough)
    if quality.glare:
        detail = f"Places burnt out among the lines: {len(quality.glare)}."
        yield _fault(Code.GLARE, detail, len(quality.glare), 0, quality.glare)


def _cut_off(
    page: LicenceReading, quality: Quality, wanting: frozenset[FieldName], thresholds: Thresholds
) -> Iterator[Judgement]:
    reach = thresholds[EDGE_MAX] * quality.line_height
    boxes = [box_of(line) for line in page.lines]
    for edge, side in enumerate(CUT):
        least = thresholds[LINES_AT_END_MIN if side in LOST_WITH else LINES_AT_SIDE_MIN]
        at_edge = tuple(box for box in boxes if _gaps(box, page)[edge] <= reach)
        if len(at_edge) >= least and wanting & LOST_WITH.get(side, wanting):
            where = side.removeprefix("cut_off_")
            yield _fault(side, f"Lines at the {where} edge: {len(at_edge)}.", len(at_edge), least, at_edge)


def _gaps(box: Box, page: LicenceReading) -> tuple[int, int, int, int]:
    """Pixels from a box to the left, top, right and bottom edge of the page."""
    left, top, right, bottom = box
    return left, top, page.frame.width - right, page.frame.height - bottom


def _fault(
    code: Code, detail: str, measured: float, threshold: float, boxes: tuple[Box, ...] = ()
) -> Judgement:
    return Judgement(Outcome.CONCERN, code, detail, measured, threshold, boxes)


def _numbers(quality: Quality | None) -> str:
    if quality is None:
        return "the print was not measured"
    places = len(quality.glare)
    return f"lines {quality.line_height} pixels high, sharpness {quality.sharpness}, places of glare {places}"


THRESHOLDS: Final = (
    SCORE_MIN,
    LINE_HEIGHT_MIN,
    SHARPNESS_MIN,
    EDGE_MAX,
    LINES_AT_SIDE_MIN,
    LINES_AT_END_MIN,
)
CHECK: Final = of_each_page(NAME, Code, judge, THRESHOLDS)
