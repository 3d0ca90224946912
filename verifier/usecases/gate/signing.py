"""The keys that sign permits: Ed25519 (RFC 8037), published as a JWK set, rotated with an overlap.

A new key is published for `AHEAD` before it signs, so that every site has fetched it by then; an old one stays
published as long as a token that it signed may live.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from jwt.algorithms import OKPAlgorithm

from verifier.usecases import identifiers
from verifier.usecases.gate_ports import SigningKey
from verifier.usecases.ports import Ports, Transaction

ALGORITHM = "EdDSA"
TYPE = "permit+jwt"
AHEAD = timedelta(hours=24)
PUBLISHED_AFTER = timedelta(hours=48)  # twice the longest life that a policy may give a permit


def signed(tx: Transaction, claims: Mapping[str, object], now: datetime) -> str:
    """A compact JWS (RFC 7515) by the key that signs now; makes the first key if there is none."""
    key = _signing(tx, now)
    private = Ed25519PrivateKey.from_private_bytes(key.private)
    return jwt.encode(dict(claims), private, ALGORITHM, headers={"kid": key.id, "typ": TYPE})


def key_set(ports: Ports) -> Mapping[str, object]:
    """The JWK set (RFC 7517) of every key that a token in force may be signed by, and of the next one."""
    now = ports.clock.now()
    with ports.view() as tx:
        keys = tx.signing_keys.all()
    if not keys:
        with ports.transaction() as tx:
            keys = (_signing(tx, now),)
    return {"keys": [_jwk(key) for key in keys if key.published_until is None or now < key.published_until]}


def rotate_signing_key(ports: Ports, *, at_once: bool = False) -> SigningKey:
    """A new key, which signs after AHEAD, or at once where the old one may have leaked: then that is withdrawn."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        fresh = _new(now, active_from=now if at_once else now + AHEAD)
        for key in tx.signing_keys.all():
            if key.published_until is None:
                tx.signing_keys.retire(key.id, now if at_once else fresh.active_from + PUBLISHED_AFTER)
        tx.signing_keys.add(fresh)
    return fresh


def _signing(tx: Transaction, now: datetime) -> SigningKey:
    active = [key for key in tx.signing_keys.all() if key.active_from <= now and _published(key, now)]
    if active:
        return active[-1]
    first = _new(now, active_from=now)
    tx.signing_keys.add(first)
    return first


def _published(key: SigningKey, now: datetime) -> bool:
    return key.published_until is None or now < key.published_until


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
    public = Ed25519PrivateKey.from_private_bytes(key.private).public_key()
    return {**OKPAlgorithm.to_jwk(public, as_dict=True), "kid": key.id, "alg": ALGORITHM, "use": "sig"}


__all__: Sequence[str] = ("ALGORITHM", "TYPE", "key_set", "rotate_signing_key", "signed")
