"""Days as registries write them: 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日, 20261001."""

import re
from datetime import date
from typing import Final

_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T\s].*)?|(\d{4})(\d\d)(\d\d)"
)


def day_of(text: str) -> date:
    """The day that is meant. Raises ValueError for anything else."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a day")
    year, month, day = (part for part in match.groups() if part is not None)
    return date(int(year), int(month), int(day))
