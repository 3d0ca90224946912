"""Which ways around the site are found in a text, and what only looks like one. The numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain.screening import ContactKind, JobField
from verifier.screening.contacts import LISTED_MAX, Contacts
from verifier.screening.folding import fold
from verifier.screening.loading import shipped

CONTACTS = Contacts(shipped().contacts)


def _found(text: str) -> dict[ContactKind, str]:
    found = CONTACTS.found(JobField.TEXT, fold(text))
    return {contact.kind: text[contact.span.start : contact.span.end] for contact in found}


@pytest.mark.parametrize(
    ("text", "kind", "where"),
    [
        ("电话13800138000", ContactKind.PHONE, "13800138000"),
        ("电话１３８-００１３-８０００", ContactKind.PHONE, "１３８-００１３-８０００"),
        ("打一三八零零一三八零零零", ContactKind.PHONE, "一三八零零一三八零零零"),
        ("1 3 8 0 0 1 3 8 0 0 0", ContactKind.PHONE, "1 3 8 0 0 1 3 8 0 0 0"),
        ("QQ：123456789", ContactKind.QQ, "QQ：123456789"),
        ("扣扣号 1 2 3 4 5 6", ContactKind.QQ, "扣扣号 1 2 3 4 5 6"),
        ("薇❤信：hr_fake_01", ContactKind.WECHAT, "薇❤信：hr_fake_01"),
        ("vx abc12345", ContactKind.WECHAT, "vx abc12345"),
        ("加 V 聊", ContactKind.SOLICITED, "加 V"),
        ("➕薇了解", ContactKind.SOLICITED, "➕薇"),
        ("纸飞机找我", ContactKind.MESSENGER, "纸飞机"),
        ("投到 hr01@163.com", ContactKind.MAILBOX, "1@163"),
    ],
)
def test_a_contact_is_found_where_it_stands(text: str, kind: ContactKind, where: str) -> None:
    assert _found(text)[kind] == where


@pytest.mark.parametrize(
    "text",
    [
        "月薪13000-18000元，15000-20000更好",
        "代码91440300708461136T",
        "负责微信 Android SDK 开发",
        "熟悉QQ空间和微信公众号运营",
        "投到 hr@firm.example",
        "C++ V8 引擎",
        "为人有威信",
        "2026年11月25日至2027年12月31日",
    ],
)
def test_what_only_looks_like_a_contact_is_none(text: str) -> None:
    assert _found(text) == {}


def test_a_text_full_of_numbers_is_listed_in_part() -> None:
    assert len(CONTACTS.found(JobField.TEXT, fold("13800138000，" * 500))) == LISTED_MAX


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_no_text_makes_the_search_raise(text: str) -> None:
    for contact in CONTACTS.found(JobField.TITLE, fold(text)):
        assert 0 <= contact.span.start < contact.span.end <= len(text)
