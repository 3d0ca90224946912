"""Every check of a film of a face. Adding one is one file and one line here; its policy must name it too."""

from collections.abc import Mapping
from typing import Final

from verifier.checks.faces import (
    card_match,
    challenge,
    depth,
    frames,
    fresh,
    match,
    moving,
    one_face,
    passive,
    quality,
    same_face,
    second_opinion,
    times,
)
from verifier.domain.check import by_name
from verifier.domain.face_check import FaceCheck
from verifier.domain.face_decision import FacePolicy
from verifier.domain.face_facts import FaceFacts
from verifier.domain.finding import Finding

FACE_CHECKS: Final[Mapping[str, FaceCheck]] = by_name(
    (
        times.CHECK,
        frames.CHECK,
        fresh.CHECK,
        one_face.CHECK,
        same_face.CHECK,
        challenge.CHECK,
        moving.CHECK,
        depth.CHECK,
        match.CHECK,
        card_match.CHECK,
        second_opinion.CHECK,
        quality.CHECK,
        passive.CHECK,
    )
)


def judge_film(facts: FaceFacts, policy: FacePolicy) -> tuple[Finding, ...]:
    """Run every check that the policy names, in its order, with the thresholds it gives."""
    return tuple(
        finding
        for name, rule in policy.rules.rules.items()
        for finding in FACE_CHECKS[name](facts, rule.thresholds)
    )
