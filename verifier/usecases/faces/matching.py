"""Live templates against the others of the same person: two numbers, and no template leaves this module."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from verifier.domain.face_facts import Against, Match
from verifier.domain.face_session import PortraitKind
from verifier.domain.faces import FaceTemplate, StillMeasures

# How the names of the two engines' templates begin (models/manifest.toml), before their versions.
DECIDING: Final = "sface"
SECOND: Final = "dlib"

AGAINST: Final[Mapping[PortraitKind, Against]] = {
    PortraitKind.SELFIE: Against.SELFIE,
    PortraitKind.IDENTITY_DOCUMENT: Against.IDENTITY_DOCUMENT,
}


def match(
    live: Iterable[FaceTemplate],
    others: Iterable[FaceTemplate],
    against: Against,
    still: StillMeasures | None = None,
) -> Match:
    """How alike the two faces are by each engine; None where one of them has no template of that engine.

    Templates of another version of an engine are another engine's: they cannot be compared.
    """
    pairs = tuple(_pairs(tuple(live), tuple(others)))
    cosines = [one.cosine(other) for one, other in pairs if one.engine.startswith(DECIDING)]
    distances = [one.distance(other) for one, other in pairs if one.engine.startswith(SECOND)]
    return Match(against, min(cosines, default=None), max(distances, default=None), still)


def _pairs(
    live: Sequence[FaceTemplate], others: Sequence[FaceTemplate]
) -> Iterator[tuple[FaceTemplate, FaceTemplate]]:
    for one in live:
        for other in others:
            if (one.engine, len(one.vector)) == (other.engine, len(other.vector)):
                yield one, other
