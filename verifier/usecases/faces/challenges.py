"""A new challenge for every attempt: what to show and when, drawn so that no client could know it before."""

import secrets

from verifier.domain.face_session import Challenge, Step
from verifier.domain.faces import Action

NONCE_BYTES = 16
# Milliseconds. The opening gives the person's own neutral face. A window leaves time to read the prompt and
# to do it; drawn lengths and gaps make the moments unknown beforehand. In all it is 10.6 to 15.8 seconds.
OPENING = (2_000, 3_000)
WINDOW = (2_500, 3_500)
GAP = (300, 900)
TAIL = 500  # in which the last action comes to its end
STEPS = 3  # of four actions, two of them turns: so every challenge has a turn, and only a turn shows depth

_drawn = secrets.SystemRandom()


def new_challenge() -> Challenge:
    """Three of the four actions in random order, each at a random time."""
    steps: list[Step] = []
    moment = _drawn.randint(*OPENING)
    for action in _drawn.sample(list(Action), STEPS):
        end = moment + _drawn.randint(*WINDOW)
        steps.append(Step(action, moment, end))
        moment = end + _drawn.randint(*GAP)
    return Challenge(secrets.token_urlsafe(NONCE_BYTES), tuple(steps), steps[-1].end + TAIL)
