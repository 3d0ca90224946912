"""The mapping file of a vendor: how it is asked, how its answers are read, how often it may be asked.

Loads and checks the file; asks nobody. Every key is known or refused, so that a slip is found at start.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from cattrs import BaseValidationError, Converter, transform_error

from verifier.domain.errors import ConfigurationError
from verifier.domain.registry import RegistryStatus
from verifier.providers.registry.vendors.paths import PathRefused, must_compile
from verifier.providers.registry.vendors.templates import KNOWN, SORTED, Algorithm, strange

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
METHODS: Final = ("GET", "POST")
BODIES: Final = ("query", "form", "json")
TOTAL_SECONDS_MAX: Final = 40.0  # a task is stopped after 60 (verifier.providers.queue)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signature:
    """Where the signature goes (a header, or else a parameter of that name) and how it is made."""

    name: str
    algorithm: Algorithm
    recipe: str
    header: bool = False
    upper_case: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Templates may hold what verifier.providers.registry.vendors.templates names."""

    url: str
    parameters: Mapping[str, str]
    method: str = "GET"
    body: str = "query"
    headers: Mapping[str, str] = field(default_factory=dict)
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how often, how much. Seconds are of the whole attempt, from connecting to the last byte."""

    per_day: int
    seconds: float = 8.0
    attempts: int = 3
    pause_seconds: float = 0.5  # before the second attempt; doubles
    answer_bytes: int = 262_144
    failures_to_open: int = 5  # in a row, of all workers together
    rest_seconds: int = 60  # while the circuit is open


@dataclass(frozen=True, slots=True)
class Fields:
    """JMESPath of what the registry has; a date path is of the day that the data describes."""

    name: str = ""
    code: str = ""
    number: str = ""
    person: str = ""
    status: str = ""
    term_from: str = ""
    term_to: str = ""
    abnormal: str = ""  # a list of objects with `listed`, `removed` and `reason`
    serious: str = ""
    data_as_of: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Agreements:
    """JMESPath of what a registry says that compares by itself, and the words it says it with."""

    whole: str = ""
    name: str = ""
    code: str = ""
    person: str = ""
    match: tuple[str, ...] = ("true", "1")
    mismatch: tuple[str, ...] = ("false", "0")


@dataclass(frozen=True, slots=True)
class Answer:
    """How an answer is read. `result` is the path of the vendor's own result code, none if it has none."""

    result: str = ""
    success: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    transient: tuple[str, ...] = ()
    firm: str = ""  # the path of the firm; where it leads to nothing, the firm was not found
    not_found_http: tuple[int, ...] = ()
    lag_days: int | None = None  # the vendor's published lag, where answers carry no day
    billable: bool = True


@dataclass(frozen=True, slots=True)
class Vendor:
    """A whole mapping file."""

    name: str
    request: Request
    answer: Answer
    limits: Limits
    fields: Fields = field(default_factory=Fields)
    agreements: Agreements = field(default_factory=Agreements)
    status: Mapping[str, RegistryStatus] = field(default_factory=dict)


def load(path: Path, secret: str) -> Vendor:
    """Read a mapping file. Raises ConfigurationError that says what to change."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        vendor = _converter().structure(table, Vendor)
        _check(vendor, secret)
    except OSError as error:
        raise ConfigurationError(
            f"BONAFIDE_REGISTRY: {path.name} cannot be read: {error.strerror}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The mapping {path.name} is not TOML: {error}.") from error
    except BaseValidationError as error:
        told = "; ".join(transform_error(error, path="mapping"))
        raise ConfigurationError(f"The mapping {path.name}: {told}.") from error
    except _Misfit as misfit:
        raise ConfigurationError(f"The mapping {path.name}: {misfit}.") from misfit
    return vendor


class _Misfit(Exception):
    """What is wrong with the file."""


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int, float, bool):
        converter.register_structure_hook(kind, _exactly)
    return converter


def _exactly(value: Any, kind: type[T]) -> T:
    """TOML has types: a number is no text and a text no number, or "no" would be true."""
    if issubclass(kind, StrEnum):  # the hook of text is that of its enumerations, too
        return kind(value)
    if type(value) is kind or (kind is float and type(value) is int):
        return kind(value)  # type: ignore[call-arg]  # str, int, float and bool all take a value
    raise TypeError(f"{value!r} must be of the type {kind.__name__}")


def _check(vendor: Vendor, secret: str) -> None:
    _check_address(vendor.request)
    _check_templates(vendor.request, secret)
    _check_paths(vendor)
    _check_limits(vendor.limits)


def _check_address(request: Request) -> None:
    parts = urlsplit(request.url)
    loopback = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or loopback):
        raise _Misfit("request.url must begin with https:// (http:// is for this machine's loopback only)")
    if parts.username or parts.password:
        raise _Misfit("request.url must hold no password; the secret is BONAFIDE_REGISTRY_SECRET")
    if request.method not in METHODS or request.body not in BODIES:
        raise _Misfit(f"request.method is one of {', '.join(METHODS)}, request.body of {', '.join(BODIES)}")
    if request.method == "GET" and request.body != "query":
        raise _Misfit("a GET request has its parameters in the query")


def _check_templates(request: Request, secret: str) -> None:
    templates = [*request.parameters.values(), *request.headers.values()]
    known = set(KNOWN)
    for template in templates:
        if unknown := strange(template, known):
            raise _Misfit(f"{{{unknown[0]}}} is unknown; known are {', '.join(sorted(known))}")
    if request.signature:
        recipe = request.signature.recipe
        if unknown := strange(recipe, known | {SORTED} | set(request.parameters)):
            raise _Misfit(f"{{{unknown[0]}}} in request.signature.recipe is unknown")
        templates.append(recipe if "hmac" not in request.signature.algorithm else "{secret}")
    if any("{secret}" in template for template in templates) and not secret:
        raise _Misfit("it needs a secret: set BONAFIDE_REGISTRY_SECRET")


def _check_paths(vendor: Vendor) -> None:
    paths = [getattr(vendor.fields, part.name) for part in fields(vendor.fields)]
    own = vendor.agreements
    paths += [vendor.answer.result, vendor.answer.firm, own.whole, own.name, own.code, own.person]
    for path in filter(None, paths):
        try:
            must_compile(path)
        except PathRefused as error:
            raise _Misfit(f"{path!r} is no JMESPath: {error}") from error
    if not any((vendor.fields.name, vendor.fields.code, own.whole, own.name, own.code)):
        raise _Misfit("fields.name, fields.code or agreements.whole must say where the answer is")
    if vendor.answer.result and not vendor.answer.success:
        raise _Misfit("answer.success must hold the values of answer.result that mean success")


def _check_limits(limits: Limits) -> None:
    least = (
        limits.per_day,
        limits.attempts,
        limits.failures_to_open,
        limits.rest_seconds,
        limits.answer_bytes,
    )
    if min(least) < 1 or limits.seconds <= 0 or limits.pause_seconds < 0:
        raise _Misfit("limits must be above zero")
    total = limits.attempts * limits.seconds + limits.pause_seconds * (2 ** (limits.attempts - 1) - 1)
    if total > TOTAL_SECONDS_MAX:
        raise _Misfit(f"limits: all attempts may take {total:.0f} seconds, more than {TOTAL_SECONDS_MAX:.0f}")
