"""What the address of the queue asks for: filters, and where a page begins. Bad values are refused."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar
from urllib.parse import urlencode

from verifier.domain.case import AccountType
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.escalation import Risk
from verifier.usecases.review_ports import Place, Wanted, Whose

AGES: Final = (4, 24, 72, 168)  # hours
ME: Final = "me"
NOBODY: Final = "nobody"
YES: Final = "1"
LONGEST: Final = 100  # characters of a value

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Filters:
    """As in the address; empty is any. `site` is a tenant, `age` hours that it has waited."""

    reason: str = ""
    site: str = ""
    type: str = ""
    who: str = ""
    risk: str = ""
    age: str = ""
    overdue: str = ""
    second: str = ""

    @property
    def set(self) -> dict[str, str]:
        """Those that narrow something down."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.set)

    def wanted(self, now: datetime) -> Wanted:
        """Raises Invalid."""
        whose = {ME: Whose.MINE, NOBODY: Whose.NOBODY}.get(self.who, Whose.ANYBODY)
        hours = _one("age", self.age, _age)
        return Wanted(
            tenant_id=self.site or None,
            account_type=_one("type", self.type, AccountType),
            reason=self.reason or None,
            risk=_one("risk", self.risk, lambda text: Risk(int(text))),
            whose=whose,
            assignee=self.who if self.who and whose is Whose.ANYBODY else None,
            overdue=self.overdue == YES,
            second_word=self.second == YES,
            opened_before=now - timedelta(hours=hours) if hours else None,
        )


def asked(said: Mapping[str, str]) -> Filters:
    """The filters among what an address or a form says. Raises Invalid."""
    names = asdict(Filters())
    values = {name: said.get(name, "") for name in names}
    for name, value in values.items():
        if len(value) > LONGEST or not value.isprintable():
            raise _wrong(name)
    return Filters(**values)


def place_to_text(place: Place | None) -> str | None:
    return f"{place.due_at.isoformat()}~{int(place.risk)}~{place.id}" if place else None


def place_from_text(text: str | None) -> Place | None:
    """Raises Invalid."""
    return _one("after", text, _place) if text else None


def _place(text: str) -> Place:
    due_at, risk, identifier = text.split("~")
    at = datetime.fromisoformat(due_at)
    if at.tzinfo is None:
        raise ValueError
    return Place(at, Risk(int(risk)), identifier)


def _age(text: str) -> int:
    hours = int(text)
    if hours not in AGES:
        raise ValueError
    return hours


def _one(name: str, text: str, read: Callable[[str], Value]) -> Value | None:
    try:
        return read(text) if text else None
    except ValueError:
        raise _wrong(name) from None


def _wrong(name: str) -> Invalid:
    return Invalid(errors=(FieldError(f"/{name}", "Not one of the choices."),))
