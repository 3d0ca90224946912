"""Runs the benchmarks, writes build/bench/NAME.json with the machine they ran on, prints a table of each."""

import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from rich.console import Console
from rich.table import Table

from tests import bench

OUT = Path(__file__).parents[2] / "build" / "bench"


def main(names: Sequence[str]) -> int:
    """Run the benchmarks of these names, or all; 2 where a name is not one."""
    benchmarks = dict(found())
    if unknown := sorted(set(names) - set(benchmarks)):
        print(
            f"There is no benchmark {', '.join(unknown)}; there are {', '.join(benchmarks)}.", file=sys.stderr
        )
        return 2
    for name in names or benchmarks:
        measured(name, benchmarks[name])
    return 0


def found() -> Iterator[tuple[str, ModuleType]]:
    """Every benchmark by name."""
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name != "__main__":
            imported = importlib.import_module(f"{bench.__name__}.{module.name}")
            if hasattr(imported, "run"):
                yield module.name, imported


def measured(name: str, benchmark: ModuleType) -> None:
    """Run one benchmark, write its figures and print them."""
    started, load = time.time(), os.getloadavg()[0]
    figures = benchmark.run()
    report = {
        "benchmark": name,
        "machine": machine(),
        "load_before": round(load, 2),
        "took_s": round(time.time() - started, 1),
        "figures": figures,
    }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    Console().print(table(report))


def machine() -> str:
    """The machine in one line: processor, cores, system, Python."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {system}"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def table(report: Mapping[str, Any]) -> Table:
    """The figures as rows, nested names joined by spaces."""
    title = (
        f"{report['benchmark']} · {report['machine']} · load {report['load_before']} · {report['took_s']} s"
    )
    rows = Table("figure", "value", title=title, min_width=60)
    for name, value in flat(report["figures"]):
        rows.add_row(name, value)
    return rows


def flat(figures: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each figure with the names that lead to it."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name} ")
        else:
            yield prefix + name, str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
