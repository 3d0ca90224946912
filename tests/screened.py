"""The job texts of tests/job_texts, and what a screener makes of them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from verifier.domain.screening import Background, JobText, ScreeningAction, ScreeningResult
from verifier.screening.screener import Screener

FOLDER = Path(__file__).parent / "job_texts"
INNOCENT = "innocent"


@dataclass(frozen=True)
class Row:
    """One text. `label` is bad, evasive or innocent; `trade` is "ordinary" for posts near none."""

    trade: str
    label: str
    job: JobText
    known: Background

    @property
    def name(self) -> str:
        return f"{self.trade}-{self.label}-{self.job.title}"

    def is_right(self, result: ScreeningResult) -> bool:
        """Nothing is asked for an innocent text; a bad one is tagged with its trade, with an action."""
        if self.label == INNOCENT:
            return result.action is ScreeningAction.NONE
        return any(tag.trade == self.trade for tag in result.acting())


def rows(name: str) -> tuple[Row, ...]:
    """The texts of one file."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(_rows(table))


def _rows(table: dict[str, dict[str, list[list[str]]]]) -> Iterator[Row]:
    for trade, groups in table.items():
        for label, texts in groups.items():
            for title, text, place, scope in texts:
                yield Row(trade, label, JobText(title, text, place=place), Background(scope or None))


def right(screener: Screener, texts: tuple[Row, ...]) -> dict[str, tuple[int, int]]:
    """How many texts of each label were judged right, and of how many."""
    counted: dict[str, tuple[int, int]] = {}
    for row in texts:
        hits, n = counted.get(row.label, (0, 0))
        counted[row.label] = (hits + row.is_right(screener.screen(row.job, row.known)), n + 1)
    return counted
