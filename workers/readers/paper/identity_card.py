"""An identity card: who, born when, the number, who issued it, how long it holds, where its photo is."""

from typing import Final

from verifier.domain.paper import PaperField
from verifier.domain.places import Box, Frame
from verifier.domain.written import Field
from workers.readers.paper.days import iso
from workers.readers.paper.finding import NUMBER, first, labelled, numbered, period
from workers.readers.paper.text import Text

NAME: Final = (r"^姓名:?([一-鿿·]{2,15})$",)
SEX: Final = (r"性别:?([男女])",)
NATION: Final = (r"民族:?([一-鿿]{1,6}?)(?=\n|出生|$)",)
BORN: Final = (r"出生:?([12]\d{3}年\d{1,2}月\d{1,2}日?)",)
ADDRESS: Final = (r"住址:?((?:.+\n){1,3}?)(?=公民|\d{17}|\n|$)",)
AUTHORITY: Final = (r"签发机关:?([一-鿿]{4,30}?)(?=\n|有效|$)",)
# The photograph on a card of GA 448, as shares of the card: from its left, above and below the name's row.
NAME_ROW, NUMBER_ROW, LABELS, PROPORTION = 0.13, 0.87, 0.056, 1.585
PORTRAIT: Final = (0.6, 0.1, 0.96, 0.78)


def fields(broken: Text, run: Text) -> dict[PaperField, Field | None]:
    """The fields of either side, or of both on one page."""
    return {
        PaperField.NAME: labelled(broken, NAME),
        PaperField.NUMBER: numbered(run, NUMBER),
        PaperField.SEX: first(run, SEX),
        PaperField.NATION: first(broken, NATION),
        PaperField.BORN: first(run, BORN, iso),
        PaperField.ADDRESS: first(broken, ADDRESS),
        PaperField.AUTHORITY: first(broken, AUTHORITY),
        **period(run),
    }


def portrait(found: dict[PaperField, Field], frame: Frame) -> Box | None:
    """Where the photograph is, from the rows of the name and of the number; None where one was not read."""
    name, number = found.get(PaperField.NAME), found.get(PaperField.NUMBER)
    if name is None or number is None:
        return None
    rows = [(field.box[1] + field.box[3]) / 2 for field in (name, number)]
    height = (rows[1] - rows[0]) / (NUMBER_ROW - NAME_ROW)
    if height <= 0:
        return None
    right_of_number = number.box[2]
    width = height * PROPORTION
    left, top = right_of_number - 0.92 * width, rows[0] - NAME_ROW * height
    box = [
        round(start + share * length)
        for start, share, length in zip((left, top) * 2, PORTRAIT, (width, height) * 2, strict=True)
    ]
    return (
        max(box[0], 0), max(box[1], 0), min(box[2], frame.width), min(box[3], frame.height),
    )  # fmt: skip
