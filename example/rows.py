"""What the tour is made of: rows that are walked through one by one, and the table of what came of each."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bonafide import Bonafide
from bonafide.answers.proofs import ProofState
from example.inbox import Inbox
from example.onboarding import Account, Paper, expect, note, say
from example.services import Place

T = TypeVar("T")
PATIENCE: Final = 300.0  # seconds for workers and couriers, on a machine that does other things, too
WIDTHS: Final = (12, 68)  # of the table's first two columns


@dataclass(slots=True)
class Walk:
    """Where the tour goes, whom it takes along, and what the rows before have left."""

    bonafide: Bonafide
    inbox: Inbox
    place: Place
    firm: Paper
    employer_id: str = ""
    recruiter_id: str = ""
    link: str = ""  # to the employer's checklist
    case_id: str = ""  # at which a reviewer orders the visit

    @property
    def account(self) -> Account:
        return Account(self.employer_id, self.recruiter_id, self.firm.device)


@dataclass(frozen=True, slots=True)
class Row:
    """One defence: `shows` says what is done, `go` does it and says the answer, or ends the tour."""

    name: str
    shows: str
    go: Callable[[Walk], str]


def walk_through(rows: Sequence[Row], walk: Walk) -> None:
    """Go through every row, then print the table; also when one fails, which is named."""
    told: list[tuple[str, str, str]] = []
    try:
        for row in rows:
            say(f"{row.name}: {row.shows}")
            told.append((row.name, row.shows, row.go(walk)))
    finally:
        print("\n" + "\n".join(map(_line, told)), flush=True)
        if len(told) < len(rows):
            print(f" ✗ {rows[len(told)].name}: did not go through", file=sys.stderr, flush=True)


def _line(told: tuple[str, str, str]) -> str:
    name, shows, answer = told
    return f" ✓ {name:<{WIDTHS[0]}} {shows:<{WIDTHS[1]}} {answer}"


def settled(walk: Walk, proof_id: str) -> str:
    """Wait for a proof's outcome, which has to be that it is proven; how long it holds."""
    waiting = (ProofState.OPEN, ProofState.PENDING)
    until(lambda: walk.bonafide.proofs.read(proof_id).state not in waiting, "it is judged")
    proof = walk.bonafide.proofs.read(proof_id)
    for one in proof.findings:
        note(f"{one.outcome}: {one.code}")
    expect(proof.state is ProofState.PROVEN, f"the proof is {proof.state}")
    return f"proven until {proof.valid_until:%Y-%m-%d}"


def until(look: Callable[[], T | None], words: str) -> T:
    """What `look` finds in the end."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise SystemExit(f"✗ not so: {words}")
