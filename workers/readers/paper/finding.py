"""Looking for fields in the text of a paper: behind labels, in sentences, at the foot."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from verifier.domain.paper import FOREVER, PaperField
from verifier.domain.written import Field
from workers.readers.paper.days import PERIOD, iso
from workers.readers.paper.text import Text

ENDS: Final = "公司|合伙\\)|合作社|事务所|中心|工作室|经营部|服务部|分公司|总公司|厂|商行|店|院|社"
LETTERS: Final = "[一-鿿A-Za-z0-9()·&-]"
FIRM: Final = rf"{LETTERS}{{2,40}}?(?:{ENDS})(?:\([一-鿿]{{2,8}}\))?(?=[^一-鿿]|$|现|任|担|工|员|在|的)"
AT_FOOT: Final = re.compile(
    rf"^(?:.*(?:盖章|公章|单位)\)?:)?({LETTERS}{{2,40}}(?:{ENDS})(?:\([一-鿿]{{2,8}}\))?)$", re.MULTILINE
)
NUMBER: Final = re.compile(
    r"(?<![0-9A-Z])(\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx×])(?!\d)"
)
CODE: Final = re.compile(r"(?:信用代码|代码|注册号):*([0-9A-Z]{15,18})")

Normalise = Callable[[str], str | None]


def first(text: Text, patterns: Iterable[str], normalise: Normalise | None = None) -> Field | None:
    """The first pattern that is found, its first group as a field."""
    for pattern in patterns:
        if match := re.search(pattern, text.text):
            return text.field(match, 1, normalise(match[1]) if normalise else None)
    return None


def labelled(text: Text, patterns: Iterable[str], normalise: Normalise | None = None) -> Field | None:
    """The same in a text in rows, where ^ and $ are a row's ends."""
    return first(text, [f"(?m:{pattern})" for pattern in patterns if pattern.startswith("^")], normalise)


def numbered(text: Text, pattern: re.Pattern[str]) -> Field | None:
    """An identity number, its last letter upper case."""
    match = pattern.search(text.text)
    return match and text.field(match, 1, match[1].upper().replace("×", "X"))


def coded(text: Text) -> Field | None:
    match = CODE.search(text.text)
    return match and text.field(match)


def last_firm(broken: Text) -> Field | None:
    """The firm in whose name the paper is made out, alone on a row at its foot."""
    matches = list(AT_FOOT.finditer(broken.text))
    return broken.field(matches[-1]) if matches else None


def period(text: Text) -> dict[PaperField, Field | None]:
    """The first period on the page."""
    match = PERIOD.search(text.text)
    if match is None:
        return {}
    end = FOREVER if match[2] == "长期" else iso(match[2])
    return {
        PaperField.STARTS: text.field(match, 1, iso(match[1])),
        PaperField.ENDS: text.field(match, 2, end),
    }
