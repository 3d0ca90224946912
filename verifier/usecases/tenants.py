"""Tenants and who speaks for them: make one, know whose key is shown. Keys are never logged nor stored."""

from dataclasses import dataclass

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound, Unauthenticated
from verifier.domain.tenant import Tenant
from verifier.usecases import identifiers
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.keys import created, key_hash, new_key
from verifier.usecases.ports import Ports

FIRST_KEY = "first key"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks for a tenant, and with which key."""

    tenant: Tenant
    key: ApiKey


def create_tenant(ports: Ports, name: str) -> tuple[Tenant, str]:
    """A new tenant and its first key, of all scopes, which is shown this once only."""
    now = ports.clock.now()
    tenant = Tenant(identifiers.new("ten", now), name, now)
    key, shown = new_key(tenant.id, FIRST_KEY, now)
    with ports.transaction() as tx:
        tx.tenants.add(tenant)
        tx.keys.add(key, key_hash(shown))
        deed = Deed(Action.TENANT_CREATED, OPERATOR, tenant.id)
        record(tx, tenant.id, deed, created(key, None), now=now)
    return tenant, shown


def authenticate(ports: Ports, key: str) -> Caller:
    """Whose key this is. Raises Unauthenticated, also for a key that has expired."""
    with ports.view() as tx:
        known = tx.keys.by_hash(key_hash(key))
        tenant = tx.tenants.get(known.tenant_id) if known else None
    if known is None or tenant is None or not known.holds_at(ports.clock.now()):
        raise Unauthenticated
    return Caller(tenant, known)


def chosen_tenants(ports: Ports, tenant_id: str | None) -> tuple[str, ...]:
    """This tenant, or all where none is named. Raises NotFound."""
    with ports.view() as tx:
        if tenant_id is None:
            return tuple(one for one in tx.audit.tenants() if tx.tenants.get(one) is not None)
        if tx.tenants.get(tenant_id) is None:
            raise NotFound(f"There is no tenant {tenant_id}.")
    return (tenant_id,)
