"""The words of the first screen: two equal ways, and of the page that withdraws. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "language": ("语言", "Language"),
    "skip": ("跳到正文", "Skip to the content"),
    "consent_title": ("确认是您本人", "Confirm that it is you"),
    "consent_lead": (
        "{site}请您确认，正在使用招聘账号的是您本人。下面两种方式任选其一，效力相同。",
        "{site} asks you to confirm that it is you who uses your recruiter account. There are two ways. "
        "Choose either: they count the same.",
    ),
    "choices": ("两种方式", "The two ways"),
    "choice_camera": ("用摄像头", "With the camera"),
    "choice_camera_hint": ("约一分钟，自动得出结果", "About a minute, the result comes by itself"),
    "choice_other": ("不使用人脸", "Without my face"),
    "choice_other_hint": ("由人工核实，另约时间", "With a person, at a time that you agree on"),
    "good_for": ("此链接还有 {minutes} 分钟有效。", "The link is good for {minutes} more minutes."),
    "good_for_one": ("此链接还有不到一分钟有效。", "The link is good for less than a minute more."),
    "camera_heading": ("用摄像头确认", "With the camera"),
    "read_first": (
        "人脸属于敏感个人信息。请先阅读下面的说明，再决定是否同意。",
        "A face is sensitive personal information. Please read this before you decide.",
    ),
    "keep_frames": (
        "如果需要人工查看，可以保留最多十二张画面，不超过三十天。",
        "If a person has to look, up to 12 pictures of the film may be kept, for at most 30 days.",
    ),
    "keep_frames_hint": (
        "可以不勾选，不影响继续。",
        "You need not tick this. It makes no difference to going on.",
    ),
    "tied": (
        "同意之后，此链接只能在当前这个浏览器中使用。",
        "Once you agree, the link works in this browser only.",
    ),
    "agree": ("同意并继续", "Agree and go on"),
    "other_heading": ("不使用人脸", "Without your face"),
    "other_lead": (
        "由审核人员与您核实，不做人脸识别，与用摄像头效力相同，不影响您的其他权利。请选择一种：",
        "A person checks with you, and no face recognition runs. It counts the same and takes no other "
        "right from you. Choose one:",
    ),
    "video_call": ("与审核人员视频通话", "Video call with a reviewer"),
    "video_call_hint": ("约定时间，大约十分钟。", "At a time that you agree on, about ten minutes."),
    "bank_and_mail": ("对公账户付款和企业邮箱", "Company bank payment and e-mail"),
    "bank_and_mail_hint": (
        "用单位的对公账户付一小笔款，再用单位邮箱确认。",
        "A small payment from the company's account, then a reply from its e-mail address.",
    ),
    "site_visit": ("上门核实", "Visit to your office"),
    "site_visit_hint": ("工作人员到您的单位核实。", "Somebody comes to your company's office."),
    "no_script": (
        "这个浏览器没有运行本页的脚本（JavaScript），不能使用摄像头。您可以启用后重新打开本页，或选择不"
        "使用人脸的方式。",
        "This browser runs no JavaScript, which the camera needs. Switch it on and open the page again, "
        "or choose a way without your face.",
    ),
    "messenger_title": ("请先在系统浏览器中打开", "Open this in your phone's browser first"),
    "messenger_how": (
        "您正在{app}里查看本页，这里往往打不开摄像头。请点右上角的“···”，选择“在浏览器打开”；没有这一项"
        "时，复制链接，粘贴到手机浏览器的地址栏。请在同意之前这样做：同意之后，链接就不能换浏览器了。",
        "You see this page inside {app}, where the camera often does not open. Tap ··· in the top "
        "corner and choose “Open in browser”; if that is not there, copy the link and paste it into "
        "your phone's browser. Do so before you agree: afterwards the link cannot move to another "
        "browser.",
    ),
    "messenger_after": (
        "您正在{app}里查看本页。如果摄像头一直打不开，请向{site}要一个新链接，并在同意之前用手机浏览器"
        "打开；或者选择下面的方式。",
        "You see this page inside {app}. If the camera does not open, ask {site} for a new link and "
        "open it in your phone's browser before you agree, or choose a way below.",
    ),
    "copy_link": ("复制链接", "Copy the link"),
    "app_wechat": ("微信", "WeChat"),
    "app_wecom": ("企业微信", "WeCom"),
    "app_qq": ("QQ", "QQ"),
    "app_alipay": ("支付宝", "Alipay"),
    "app_weibo": ("微博", "Weibo"),
    "app_dingtalk": ("钉钉", "DingTalk"),
    "app_feishu": ("飞书", "Feishu"),
    "locked_title": ("摄像头暂时不能使用", "The camera is closed for now"),
    "locked_lead": (
        "最近尝试的次数较多，摄像头暂停使用一天。您不必等待：请选择一种由人工核实的方式，效力相同。",
        "There were several tries lately, so the camera rests for a day. You need not wait: choose a "
        "way with a person, which counts the same.",
    ),
    "spent_title": ("拍摄次数已用完", "No more films in this session"),
    "spent_lead": (
        "这次不能再拍了。请选择一种由人工核实的方式，效力相同。",
        "This session takes no more films. Choose a way with a person, which counts the same.",
    ),
    "withdraw": ("撤回同意", "Withdraw my consent"),
    "withdraw_title": ("撤回对人脸核验的同意", "Withdraw your consent to the face check"),
    "withdraw_what": (
        "撤回后，人脸特征模板、照片和画面会立即删除，正在进行的核验会停止。撤回前的结果仍然有效。",
        "The template of your face, pictures and films are deleted at once, and a check under way "
        "stops. Results from before stay valid.",
    ),
    "withdraw_after": (
        "以后{site}再请您确认时，您可以重新同意，或选择不使用人脸的方式。",
        "When {site} asks again, you can agree anew or choose a way without your face.",
    ),
    "withdraw_do": ("撤回并删除", "Withdraw and delete"),
    "withdraw_not": ("返回，不撤回", "Go back, change nothing"),
    "withdrawn_title": ("已撤回，已删除", "Withdrawn and deleted"),
    "withdrawn_lead": (
        "您的人脸特征模板、照片和画面已删除。您可以关闭本页。",
        "The template of your face, pictures and films are deleted. You may close this page.",
    ),
}
