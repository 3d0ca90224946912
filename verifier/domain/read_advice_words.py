"""The words of verifier.domain.advice on wishes to read a résumé, by finding code. Data only.

For the recruiter. No count and no threshold: whoever harvests would go just below them.
"""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "grant_holds", "pace_usual", "pace_proven", "contacts_usual", "contacts_proven", "night_quiet",
    "night_proven", "face_at_few_firms", "resume_readers_few",
)  # fmt: skip
LOOKED_AT: Final = ("face_at_many_firms", "resume_readers_linked")
SILENT: Final = ()

_ASK_SEEKER: Final = (
    "求职者没有同意您为此目的查看这份简历。请在招聘网站上向求职者发出邀请，对方同意后即可查看。",
    "The job seeker has not agreed that you read this résumé for this purpose. Invite them on the site; once "
    "they agree, you can read it.",
)
_FACE: Final = (
    "继续查看简历前，请先完成一次本人刷脸验证，大约一分钟。",
    "Please show your face once before you go on reading résumés; it takes about a minute.",
)
_TOMORROW: Final = (
    "今天查看的简历已达上限，请稍后再试。如因招聘需要更多，请与招聘网站联系。",
    "No more résumés can be read for now; please try again later. If you need more, ask the site.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "grant_missing": _ASK_SEEKER,
    "grant_for_other": _ASK_SEEKER,
    "grant_withdrawn": (
        "求职者已撤回同意，这份简历不能再查看。已保存的副本请删除（《个人信息保护法》第四十七条）。",
        "The job seeker has withdrawn their consent; this résumé cannot be read any more. Delete copies "
        "that you kept (PIPL Art. 47).",
    ),
    "grant_expired": (
        "求职者的同意已到期。如仍需查看，请重新征得对方同意。",
        "The job seeker's consent has run out. If you still need the résumé, ask them again.",
    ),
    "pace_high": _FACE,
    "contacts_few": _FACE,
    "night_busy": _FACE,
    "pace_recruiter_capped": _TOMORROW,
    "pace_employer_capped": _TOMORROW,
}
