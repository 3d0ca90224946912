"""The words of the administration of staff. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "staff_title": ("成员", "Staff"),
    "staff_list": ("所有成员", "Everybody"),
    "staff_name": ("登录名", "Name"),
    "staff_display_name": ("显示的姓名", "Shown as"),
    "staff_role": ("角色", "Role"),
    "staff_state": ("状态", "State"),
    "staff_tenants": ("招聘网站", "Sites"),
    "staff_tenants_all": ("全部", "all"),
    "staff_tenants_hint": (
        "招聘网站的编号，用逗号隔开。留空表示全部。",
        "The identifiers of sites, apart by commas. Nothing means all.",
    ),
    "staff_name_hint": (
        "小写字母、数字和 . _ @ + -，没有别人用过。",
        "Small letters, digits and . _ @ + -, and nobody's yet.",
    ),
    "staff_display_name_hint": (
        "同事看到的姓名，也会出现在水印里。",
        "As colleagues see it, and as it stands in the watermark.",
    ),
    "wrong_name": (
        "这个登录名不能用，或已有人使用。",
        "That is no name to sign in with, or somebody has it.",
    ),
    "wrong_role": ("请选择角色。", "Choose a role."),
    "wrong_tenants": ("没有这样的招聘网站。", "There is no such site."),
    "role_reviewer": ("审核员", "Reviewer"),
    "role_lead": ("主管", "Lead"),
    "role_auditor": ("审计员", "Auditor"),
    "role_administrator": ("管理员", "Administrator"),
    "role_reviewer_hint": ("审核并决定案件。", "Looks at cases and decides them."),
    "role_lead_hint": (
        "同上，另可分派、重开案件，查看统计。",
        "As a reviewer; assigns, reopens and oversees.",
    ),
    "role_auditor_hint": ("查看案件和审计记录，不做决定。", "Sees cases and the audit, decides nothing."),
    "role_administrator_hint": ("管理成员，看不到案件。", "Manages staff, sees no case."),
    "state_active": ("在用", "active"),
    "state_invited": ("已邀请", "invited"),
    "state_disabled": ("已停用", "disabled"),
    "state_away": ("不在", "away"),
    "invite_title": ("邀请成员", "Invite somebody"),
    "invite": ("生成邀请链接", "Make a link"),
    "invited_title": ("邀请链接", "The link"),
    "invited_lead": (
        "请通过可靠的渠道把链接交给 {name}。只显示这一次，{hours} 小时内有效，只能用一次。",
        "Give it to {name} in a way that you trust. It is shown only now, works once, and for {hours} hours.",
    ),
    "invited_careful": (
        "谁先打开链接，谁就能以这个身份登录。",
        "Whoever follows it first becomes this member.",
    ),
    "back_to_staff": ("回到成员列表", "Back to staff"),
    "duties": ("角色和范围", "Role and sites"),
    "member_oneself": (
        "自己的角色由另一位管理员修改。",
        "Another administrator changes your own role.",
    ),
    "member_since": ("邀请于 {day}", "Invited {day}"),
    "member_factors": ("第二步验证", "Second steps"),
    "member_no_factors": ("尚未设置", "none yet"),
    "member_entry": ("登录权限", "Getting in"),
    "disable": ("停用", "Disable"),
    "disable_hint": (
        "马上退出，不能再登录；以前的决定保留。",
        "Shuts them out at once. What they decided stays.",
    ),
    "enable": ("恢复", "Enable"),
    "enable_hint": ("可以像以前一样登录。", "They sign in as before."),
    "reset": ("重新邀请", "Invite again"),
    "reset_hint": (
        "忘记密码、丢失手机或账号被盗时使用：密码和第二步验证全部清除，登录全部结束，并生成新链接。",
        "For a forgotten password, a lost phone or a stolen account: takes their password, their second "
        "steps and their sessions, and makes a new link.",
    ),
    "said_duties_changed": ("已保存。", "Saved."),
    "said_disabled": ("已停用，并已退出。", "Disabled, and signed out."),
    "said_enabled": ("已恢复。", "Enabled."),
}
