"""Values to JSON and back. Members that this version does not know are ignored; wrong ones are refused."""

from collections.abc import Collection
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

import cattrs
import httpx2
from cattrs.preconf.json import make_converter

from bonafide.answers.enums import OpenEnum
from bonafide.errors import UnexpectedAnswer

T = TypeVar("T")


def plain(value: object) -> Any:
    """A request's value as JSON has it: members that are None are left out. Raises ValueError."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone: datetime.now(UTC), for example.")
        return value.isoformat()
    if is_dataclass(value):
        members = {item.name: getattr(value, item.name) for item in fields(value)}
        return {name: plain(member) for name, member in members.items() if member is not None}
    if isinstance(value, Collection) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def read(response: httpx2.Response, kind: type[T]) -> T:
    """The answer's document as a value. Raises UnexpectedAnswer, which names places and no content."""
    try:
        return structured(response.json(), kind)
    except ValueError:
        raise UnexpectedAnswer(f"The answer with status {response.status_code} is no JSON.") from None


def structured(document: object, kind: type[T]) -> T:
    """A document as a value. Raises UnexpectedAnswer."""
    try:
        return CONVERTER.structure(document, kind)
    except cattrs.BaseValidationError as error:
        places = "; ".join(cattrs.transform_error(error))
        raise UnexpectedAnswer(f"The answer does not fit {kind.__name__}: {places}") from None


def _exactly(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"expected {kind.__name__}")
    return value


def _number(value: object, _: type[float]) -> float:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else _exactly(value, float)


def _word(value: object, kind: type[OpenEnum]) -> OpenEnum:
    return kind(_exactly(value, str))


def _moment(value: object, _: type[datetime]) -> datetime:
    return datetime.fromisoformat(_exactly(value, str))


def _day(value: object, _: type[date]) -> date:
    return date.fromisoformat(_exactly(value, str))


def _converter() -> cattrs.Converter:
    converter = make_converter()
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(datetime, _moment)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(OpenEnum, _word)
    return converter


CONVERTER: Final = _converter()
