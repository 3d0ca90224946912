"""Subject access (PIPL Art. 45): all that is kept of a case, a recruiter or an employer, and its files.

Of anybody else there is an identifier at most. That it was given is recorded first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.retention import RetentionPolicy
from verifier.domain.subject_access import ORIGINS
from verifier.usecases.audit import asker, record
from verifier.usecases.faces.keeping import unpacked
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.storing import storage_errors

ROWS_MAX: Final = 500  # of one table in an answer; the operator's export has all
PACKED: Final = frozenset({"portraits", "kept_frames"})  # whose files are pictures in a wrapping of ours
NAMING: Final = frozenset({"evidence", "pictures", *PACKED})


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table; `more` says that there are others."""

    table: str
    rows: list[Mapping[str, Any]]
    more: bool


@dataclass(frozen=True, slots=True)
class Export:
    subject_id: str
    made_at: datetime
    policy_version: str
    parts: tuple[Part, ...]


def read_personal_data(ports: Ports, tenant_id: str, subject_id: str, *, by: ApiKey | None = None) -> Export:
    """Up to ROWS_MAX rows of each table. `by` is the key that asks; None is the operator. Raises NotFound."""
    now = _noted(ports, tenant_id, subject_id, by)
    parts: dict[str, Part] = {}
    with ports.view() as tx:
        for table, row in tx.retention.rows_of(tenant_id, subject_id):
            part = parts.setdefault(table, Part(table, [], more=False))
            if len(part.rows) < ROWS_MAX:
                part.rows.append(row)
            elif not part.more:
                parts[table] = Part(table, part.rows, more=True)
    return Export(subject_id, now, ports.retention_policy.version, tuple(parts.values()))


def export_personal_data(
    ports: Ports,
    tenant_id: str,
    subject_id: str,
    *,
    write_row: Callable[[str, Mapping[str, Any]], None],
    write_file: Callable[[str, bytes], None],
) -> dict[str, object]:
    """Write every row, then every file; what the export is, for whoever reads it. A row, a file is in memory.

    Raises NotFound, EvidenceDamaged, StorageUnavailable.
    """
    now = _noted(ports, tenant_id, subject_id, None)
    files: dict[str, str] = {}
    tables: set[str] = set()
    with ports.view() as tx:
        for table, row in tx.retention.rows_of(tenant_id, subject_id):
            write_row(table, row)
            tables.add(table)
            if table in NAMING:
                files[str(row["sha256"])] = table
    for sha256, table in files.items():
        with storage_errors():
            data = ports.blobs.get(tenant_id, sha256)
        write_file(sha256, unpacked(data)[0] if table in PACKED else data)
    return {
        "subject": subject_id,
        "made_at": now.isoformat(),
        "policy": ports.retention_policy.version,
        "tables": {table: origin(ports.retention_policy, table) for table in sorted(tables)},
    }


def origin(policy: RetentionPolicy, table: str) -> dict[str, object]:
    """Where the table's rows come from, what for, and how long each stays."""
    told = ORIGINS[table]
    stays = [
        {"days": policy.time(rule.clock).days, "since": rule.since, "then": rule.does}
        for rule in policy.rules.values()
        if table in rule.tables
    ]
    return {"source": told.source, "purpose": told.purpose, "stays": stays}


def _noted(ports: Ports, tenant_id: str, subject_id: str, by: ApiKey | None) -> datetime:
    now = ports.clock.now()
    with ports.transaction() as tx:
        if not _is_there(tx, tenant_id, subject_id):
            raise NotFound
        record(tx, tenant_id, Deed(Action.SUBJECT_EXPORTED, asker(by), subject_id), now=now)
    return now


def _is_there(tx: Transaction, tenant_id: str, subject_id: str) -> bool:
    kinds: Mapping[str, Callable[[str, str], object | None]] = {
        "case": tx.cases.get,
        "rec": tx.recruiters.get,
        "emp": tx.employers.get,
        "skr": tx.seekers.get,
    }
    get = kinds.get(subject_id.partition("_")[0])
    return get is not None and get(tenant_id, subject_id) is not None
