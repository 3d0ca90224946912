"""The visit's photographs are its own: in no other visit of the site, and none of them twice.

pass: all are new. fail: one is in another visit, or twice in this one, byte for byte. concern: one looks like
one of another employer's visit. inconclusive: there is none.

The likeness of a visit of the *same* employer counts for nothing: a front desk looks like itself.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.visit import VisitFacts

NAME: Final = "visit_photos"


class Code(StrEnum):
    NEW = "visit_photos_new"
    SEEN = "visit_photo_seen_before"
    TWICE = "visit_photo_twice"
    ALIKE = "visit_photo_looks_like_another"
    NO_PHOTOS = "visit_no_photos"


def judge(facts: VisitFacts, numbers: Thresholds) -> Iterator[Finding]:
    against = list(_against(facts, numbers["alike_bits_max"]))
    if not facts.report.photos:
        against = [Judgement(Outcome.INCONCLUSIVE, Code.NO_PHOTOS, "The visit has no photograph.")]
    good = Judgement(Outcome.PASS, Code.NEW, "No photograph was seen in another visit.")
    yield from (finding_of(NAME, one) for one in against or [good])


def _against(facts: VisitFacts, most: float) -> Iterator[Judgement]:
    shas = [photo.sha256 for photo in facts.report.photos]
    if len(set(shas)) < len(shas):
        yield Judgement(Outcome.FAIL, Code.TWICE, "One photograph is there twice.")
    same = [one for one in facts.seen if one.same]
    if same:
        told = f"{len(same)} photographs are also in the visit {same[0].proof_id}."
        yield Judgement(Outcome.FAIL, Code.SEEN, told, same[0].proof_id)
    alike = [one for one in facts.seen if not one.same and one.other_employer and one.distance <= most]
    if alike:
        nearest = min(alike, key=lambda one: one.distance)
        told = f"{len(alike)} photographs look like some of another employer's, as of {nearest.proof_id}."
        yield Judgement(Outcome.CONCERN, Code.ALIKE, told, nearest.distance, most)


CHECK: Final = Check(NAME, tuple(Code), judge, ("alike_bits_max",))
