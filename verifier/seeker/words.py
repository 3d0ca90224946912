"""Every word of the seeker's page, Chinese beside English, by key. Data only."""

from collections.abc import Mapping
from typing import Final

from verifier.domain.consent import LANGUAGES

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "skip": ("跳到正文", "Skip to the content"),
    "language": ("语言", "Language"),
    "title": ("谁看过我的简历", "Who read my résumé"),
    "lead": (
        "{site}上的单位每次查看您的简历前都要核对您的同意，并记录在这里。",
        "Before an employer on {site} reads your résumé, your word is looked up, and the read is noted here.",
    ),
    "done_agreed": ("已同意。您可以随时在下方撤回。", "Agreed. You can take it back below at any time."),
    "done_withdrawn": (
        "已撤回，立即生效。此前查看过 {reads} 次，记录见下方。",
        "Taken back, at once. It was read {reads} times before; see below.",
    ),
    "done_complained": (
        "已收到投诉。该单位将被重新核查，核查期间不能发布职位和查看简历。",
        "Your complaint is noted. The employer is looked at again and can neither post nor read meanwhile.",
    ),
    "offer_title": ("需要您决定", "For you to decide"),
    "offer_until": ("有效至 {until}", "Would stand until {until}"),
    "agree": ("同意", "I agree"),
    "refuse_hint": ("不同意的，无需任何操作。", "If you do not agree, you need not do anything."),
    "reads_title": ("查看记录", "Reads"),
    "reads_none": ("还没有人查看过。", "Nobody has read it yet."),
    "read_by": ("招聘人员查看", "Read by a recruiter"),
    "read_contacted": ("随后联系了您", "and then contacted you"),
    "older": ("更早的记录", "Earlier reads"),
    "grants_title": ("我的同意", "What I agreed to"),
    "grants_none": ("目前没有。", "Nothing at present."),
    "grant_any": ("该单位的任何招聘人员", "any recruiter of the employer"),
    "grant_one": ("该单位的一名招聘人员", "one recruiter of the employer"),
    "grant_stands": ("有效至 {until}", "stands until {until}"),
    "grant_withdrawn": ("已于 {at} 撤回", "taken back on {at}"),
    "grant_expired": ("已于 {at} 到期", "ran out on {at}"),
    "withdraw": ("撤回", "Take back"),
    "nameless": ("（名称已删除）", "(name erased)"),
    "purpose_this_application": ("用于这一次应聘", "for this one application"),
    "purpose_recruitment_with_employer": ("用于该单位的招聘", "for the employer's recruitment"),
    "purpose_talent_pool": ("用于人才库", "for the talent pool"),
    "complain": ("投诉该单位", "Complain about this employer"),
    "complain_reason": ("原因", "Reason"),
    "complain_words": ("补充说明（选填，最多2000字）", "In your words (optional, at most 2,000 characters)"),
    "complain_send": ("提交投诉", "Send the complaint"),
    "reason_not_what_was_offered": ("与招聘信息不符", "The job was not what was offered"),
    "reason_asked_for_money": ("要求交钱、贷款或押证件", "They asked for money, a loan or my papers"),
    "reason_contact_leaked": ("我的联系方式被泄露", "My contact details were passed on"),
    "reason_unknown_caller": ("陌生人以此为由联系我", "A stranger contacted me because of it"),
    "reason_harassed": ("骚扰", "I was harassed"),
    "reason_something_else": ("其他", "Something else"),
    "export_hint": (
        "如需导出或删除您的全部记录，请联系{site}；它可以通过本服务立即办理。",
        "To have all that is kept of you given to you or erased, ask {site}; it can do so here at once.",
    ),
    "link_until": ("此页面链接有效至 {until}。", "This link is good until {until}."),
    "back": ("返回", "Back"),
    "trouble_link_unknown_title": ("链接无效", "This link leads nowhere"),
    "trouble_link_unknown": ("请从招聘网站重新打开。", "Please open it from the recruitment site again."),
    "trouble_link_over_title": ("链接已过期", "This link has run out"),
    "trouble_link_over": ("请在招聘网站上获取新的链接。", "Please get a new one from the recruitment site."),
    "trouble_grant_text_changed_title": ("文本已更新", "The text has changed"),
    "trouble_grant_text_changed": ("请返回重新阅读后再决定。", "Please go back, read it again and decide."),
    "trouble_server_title": ("暂时无法处理", "This did not work just now"),
    "trouble_server": ("请稍后再试。", "Please try again a little later."),
    "trouble_other_title": ("无法完成", "This could not be done"),
    "trouble_other": ("请返回重试。", "Please go back and try again."),
    "trouble_report": ("如需帮助，请告知编号 {request}。", "If you need help, tell the number {request}."),
}


def knows(key: str) -> bool:
    return key in SAID


def say(language: str, key: str, **values: object) -> str:
    """The words for a key. Raises KeyError for one that there is not, or a value that is missing."""
    return SAID[key][LANGUAGES.index(language)].format(**values)
