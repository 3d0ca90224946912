"""What an applicant should do next, for every finding code and every refusal, in Chinese and English.

Words only, looked up by code: no personal data, no thresholds, nothing that teaches a forger what gave them
away. Nothing here says that anybody lied; most contradictions are a bad photo or a typing slip.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from verifier.domain import (
    advice_words,
    bank_advice_words,
    face_advice_words,
    gate_advice_words,
    mail_advice_words,
    paper_advice_words,
    provenance_advice_words,
    read_advice_words,
    registry_advice_words,
    relatives_advice_words,
    video_advice_words,
    visit_advice_words,
)
from verifier.domain.finding import Finding, Outcome


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence in each language of the applicants."""

    zh: str
    en: str


def advice_for(code: str) -> Advice:
    """The words for a code; an unknown one is answered with what is always true, a person will look."""
    return ADVICE.get(code, A_PERSON_LOOKS)


def advise(findings: Iterable[Finding]) -> tuple[Advice, ...]:
    """What to tell an applicant about the findings behind an escalation, most useful first, nothing twice.

    What is wrong with the photo comes before what could not be read from it. A check that had nothing to look
    at says nothing of its own as long as another finding says why.
    """
    ranked = sorted(findings, key=lambda finding: (finding.code not in CAUSES, _RANK[finding.outcome]))
    telling = [f for f in ranked if f.code not in CONSEQUENCES] or ranked
    return tuple(dict.fromkeys(advice_for(finding.code) for finding in telling))


_RANK: Final = {Outcome.FAIL: 0, Outcome.CONCERN: 1, Outcome.INCONCLUSIVE: 2, Outcome.PASS: 3}

# Codes that only say that an earlier step left nothing to judge.
CONSEQUENCES: Final = frozenset(
    {"no_licence", "field_absent", "not_judged", "film_unmeasured", "live_face_unseen"}
)

# Codes that say why other things could not be read.
CAUSES: Final = frozenset({
    "several_documents", "print_too_small", "picture_blurred", "picture_glare",
    "cut_off_left", "cut_off_top", "cut_off_right", "cut_off_bottom",
    "face_too_small", "face_too_dark", "face_too_bright", "face_blurred", "frame_size_changed",
})  # fmt: skip

NOTHING_TO_DO: Final = Advice(
    "这一项已核对，您无需操作。", "This point was checked; there is nothing for you to do."
)
A_PERSON_LOOKS: Final = Advice(
    "这一项需要人工核对，审核人员会查看，您暂时无需操作。",
    "A reviewer has to look at this point; there is nothing for you to do for now.",
)
PHOTO_AGAIN: Final = Advice(
    "照片上有些内容看不清。请在光线充足处正对执照重拍：四角完整、不反光、不模糊，然后重新提交。",
    "Parts of the photo cannot be read. Photograph the licence again, straight on and in good light, "
    "with all four corners, without glare or blur, and submit it anew.",
)  # fmt: skip

_FIELD_WORDS: Final = {
    "code": ("统一社会信用代码", "the unified social credit code"),
    "name": ("名称", "the name"),
    "type": ("类型", "the type"),
    "person": ("法定代表人（经营者、负责人）", "the legal representative (operator, person in charge)"),
    "established": ("成立日期（注册日期）", "the date of establishment (registration)"),
    "address": ("住所（经营场所）", "the address"),
    "scope": ("经营范围", "the scope of business"),
}

_SIDE_WORDS: Final = {
    "left": ("左边", "left side"),
    "top": ("上边", "top"),
    "right": ("右边", "right side"),
    "bottom": ("下边", "bottom"),
}

_PASSES: Final = (
    "read", "is_licence", "no_specimen_mark", "fields_found", "picture_legible", "picture_without_fault",
    "one_document", "code_valid", "name_agrees", "code_agrees",
    "person_agrees", "dates_possible", "issue_date_possible", "form_agrees", "generation_possible",
    "code_age_possible", "qr_agrees", "qr_host_official", "registry_agrees", "scope_allows",
    "division_agrees", "authority_fits", "seal_found", "seal_agrees", "name_fits_type", "capital_agrees",
    "relatives_none_found", "person_not_shared", "provenance_nothing_declared", "traces_none_found",
)  # fmt: skip


def _missing(zh: str, en: str) -> Advice:
    return Advice(
        f"没有在照片上找到{zh}。请重拍，确保执照四角完整、文字清晰。",
        f"The photo does not show {en}. Photograph the whole licence again, sharp and with all four corners.",
    )


def _faint(zh: str, en: str) -> Advice:
    return Advice(
        f"照片上的{zh}看不清。请靠近些、避开反光重拍。",
        f"In the photo, {en} cannot be read surely. Photograph it again from nearer and without glare.",
    )


def _cut_off(zh: str, en: str) -> Advice:
    return Advice(
        f"执照的{zh}没有拍全。请把手机拿远一些，让执照四边都在画面内，再重拍。",
        f"The {en} of the licence is cut off. Hold the camera further away, so that all four edges are in "
        "the picture, and photograph it again.",
    )


WORDS: Final = {
    **advice_words.SAID,
    **registry_advice_words.SAID,
    **relatives_advice_words.SAID,
    **provenance_advice_words.SAID,
    **face_advice_words.SAID,
    **gate_advice_words.SAID,
    **bank_advice_words.SAID,
    **visit_advice_words.SAID,
    **mail_advice_words.SAID,
    **video_advice_words.SAID,
    **read_advice_words.SAID,
    **paper_advice_words.SAID,
}
_OF_PEOPLE: Final = (
    face_advice_words,
    gate_advice_words,
    bank_advice_words,
    mail_advice_words,
    paper_advice_words,
    read_advice_words,
    video_advice_words,
    visit_advice_words,
)
ADVICE: Final[Mapping[str, Advice]] = MappingProxyType(
    dict.fromkeys(_PASSES, NOTHING_TO_DO)
    | {code: NOTHING_TO_DO for words in _OF_PEOPLE for code in (*words.PASSES, *words.SILENT)}
    | {code: A_PERSON_LOOKS for words in _OF_PEOPLE for code in words.LOOKED_AT}
    | {f"{name}_missing": _missing(*words) for name, words in _FIELD_WORDS.items()}
    | {f"cut_off_{side}": _cut_off(*words) for side, words in _SIDE_WORDS.items()}
    | {f"{name}_faint": _faint(*_FIELD_WORDS[name]) for name in ("code", "name", "person")}
    | dict.fromkeys(("field_absent", "unreadable", "picture_unmeasured", "seal_unmeasured"), PHOTO_AGAIN)
    | {code: Advice(*words) for code, words in WORDS.items()}
)
