"""How well a live person is told from a picture of one, and one person from another: the face engine.

Sessions are put together from the sample data in ../shared/data/faces, which is small and is no test by a
laboratory: n stands beside every figure. The rule that judges them is the benchmark's (`faces_judging`).
Writes the calibration that a policy may cite to build/bench/faces-calibration.json.
"""

import json
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from models.faces.engine import FaceEngine, Measured
from tests.bench import faces_attacks, faces_blinks, faces_films, faces_pairs
from tests.bench.faces_films import Session, Step
from tests.bench.faces_judging import DEPTH, MATCH, PASSIVE, Rule, refusals
from tests.bench.figures import share
from verifier.domain.faces import TURNS, Action

ROOT = Path(__file__).parents[2]
FACES = ROOT.parent / "shared" / "data" / "faces"
CALIBRATION = ROOT / "build" / "bench" / "faces-calibration.json"
OPEN_MOUTHED = {"lp_d6"}  # "mouth open many", by videos.json
EAST_ASIAN = {"lp_d0", "lp_d14", "tpsmm_driving"}  # clips, by videos.json

Attack: TypeAlias = tuple[Measured, Sequence[Step]]  # a film of one, and the challenge that it was given


@dataclass(frozen=True, slots=True)
class Taken:
    """A session that was measured, the processor seconds that took, and whom it shows."""

    session: Session
    measured: Measured
    seconds: float

    @property
    def person(self) -> str:
        return self.session.name.partition(" ")[0]


def run() -> Mapping[str, Any]:
    """All figures; without the sample data only a sentence."""
    if not FACES.is_dir():
        return {"skipped": f"no sample data at {FACES}"}
    engine = FaceEngine.load()
    live = [_taken(engine, session) for session in faces_films.live_sessions(FACES / "videos")]
    report = {
        "sessions": _bona_fide(live),
        "attacks": _attacks(faces_attacks.films(engine, FACES), engine, live),
        "blinks": faces_blinks.run(FACES / "videos"),
        "pairs": faces_pairs.run(engine, FACES),
        "cost": _cost(engine),
        "engine": engine.version,
    }
    CALIBRATION.parent.mkdir(parents=True, exist_ok=True)
    CALIBRATION.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return report


def _taken(engine: FaceEngine, session: Session) -> Taken:
    started = time.process_time()
    return Taken(session, engine.measure(session.frames), time.process_time() - started)


def _bona_fide(live: Sequence[Taken]) -> dict[str, Any]:
    """BPCER: live sessions that the rule turns away."""
    asian = [taken for taken in live if taken.person in EAST_ASIAN]
    turns = [taken for taken in live if any(step.action in TURNS for step in taken.session.steps)]
    depths = sorted(relief.depth for taken in turns for relief in taken.measured.measures.reliefs)
    likeness = sorted(min(one.value for one in taken.measured.measures.likeness) for taken in live)
    passive = sorted(taken.measured.measures.passive or 0.0 for taken in live)
    return {
        "people": len({taken.person for taken in live}),
        "bpcer": _turned_away(live, Rule()),
        "bpcer_with_passive": _turned_away(live, Rule(passive=PASSIVE)),
        "bpcer_east_asian": _turned_away(asian, Rule()),
        "bpcer_with_turns": _turned_away(turns, Rule()),
        **{f"bpcer_{rate}": _turned_away(_at(live, rate), Rule()) for rate in ("at 10", "at 15", "at 30")},
        "reasons": dict(Counter(reason for taken in live for reason in _refusals(taken, Rule()))),
        "depth_of_turns": [round(depth, 3) for depth in depths],
        "least_cosine_in_a_film": {"lowest": likeness[0], "median": median(likeness)},
        "passive_logit": {"lowest": passive[0], "median": median(passive)},
    }


def _at(live: Iterable[Taken], rate: str) -> list[Taken]:
    return [taken for taken in live if taken.session.name.endswith(rate)]


def _turned_away(live: Sequence[Taken], rule: Rule) -> str:
    return share(sum(bool(_refusals(taken, rule)) for taken in live), len(live))


def _refusals(taken: Taken, rule: Rule) -> tuple[str, ...]:
    return refusals(taken.measured.measures, taken.session.steps, rule)


def _attacks(
    films: Iterable[tuple[str, Session]], engine: FaceEngine, live: Sequence[Taken]
) -> dict[str, Any]:
    """APCER by species: attacks that pass, without and with the passive detector."""
    found: dict[str, list[Attack]] = defaultdict(list)
    for species, session in films:
        measured = engine.measure(session.frames)
        found[species] += [(measured, steps) for steps in _challenges(species, session)]
    found["wrong challenge"] = [
        (taken.measured, steps) for taken in live for steps in _other_challenges(taken)
    ]
    report = {species: _species(attacks) for species, attacks in found.items()}
    return {**report, "another person": _other_people(live)}


def _challenges(species: str, session: Session) -> list[tuple[Step, ...]]:
    if faces_attacks.ONE_SIDE in species:
        return [(step,) for step in session.steps]
    return [session.steps]


def _species(attacks: Sequence[Attack]) -> dict[str, Any]:
    passed = [not refusals(measured.measures, steps) for measured, steps in attacks]
    guarded = [not refusals(measured.measures, steps, Rule(passive=PASSIVE)) for measured, steps in attacks]
    depths = {round(relief.depth, 3) for measured, _ in attacks for relief in measured.measures.reliefs}
    logits = [measured.measures.passive for measured, _ in attacks if measured.measures.passive is not None]
    return {
        "apcer": share(sum(passed), len(passed)),
        "apcer_with_passive": share(sum(guarded), len(guarded)),
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
    """Every session against the template of every other: how often another's is taken for one's own."""
    pairs = [
        (a.person == b.person, a.measured.templates[0].cosine(b.measured.templates[0]))
        for a, b in permutations(live, 2)
        if a.session.name < b.session.name
    ]
    own = [cosine for same, cosine in pairs if same]
    others = [cosine for same, cosine in pairs if not same]
    return {
        "apcer": share(sum(cosine >= MATCH for cosine in others), len(others)),
        "own_not_matched": share(sum(cosine < MATCH for cosine in own), len(own)),
        "highest_cosine": round(max(others), 3),
        "pairs_of_people": len(
            {(a.person, b.person) for a, b in permutations(live, 2) if a.person < b.person}
        ),
    }


def _cost(engine: FaceEngine) -> dict[str, Any]:
    """Processor seconds and memory of one session of 150 frames, 640 × 480."""
    source = faces_films.clip(FACES / "videos" / "lp_d3.mp4")
    film = faces_films.session("", source, (0, 300), (), 15).frames
    film = tuple(type(one)(index * 67, one.jpeg) for index, one in enumerate((*film, *film)[:150]))
    taken = [_taken(engine, Session("", film)) for _ in range(3)]
    return {
        "frames": len(film),
        "processor_seconds": [round(one.seconds, 2) for one in taken],
        "kilobytes_of_frames": round(sum(len(one.jpeg) for one in film) / 1000),
        "peak_megabytes_of_the_process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "thresholds": {"cosine": MATCH, "depth": DEPTH, "passive": PASSIVE},
    }
