"""The words of verifier.domain.advice on wishes to post a job, by finding code: Chinese, English. Data only.

For whoever posts, and warm: most of it befalls honest firms. No score and no word of the text that was
looked for; what ties accounts is for the reviewer alone. Where the answer is no, the way to appeal is told.
"""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "employer_verified", "recruiter_belongs", "not_blocked", "face_fresh", "device_known", "device_proven",
    "face_replaced", "proofs_enough",
    "no_links", "links_weak", "text_unsuspicious", "text_cleared", "text_vouched_for",
)  # fmt: skip

# A person will look; which of these it was is for the reviewer alone.
LOOKED_AT: Final = ("links_strong", "text_for_review", "face_in_review")

# Nothing that whoever posts would have to know of.
SILENT: Final = ("device_not_told",)

_FACE: Final = (
    "发布前请先完成一次本人刷脸验证，大约一分钟；不方便刷脸的，可在验证页面选择其他方式。",
    "Please show your face once before posting; it takes about a minute. If you would rather not, the page "
    "offers other ways.",
)
_PROOFS: Final = (
    "发布前还需要证明该企业由你们控制，例如对公打款、企业邮箱或办公环境视频。请打开招聘网站发给您的材料清单，按提示完成。",
    "Before posting, please show that this employer is yours: by a payment of its bank account, a mailbox of "
    "its domain or a film of its office. The checklist that the site gave you says what is missing.",
)
_STOPPED: Final = (
    "该企业账号目前不能发布职位，这是审核人员的决定。如有异议，可通过招聘网站申诉，由人工重新审核。",
    "This employer's account cannot post jobs at present; a reviewer decided so. If you disagree, appeal "
    "through the site, and a person will look again.",
)
_WHO: Final = (
    "没有找到您所代表的企业与您的账号之间的关系。请让企业的管理员在招聘网站上确认您的账号。",
    "Your account is not known as one of this employer's. Please have its administrator confirm your "
    "account on the site.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "employer_unknown": (
        "没有找到该企业账号。请先在招聘网站上完成企业注册。",
        "This employer's account is not known. Please register the employer on the site first.",
    ),
    "employer_pending": (
        "该企业还没有通过核验。请上传营业执照等材料，通过后即可发布职位。",
        "This employer is not verified yet. Hand in the business licence and the other papers; once they are "
        "verified, jobs can be posted.",
    ),
    "verification_lapsed": (
        "该企业的核验已到期。按规定每六个月需要重新核验，请重新上传最新的营业执照。",
        "This employer's verification has run out. It is renewed every six months as the rules ask; please "
        "hand in the latest business licence.",
    ),
    "employer_in_review": (
        "该企业的信息有变化，审核人员正在核对，核对完成后即可发布职位。您暂时无需操作。",
        "Something about this employer has changed and a reviewer is looking at it; jobs can be posted "
        "afterwards. There is nothing for you to do for now.",
    ),
    "employer_suspended": _STOPPED,
    "employer_revoked": _STOPPED,
    "employer_closed": (
        "该企业账号已关闭。如有异议，可通过招聘网站申诉，由人工重新审核。",
        "This employer's account is closed. If you disagree, appeal through the site, and a person will look "
        "again.",
    ),
    "recruiter_unknown": _WHO,
    "recruiter_not_member": _WHO,
    "recruiter_left": (
        "您的账号已不再代表该企业发布职位。如有误，请让企业的管理员在招聘网站上重新确认。",
        "Your account does not post for this employer any more. If that is wrong, have its administrator "
        "confirm your account on the site again.",
    ),
    "blocked": (
        "目前不能发布职位：有一项信息被审核人员列入了限制名单。如有异议，可通过招聘网站申诉，由人工重新审核。",
        "Jobs cannot be posted at present: a reviewer has put something about this account on the site's "
        "block list. If you disagree, appeal through the site, and a person will look again.",
    ),
    "block_appealed": (
        "您的申诉已收到，审核人员会查看，结果会通过招聘网站通知您。",
        "Your appeal has arrived and a reviewer will look at it; the site will tell you the outcome.",
    ),
    "face_stale": _FACE,
    "face_spent": _FACE,
    "face_never_verified": _FACE,
    "face_not_enrolled": (
        "发布前请先登记一次本人的脸：上传一张自拍，再按提示完成一次刷脸验证；不方便刷脸的，可选择其他方式。",
        "Please enrol your face before posting: hand in a selfie, then follow the prompts of one face check. "
        "If you would rather not, there are other ways.",
    ),
    "device_new": (
        "您正在一台新的设备上发布职位。为了保护账号，请先完成一次本人刷脸验证。",
        "You are posting from a device that is new to us. To protect your account, please show your face "
        "once.",
    ),
    "text_suspicious": (
        "这一职位需要您本人确认：请完成一次刷脸验证后再发布。",
        "This posting needs you in person: please show your face once and post it then.",
    ),
    "proofs_too_few": _PROOFS,
    "proofs_missing": _PROOFS,
    "not_asked": (
        "有一项信息暂时无法核对，请稍后再试，您无需操作其他内容。",
        "One point could not be checked just now. Please try again shortly; there is nothing else for you "
        "to do.",
    ),
}
