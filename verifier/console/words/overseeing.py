"""The words of the lead's figures, of alerts and of trying a policy. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "oversight_title": ("审核概况", "How the work goes"),
    "oversight_span": ("时间范围", "Time"),
    "oversight_days": ("最近 {days} 天", "Last {days} days"),
    "oversight_cut": (
        "案件很多，这里只统计最近的 {most} 件。",
        "There were many cases: only the newest {most} are counted here.",
    ),
    "oversight_empty_title": ("这段时间没有人工决定", "Nobody decided a case in this time"),
    "oversight_empty": ("选择更长的时间范围。", "Choose a longer time."),
    "waiting_now": ("正在等待", "Waiting now"),
    "overdue_now": ("已超时", "Overdue now"),
    "second_now": ("等待第二人", "For a second person"),
    "ended_in": ("{days} 天内完成", "Done in {days} days"),
    "ended_late": ("其中超时完成", "Done late"),
    "age_median": ("用时中位数", "Median time to a decision"),
    "age_ninetieth": ("九成案件用时不超过", "Nine of ten done within"),
    "hours": ("{n} 小时", "{n} h"),
    "minutes": ("{n} 分钟", "{n} min"),
    "too_few": ("数量太少", "too few"),
    "days_title": ("每天的决定", "Decisions a day"),
    "days_table": ("表格（日期按 UTC）", "As a table (days in UTC)"),
    "bars_label": (
        "每天决定数量的柱状图，最多一天 {most} 件；数字见下表。",
        "Bars of decisions a day, at most {most}; the numbers are in the table below.",
    ),
    "day": ("日期", "Day"),
    "ended_verify": ("通过", "Verified"),
    "ended_reject": ("拒绝", "Rejected"),
    "ended_ask_for_more": ("要求补充", "Asked for more"),
    "reviewers_title": ("每个人的工作", "By person"),
    "reviewers_hint": (
        "用时从领取到完成。“与策略不同”是指虽有不利发现仍然通过。不同案件难度不同，数字不能单独评价一个人。",
        "Time runs from taking a case to ending it. An override is a case verified in spite of a finding. "
        "Cases differ: these numbers alone say nothing about how well somebody works.",
    ),
    "who": ("成员", "Who"),
    "ended": ("完成", "Done"),
    "median_time": ("用时中位数", "Median time"),
    "overrides": ("与策略不同", "Overrides"),
    "second_agreed": ("作为第二人同意", "Second word: agreed"),
    "second_refused": ("作为第二人不同意", "Second word: otherwise"),
    "findings_title": ("每种发现的结果", "By finding"),
    "findings_hint": (
        "人工决定过的案件中，虽有这个发现仍通过、据此拒绝、以及认定为误读的比例；"
        "后面是 95 % 置信区间（Wilson）。少于 {least} 件时不给比例。",
        "Of the cases that people decided: how often they verified in spite of it, rejected, and found it "
        "misread, with 95 % intervals (Wilson). Below {least} cases no share is given.",
    ),
    "finding_code": ("发现", "Finding"),
    "check": ("检查", "Check"),
    "override_rate": ("仍通过", "Overridden"),
    "agreement_rate": ("拒绝", "Agreed"),
    "error_rate": ("误读率（估计）", "Found wrong (estimate)"),
    "checks_title": ("检查判为不合格的，人怎么看", "What people made of each check's fails"),
    "checks_hint": (
        "“判错”指以“误读”为由通过。只含被转人工的案件：看不出检查漏掉了什么；拒绝也可能另有原因。",
        "Wrong is a case verified with the ground misread. Only escalated cases are here: this says nothing "
        "of what a check lets through, and a rejection may rest on another finding.",
    ),
    "found_right": ("判对", "Right"),
    "found_wrong": ("判错", "Wrong"),
    "outweighed": ("属实但不影响", "True but outweighed"),
    "alerts_title": ("异常查看", "Unusual viewing"),
    "alerts_lead": (
        "有人在短时间内查看得比平常多。也许有正当理由：请了解情况，写下结果。",
        "Somebody looked at more than is usual. There may be a good reason: find out, and write it down.",
    ),
    "alerts_which": ("显示哪些", "Which"),
    "alerts_open": ("待处理", "To look at"),
    "alerts_all": ("全部", "All"),
    "alerts_empty_title": ("没有待处理的提醒", "Nothing to look at"),
    "alerts_empty": ("出现异常查看时会列在这里。", "Unusual viewing will be listed here."),
    "alert_waits": ("待处理", "to look at"),
    "alert_settled": ("已处理", "settled"),
    "alert_cases_an_hour": (
        "一小时内打开 {measured} 件案件（上限 {threshold}）。",
        "{measured} cases opened within an hour (usual: up to {threshold}).",
    ),
    "alert_reveals_an_hour": (
        "一小时内揭示个人信息 {measured} 次（上限 {threshold}）。",
        "Personal data revealed {measured} times within an hour (usual: up to {threshold}).",
    ),
    "alert_reveals_a_day": (
        "一天内揭示个人信息 {measured} 次（上限 {threshold}）。",
        "Personal data revealed {measured} times within a day (usual: up to {threshold}).",
    ),
    "alert_reveals_without_decision": (
        "一天内在不是自己处理的案件里揭示个人信息 {measured} 次（上限 {threshold}）。",
        "Personal data revealed {measured} times within a day in cases that they neither held nor decided "
        "(usual: up to {threshold}).",
    ),
    "alert_oneself": (
        "与您本人有关，由另一位主管或审计员处理。",
        "It is about you: another lead or auditor settles it.",
    ),
    "alert_words": ("了解到的情况", "What you found"),
    "alert_words_hint": ("会保留，供审计查看。", "It is kept for auditors."),
    "wrong_alert_words": ("请写下情况，最多 2000 字。", "Say what you found, in at most 2,000 characters."),
    "alert_settle": ("处理完毕", "Settle"),
    "alert_viewings": ("看过什么", "What was looked at"),
    "alert_viewings_of": ("{name} 在提醒前一天看过什么", "What {name} looked at in the day before"),
    "alert_viewings_cut": ("只列出最近的 {count} 次。", "Only the last {count} are listed."),
    "alert_viewings_none": ("没有您可以查看的记录", "Nothing that is yours to see"),
    "viewing_seen": ("看了", "Looked at"),
    "viewing_reason": ("理由", "Reason given"),
    "seen_case": ("案件", "case"),
    "seen_revealed": ("揭示个人信息", "revealed"),
    "seen_picture": ("图片", "picture"),
    "said_alert_settled": ("已处理。", "Settled."),
}
