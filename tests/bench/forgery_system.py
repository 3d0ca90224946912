"""The whole system on real paper: every photo and every painted forgery as a case of its own account.

Each goes from opening to decision through the real readers, checks and policy, over a store in memory, in one
order for all, so that the search for relatives meets those that came before. What is declared is what the
page says, for a forger copies well. Two findings are told apart, because they are true of genuine paper and
come with its age: a registration number from before 2015, and a term that has ended. So is a photo that is
too small or blurred to be read. The sample data in ../shared/data is needed. Every miss and every false alarm
is listed by file number; no value of a photo is kept.
"""

import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.licences import DATA, PNG, wilson
from tests.fakes import World, world
from verifier import logs, policies, usecases
from verifier.domain.case import AccountType, Declared
from verifier.domain.evidence import PLAN, EvidenceKind
from verifier.domain.finding import Finding, Outcome
from verifier.domain.reading import FieldName, LicenceReading
from verifier.intake import EvidenceRefused
from verifier.settings import POLICIES
from workers import runtime
from workers.main import load_readers
from workers.runtime import Equipment, Readers

SEED = 11
AGAINST = (Outcome.FAIL, Outcome.CONCERN)
OF_AGE = frozenset({"code_old_number", "term_ended"})
OF_THE_PHOTO = frozenset({"image_quality", "readable"})  # checks
ROOMS = {
    "traces": frozenset({"traces"}),
    "relatives": frozenset({"relatives", "shared_person"}),
    "provenance": frozenset({"provenance"}),
    "seal": frozenset({"seal"}),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One file and what was found against it."""

    painted: bool
    file: str
    escalated: bool
    against: tuple[Finding, ...]

    def suspicious(self) -> tuple[Finding, ...]:
        """Without what is true of genuine paper by its age, or of the photo."""
        return tuple(f for f in self.against if f.code not in OF_AGE and f.check not in OF_THE_PHOTO)


def run() -> Mapping[str, Any]:
    """Shares with a concern, by room, with intervals; misses and false alarms with their codes."""
    if not DATA.exists():
        return {"skipped": "the sample data in ../shared/data is absent"}
    logs.configure(logging.WARNING)  # a bench prints figures, not every task
    judged = list(_judged(load_readers()))
    painted = [one for one in judged if one.painted]
    genuine = [one for one in judged if not one.painted]
    return {
        "painted": _figures(painted),
        "genuine": _figures(genuine),
        "missed": [one.file for one in painted if not one.suspicious()],
        "false alarms": {one.file: _codes(one.suspicious()) for one in genuine if one.suspicious()},
        "what speaks against painted": _tally(painted),
        "what speaks against genuine": _tally(genuine),
    }


def _judged(readers: Readers) -> Iterator[Judged]:
    files = [*(DATA / "licences" / "photos").iterdir(), *(DATA / "licences" / "painted").iterdir()]
    order = random.Random(SEED).sample(sorted(files), len(files))
    here = world(policies.load(POLICIES / "v1.toml"), plan=PLAN)
    runtime.install(Equipment(here.ports, readers))
    tenant, _ = usecases.create_tenant(here.ports, "site")
    for file in order:
        yield _case(here, tenant.id, file, _declared(readers, file))


def _declared(readers: Readers, file: Path) -> Declared:
    """What the page says, which is what a forger declares too."""
    body = readers.of_files["licence"].read("evd", file.read_bytes(), _media_type(file)).body
    read = body.fields if isinstance(body, LicenceReading) else {}
    name, code, person = (
        read[field].value if field in read else ""
        for field in (FieldName.NAME, FieldName.CODE, FieldName.PERSON)
    )
    return Declared(name, code, person)


def _case(here: World, tenant_id: str, file: Path, declared: Declared) -> Judged:
    ports = here.ports
    case = usecases.open_case(
        ports,
        tenant_id,
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=declared,
        reference=file.stem,
    )
    try:
        usecases.add_evidence(
            ports,
            tenant_id,
            case.id,
            kind=EvidenceKind.BUSINESS_LICENCE,
            data=file.read_bytes(),
            declared_media_type=None,
        )
    except EvidenceRefused:
        return Judged(file.parent.name == "painted", file.stem, True, ())
    usecases.submit_case(ports, tenant_id, case.id)
    done = 0
    while done < len(here.queue.asked):
        runtime.perform(here.queue.asked[done])
        done += 1
    here.queue.asked.clear()
    view = usecases.read_case(ports, tenant_id, case.id)
    assert view.decision is not None, "every task was done"
    against = tuple(finding for finding in view.findings if finding.outcome in AGAINST)
    return Judged(file.parent.name == "painted", file.stem, bool(view.decision.proposal.reasons), against)


def _media_type(file: Path) -> str:
    return "image/png" if file.read_bytes().startswith(PNG) else "image/jpeg"


def _figures(judged: Sequence[Judged]) -> Mapping[str, str]:
    n = len(judged)
    counts = {
        "a concern": sum(bool(one.suspicious()) for one in judged),
        "a concern, age and photo counted": sum(bool(one.against) for one in judged),
        "escalated": sum(one.escalated for one in judged),
        **{
            f"a concern by {room}": sum(any(f.check in checks for f in one.against) for one in judged)
            for room, checks in ROOMS.items()
        },
        "a concern by registration alone": sum(
            any(f.check not in frozenset().union(*ROOMS.values()) for f in one.suspicious()) for one in judged
        ),
    }
    return {name: _share(count, n) for name, count in counts.items()}


def _share(count: int, n: int) -> str:
    low, high = wilson(count, n)
    return f"{count}/{n} = {count / n:.3f} [{low:.3f}, {high:.3f}]"


def _codes(findings: Iterable[Finding]) -> list[str]:
    return sorted({str(finding.code) for finding in findings})


def _tally(judged: Iterable[Judged]) -> Mapping[str, int]:
    return dict(Counter(code for one in judged for code in _codes(one.against)).most_common())
