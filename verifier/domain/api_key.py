"""API keys: what one may do, and how long. The key itself is shown once and kept as a hash only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What a key may be used for; an endpoint asks for exactly one."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    FACES_READ = "faces:read"
    FACES_WRITE = "faces:write"
    REVIEWS_WRITE = "reviews:write"
    EMPLOYERS_READ = "employers:read"
    EMPLOYERS_WRITE = "employers:write"
    GATE_ASK = "gate:ask"
    GRANTS_WRITE = "grants:write"
    READS_ASK = "reads:ask"
    PROOFS_READ = "proofs:read"
    PROOFS_WRITE = "proofs:write"
    EVENTS_READ = "events:read"
    WEBHOOKS_WRITE = "webhooks:write"
    KEYS_WRITE = "keys:write"


ALL_SCOPES = tuple(Scope)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """`prefix` is the beginning of the key, by which people tell keys apart; it opens nothing."""

    id: str
    tenant_id: str
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at

    def lacks(self, scopes: Iterable[Scope]) -> tuple[Scope, ...]:
        """Those of the scopes that the key does not have."""
        return tuple(scope for scope in scopes if scope not in self.scopes)
