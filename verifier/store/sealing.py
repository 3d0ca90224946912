"""Encryption at rest: AES-256-GCM, a fresh nonce for every message. It stores nothing.

A sealed message is one byte of format, 12 bytes of nonce, the cipher text and its 16-byte tag. The context
(whose it is and what it is known by) is authenticated with it, so that a message which is moved to another
tenant or another name does not open. Random 96-bit nonces are sound for 2^32 messages a key
(NIST SP 800-38D, 8.3).
"""

import hmac
import secrets
from collections.abc import Sequence

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
    """Seals under one key of 32 bytes, and opens what it or an earlier one sealed.

    What is derived is derived from the earliest: it was so before there was a later one.
    """

    def __init__(self, key: bytes, earlier: Sequence[bytes] = ()) -> None:
        self._cipher = AESGCM(key)
        self._earlier = tuple(AESGCM(one) for one in earlier)
        root = earlier[-1] if earlier else key
        self._marking = HKDF(SHA256(), KEY_BYTES, salt=None, info=MARKING).derive(root)
        self._chaining = HKDF(SHA256(), KEY_BYTES, salt=None, info=CHAINING).derive(root)

    def close(self, message: bytes, *context: str) -> bytes:
        """The message, encrypted and bound to its context."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FORMAT + nonce + self._cipher.encrypt(nonce, message, _bound(context))

    def open(self, sealed: bytes, *context: str) -> bytes:
        """The inverse of `close`. Raises Broken."""
        opened = _opened(self._cipher, sealed, context)
        for cipher in self._earlier:
            opened = _opened(cipher, sealed, context) if opened is None else opened
        if opened is None:
            raise Broken
        return opened

    def renewed(self, sealed: bytes, *context: str) -> bytes | None:
        """The message sealed anew; None where it is under the present key already. Raises Broken."""
        if _opened(self._cipher, sealed, context) is not None:
            return None
        return self.close(self.open(sealed, *context), *context)

    def mark(self, *parts: str) -> bytes:
        """32 bytes by which equal parts are known as equal; without the key nobody can guess them from it.

        HMAC-SHA256 under a key derived from the seal's own (RFC 5869).
        """
        return mark_of(self._marking, parts)

    def marking_key(self, _tenant_id: str) -> bytes:
        """What the tenant's marks are made under."""
        return self._marking

    def chain_keys(self, tenant_id: str) -> ChainKeys:
        """What signs this tenant's audit chain, and no other's: an inspector may be given it."""
        return ChainKeys(ChainKey(hmac.digest(self._chaining, _bound((tenant_id,)), "sha256")))


def mark_of(key: bytes, parts: Sequence[str]) -> bytes:
    """HMAC-SHA256 of the parts, so that none runs into the next."""
    return hmac.digest(key, _bound(tuple(parts)), "sha256")


def _opened(cipher: AESGCM, sealed: bytes, context: tuple[str, ...]) -> bytes | None:
    """The message, if this key sealed it."""
    start = len(FORMAT) + NONCE_BYTES
    if len(sealed) < start + TAG_BYTES or not sealed.startswith(FORMAT):
        return None
    try:
        return cipher.decrypt(sealed[len(FORMAT) : start], sealed[start:], _bound(context))
    except InvalidTag:
        return None


def _bound(context: tuple[str, ...]) -> bytes:
    """Each part with its length before it, so that ("a", "bc") and ("ab", "c") differ."""
    parts = [part.encode() for part in context]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
