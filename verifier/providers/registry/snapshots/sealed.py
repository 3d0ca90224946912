"""How a snapshot is signed: with a key of its own, on the page that describes it and on every row.

So a row that is answered was loaded by somebody who has the service's key, and nothing has to be hashed whole
when the file is opened. A row that was taken away is `not_found`, which never verifies.
"""

import hmac
from typing import Any, Final

LABEL: Final = b"bonafide registry snapshot 1"
MAC_BYTES: Final = 16  # of the HMAC-SHA256; a forger has one guess a question
ALGORITHM: Final = "sha256"


class SnapshotSeal:
    """Signs and checks with a key of its own, derived from the service's."""

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, LABEL, ALGORITHM)

    def mac(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode(), ALGORITHM)[:MAC_BYTES]

    def holds(self, text: Any, mac: Any) -> bool:
        """Whether this text was signed with the key. Takes whatever a damaged file may hold."""
        whole = isinstance(text, str) and isinstance(mac, bytes)
        return whole and hmac.compare_digest(self.mac(text), mac)
