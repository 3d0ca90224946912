"""Triggers that refuse to change or remove what the audit holds: a guard against mistakes.

What lies before a chain's signed beginning may go; nothing else. Whoever may alter the schema can drop them,
and whoever may write can move a beginning. What they changed then is found by the chain's hashes and marks.
"""

from collections.abc import Mapping, Sequence
from typing import Final

AUDIT: Final = "audit"
HEADS: Final = "audit_heads"
BEGINNINGS: Final = "audit_beginnings"
REFUSED: Final = "the audit is only added to"
BEFORE_THE_BEGINNING: Final = (
    "OLD.seq <= COALESCE((SELECT seq FROM audit_beginnings WHERE tenant_id = OLD.tenant_id), 0)"
)


def _sqlite(name: str, event: str, table: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def _postgresql(name: str, event: str, table: str, when: str = "FOR EACH ROW", does: str = "change") -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} EXECUTE FUNCTION refuse_audit_{does}()"


_RAISE: Final = f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'"
_FUNCTION: Final = (
    f"CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_RAISE}; END $$"
)
_REMOVAL: Final = (
    "CREATE FUNCTION refuse_audit_removal() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF {BEFORE_THE_BEGINNING} THEN RETURN OLD; END IF; {_RAISE}; END $$"
)
_HEADS_SQLITE: Final = _sqlite("audit_heads_kept", "DELETE", HEADS)
_EMPTIED: Final = (
    _postgresql("audit_kept", "TRUNCATE", AUDIT, "FOR EACH STATEMENT"),
    _postgresql("audit_heads_kept", "DELETE", HEADS),
    _postgresql("audit_heads_not_emptied", "TRUNCATE", HEADS, "FOR EACH STATEMENT"),
)

# As the schema had them before chains could begin later than at their first entry.
CREATE_FIRST: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (
        _sqlite("audit_unchanged", "UPDATE", AUDIT),
        _sqlite("audit_kept", "DELETE", AUDIT),
        _HEADS_SQLITE,
    ),
    "postgresql": (
        _FUNCTION,
        _postgresql("audit_unchanged", "UPDATE OR DELETE", AUDIT),
        *_EMPTIED,
    ),
}
DROP_FIRST: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": tuple(f"DROP TRIGGER {name}" for name in ("audit_unchanged", "audit_kept", "audit_heads_kept")),
    "postgresql": ("DROP FUNCTION refuse_audit_change() CASCADE",),
}
CREATE: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (
        _sqlite("audit_unchanged", "UPDATE", AUDIT),
        _sqlite("audit_kept", "DELETE", AUDIT, f"WHEN NOT ({BEFORE_THE_BEGINNING})"),
        _HEADS_SQLITE,
        _sqlite("audit_beginnings_kept", "DELETE", BEGINNINGS),
    ),
    "postgresql": (
        _FUNCTION,
        _REMOVAL,
        _postgresql("audit_unchanged", "UPDATE", AUDIT),
        _postgresql("audit_not_removed", "DELETE", AUDIT, does="removal"),
        *_EMPTIED,
        _postgresql("audit_beginnings_kept", "DELETE", BEGINNINGS),
        _postgresql("audit_beginnings_not_emptied", "TRUNCATE", BEGINNINGS, "FOR EACH STATEMENT"),
    ),
}
DROP: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (*DROP_FIRST["sqlite"], "DROP TRIGGER audit_beginnings_kept"),
    "postgresql": (*DROP_FIRST["postgresql"], "DROP FUNCTION refuse_audit_removal() CASCADE"),
}
