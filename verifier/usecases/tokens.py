"""Secrets that only their owner has: 256 random bits each, kept as a hash.

A plain SHA-256 keeps them as safe as any hash would: no dictionary holds such a secret (see usecases.keys).
"""

import hashlib
import re
import secrets

SECRET_BYTES = 32
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """A token for a link, or the secret of a browser; base64url, 43 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def is_secret(text: str) -> bool:
    """Whether it looks like one of ours."""
    return SECRET.fullmatch(text) is not None


def hashed(secret: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
