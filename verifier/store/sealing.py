"""Encryption at rest: AES-256-GCM, a fresh nonce for every message. It stores nothing.

A sealed message is one byte of format, 12 bytes of nonce, the cipher text and its 16-byte tag. The context
(whose it is and what it is known by) is authenticated with it, so that a message which is moved to another
tenant or another name does not open. Random 96-bit nonces are sound for 2^32 messages a key
(NIST SP 800-38D, 8.3).
"""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verifier.domain.audit_chain import ChainKey, ChainKeys

FORMAT = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
MARKING = b"bonafide marks"  # what the marks' key is derived for, so that it is no other
CHAINING = b"bonafide audit chains"


class Broken(Exception):
    """The message was damaged, cut off, moved, or sealed with another key."""


class Seal:
    """Seals and opens under one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._marking = HKDF(SHA256(), KEY_BYTES, salt=None, info=MARKING).derive(key)
        self._chaining = HKDF(SHA256(), KEY_BYTES, salt=None, info=CHAINING).derive(key)

    def close(self, message: bytes, *context: str) -> bytes:
        """The message, encrypted and bound to its context."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, message, _bound(context))

    def open(self, sealed: bytes, *context: str) -> bytes:
        """The inverse of `close`. Raises Broken."""
        start = len(FORMAT) + NONCE_BYTES
        if len(sealed) < start + TAG_BYTES or not sealed.startswith(FORMAT):
            raise Broken
        try:
            return self._cipher.decrypt(sealed[len(FORMAT) : start], sealed[start:], _bound(context))
        except InvalidTag as error:
            raise Broken from error

    def mark(self, *parts: str) -> bytes:
        """32 bytes by which equal parts are known as equal; without the key nobody can guess them from it.

        HMAC-SHA256 under a key derived from the seal's own (RFC 5869).
        """
        return hmac.digest(self._marking, _bound(parts), "sha256")

    def chain_keys(self, tenant_id: str) -> ChainKeys:
        """What signs this tenant's audit chain, and no other's: an inspector may be given it."""
        return ChainKeys(ChainKey(hmac.digest(self._chaining, _bound((tenant_id,)), "sha256")))


def _bound(context: tuple[str, ...]) -> bytes:
    """Each part with its length before it, so that ("a", "bc") and ("ab", "c") differ."""
    parts = [part.encode() for part in context]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
