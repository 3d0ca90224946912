"""The keys that sign permits: Ed25519 (RFC 8037), published as a JWK set, rotated with an overlap.

A new key is published for AHEAD before it signs, so that every site has fetched it by then; an old one stays
published as long as a token that it signed may live.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jwt.algorithms import OKPAlgorithm

from verifier.domain.audit import Action, Deed
from verifier.usecases import identifiers
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.gate_ports import SigningKey
from verifier.usecases.ports import Ports, Transaction

ALGORITHM = "EdDSA"
TYPE = "permit+jwt"
AHEAD = timedelta(hours=24)
PUBLISHED_AFTER = timedelta(hours=48)  # twice the longest life that a policy may give a permit


@dataclass(frozen=True, slots=True)
class RotatedKey:
    """A new key by its `kid`: it signs from `active_from`. The private half is not told."""

    id: str
    active_from: datetime


class Signer:
    """Signs by the key that signs now, which is looked up once; makes the first key if there is none."""

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now

    def signed(self, claims: Mapping[str, object], kind: str = TYPE) -> str:
        """A compact JWS (RFC 7515), whose header says what it is, so that none passes for another."""
        key, private = self._key
        return jwt.encode(dict(claims), private, ALGORITHM, headers={"kid": key.id, "typ": kind})

    @cached_property
    def _key(self) -> tuple[SigningKey, Ed25519PrivateKey]:
        key = _signing(self._tx, self._now)
        return key, Ed25519PrivateKey.from_private_bytes(key.private)


def key_set(ports: Ports) -> Mapping[str, object]:
    """The JWK set (RFC 7517) of every key that a token in force may be signed by, and of the next one."""
    now = ports.clock.now()
    with ports.view() as tx:
        keys = tx.signing_keys.all()
    if not any(_signs(key, now) for key in keys):
        with ports.transaction() as tx:
            _signing(tx, now)
            keys = tx.signing_keys.all()
    return {"keys": [_jwk(key) for key in keys if key.is_published(now)]}


def rotate_signing_key(ports: Ports, *, at_once: bool = False) -> RotatedKey:
    """A new key, which signs after AHEAD, or at once where the old ones may have leaked.

    Then those are withdrawn: their tokens verify no more once a site has fetched the keys anew. It is an
    operator's deed and is recorded with every tenant, since it signs for all.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = tx.signing_keys.all()
        fresh = _new(now, active_from=now if at_once or not known else now + AHEAD)
        for key in known:
            if at_once and key.is_published(now):
                tx.signing_keys.retire(key.id, now)
            elif key.published_until is None:
                tx.signing_keys.retire(key.id, fresh.active_from + PUBLISHED_AFTER)
        tx.signing_keys.add(fresh)
        deed = Deed(Action.SIGNING_KEY_ROTATED, OPERATOR, fresh.id, {"at_once": "yes" if at_once else "no"})
        for tenant_id in tx.audit.tenants():  # sorted, so that two who do this wait for each other
            if tx.tenants.get(tenant_id) is not None:
                record(tx, tenant_id, deed, now=now)
    return RotatedKey(fresh.id, fresh.active_from)


def _signing(tx: Transaction, now: datetime) -> SigningKey:
    able = [key for key in tx.signing_keys.all() if _signs(key, now)]
    return able[-1] if able else _first(tx, now)


def _signs(key: SigningKey, now: datetime) -> bool:
    return key.active_from <= now and key.is_published(now)


def _first(tx: Transaction, now: datetime) -> SigningKey:
    first = _new(now, active_from=now)
    tx.signing_keys.add(first)
    return first


def _new(now: datetime, *, active_from: datetime) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    return SigningKey(
        id=identifiers.new("sig", now),
        private=private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        public=private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
        created_at=now,
        active_from=active_from,
    )


def _jwk(key: SigningKey) -> dict[str, object]:
    public = Ed25519PublicKey.from_public_bytes(key.public)
    return {**OKPAlgorithm.to_jwk(public, as_dict=True), "kid": key.id, "alg": ALGORITHM, "use": "sig"}


__all__: Sequence[str] = ("ALGORITHM", "TYPE", "RotatedKey", "Signer", "key_set", "rotate_signing_key")
