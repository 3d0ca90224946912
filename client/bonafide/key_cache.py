"""When to ask for the public keys, and which of them may be believed. No network: permits.py asks."""

from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import jwt

from bonafide.errors import KeysUnavailable, PermitInvalid

ALGORITHM: Final = "EdDSA"
LIFE: Final = 300.0  # seconds, as Cache-Control of the key set says
SPACING: Final = (
    10.0  # seconds between two fetches, so that tokens of garbage cannot make us hammer the service
)


class KeyCache:
    """The keys by `kid`, for any number of threads. `now` is in seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._fetched_at = self._asked_at = float("-inf")
        self._failed = False
        self._lock = Lock()
        self.fetching = False

    def begin(self, kid: str, now: float) -> bool:
        """Whether the caller shall fetch: they are old or lack this one, and nobody asked just now."""
        with self._lock:
            known = kid in self._keys and now - self._fetched_at < LIFE
            begins = not known and not self.fetching and now - self._asked_at >= SPACING
            if begins:
                self.fetching, self._asked_at = True, now
            return begins

    def end(self, document: Any, now: float) -> None:
        """Remember a key set (RFC 7517), and none before it: a withdrawn key ends so. None for no answer."""
        listed = document.get("keys") if isinstance(document, dict) else None
        self._failed = not isinstance(listed, list)
        if not self._failed:
            keys = [key for key in map(_key, listed or ()) if key]
            self._keys = {key.key_id: key for key in keys if key.key_id}
            self._fetched_at = now
        self.fetching = False

    def give_up(self) -> None:
        """Whoever fetched was cancelled: somebody else may at once."""
        self._asked_at = float("-inf")
        self.fetching = False

    def holds(self, kid: str, now: float) -> bool:
        """Whether this key may be believed: those who wait for a fetch may go on with it a little longer."""
        return kid in self._keys and now - self._fetched_at < LIFE + SPACING

    def key(self, kid: str, now: float) -> jwt.PyJWK:
        """The key that signed. Raises KeysUnavailable, or PermitInvalid where the service has no such key."""
        if self.holds(kid, now):
            return self._keys[kid]
        if self._failed or now - self._fetched_at >= LIFE + SPACING:
            raise KeysUnavailable("The service's public keys could not be fetched.")
        raise PermitInvalid("The service has published no such key.")


def _key(listed: object) -> jwt.PyJWK | None:
    """One that we can use; a newer service may publish others beside it."""
    try:
        key = jwt.PyJWK.from_dict(listed)  # type: ignore[arg-type]  # whatever it is, it is refused below
    except (jwt.PyJWKError, jwt.InvalidKeyError, AttributeError, TypeError):
        return None
    return key if key.algorithm_name == ALGORITHM and key.public_key_use in ("sig", None) else None
