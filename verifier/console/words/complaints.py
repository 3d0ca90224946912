"""The words of job seekers' complaints. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "section_complaints": ("求职者投诉", "Complaints"),
    "complaints_title": ("求职者的投诉", "Complaints of job seekers"),
    "complaints_lead": (
        "被投诉的单位已转入复核，复核期间不能发布职位和查看简历。",
        "An employer that is complained of is under review, and neither posts nor reads meanwhile.",
    ),
    "complaints_which": ("显示哪些", "Which"),
    "complaints_open": ("待处理", "To look at"),
    "complaints_all": ("全部", "All"),
    "complaints_empty_title": ("没有待处理的投诉", "Nothing to look at"),
    "complaints_empty": ("新的投诉会列在这里。", "New complaints will be listed here."),
    "complaint_waits": ("待处理", "to look at"),
    "complaint_done": ("已处理", "settled"),
    "complaint_about": ("单位 {employer}，查看记录 {read}", "Employer {employer}, read {read}"),
    "complaint_words": ("了解到的情况", "What you found"),
    "complaint_words_hint": ("会保留，供审计查看。", "It is kept for auditors."),
    "wrong_complaint_words": (
        "请写下情况，最多 2000 字。",
        "Say what you found, in at most 2,000 characters.",
    ),
    "complaint_settle": ("处理完毕", "Settle"),
    "said_complaint_settled": ("投诉已处理。", "The complaint is settled."),
    "complaint_not_what_was_offered": ("与招聘信息不符", "The job was not what was offered"),
    "complaint_asked_for_money": ("要求交钱、贷款或押证件", "Asked for money, a loan or papers"),
    "complaint_contact_leaked": ("联系方式被泄露", "Contact details were passed on"),
    "complaint_unknown_caller": ("陌生人来电", "A stranger called"),
    "complaint_harassed": ("骚扰", "Harassed"),
    "complaint_something_else": ("其他", "Something else"),
}
