"""The policy for films of faces: as for cases, with what another try may mend, and with its limits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from verifier.checks.faces import FACE_CHECKS
from verifier.domain.face_decision import FaceLimits, FacePolicy
from verifier.domain.policy import Policy
from verifier.policies.parts import Misfit, Table, get, only, rules, sourced, whole, words

# Least and most of each limit; a recruiter agrees to frames that are kept for thirty days at most.
LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "link_minutes": (1, 60),
    "upload_seconds": (30, 600),
    "attempts": (1, 10),
    "attempts_a_day": (1, 50),
    "locked_hours": (1, 168),
    "kept_frames_days": (1, 30),
}


def face_policy(table: Table) -> FacePolicy:
    """The policy that the file's table says. Raises Misfit."""
    only(table, "", {"version", "soft_limit", "retry", "limits", "checks"})
    return FacePolicy(
        rules=Policy(
            version=words(table, "version"),
            decision_lifetime=timedelta(0),  # a film speaks for the moment that it was taken in
            soft_limit=whole(table, "soft_limit", 1, len(FACE_CHECKS)),
            rules=rules(get(table, "checks", dict), FACE_CHECKS),
        ),
        retry=_retry(get(table, "retry", list)),
        limits=_limits(get(table, "limits", dict)),
    )


def _retry(codes: list[object]) -> frozenset[str]:
    known = {str(code) for check in FACE_CHECKS.values() for code in check.codes}
    for code in codes:
        if not isinstance(code, str) or code not in known:
            raise Misfit(f"retry names {code!r}, which is no finding code of a film's check")
    return frozenset(str(code) for code in codes)


def _limits(tables: Table) -> FaceLimits:
    only(tables, "limits.", set(LIMITS))
    return FaceLimits(
        link=timedelta(minutes=_limit(tables, "link_minutes")),
        upload=timedelta(seconds=_limit(tables, "upload_seconds")),
        attempts=_limit(tables, "attempts"),
        attempts_a_day=_limit(tables, "attempts_a_day"),
        locked=timedelta(hours=_limit(tables, "locked_hours")),
        kept_frames=timedelta(days=_limit(tables, "kept_frames_days")),
    )


def _limit(tables: Table, name: str) -> int:
    """A whole number within what is allowed for it; its source must be said, too."""
    value, _ = sourced(tables, name, "limits.")
    least, most = LIMITS[name]
    if value != int(value) or not least <= value <= most:
        raise Misfit(f"limits.{name}.value is {value}; it must be a whole number from {least} to {most}")
    return int(value)
