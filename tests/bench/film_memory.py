"""What decoding a film takes at its peak, by the decoder's own word, for ordinary and for hostile films.

`python -m tests.bench film_memory`. The limit is on address space, verifier.confined.process.FILMING.
"""

import io
import struct
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from tempfile import TemporaryFile
from typing import Any, Final

import av
import numpy as np

from fixtures.office import Clip, film
from fixtures.seeds import noise
from tests.sites import photo
from verifier.confined.process import FILMING, look_at_video
from verifier.confined.refusal import Refused

MIB: Final = 1 << 20
SIGN, WORD = "虚拟市样本启航机械设备有限公司", "山水火28"


def encoded(
    size: tuple[int, int],
    frames: int,
    *,
    codec: str = "libx264",
    rate: int = 60,
    streams: int = 1,
    **options: str,
) -> bytes:
    """So many frames of moving noise, coarse enough to be encoded soon."""
    chance = noise("film memory", size)
    tile = chance.integers(0, 255, (size[1] // 16 + 8, size[0] // 16 + 8, 3), dtype=np.uint8)
    picture = np.repeat(np.repeat(tile, 16, 0), 16, 1)
    file = io.BytesIO()
    container: Any
    with av.open(file, "w", format="mp4") as container:
        added = [container.add_stream(codec, rate=rate) for _ in range(streams)]
        for stream in added:
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            stream.options = {"preset": "ultrafast"} | options
        for number in range(frames):
            top, left = number * 3 % 100, number * 5 % 100
            part = np.ascontiguousarray(picture[top : top + size[1], left : left + size[0]])
            for stream in added:
                frame = av.VideoFrame.from_ndarray(part, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, rate)
                container.mux(stream.encode(frame))
        for stream in added:
            container.mux(stream.encode())
    return file.getvalue()


def of_absurd_size(data: bytes) -> bytes:
    """The same film, whose header says that it is 65,520 pixels wide and high."""
    at = data.index(b"avc1") + 28
    return data[:at] + struct.pack(">HH", 65520, 65520) + data[at + 4 :]


def of_absurd_length(data: bytes) -> bytes:
    """The same film, whose boxes say that they have 4 GiB each."""
    at = data.index(b"mdat") - 4
    return data[:at] + b"\xff\xff\xff\xf0" + data[at + 4 :]


def fuzzed(data: bytes, seed: int) -> bytes:
    """Two hundred bytes changed anywhere, of every second film in its index, too."""
    chance = noise("fuzzed film", seed)
    changed = bytearray(data)
    for at in chance.integers(0, data.index(b"moov"), 200):
        changed[at] = int(chance.integers(256))
    head = data.index(b"moov")
    for at in chance.integers(head, len(data), 20 * (seed % 2)):
        changed[at] = int(chance.integers(256))
    return bytes(changed)


def films() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each with its name; made when it is asked for."""
    small = film(Clip(1, SIGN, WORD, seconds=2.0, rate=10, scale=0.5))
    yield "a phone's, 432 × 768, 12 s, H.264", lambda: film(Clip(1, SIGN, WORD))
    yield "the same in HEVC", lambda: film(Clip(1, SIGN, WORD, seconds=4.0, hevc=True))
    yield "1080p60, 4 s, H.264, 4 references", lambda: encoded((1920, 1080), 240, refs="4", bf="2")
    yield "4K60, 2 s, H.264, 4 references", lambda: encoded((3840, 2160), 120, refs="4", bf="2")
    yield (
        "4K, 16 references, 8 B-frames",
        lambda: encoded((3840, 2160), 60, refs="16", bf="8", preset="veryfast"),
    )
    yield (
        "4K60, 1 s, HEVC",
        lambda: encoded((3840, 2160), 60, codec="libx265", **{"x265-params": "log-level=none"}),
    )
    yield "empty", lambda: b""
    yield "a header of 4 GiB", lambda: of_absurd_length(small)
    yield "a header of 65,520 × 65,520 pixels", lambda: of_absurd_size(small)
    yield "8K", lambda: encoded((7680, 4320), 2)
    yield "a picture", photo
    yield "text", lambda: b"no film at all" * 100_000
    yield "too long: 25,000 frames of 64 × 64", lambda: encoded((64, 64), 25_000, rate=120)
    yield "50 streams", lambda: encoded((320, 240), 10, streams=50)
    yield "its index cut off", lambda: small[: small.index(b"moov")]
    yield "its index cut in half", lambda: small[: (small.index(b"moov") + len(small)) // 2]
    yield from ((f"fuzzed {seed}", lambda seed=seed: fuzzed(small, seed)) for seed in range(20))


def peak_of(data: bytes) -> tuple[str, int, int]:
    """What came of it, and its peak in bytes: in memory, of address space."""
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            look = look_at_video(file)
        except Refused as refused:
            return refused.refusal.value, refused.peak.resident, refused.peak.addressed
    return f"{len(look.times)} frames", look.peak.resident, look.peak.addressed


def run() -> Mapping[str, object]:
    """A row for each film."""
    rows = {}
    for name, made in films():
        came, resident, addressed = peak_of(made())
        rows[name] = {"came": came, "resident, MiB": resident // MIB, "addressed, MiB": addressed // MIB}
        print(f"| {name} | {came} | {resident // MIB} | {addressed // MIB} |", flush=True)
    return {"limit, MiB": FILMING.memory // MIB, "films": rows}


if __name__ == "__main__":
    run()
