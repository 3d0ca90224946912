"""Which way a read's text is written at each place: a code word for every read, drawn from a key.

To whoever has no key, the ways look like the throws of a die. Two reads' code words agree at a place as often
as two throws do, whatever the text: so a false naming's likelihood follows from arithmetic, not from a model
of texts. It is a spread-spectrum code: a text that kept half of its places has half of the evidence.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

SLOTS: Final = 4096  # places of a text fall into them by hash
BITS: Final = 2  # of each slot


@dataclass(frozen=True, slots=True)
class Key:
    """A tenant's."""

    secret: bytes = field(repr=False)

    def slot(self, known_by: str) -> int:
        digest = hashlib.blake2b(known_by.encode("utf-8", "surrogatepass"), key=self.secret, digest_size=4)
        return int.from_bytes(digest.digest(), "big") % SLOTS

    def word(self, read_id: str) -> bytes:
        """SLOTS symbols of BITS bits each, uniform and independent of every other read's."""
        return hashlib.shake_256(self.secret + b"\x00" + read_id.encode()).digest(SLOTS * BITS // 8)


def symbol(word: bytes, slot: int) -> int:
    """From 0 to 3."""
    return word[slot >> 2] >> ((slot & 3) * 2) & 3
