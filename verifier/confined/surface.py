"""A rendered page as it crosses the process boundary: a line of numbers, then rows of bytes."""

from dataclasses import dataclass


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
    def parse(cls, answer: bytes) -> "Surface":
        """The surface that `header` and `rows` were written of."""
        end = answer.index(b"\n")
        width, height, channels, stride = (int(number) for number in answer[:end].split())
        return cls(width, height, channels, stride, memoryview(answer)[end + 1 :])
