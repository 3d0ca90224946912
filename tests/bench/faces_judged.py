"""Films that the benchmark put together, judged by the shipped checks and the shipped policy.

A challenge of the service always asks for a turn. Most clips have none, so that the check of a turn's depth
is left out where none is asked for: that makes such an attack easier, never harder.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.faces.engine import Measured
from tests.bench.faces_films import Session
from tests.bench.figures import share
from verifier.checks.faces import judge_film
from verifier.domain.face_decision import FaceOutcome, FacePolicy
from verifier.domain.face_facts import Against, FaceFacts, FilmReading, Match, Upload
from verifier.domain.face_session import Purpose
from verifier.domain.faces import TURNS, FaceTemplate
from verifier.policies import load_faces
from verifier.settings import POLICIES

POLICY: Final = load_faces(POLICIES / "faces-v1.toml")
NO_TURN: Final = FacePolicy(POLICY.rules.without("depth"), POLICY.retry, POLICY.limits)
UPLOAD: Final = 700  # ms from a film's last frame to the end of its upload
RIGHT_FACE: Final = Match(Against.TEMPLATE, 1.0, 0.0)  # the easiest for an attack: the face is never in doubt


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a film, and the codes of what spoke against it."""

    outcome: FaceOutcome
    against: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.outcome is FaceOutcome.VERIFIED


def sent(session: Session) -> Upload:
    """How an honest page would have sent the film."""
    times, jpegs = tuple(one.at for one in session.frames), [one.jpeg for one in session.frames]
    repeated = len(jpegs) - len(set(jpegs))
    return Upload(times, times[-1] + UPLOAD, ahead=-UPLOAD, sizes=((640, 480),), repeated=repeated)


def judged(
    session: Session,
    measured: Measured,
    *,
    match: Match = RIGHT_FACE,
    upload: Upload | None = None,
    passive: bool = False,
) -> Verdict:
    """The verdict on a film; the passive detector is heard only where that is asked for."""
    reading = FilmReading(upload or sent(session), measured.measures, (match,), passive, "", "", 0)
    facts = FaceFacts(Purpose.REAUTHENTICATE, session.challenge, reading)
    policy = POLICY if any(step.action in TURNS for step in session.steps) else NO_TURN
    outcome, proposal = policy.propose(judge_film(facts, policy))
    return Verdict(outcome, tuple(sorted({reason.code for reason in proposal.reasons})))


def match_of(live: Measured, stored: Sequence[FaceTemplate]) -> Match:
    """A film's face against stored templates, as a later session's is."""
    ours = {one.engine: one for one in live.templates}
    beside = [(ours[one.engine], one) for one in stored if one.engine in ours]
    cosines = [a.cosine(b) for a, b in beside if a.engine.startswith("sface")]
    distances = [a.distance(b) for a, b in beside if a.engine.startswith("dlib")]
    return Match(Against.TEMPLATE, *(values[0] if values else None for values in (cosines, distances)))


def passes(verdicts: Iterable[Verdict]) -> str:
    """The share of films that verify."""
    found = [one.passed for one in verdicts]
    return share(sum(found), len(found))


def turned_away(verdicts: Iterable[Verdict]) -> str:
    """The share of films that do not verify at once."""
    found = [one.passed for one in verdicts]
    return share(len(found) - sum(found), len(found))


def told(verdicts: Iterable[Verdict]) -> dict[str, Any]:
    """How many are tried again or go to a person, and what spoke against them, most often first."""
    found = list(verdicts)
    outcomes = Counter(str(one.outcome) for one in found)
    codes = Counter(code for one in found for code in one.against)
    return {"outcomes": dict(outcomes.most_common()), "codes": dict(codes.most_common())}
