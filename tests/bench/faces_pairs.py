"""How well two pictures of one person are told from pictures of two: SFace, and dlib beside it.

Every picture of pairs_asian and pairs_lfw with every other, by folder; and each as a poor camera sends it
with every other as it is, which stands for the enrolled one. Pictures whose label errs, seen by eye, are
named and left out of a second row. The thresholds are the shipped policy's, one for all sets.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np

from models.faces.engine import FaceEngine, Portrait
from tests.bench.faces_judged import POLICY
from tests.bench.figures import share
from verifier.domain.faces import FaceTemplate

SETS = ("pairs_asian", "pairs_lfw")
MISLABELLED = {"pairs_asian": ("110_16",), "pairs_lfw": ()}  # another person than their folder's, by eye
Pairing: TypeAlias = Callable[[Iterable[int], int], Iterable[tuple[int, ...]]]
POOR_FACE = 80  # pixels from hairline to chin
MATCH = POLICY.rules.rules["match"].thresholds["match_min"]  # of the cosine: from here on a match
DOUBT = POLICY.rules.rules["match"].thresholds["doubt_min"]  # below it none; between them a person looks
DISTANCE = POLICY.rules.rules["second_opinion"].thresholds["distance_max"]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whom its folder says it shows, its file's name, and the templates of its face."""

    person: str
    name: str
    templates: Mapping[str, FaceTemplate]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of pairs, higher the more alike."""

    same: tuple[float, ...]
    different: tuple[float, ...]

    def fmr(self, threshold: float) -> float:
        """False match rate: different pairs at or over the threshold."""
        return sum(score >= threshold for score in self.different) / max(len(self.different), 1)

    def fnmr(self, threshold: float) -> float:
        """False non-match rate: same pairs below it."""
        return sum(score < threshold for score in self.same) / max(len(self.same), 1)

    def threshold_at(self, fmr: float) -> float:
        """The least threshold whose false match rate is at most this."""
        allowed = int(fmr * len(self.different))
        return float(np.nextafter(sorted(self.different, reverse=True)[allowed], 9))

    def eer(self) -> float:
        """The equal error rate."""
        candidates = sorted({*self.same, *self.different})
        return min(max(self.fmr(value), self.fnmr(value)) for value in candidates)


def run(engine: FaceEngine, data: Path) -> dict[str, Any]:
    """Figures of each set, with one row that leaves mislabelled pictures out."""
    report: dict[str, Any] = {"match_min": MATCH, "doubt_min": DOUBT, "distance_max": DISTANCE}
    for name in SETS:
        clean, poor = shots(engine, data / name)
        wrong = MISLABELLED[name]
        report[name] = {
            "pictures": len(clean),
            "without_a_face": sum(not shot.templates for shot in clean),
            "without_a_face_by_a_poor_camera": sum(not shot.templates for shot in poor),
            "mislabelled": list(wrong),
            "as_labelled": _rows(clean, clean, ()),
            **({f"without_{' '.join(wrong)}": _rows(clean, clean, wrong)} if wrong else {}),
            "poor_camera": _rows(poor, clean, wrong),
        }
    return report


def shots(engine: FaceEngine, folder: Path) -> tuple[list[Shot], list[Shot]]:
    """Every picture below the folder, as it is and as a poor camera sends it."""
    clean, poor = [], []
    for file in sorted(folder.glob("*/*.jpg")):
        picture = _read(file)
        found = engine.portrait(picture)
        clean.append(_shot(file, found))
        if found.measures.face:
            poor.append(_shot(file, engine.portrait(poor_camera(picture, found.measures.face.height))))
        else:
            poor.append(_shot(file, found))
    return clean, poor


def poor_camera(picture: np.ndarray, height: int) -> np.ndarray:
    """The picture, whose face is so high, with a face of 80 pixels, soft, noisy, as a JPEG of quality 45."""
    scale = POOR_FACE / height
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    soft = cv2.GaussianBlur(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), (0, 0), 1.0)
    noise = np.random.default_rng(7).normal(0, 8, soft.shape)
    noisy = np.clip(soft + noise, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 45])[1], cv2.IMREAD_COLOR)


def _shot(file: Path, found: Portrait) -> Shot:
    templates = {template.engine.partition("-")[0]: template for template in found.templates}
    return Shot(file.parent.name, file.stem, templates)


def _read(file: Path) -> np.ndarray:
    return cv2.imread(str(file), cv2.IMREAD_COLOR)


def _rows(live: Sequence[Shot], stored: Sequence[Shot], leave_out: Sequence[str]) -> dict[str, Any]:
    """Both engines on the pairs of one set; each pair once where both sides are the same pictures."""
    pairs = combinations if live is stored else permutations
    sface = _scores(live, stored, "sface", leave_out, pairs)
    dlib = _scores(live, stored, "dlib", leave_out, pairs)
    return {
        "sface": {**_curve(sface), "at_policy": _at(sface, MATCH), "zones": _zones(sface)},
        "dlib": {**_curve(dlib), "at_policy": _at(dlib, -DISTANCE)},
    }


def _curve(scores: Scores) -> dict[str, Any]:
    return {
        "eer": round(scores.eer(), 4),
        "same_pairs": len(scores.same),
        "different_pairs": len(scores.different),
        **{f"at_fmr_{fmr}": _at(scores, scores.threshold_at(fmr)) for fmr in (0.01, 0.001)},
    }


def _scores(
    live: Sequence[Shot], stored: Sequence[Shot], engine: str, leave_out: Iterable[str], pairs: Pairing
) -> Scores:
    same, different = [], []
    for first, second in pairs(range(len(stored)), 2):
        a, b = live[first], stored[second]
        if {a.name, b.name} & set(leave_out) or engine not in a.templates or engine not in b.templates:
            continue
        score = _likeness(a.templates[engine], b.templates[engine])
        (same if a.person == b.person else different).append(score)
    return Scores(tuple(same), tuple(different))


def _likeness(a: FaceTemplate, b: FaceTemplate) -> float:
    return -a.distance(b) if a.engine.startswith("dlib") else a.cosine(b)


def _at(scores: Scores, threshold: float) -> dict[str, Any]:
    return {
        "threshold": round(abs(threshold), 4),
        "fnmr": share(sum(score < threshold for score in scores.same), len(scores.same)),
        "fmr": share(sum(score >= threshold for score in scores.different), len(scores.different)),
    }


def _zones(scores: Scores) -> dict[str, Any]:
    """What goes to a person, and what is held for another person's face."""
    between = [sum(DOUBT <= score < MATCH for score in part) for part in (scores.same, scores.different)]
    return {
        "same_to_review": share(between[0], len(scores.same)),
        "different_to_review": share(between[1], len(scores.different)),
        "same_below": share(sum(score < DOUBT for score in scores.same), len(scores.same)),
    }
