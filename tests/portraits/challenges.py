"""Challenges for tests, with the house's pace: what a session asks for when nothing is left to chance."""

from verifier.domain.face_session import Challenge, Step
from verifier.domain.faces import Action

OPENING, WINDOW, GAP = 2500, 3000, 600  # ms, in the middle of what a session draws


def challenge(*actions: Action, nonce: str = "nonce") -> Challenge:
    """The actions in this order, each in a window of its own."""
    starts = [OPENING + index * (WINDOW + GAP) for index in range(len(actions))]
    steps = tuple(Step(action, at, at + WINDOW) for action, at in zip(actions, starts, strict=True))
    return Challenge(nonce, steps, steps[-1].end + GAP if steps else OPENING)
