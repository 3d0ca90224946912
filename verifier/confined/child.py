"""The confined process itself: `python -m verifier.confined.child REQUEST PARSER DETAIL MEMORY SECONDS`.

Reads the file from standard input; writes "done" and the answer, or the refusal, to standard output. Logs
nothing.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from verifier.confined import peak
from verifier.confined.refusal import Refusal, Refused

Part: TypeAlias = bytes | memoryview

PARSERS: Final[Mapping[str, str]] = {
    "pdfium": "verifier.confined.pdfium",
    "heif": "verifier.confined.heif",
    "tiff": "verifier.intake.tiff",
    "credentials": "verifier.confined.credentials",
    "photo": "verifier.intake.photo",
}


def main() -> None:
    """Answer one request, under limits from the first byte of the file on."""
    request, parser, detail, memory, seconds = sys.argv[1:]
    # Imported before the limits are on, so that a refused allocation is the file's doing and not the
    # import's.
    module = importlib.import_module(PARSERS[parser])
    confine(int(memory), int(seconds))
    data = sys.stdin.buffer.read()
    try:
        answer(_parts(module, request, data, detail))
    except Refused as refused:
        answer([refused.refusal.encode()])
    except MemoryError:
        answer([Refusal.TOO_COSTLY.encode()])


def _parts(module: object, request: str, data: bytes, detail: str) -> Iterable[Part]:
    if request == "describe":
        described = module.describe(data, detail)  # type: ignore[attr-defined]  # one of PARSERS
        return [b"done\n", json.dumps(described).encode()]
    if request == "sizes":
        sizes = module.page_sizes(data, int(detail))  # type: ignore[attr-defined]  # one of PARSERS
        return [b"done\n", " ".join(f"{width} {height}" for width, height in sizes).encode()]
    surface = module.render(data, int(detail))  # type: ignore[attr-defined]  # one of PARSERS
    return [b"done\n", surface.header(), surface.rows]


def confine(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # The first limit is told; native code that does not come back within another second is killed.
    signal.signal(signal.SIGXCPU, lambda *_: answer([Refusal.TOO_COSTLY.encode()]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with contextlib.suppress(ValueError):  # Darwin knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def answer(parts: Iterable[Part]) -> None:
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # no second answer into this one
    for part in parts:
        sys.stdout.buffer.write(part)
    peak.tell()
    sys.stdout.buffer.flush()
    os._exit(0)  # at once, past whatever native code would clean up and might crash on


if __name__ == "__main__":
    main()
