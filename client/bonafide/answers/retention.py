"""Answers about what is kept of somebody, and what was erased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How long a record stays: so many `days` from `since`, and what happens `then`."""

    days: int
    since: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of one kind. `more`: there are others, which the operator's export holds."""

    kind: str
    source: str
    purpose: str
    stays: tuple[Stay, ...]
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """All that is kept of one subject."""

    subject: str
    made_at: datetime
    policy_version: str
    records: tuple[Records, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What stays, why, and until when at the latest."""

    what: str
    why: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What went, by kind and number, and what stays. `files_gone_by`: by when the last file is gone."""

    subject: str
    erased_at: datetime
    receipts: tuple[str, ...]
    rows: Mapping[str, int]
    files: int
    files_gone_by: datetime
    kept: tuple[Kept, ...]
