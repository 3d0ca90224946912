"""An agency's licence for HR services or labour dispatch: whose it is, its number, until when it holds."""

from typing import Final

from verifier.domain.paper import PaperField
from verifier.domain.written import Field
from workers.readers.paper.days import ANY, PERIOD, iso
from workers.readers.paper.finding import FIRM, coded, first, labelled, last_firm, period
from workers.readers.paper.text import Text

COMPANY: Final = (
    rf"^(?:单位名称|机构名称|企业名称|名称):?({FIRM})$",
    rf"(?:单位名称|机构名称|企业名称|名称):?({FIRM})",
)
PERMIT: Final = (r"(?:许可证编号|许可证号|证书编号|编号):?([0-9A-Z()〔〕\[\]【】第号一-鿿-]{6,30}?)(?=\n|$)",)
BRACKETS: Final = str.maketrans("〔【〕】", "[[]]")  # a year's, which are written and read in any of these
LEGAL_PERSON: Final = (r"(?:法定代表人|负责人)(?:\([一-鿿]+\))?:?([一-鿿·]{2,8}?)(?=\n|$)",)
AUTHORITY: Final = (r"(?:发证机关|许可机关):?([一-鿿]{4,30}?)(?=\n|$)",)


def fields(broken: Text, run: Text) -> dict[PaperField, Field | None]:
    """The fields of a licence, from its text in rows and run together."""
    spans = [match.span() for match in PERIOD.finditer(run.text)]
    days = [m for m in ANY.finditer(run.text) if not any(a <= m.start() < b for a, b in spans)]
    return {
        PaperField.COMPANY: labelled(broken, COMPANY) or first(run, COMPANY[1:]) or last_firm(broken),
        PaperField.CODE: coded(run),
        PaperField.PERMIT: first(broken, PERMIT, _numbered),
        PaperField.LEGAL_PERSON: first(broken, LEGAL_PERSON),
        PaperField.AUTHORITY: first(broken, AUTHORITY),
        PaperField.DATED: run.field(days[-1], 1, iso(days[-1][1])) if days else None,
        **period(run),
    }


def _numbered(text: str) -> str:
    """A licence's number with brackets of one kind."""
    return text.translate(BRACKETS)
