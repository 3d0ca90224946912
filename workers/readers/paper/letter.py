"""A letter of authorisation: which firm lets whom act for it, from when until when."""

import re
from typing import Final

from verifier.domain.paper import PaperField
from verifier.domain.written import Field
from workers.readers.paper.days import ANY, PERIOD, iso
from workers.readers.paper.finding import FIRM, NUMBER, coded, first, labelled, last_firm, numbered, period
from workers.readers.paper.text import Text

COMPANY: Final = (
    rf"^(?:委托单位|委托方|委托人|授权单位|授权人|单位名称)(?:\(盖章\))?:({FIRM})$",
    rf"(?:委托单位|委托方|委托人|授权单位|授权人)(?:名称)?:({FIRM})",
)
AGENT: Final = (
    r"^(?:受托人|被委托人|受委托人|被授权人|代理人)(?:姓名)?:?([一-鿿·]{2,8})$",
    r"(?:受托人|被委托人|受委托人|被授权人|代理人)(?:姓名)?:([一-鿿·]{2,8}?)(?=身份证|性别|,|\(|职务|$)",
    r"(?:委托|授权)([一-鿿·]{2,4}?)(?=\(身份证|,身份证|为我|作为)",
)
LEGAL_PERSON: Final = (r"法定代表人(?:\(签字\))?:?([一-鿿·]{2,8}?)(?=\n|受|被|代|日|$)",)
POSITION: Final = (r"^(?:职务|职位):([一-鿿]{2,20})[A-Z]*$",)


def fields(broken: Text, run: Text) -> dict[PaperField, Field | None]:
    """The fields of a letter, from its text in rows and run together."""
    return {
        PaperField.NAME: labelled(broken, AGENT) or first(run, AGENT[1:]),
        PaperField.NUMBER: numbered(run, NUMBER),
        PaperField.COMPANY: labelled(broken, COMPANY) or first(run, COMPANY[1:]) or last_firm(broken),
        PaperField.CODE: coded(run),
        PaperField.LEGAL_PERSON: first(broken, LEGAL_PERSON),
        PaperField.POSITION: labelled(broken, POSITION),
        PaperField.DATED: _dated(run),
        **period(run),
    }


def _dated(run: Text) -> Field | None:
    """The last day that stands outside every period."""
    spans = [match.span() for match in PERIOD.finditer(run.text)]
    found: list[re.Match[str]] = [
        match
        for match in ANY.finditer(run.text)
        if not any(start <= match.start() < end for start, end in spans)
    ]
    return run.field(found[-1], 1, iso(found[-1][1])) if found else None
