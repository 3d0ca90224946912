"""The words of the audit's page. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "audit_title": ("审计记录", "Audit"),
    "audit_tenant": ("招聘网站", "Site"),
    "audit_actor": ("谁", "Who"),
    "audit_actor_hint": ("成员的登录名或编号、密钥的编号", "A member's name, or an identifier"),
    "audit_subject": ("对象", "Of what"),
    "audit_subject_hint": ("案件等的完整编号", "The whole identifier of a case or another thing"),
    "audit_action": ("动作", "Action"),
    "audit_any": ("全部", "any"),
    "audit_from": ("从", "From"),
    "audit_to": ("到", "To"),
    "audit_days_hint": ("按 UTC，含当天", "A day of UTC, included"),
    "wrong_day": ("请写成 2026-01-31 这样的日期。", "Write a day as 2026-01-31."),
    "audit_search": ("查找", "Search"),
    "audit_clear": ("清除条件", "Clear"),
    "audit_state": ("记录链", "The chain"),
    "audit_length": ("共 {count} 条。", "{count} entries."),
    "audit_was_sound": ("上次核对：完好", "sound when last followed"),
    "audit_was_faulty": ("上次核对：{count} 处不符", "{count} faults when last followed"),
    "audit_never": ("尚未在这里核对", "not followed here yet"),
    "audit_verify": ("现在核对", "Follow it now"),
    "audit_long": (
        "记录很多，请在服务器上核对：",
        "It is long; follow it at the command line:",
    ),
    "audit_sound": (
        "{count} 条记录全部核对，完好。",
        "All {count} entries were followed: the chain is sound.",
    ),
    "audit_faulty": (
        "发现 {count} 处不符。请不要改动，马上告诉负责人。",
        "{count} faults. Change nothing, and tell whoever is responsible at once.",
    ),
    "audit_export": ("导出这段时间", "Export these days"),
    "audit_export_hint": (
        "导出所选日期的全部记录和签名清单（ZIP）；其他条件不起作用。导出本身也会记录。",
        "Every entry of the chosen days with a signed manifest, as ZIP; the other filters do not count. That "
        "it was exported is recorded.",
    ),
    "audit_entries": ("记录，最近的在前", "Entries, the last first"),
    "audit_seq": ("序号", "No."),
    "audit_when": ("时间", "When"),
    "audit_who": ("谁", "Who"),
    "audit_details": ("详情", "Details"),
    "audit_empty_title": ("没有找到", "Nothing was found"),
    "audit_empty": ("换一个条件试试。", "Try other filters."),
}
