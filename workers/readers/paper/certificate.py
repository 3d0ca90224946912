"""An in-service certificate: who serves which firm as what since when, and the day of the paper."""

import re
from typing import Final

from verifier.domain.paper import PaperField
from verifier.domain.written import Field
from workers.readers.paper.days import ANY, DAY, iso
from workers.readers.paper.finding import FIRM, NUMBER, first, labelled, last_firm, numbered
from workers.readers.paper.text import Text

NAME: Final = (
    r"^(?:员工)?姓名:?([一-鿿·]{2,8})$",
    r"(?:兹证明|兹有)(?:我?(?:单位|公司)?(?:员工|职工)?):?([一-鿿·]{2,8}?)(?=先生|女士|同志|同学|\(|,|，|:|性别|身份证|系|\d)",
    r"员工:?([一-鿿·]{2,8}?)(?=先生|女士|同志|\(|,|性别|身份证)",
)
POSITION: Final = (
    r"^(?:职务|职位|岗位|现任职务):?([一-鿿]{2,20})[A-Z]*$",
    r"(?:现担任|担任|现任|任)([一-鿿A-Za-z]{2,20}?)(?:一职|职务|职位|岗位)",
    r"(?:职务|职位|岗位)(?:为|是|:)([一-鿿A-Za-z]{2,20}?)(?=[。.,;特]|$)",
)
SINCE: Final = (rf"(?:自|从|于)({DAY})", rf"入职(?:日期|时间)?:?({DAY})")
COMPANY: Final = (rf"^(?:单位名称|公司名称|工作单位):?({FIRM})$", rf"入职({FIRM})", rf"系({FIRM})")


def fields(broken: Text, run: Text) -> dict[PaperField, Field | None]:
    """The fields of a certificate, from its text in rows and run together."""
    since = first(run, SINCE, iso)
    return {
        PaperField.NAME: labelled(broken, NAME) or first(run, NAME),
        PaperField.NUMBER: numbered(run, NUMBER),
        PaperField.COMPANY: labelled(broken, COMPANY) or first(run, COMPANY) or last_firm(broken),
        PaperField.POSITION: labelled(broken, POSITION) or first(run, POSITION),
        PaperField.SINCE: since,
        PaperField.DATED: _dated(run),
    }


def _dated(run: Text) -> Field | None:
    """The last day on the page that is more than the one since when."""
    matches = list(ANY.finditer(run.text))
    since = re.search("|".join(SINCE), run.text)
    last = matches[-1] if matches else None
    if last is None or (since and since.start() <= last.start() < since.end()):
        return None
    return run.field(last, 1, iso(last[1]))
