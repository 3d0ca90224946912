"""Triggers that refuse to change or remove what the audit holds: a guard against mistakes.

Whoever may alter the schema can drop them. What they changed then is found by the chain's hashes.
"""

from collections.abc import Mapping, Sequence
from typing import Final

AUDIT: Final = "audit"
HEADS: Final = "audit_heads"
REFUSED: Final = "the audit is only added to"


def _sqlite(name: str, event: str, table: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"


def _postgresql(name: str, event: str, table: str, when: str = "FOR EACH ROW") -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} EXECUTE FUNCTION refuse_audit_change()"


CREATE: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (
        _sqlite("audit_unchanged", "UPDATE", AUDIT),
        _sqlite("audit_kept", "DELETE", AUDIT),
        _sqlite("audit_heads_kept", "DELETE", HEADS),
    ),
    "postgresql": (
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        _postgresql("audit_unchanged", "UPDATE OR DELETE", AUDIT),
        _postgresql("audit_kept", "TRUNCATE", AUDIT, "FOR EACH STATEMENT"),
        _postgresql("audit_heads_kept", "DELETE", HEADS),
        _postgresql("audit_heads_not_emptied", "TRUNCATE", HEADS, "FOR EACH STATEMENT"),
    ),
}
DROP: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": tuple(f"DROP TRIGGER {name}" for name in ("audit_unchanged", "audit_kept", "audit_heads_kept")),
    "postgresql": ("DROP FUNCTION refuse_audit_change() CASCADE",),
}
