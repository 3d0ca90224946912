"""Days on papers: 2026年05月08日, 2026.5.8 and 二〇二六年五月八日, found in a text with their places."""

import re
from typing import Final

from workers.readers.licence.dates import iso_date

DAY: Final = (
    r"(?:[12]\d{3}(?:年\d{1,2}月\d{1,2}日?|[./-]\d{1,2}[./-]\d{1,2}|\d{4}(?!\d))"
    r"|[一二][〇○零O一二三四五六七八九]{3}年[一二三四五六七八九十元]{1,2}月[一二三四五六七八九十廿]{1,3}日?)"
)
END: Final = rf"(?:{DAY}|长期)"
PERIOD: Final = re.compile(rf"自?({DAY})(?:起)?(?:至|到|-|~|—|一)+({END})")
ANY: Final = re.compile(f"({DAY})")


def iso(text: str) -> str | None:
    """The day as YYYY-MM-DD; None where it is none that exists."""
    return iso_date(text)
