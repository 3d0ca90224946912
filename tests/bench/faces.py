"""How well a live person is told from a picture of one, and one person from another: the face engine.

Sessions are put together from the sample data in ../shared/data/faces, which is small and is no test by a
laboratory: n stands beside every figure. The shipped checks and policy judge them (`faces_judged`). Writes
the calibration that the policy cites to build/bench/faces-calibration.json.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from models.faces.engine import FaceEngine, Measured
from tests.bench import faces_attacks, faces_blinks, faces_cost, faces_films, faces_pairs, faces_tampered
from tests.bench.faces_films import Session
from tests.bench.faces_judged import POLICY, Verdict, judged, match_of, passes, told, turned_away
from tests.bench.figures import share
from verifier.domain.face_session import Step
from verifier.domain.faces import TURNS, Action

ROOT = Path(__file__).parents[2]
FACES = ROOT.parent / "shared" / "data" / "faces"
CALIBRATION = ROOT / "build" / "bench" / "faces-calibration.json"
OPEN_MOUTHED = {"lp_d6"}  # "mouth open many", by videos.json
EAST_ASIAN = {"lp_d0", "lp_d14", "tpsmm_driving"}  # clips, by videos.json
RATES = ("at 10", "at 15", "at 30")

Film: TypeAlias = tuple[Session, Measured]


@dataclass(frozen=True, slots=True)
class Taken:
    """A live session that was measured, and whom it shows."""

    session: Session
    measured: Measured

    @property
    def person(self) -> str:
        return self.session.name.partition(" ")[0]

    @property
    def turns(self) -> bool:
        return any(step.action in TURNS for step in self.session.steps)


def run() -> Mapping[str, Any]:
    """All figures; without the sample data only a sentence."""
    if not FACES.is_dir():
        return {"skipped": f"no sample data at {FACES}"}
    started = time.time()
    engine = FaceEngine.load()
    live = [Taken(one, engine.measure(one.frames)) for one in faces_films.live_sessions(FACES / "videos")]
    report = {
        "policy": POLICY.version,
        "engine": engine.version,
        "sessions": _bona_fide(live),
        "attacks": _attacks(engine, live),
        "tampered": faces_tampered.run([(taken.session, taken.measured) for taken in live]),
        "blinks": faces_blinks.run(FACES / "videos"),
        "pairs": faces_pairs.run(engine, FACES),
        "cost": faces_cost.run(FACES / "videos"),
    }
    report["took_s"] = round(time.time() - started)
    CALIBRATION.parent.mkdir(parents=True, exist_ok=True)
    CALIBRATION.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return report


def _bona_fide(live: Sequence[Taken]) -> dict[str, Any]:
    """BPCER: live sessions, matched with another session of the same person, that do not verify at once."""
    verdicts = {taken.session.name: _honest(taken, live, passive=False) for taken in live}

    def of(chosen: Iterable[Taken]) -> list[Verdict]:
        return [verdicts[taken.session.name] for taken in chosen]

    return {
        "people": len({taken.person for taken in live}),
        "bpcer": turned_away(of(live)),
        "bpcer_with_passive": turned_away(_honest(taken, live, passive=True) for taken in live),
        "bpcer_east_asian": turned_away(of(taken for taken in live if taken.person in EAST_ASIAN)),
        "bpcer_with_turns": turned_away(of(taken for taken in live if taken.turns)),
        **{
            f"bpcer_{rate}": turned_away(of(taken for taken in live if taken.session.name.endswith(rate)))
            for rate in RATES
        },
        **told(verdicts.values()),
        "turned_away": {name: one.against for name, one in verdicts.items() if not one.passed},
        "measures": _spread_of(live),
    }


def _honest(taken: Taken, live: Sequence[Taken], *, passive: bool) -> Verdict:
    own = [other for other in live if other.person == taken.person]
    enrolled = own[(own.index(taken) + 1) % len(own)]
    match = match_of(taken.measured, enrolled.measured.templates)
    return judged(taken.session, taken.measured, match=match, passive=passive)


def _spread_of(live: Sequence[Taken]) -> dict[str, Any]:
    """What the thresholds of the policy stand beside: least, median and most over the live sessions."""
    measures = [taken.measured.measures for taken in live]
    depths = [relief.depth for taken in live if taken.turns for relief in taken.measured.measures.reliefs]
    return {
        "depth_of_turns": [round(depth, 3) for depth in sorted(depths)],
        "least_cosine_in_a_film": _three(min(one.value for one in each.likeness) for each in measures),
        "samples": _three(len(each.likeness) for each in measures),
        "face_height": _three(
            median(frame.face.height for frame in each.frames if frame.face) for each in measures
        ),
        "light": _three(each.quality.light for each in measures if each.quality),
        "sharpness": _three(each.quality.sharpness for each in measures if each.quality),
        "passive_logit": _three(each.passive for each in measures if each.passive is not None),
    }


def _three(values: Iterable[float]) -> dict[str, float]:
    found = sorted(values)
    return {"least": found[0], "median": round(median(found), 3), "most": found[-1]} if found else {}


def _attacks(engine: FaceEngine, live: Sequence[Taken]) -> dict[str, Any]:
    """APCER by species: attacks that verify, without and with the passive detector."""
    found: dict[str, list[Film]] = defaultdict(list)
    for species, session in faces_attacks.films(engine, FACES):
        measured = engine.measure(session.frames)
        found[species] += [(one, measured) for one in _challenges(species, session)]
    found["wrong challenge"] = [
        (taken.session.asked(steps), taken.measured) for taken in live for steps in _other_challenges(taken)
    ]
    return {
        **{species: _species(films) for species, films in found.items()},
        "another person": _other_people(live),
    }


def _challenges(species: str, session: Session) -> list[Session]:
    if faces_attacks.ONE_SIDE in species:
        return [session.asked((step,)) for step in session.steps]
    return [session]


def _species(films: Sequence[Film]) -> dict[str, Any]:
    verdicts = [judged(session, measured) for session, measured in films]
    depths = {round(relief.depth, 3) for _, measured in films for relief in measured.measures.reliefs}
    logits = [measured.measures.passive for _, measured in films if measured.measures.passive is not None]
    return {
        "apcer": passes(verdicts),
        "apcer_with_passive": passes(judged(*film, passive=True) for film in films),
        **told(verdicts),
        **({"depth_of_turns": sorted(depths)} if depths else {}),
        **({"passive_logit_median": median(logits)} if logits else {}),
    }


def _other_challenges(taken: Taken) -> Iterator[tuple[Step, ...]]:
    """Challenges that the film does not answer: each step replaced by each action that it does not show then.

    A blink is no replacement, for people blink by themselves; nor is an open mouth where it is open most
    of the time.
    """
    steps = taken.session.steps
    for index, step in enumerate(steps):
        for action in (Action.TURN_LEFT, Action.TURN_RIGHT, Action.OPEN_MOUTH):
            shown = action is Action.OPEN_MOUTH and taken.person in OPEN_MOUTHED
            if action is not step.action and not shown:
                yield (*steps[:index], Step(action, step.start, step.end), *steps[index + 1 :])


def _other_people(live: Sequence[Taken]) -> dict[str, Any]:
    """Every session that verifies with the right face, against the template of every other."""
    live = [taken for taken in live if judged(taken.session, taken.measured).passed]
    pairs = [(a, b) for one, two in combinations(live, 2) for a, b in ((one, two), (two, one))]
    others = [(a, match_of(a.measured, b.measured.templates)) for a, b in pairs if a.person != b.person]
    own = [match_of(a.measured, b.measured.templates) for a, b in pairs if a.person == b.person]
    verdicts = [judged(taken.session, taken.measured, match=match) for taken, match in others]
    least = POLICY.rules.rules["match"].thresholds["match_min"]
    return {
        "apcer": passes(verdicts),
        "apcer_with_passive": passes(
            judged(taken.session, taken.measured, match=match, passive=True) for taken, match in others
        ),
        **told(verdicts),
        "highest_cosine": round(max(match.cosine or 0.0 for _, match in others), 3),
        "own_not_matched": share(sum((match.cosine or 0.0) < least for match in own), len(own)),
        "own_lowest_cosine": round(min(match.cosine or 0.0 for match in own), 3),
        "pairs_of_people": len({frozenset((a.person, b.person)) for a, b in pairs if a.person != b.person}),
    }
