"""Screening of job texts: how many of our own texts are judged right, and what a text costs by its length.

The texts are ours, and so is the lexicon: tests/job_texts says of each file when it was written.
"""

import statistics
import time
from collections.abc import Mapping
from typing import Any

from tests.bench.figures import share
from tests.screened import right, rows
from verifier.domain.screening import JobText
from verifier.screening.loading import shipped
from verifier.screening.screener import Screener

FILES = ("unseen", "second", "fresh", "held_out", "development")  # the hardest first
ROUNDS = 15
# The texts of which time must not depend more than on their length: ordinary, all terms, all separators, a
# term cut up, an excuse each time, a list of negated terms, and digits, which contacts look at.
UNITS = {
    "ordinary": "负责客户接待与合同归档，熟悉办公软件，周末双休。",
    "terms": "刷单",
    "separators": "。. ，",
    "spelt_out": "刷.单 ",
    "excused": "印刷单位",
    "negated": "拒绝刷单、",
    "pairs": "学费可以分期",
    "digits": "1380013800",
    "accounts": "微信 a b c ",
}
SHORT, LONG = 10_000, 100_000


def run() -> Mapping[str, Any]:
    began = time.perf_counter()
    screener = Screener(shipped())
    made = time.perf_counter() - began
    texts = [row for name in FILES for row in rows(name)]
    each = [_seconds(screener, row.job) for row in texts]
    return {
        "right": {name: _right(screener, name) for name in FILES},
        "screener_made_ms": round(made * 1000, 1),
        "own_texts_ms": {"n": len(each), "median": _ms(statistics.median(each)), "worst": _ms(max(each))},
        "job_of_2000_characters_ms": _ms(_seconds(screener, _job("ordinary", 2_000))),
        "by_unit": {unit: _grows(screener, unit) for unit in UNITS},
    }


def _right(screener: Screener, name: str) -> Mapping[str, str]:
    return {label: share(hits, n) for label, (hits, n) in right(screener, rows(name)).items()}


def _grows(screener: Screener, unit: str) -> Mapping[str, Any]:
    """Ten times the text should cost about ten times as much."""
    short, long = (_seconds(screener, _job(unit, length)) for length in (SHORT, LONG))
    return {"ms_10k": _ms(short), "ms_100k": _ms(long), "ratio": round(long / short, 1)}


def _job(unit: str, length: int) -> JobText:
    text = UNITS[unit]
    return JobText("职员", (text * (length // len(text) + 1))[:length])


def _seconds(screener: Screener, job: JobText) -> float:
    """The fastest of several rounds, in seconds of the processor."""
    return min(_once(screener, job) for _ in range(ROUNDS))


def _once(screener: Screener, job: JobText) -> float:
    began = time.process_time()
    screener.screen(job)
    return time.process_time() - began


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
