"""Does another account of the same site show the same page, or name the same employer in another way?

pass          no other account shares anything that is this employer's own
concern       another account has the same file, image, background photo, code, address, phone or bank account
inconclusive  the search was not made, or could not compare every page that looks alike

Sharing with a case of the same account is no concern: an employer may be verified again. A name alone is none
either, for it comes with its code; a person alone is `shared_person`'s.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from verifier.domain.check import NO_LICENCE, Check, Thresholds
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Measure, Outcome
from verifier.domain.relatives import LOOKS, Limits, Relative, Relatives, Shared, look

NAME: Final = "relatives"
THRESHOLDS: Final = ("inliers_min", "agreement_min", "print_min", "grain_min")


class Code(StrEnum):
    NONE = "relatives_none_found"
    NOT_SEARCHED = "relatives_not_searched"
    UNSEEN = "relatives_not_all_compared"
    BYTES = "relative_same_bytes"
    IMAGE = "relative_same_image"
    BACKGROUND = "relative_same_background"
    CODE = "relative_same_code"
    ADDRESS = "relative_same_address"
    PHONE = "relative_same_phone"
    BANK_ACCOUNT = "relative_same_bank_account"


_CODES: Final[Mapping[Shared, Code]] = {
    Shared.BYTES: Code.BYTES,
    Shared.IMAGE: Code.IMAGE,
    Shared.BACKGROUND: Code.BACKGROUND,
    Shared.CODE: Code.CODE,
    Shared.ADDRESS: Code.ADDRESS,
    Shared.PHONE: Code.PHONE,
    Shared.BANK_ACCOUNT: Code.BANK_ACCOUNT,
}


def judge(facts: Facts, thresholds: Thresholds) -> Iterator[Finding]:
    limits = Limits(**{name: thresholds[name] for name in THRESHOLDS})
    found = [one for place in facts.relatives() for one in _against(*place, limits)]
    yield from found
    if not (facts.licences() or facts.relatives()):
        detail = "No page of the case was read as a business licence, and so none was looked for."
        yield _finding(Outcome.INCONCLUSIVE, NO_LICENCE, detail, tuple(facts.evidence))
    elif unsearched := facts.unsearched():
        detail = "The page was not looked for among the site's other cases."
        yield _finding(Outcome.INCONCLUSIVE, Code.NOT_SEARCHED, detail, unsearched)
    elif not found:
        detail = "Nothing of this page or case was found under another account of the site."
        yield _finding(Outcome.PASS, Code.NONE, detail, tuple(facts.evidence))


def _against(evidence_id: str, body: Relatives, limits: Limits) -> Iterator[Finding]:
    strangers = [(one, _shared(one, limits)) for one in body.relatives if not one.same_account]
    for kind, code in _CODES.items():
        if alike := [one for one, shared in strangers if kind in shared]:
            cases = {one.case_id for one in alike}
            detail = f"The same {kind.replace('_', ' ')} under another account: {_named(alike)}."
            yield _finding(Outcome.CONCERN, code, detail, (evidence_id,), len(cases))
    if body.unseen:
        detail = f"{body.unseen} pages that may look alike could not be compared: their pictures are missing."
        yield _finding(Outcome.INCONCLUSIVE, Code.UNSEEN, detail, (evidence_id,), body.unseen)


def _shared(relative: Relative, limits: Limits) -> frozenset[Shared]:
    """What is the same by today's policy: how alike two pages look was measured, not decided."""
    exact = frozenset(relative.shared) - LOOKS
    if relative.resemblance is None:
        return exact
    same_fields = bool({Shared.CODE, Shared.NAME} & exact)
    seen = look(relative.resemblance, limits, same_fields=same_fields)
    return exact if seen is None else exact | {seen}


def _named(alike: list[Relative]) -> str:
    return ", ".join(f"{one.case_id} ({one.evidence_id})" for one in alike)


def _finding(
    outcome: Outcome, code: str, detail: str, evidence_ids: tuple[str, ...], measured: Measure = None
) -> Finding:
    return Finding(NAME, outcome, code, detail, measured, evidence_ids=evidence_ids)


CHECK: Final = Check(NAME, (*Code, NO_LICENCE), judge, THRESHOLDS)
