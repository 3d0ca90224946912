"""Leaks traced: of texts like résumés that were marked, changed in each of the usual ways, and traced again.

Each text is one read's among READS of the tenant; the limit for a false name is the service's own. `named`:
the right read; `wrong`: any other; the rest is honestly not said. The texts are written by code, half of
their sentences with words of the table of equivalents in mind and half without; real ones may have fewer.
BONAFIDE_BENCH_TEXTS names another number of texts, BONAFIDE_BENCH_PAGES of those that are drawn and read.
"""

import os
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw

from fixtures.fonts import Face, font
from fixtures.resumes import resume
from verifier.marking.codes import Key
from verifier.marking.equivalents import DIGITS, INVISIBLE, NUMERALS, PUNCTUATION, Carrier
from verifier.marking.marking import marked
from verifier.marking.tracing import FALSE_NAMING_MAX, Trace, trace

TEXTS: Final = int(os.environ.get("BONAFIDE_BENCH_TEXTS", "120"))
PAGES: Final = int(os.environ.get("BONAFIDE_BENCH_PAGES", "24"))
READS: Final = 1_000
KEY: Final = Key(b"bench" * 6 + b"k!")
ROW: Final = 38  # characters in a drawn line
SIZE: Final = 30  # pixels


def run() -> Mapping[str, Any]:
    reads = [f"rrd_{number:026}" for number in range(READS)]
    ways: dict[str, tuple[Callable[[str, str, random.Random], str], int]] = {
        "intact": (lambda text, _other, _draw: text, TEXTS),
        "invisible signs taken out": (lambda text, _other, _draw: bare(text), TEXTS),
        "typed anew in another case and width": (lambda text, _other, _draw: cased(text), TEXTS),
        "typed anew, blanks and signs made alike": (lambda text, _other, _draw: retyped(text), TEXTS),
        "typed anew, dates and numbers alike too": (lambda text, _other, _draw: uniform(text), TEXTS),
        "cut to a third": (lambda text, _other, draw: third(text, draw), TEXTS),
        "cut to a third, signs taken out": (lambda text, _other, draw: third(bare(text), draw), TEXTS),
        "cut to a third and typed anew": (lambda text, _other, draw: third(retyped(text), draw), TEXTS),
        "two copies merged, line by line": (merged, TEXTS),
        "two copies merged, signs taken out": (
            lambda text, other, draw: merged(bare(text), bare(other), draw),
            TEXTS,
        ),
        "drawn and read by OCR": (lambda text, _other, _draw: read_again(text), PAGES),
        "drawn, read by OCR, cut to a third": (
            lambda text, _other, draw: third(read_again(text), draw),
            PAGES,
        ),
    }
    figures: dict[str, Any] = {"texts": _texts()}
    for name, (change, count) in ways.items():
        figures[name] = _traced(reads, change, count)
    figures["not marked at all"] = _falsely(reads, resume)
    figures["marked for another tenant"] = _falsely(
        reads, lambda seed: marked(resume(seed), reads[0], Key(b"o" * 32)).text
    )
    figures["marked for a read that is gone"] = _falsely(
        reads, lambda seed: marked(resume(seed), "rrd_gone", KEY).text
    )
    figures["cost"] = _cost(reads)
    return figures


def _texts() -> Mapping[str, Any]:
    texts = [resume(seed) for seed in range(TEXTS)]
    places = Counter[Carrier]()
    for text in texts:
        places.update(marked(text, "rrd_0", KEY).places)
    lengths = sorted(map(len, texts))
    each = {str(carrier): round(count / TEXTS, 1) for carrier, count in sorted(places.items())}
    return {"n": TEXTS, "least": lengths[0], "median": lengths[TEXTS // 2], "most": lengths[-1], **each}


def _traced(
    reads: list[str], change: Callable[[str, str, random.Random], str], count: int
) -> Mapping[str, Any]:
    named = wrong = 0
    bits = []
    for seed in range(count):
        draw = random.Random(seed)
        right, other = draw.sample(reads, 2)
        text = resume(seed)
        leak = change(marked(text, right, KEY).text, marked(text, other, KEY).text, draw)
        found = trace(leak, reads, KEY)
        names = {one.read_id for one in found.named}
        named += right in names
        wrong += bool(names - {right, other})
        bits.append(_bits(found, right))
    return {
        "n": count,
        "named": named,
        "wrong": wrong,
        "share": round(named / count, 3),
        "bits": sorted(bits)[count // 2],
    }


def _bits(found: Trace, right: str) -> int:
    return found.best.agreed if found.best and found.best.read_id == right else 0


def _falsely(reads: list[str], text: Callable[[int], str]) -> Mapping[str, Any]:
    found = [trace(text(seed), reads, KEY) for seed in range(TEXTS)]
    best = min(one.best.false_naming for one in found if one.best)
    wrong = sum(bool(one.named) for one in found)
    return {"n": TEXTS, "reads": READS, "wrong": wrong, "bound": FALSE_NAMING_MAX, "closest": round(best, 4)}


def _cost(reads: list[str]) -> Mapping[str, Any]:
    text = resume(1)
    began = time.process_time()
    for number in range(50):
        marked(text, reads[number], KEY)
    marking = (time.process_time() - began) / 50
    leak = marked(text, reads[0], KEY).text
    began = time.process_time()
    trace(leak, reads * 10, KEY)
    tracing = (time.process_time() - began) / len(reads) / 10
    return {"mark_ms": round(marking * 1000, 2), "trace_us_a_read": round(tracing * 1e6, 1)}


def bare(text: str) -> str:
    return "".join(one for one in text if one not in INVISIBLE)


def cased(text: str) -> str:
    return unicodedata.normalize("NFKC", bare(text)).upper()


def retyped(text: str) -> str:
    """As a careful typist writes: full-width signs, no blank between scripts."""
    for full, half in PUNCTUATION.values():
        text = text.replace(half, full)
    lines = (re.sub(r"[ \u00a0]+", "", line) for line in bare(text).split("\n"))
    return "\n".join(lines)


def uniform(text: str) -> str:
    """And writes every date and number in one way."""
    text = re.sub(r"((?:19|20)\d\d)年(\d{1,2})月", lambda it: f"{it[1]}.{int(it[2]):02}", retyped(text))
    text = re.sub(r"((?:19|20)\d\d)[./-](\d\d)", r"\1.\2", text)
    return text.translate(str.maketrans(NUMERALS, DIGITS))


def third(text: str, draw: random.Random) -> str:
    length = len(text) // 3
    start = draw.randrange(len(text) - length)
    return text[start : start + length]


def merged(text: str, other: str, draw: random.Random) -> str:
    pairs = zip(text.split("\n"), other.split("\n"), strict=True)
    return "\n".join(draw.choice(pair) for pair in pairs)


def read_again(text: str) -> str:
    """Drawn in lines as a page shows them, and read by the service's own engine."""
    from models.ocr import TextEngine  # takes seconds, and only these need it

    engine = _ENGINES.setdefault("ocr", None) or TextEngine.load()
    _ENGINES["ocr"] = engine
    rows = [line[at : at + ROW] for line in bare(text).split("\n") for at in range(0, len(line), ROW)]
    page = Image.new("RGB", (ROW * SIZE + 80, len(rows) * 48 + 60), "white")
    pen = ImageDraw.Draw(page)
    for number, row in enumerate(rows):
        pen.text((40, 30 + number * 48), row, font=font(Face.HEI, SIZE), fill="black")
    lines = engine.read(np.asarray(page)[:, :, ::-1])
    return "".join(line.text for line in lines)


_ENGINES: dict[str, Any] = {}
