"""A tenant's API keys: make, list, rotate, revoke, and note that one was used.

Nobody gains by it: a key makes and rotates only keys that may do no more than itself.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from verifier.domain.api_key import ALL_SCOPES, ApiKey, Scope
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FieldError, InsufficientScope, Invalid, LimitReached, NotFound
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record
from verifier.usecases.ports import Ports

PREFIX = "bf_"  # lets secret scanners recognise a leaked key
KEY_BYTES = 32
SHOWN = len(PREFIX) + 6  # characters by which people tell keys apart; 220 random bits stay unknown
KEYS_MAX = 50  # of one tenant
OVERLAP = timedelta(hours=24)
OVERLAP_MAX = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=1)


def new_key(
    tenant_id: str,
    name: str,
    now: datetime,
    *,
    scopes: Sequence[Scope] = ALL_SCOPES,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key's record, and the key itself, which is not in it."""
    shown = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    key = ApiKey(
        id=identifiers.new("key", now),
        tenant_id=tenant_id,
        name=name,
        prefix=shown[:SHOWN],
        scopes=tuple(scope for scope in Scope if scope in scopes),
        created_at=now,
        expires_at=expires_at,
    )
    return key, shown


def key_hash(key: str) -> str:
    """What is stored of a key.

    A plain SHA-256 is enough: a key is 256 random bits, which no dictionary holds and no salt makes harder
    to guess. Looking a hash up tells a guesser nothing by its timing, for nobody can steer a hash.
    """
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def create_key(
    ports: Ports,
    tenant_id: str,
    name: str,
    *,
    scopes: Sequence[Scope] = ALL_SCOPES,
    expires_at: datetime | None = None,
    by: ApiKey | None = None,
) -> tuple[ApiKey, str]:
    """A new key, shown this once. `by` is the key that asks; None is the operator, who may do anything.

    Raises NotFound, InsufficientScope, Invalid for an end that has passed, or LimitReached.
    """
    now = ports.clock.now()
    if expires_at is not None and expires_at <= now:
        raise Invalid(errors=[FieldError("/expires_at", "Must be in the future.")])
    _must_hold(by, scopes)
    key, shown = new_key(tenant_id, name, now, scopes=scopes, expires_at=expires_at)
    with ports.transaction() as tx:
        if tx.tenants.get(tenant_id) is None:
            raise NotFound
        tx.tenants.hold(tenant_id)
        if len(tx.keys.of_tenant(tenant_id)) >= KEYS_MAX:
            raise LimitReached
        tx.keys.add(key, key_hash(shown))
        record(tx, tenant_id, created(key, by), now=now)
    return key, shown


def created(key: ApiKey, by: ApiKey | None) -> Deed:
    """What is recorded of a new key: what it may do, and who made it."""
    return Deed(Action.KEY_CREATED, asker(by), key.id, {"scopes": ",".join(key.scopes)})


def list_keys(ports: Ports, tenant_id: str) -> Sequence[ApiKey]:
    """Oldest first, expired ones too."""
    with ports.view() as tx:
        return tx.keys.of_tenant(tenant_id)


def read_key(ports: Ports, tenant_id: str, key_id: str) -> ApiKey:
    """Raises NotFound."""
    with ports.view() as tx:
        key = tx.keys.get(tenant_id, key_id)
    if key is None:
        raise NotFound
    return key


def revoke_key(ports: Ports, tenant_id: str, key_id: str, *, by: ApiKey | None = None) -> None:
    """End a key at once, whichever it is, the caller's own too. Raises NotFound."""
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)  # before the key, as those do who make and rotate keys
        if not tx.keys.remove(tenant_id, key_id):
            raise NotFound
        record(tx, tenant_id, Deed(Action.KEY_REVOKED, asker(by), key_id), now=ports.clock.now())


def rotate_key(
    ports: Ports, tenant_id: str, key_id: str, *, overlap: timedelta = OVERLAP, by: ApiKey | None = None
) -> tuple[ApiKey, str]:
    """A successor of the same name, scopes and length of life; the old key lives on for the overlap.

    Raises NotFound, InsufficientScope, or LimitReached.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        old = tx.keys.get(tenant_id, key_id)
        if old is None or not old.holds_at(now):
            raise NotFound
        _must_hold(by, old.scopes)
        if len(tx.keys.of_tenant(tenant_id)) >= KEYS_MAX:
            raise LimitReached
        life = old.expires_at and now + (old.expires_at - old.created_at)
        key, shown = new_key(tenant_id, old.name, now, scopes=old.scopes, expires_at=life)
        tx.keys.add(key, key_hash(shown))
        tx.keys.expire(tenant_id, old.id, at=min(now + overlap, old.expires_at or now + overlap))
        deed = Deed(Action.KEY_ROTATED, asker(by), old.id, {"successor": key.id})
        record(tx, tenant_id, deed, created(key, by), now=now)
    return key, shown


def use_is_to_be_noted(ports: Ports, key: ApiKey) -> bool:
    """Whether the last note of its use is older than NOTED_EVERY."""
    return key.last_used_at is None or key.last_used_at < ports.clock.now() - NOTED_EVERY


def note_use(ports: Ports, key: ApiKey) -> None:
    """Note that the key was used just now; of several who note it at once, one writes."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.keys.note_use(key.id, at=now, unless_since=now - NOTED_EVERY)


def _must_hold(by: ApiKey | None, scopes: Sequence[Scope]) -> None:
    lacking = by.lacks(scopes) if by else ()
    if lacking:
        raise InsufficientScope(
            f"A key cannot give what it does not have: yours lacks {', '.join(f'`{x}`' for x in lacking)}."
        )
