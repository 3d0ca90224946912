"""What the page's script is told: where it stands, what to film, what has arrived. No score, no finding."""

from datetime import datetime

from verifier.camera.screens import may_withdraw, screen_of
from verifier.domain.face_session import Attempt
from verifier.usecases.faces.uploads import FILM_BYTES_MAX
from verifier.usecases.faces.visits import Visit


def standing(visit: Visit, language: str) -> dict[str, object]:
    """Where the session stands for this browser; another browser learns that the link is taken."""
    if visit.elsewhere:
        return {"screen": screen_of(visit).value}
    return {
        "screen": screen_of(visit).value,
        "attempts_left": visit.attempts_left,
        "advice": [getattr(advice, language) for advice in visit.advice],
        "attempt": visit.attempt.number if visit.attempt else None,
        "may_withdraw": may_withdraw(visit),
    }


def challenge(attempt: Attempt, now: datetime) -> dict[str, object]:
    """What to film: steps in milliseconds since the film began, and the seconds in which it must be here.

    `bytes` is how much all frames together may have. The nonce stays here: the attempt's number names it to
    the one browser that may film it.
    """
    return {
        "number": attempt.number,
        "length": attempt.challenge.length,
        "steps": [
            {"action": step.action.value, "start": step.start, "end": step.end}
            for step in attempt.challenge.steps
        ],
        "bytes": FILM_BYTES_MAX,
        "seconds": max(0, int((attempt.due_at - now).total_seconds())),
    }
