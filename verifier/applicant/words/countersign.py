"""The words of the page on which the visited firm signs the report of a visit. Data only."""

from collections.abc import Mapping
from typing import Final

from verifier.domain import visit_words

SAID: Final[Mapping[str, tuple[str, str]]] = {
    **visit_words.SAID,
    "sign_title": ("走访报告，请您确认", "Report of this visit, for you to confirm"),
    "sign_lead": (
        "我们受招聘网站委托核实企业。以下是走访员的记录。您可以签字确认，也可以拒绝并说明理由；拒绝不会自动影响企业。",
        "We verify firms for recruitment sites. This is what the visitor recorded. You may sign it, or "
        "refuse and say why; a refusal decides nothing by itself.",
    ),
    "sign_photos": ("照片 {count} 张", "{count} photographs"),
    "sign_name": ("您的姓名", "Your name"),
    "sign_role": ("您的职务", "Your position"),
    "sign_words": ("意见或拒绝理由（可不填）", "Remarks, or why you refuse (may be empty)"),
    "sign_data": (
        "您的姓名和职务只用于这次核验，由审核员查看，随核验记录删除。",
        "Your name and position serve this verification alone, are seen by reviewers, and are deleted with "
        "its record.",
    ),
    "sign_sign": ("签字确认", "Sign"),
    "sign_refuse": ("拒绝签字", "Refuse to sign"),
    "sign_signed": ("{name}，已收到您的确认。", "Thank you, {name}: you have signed the report."),
    "sign_refused": ("已记录您拒绝签字。", "It is noted that you refuse to sign."),
    "sign_close": ("您可以关闭本页。", "You may close this page."),
    "sign_trouble_invalid_request": (
        "签字需要填写姓名和职务，各不超过 60 字。",
        "To sign, give your name and your position, each in at most 60 characters.",
    ),
    "sign_trouble_visit_report_changed": (
        "走访员刚才改动了报告，请重新查看后签字。",
        "The visitor changed the report just now: read it again, then sign.",
    ),
}
