"""Tenants and their API keys: make one, know who shows one. Keys are never logged and never stored."""

import hashlib
import secrets

from verifier.domain.errors import Unauthenticated
from verifier.domain.tenant import Tenant
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports

PREFIX = "bf_"  # lets secret scanners recognise a leaked key
KEY_BYTES = 32


def create_tenant(ports: Ports, name: str) -> tuple[Tenant, str]:
    """A new tenant and its first key, which is shown this once only."""
    now = ports.clock.now()
    tenant = Tenant(identifiers.new("ten", now), name, now)
    key = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    with ports.transaction() as tx:
        tx.tenants.add(tenant)
        tx.tenants.add_key(tenant.id, key_hash(key), now)
    return tenant, key


def authenticate(ports: Ports, key: str) -> Tenant:
    """The tenant whose key this is. Raises Unauthenticated."""
    with ports.view() as tx:
        tenant = tx.tenants.by_key(key_hash(key))
    if tenant is None:
        raise Unauthenticated
    return tenant


def key_hash(key: str) -> str:
    """What is stored of a key.

    A plain SHA-256 is enough: a key is 256 random bits, which no dictionary holds and no salt makes harder
    to guess. Looking a hash up tells a guesser nothing by its timing, for nobody can steer a hash.
    """
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
