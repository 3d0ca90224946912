"""A rendered page as it crosses the process boundary: a line of numbers, then rows of bytes."""

from dataclasses import dataclass
from typing import Final

LONGEST_HEADER: Final = 64  # bytes


@dataclass(frozen=True, slots=True)
class Surface:
    """Interleaved 8-bit pixels, BGR(A) or grey(A), in rows of `stride` bytes."""

    width: int
    height: int
    channels: int
    stride: int
    rows: bytes | memoryview

    def header(self) -> bytes:
        """All but the rows, as one line."""
        return f"{self.width} {self.height} {self.channels} {self.stride}\n".encode()

    @classmethod
    def parse(cls, answer: memoryview) -> "Surface":
        """The surface that `header` and `rows` were written of. Copies no row."""
        end = bytes(answer[:LONGEST_HEADER]).index(b"\n")
        width, height, channels, stride = (int(number) for number in bytes(answer[:end]).split())
        return cls(width, height, channels, stride, answer[end + 1 :])
