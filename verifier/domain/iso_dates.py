"""Days out of the normalised values of a licence's date and term fields."""

import re
from datetime import date
from typing import Final

from verifier.domain.reading import Field

ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(field: Field) -> date | None:
    """The day that a date field means, or None when it is not a date."""
    days = _days(field.normalised or "")
    return days[0] if len(days) == 1 else None


def last_day_of(field: Field) -> date | None:
    """The last day of a term, or None when the term is open, blank or unclear."""
    days = _days(field.normalised or "")
    return days[-1] if len(days) == 2 else None


def _days(text: str) -> list[date]:
    found = []
    for match in ISO_DAY.findall(text):
        try:
            found.append(date.fromisoformat(match))
        except ValueError:
            return []
    return found
