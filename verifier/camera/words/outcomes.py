"""The words for what became of it, and what to do next. No score, no reproach. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "analysing_title": ("正在核对", "Checking"),
    "analysing_lead": (
        "画面已收到，通常几秒钟就有结果。本页会自动更新。",
        "The film has arrived. The result takes a few seconds as a rule; the page shows it by itself.",
    ),
    "analysing_long": (
        "现在有些忙，请再等一会儿。您也可以关闭本页，稍后用同一个浏览器打开链接查看；结果也会告诉{site}。",
        "It is busy just now. You may wait, or close the page and open the link later in this browser; "
        "{site} is told as well.",
    ),
    "verified_title": ("确认完成", "Confirmed"),
    "verified_lead": (
        "已确认是您本人，谢谢。{site}已收到结果。",
        "It is confirmed that it is you. Thank you. {site} has the result.",
    ),
    "verified_next": ("您可以关闭本页，回到{site}继续操作。", "You may close this page and go on at {site}."),
    "again_title": ("还差一点，请再试一次", "Nearly there: once more"),
    "again_lead": ("这次还不能确认。下面的建议会有帮助：", "This film was not enough. This may help:"),
    "review_title": ("由审核人员查看", "A person takes a look"),
    "review_lead": (
        "这次没有自动得出结果，审核人员会查看，这并不表示您有什么不对。",
        "There was no automatic result, so a reviewer looks. This does not mean that anything is wrong "
        "with you.",
    ),
    "review_next": (
        "您现在不用做什么，可以关闭本页。结果由{site}通知您；如有需要，{site}会与您联系。",
        "There is nothing for you to do; you may close this page. {site} tells you the result, and gets "
        "in touch if anything is needed.",
    ),
    "way_title": ("已经记下，由人工核实", "Noted: a person will check with you"),
    "way_chosen": ("您选择的方式：{way}", "You chose: {way}"),
    "next_heading": ("接下来", "What happens next"),
    "way_next": (
        "{site}已收到您的选择，会与您联系安排。现在您可以关闭本页。",
        "{site} knows what you chose and gets in touch to arrange it. You may close this page now.",
    ),
    "video_call_prepare": (
        "请准备好身份证件和工作证明。通话由真人进行，不做自动人脸识别。",
        "Have your identity document and proof of your position at hand. A person speaks with you; no "
        "face recognition runs.",
    ),
    "bank_and_mail_prepare": (
        "请准备好单位的对公账户和单位邮箱。付款的账户和金额以{site}的通知为准，请勿向其他账户付款。",
        "Have the company's bank account and e-mail at hand. {site} tells you the account and the "
        "amount; pay to no other.",
    ),
    "site_visit_prepare": (
        "请准备好营业执照原件和您的工作证明。",
        "Have the original business licence and proof of your position at hand.",
    ),
    "rejected_title": ("未能确认", "Not confirmed"),
    "rejected_lead": (
        "审核人员查看后，未能确认是您本人。",
        "A reviewer looked and could not confirm that it is you.",
    ),
    "rejected_next": (
        "如果您认为有误，请联系{site}，可以要求另一位审核人员重新查看，也可以改用不使用人脸的方式。",
        "If you think that this is a mistake, contact {site}: you may ask for another reviewer to look "
        "again, or for a way without your face.",
    ),
    "expired_title": ("链接已过期", "The link has expired"),
    "expired_lead": (
        "为了安全，链接只在短时间内有效。没有造成任何影响。",
        "Links are good for a short time only, to keep you safe. Nothing is lost.",
    ),
    "expired_next": (
        "请回到{site}，要一个新链接；也可以告诉{site}，您想用不使用人脸的方式。",
        "Go back to {site} and ask for a new link, or say that you prefer a way without your face.",
    ),
    "elsewhere_title": ("链接已在别的浏览器中使用", "The link is in use in another browser"),
    "elsewhere_lead": (
        "每个链接只属于最先同意的那个浏览器，以免被别人利用。",
        "Each link belongs to the browser in which somebody agreed first, so that nobody else can use it.",
    ),
    "elsewhere_next": (
        "如果那是您，请回到那台设备或那个浏览器继续。如果不是您，请马上告诉{site}，并要一个新链接。",
        "If that was you, go on in that browser. If it was not, tell {site} at once and ask for a new link.",
    ),
    "trouble_title": ("没有成功", "That did not work"),
    "trouble_link_unknown_title": ("没有这个链接", "There is no such link"),
    "trouble_link_unknown_lead": (
        "链接可能没有复制完整。请从招聘网站重新打开，或要一个新链接。",
        "It may not have been copied whole. Open it again from the recruitment site, or ask there for a "
        "new one.",
    ),
    "trouble_consent_changed_lead": (
        "同意书的内容刚刚更新了。请返回，阅读新的内容后再决定。",
        "The text of the consent has just changed. Go back, read it, and decide.",
    ),
    "trouble_server_lead": (
        "服务暂时有问题，与您的操作无关。请稍后再试。",
        "Something is wrong on our side, not with what you did. Please try again shortly.",
    ),
    "trouble_other_lead": (
        "可能是页面已经变化。请返回查看现在的情况。",
        "The page may have changed in the meantime. Go back to see where things stand.",
    ),
    "trouble_report": ("如需反馈，请提供编号：{request}", "If you report this, quote {request}"),
    "back": ("返回", "Back"),
}
