"""The words of the frame: navigation, looks, errors, the parts that every page has. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "console": ("审核台", "Console"),
    "skip": ("跳到正文", "Skip to the content"),
    "sections": ("页面", "Pages"),
    "section_queue": ("队列", "Queue"),
    "section_work": ("我的案件", "My work"),
    "section_oversight": ("主管", "Lead"),
    "section_alerts": ("异常查看", "Alerts"),
    "section_replay": ("策略试算", "Replay"),
    "count_most": ("99+", "99+"),
    "section_audit": ("审计", "Audit"),
    "section_staff": ("成员", "Staff"),
    "my_account": ("我的账号：{name}", "My account: {name}"),
    "sign_out": ("退出", "Sign out"),
    "looks": ("语言和外观", "Language and looks"),
    "theme": ("外观", "Looks"),
    "theme_auto": ("跟随系统", "As the system"),
    "theme_light": ("浅色", "Light"),
    "theme_dark": ("深色", "Dark"),
    "back": ("返回", "Go back"),
    "go_on": ("继续", "Go on"),
    "save": ("保存", "Save"),
    "page_newer": ("上一页", "Previous"),
    "page_older": ("下一页", "Next"),
    "pages_of": ("分页", "Pages of the list"),
    "needed": ("必填", "needed"),
    "failures_before": (
        "上次登录之后，有 {count} 次登录失败。如果不是您本人，请马上修改密码，并告诉管理员。",
        "Since you last signed in, {count} tries to sign in as you failed. If that was not you, change your "
        "password now and tell an administrator.",
    ),
    "trouble_title": ("出了点问题", "Something is not right"),
    "trouble_server_title": ("我们这边出错了", "Something went wrong on our side"),
    "trouble_server": (
        "您没有做错什么。请过一会儿再试。",
        "You did nothing wrong. Please try again shortly.",
    ),
    "trouble_other_title": ("这一步没有成功", "That did not work"),
    "trouble_other": (
        "请返回，检查后再试。",
        "Please go back, check, and try again.",
    ),
    "trouble_not_found_title": ("没有这个页面", "There is no such page"),
    "trouble_not_found": ("地址可能不完整，或已经失效。", "The address may be cut off, or no longer holds."),
    "trouble_right_missing_title": ("您的角色不能这样做", "Your role does not allow this"),
    "trouble_right_missing": (
        "需要的话，请让管理员调整您的角色。",
        "If your work needs it, ask an administrator to change your role.",
    ),
    "trouble_unauthenticated_title": ("请先登录", "Please sign in first"),
    "trouble_unauthenticated": (
        "您已退出，刚才填写的内容没有保存。",
        "You are signed out, and what you sent was not kept.",
    ),
    "trouble_form_outdated_title": ("这个页面已经过期", "This page is out of date"),
    "trouble_form_outdated": (
        "它属于另一次登录。请返回，重新打开页面，再填写一次。",
        "It belongs to another sign-in. Go back, open the page anew and fill it in again.",
    ),
    "trouble_foreign_origin_title": ("已拒绝", "Refused"),
    "trouble_foreign_origin": (
        "这个请求来自别的网站。如果是您点击的链接，请不要再用它。",
        "The request came from another site. If you followed a link there, do not use it again.",
    ),
    "trouble_conflict_title": ("现在不能这样做", "That is not possible now"),
    "trouble_conflict": (
        "内容可能刚被别人改动，或者这一步不允许。请返回查看。",
        "Somebody may have changed it just now, or it is not allowed. Go back and look.",
    ),
    "trouble_rate_limited_title": ("请求太多", "Too many requests"),
    "trouble_rate_limited": ("请过一会儿再试。", "Please try again shortly."),
    "trouble_unavailable_title": ("暂时连不上", "A part cannot be reached just now"),
    "trouble_unavailable": ("请过一会儿再试。", "Please try again shortly."),
    "trouble_report": ("需要报告时，请注明：{request}", "To report it, quote {request}."),
}
