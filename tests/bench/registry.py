"""The registry snapshot: a million fictional firms loaded, and asked by code, by name and for nothing."""

import csv
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from verifier.domain import credit_code
from verifier.domain.registry import RegistryOutcome, RegistryQuestion
from verifier.providers.registry.snapshots.loading import FILE, Plan, load
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.snapshots.snapshot import SnapshotRegistry

FIRMS = 1_000_000
QUESTIONS = 1_000
AS_OF = date(2026, 10, 1)
HEADERS = (
    "统一社会信用代码",
    "企业名称",
    "法定代表人",
    "登记状态",
    "营业期限自",
    "营业期限至",
    "列入日期",
    "列入原因",
)
OTHERS = "91110108MA01EBFH9B"  # a right code that no firm here has
WORDS = "云杉星河远山青禾蓝海启明乾元迁徙样本虚构"
STATUSES = ("存续（在营、开业、在册）",) * 17 + ("注销", "吊销，未注销", "迁出")


def run() -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return _run(Path(folder))


def _run(folder: Path) -> Mapping[str, Any]:
    source = _write(folder / "firms.csv")
    seal = SnapshotSeal(bytes(32))
    began, worked = time.perf_counter(), time.process_time()
    report = load(Plan(source, AS_OF), folder / "registry", seal)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    registry = SnapshotRegistry(folder / "registry", seal)
    return {
        "load": {
            "n_rows": report.page.rows,
            "refused": report.page.refused,
            "seconds": round(seconds, 1),
            "processor_seconds": round(processor, 1),
            "source_mb": round(source.stat().st_size / 1e6),
            "snapshot_mb": round((folder / "registry" / FILE).stat().st_size / 1e6),
            "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        },
        "by_code": _asked(registry, _known(), RegistryOutcome.MATCH),
        "by_name": _asked(registry, _known(code=OTHERS), RegistryOutcome.MISMATCH),
        "not_found": _asked(
            registry, (RegistryQuestion(f"无此{n}", OTHERS, "无") for n in range(QUESTIONS)),
            RegistryOutcome.NOT_FOUND,
        ),
    }  # fmt: skip


def _asked(
    registry: SnapshotRegistry, questions: Iterator[RegistryQuestion], expected: RegistryOutcome
) -> Mapping[str, Any]:
    taken = []
    for question in questions:
        began = time.perf_counter()
        extract = registry.verify(question)
        taken.append((time.perf_counter() - began) * 1000)
        assert extract.outcome is expected, extract
    quantiles = statistics.quantiles(taken, n=100)
    return {
        "n": len(taken),
        "median_ms": round(statistics.median(taken), 2),
        "p99_ms": round(quantiles[98], 2),
        "max_ms": round(max(taken), 2),
    }


def _known(code: str | None = None) -> Iterator[RegistryQuestion]:
    for number in random.Random(2).sample(range(FIRMS), QUESTIONS):
        row = _firm(number)
        yield RegistryQuestion(row[1], code or row[0], row[2])


def _write(path: Path) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(_firm(number) for number in range(FIRMS))
    return path


def _firm(number: int) -> Sequence[str]:
    """The same number always makes the same firm."""
    chance = random.Random(number)
    organisation = f"MA{number:06d}"
    first17 = "91330100" + organisation + credit_code.organisation_check_character(organisation)
    name = f"杭州{''.join(chance.choices(WORDS, k=4))}{number}科技（样本）有限公司"
    listed = ("2025-03-04", "通过登记的住所无法联系") if number % 20 == 0 else ("", "")
    day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
    return (
        first17 + credit_code.check_character(first17),
        name,
        chance.choice("王李张刘陈杨赵黄") + "".join(chance.choices(WORDS, k=2)),
        chance.choice(STATUSES),
        day,
        "长期",
        *listed,
    )
