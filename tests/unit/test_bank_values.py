"""Money, accounts, names and references: what is one and the same, and what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain.bank import NoAccount, account, account_number, bank_name, is_cnaps, same_name
from verifier.domain.bank_proof import RANDOM_MAX, RANDOM_MIN, ReturnReason, random_amount, return_reason
from verifier.domain.bank_reference import LENGTH, SYMBOLS, is_reference, new_reference, references_in
from verifier.domain.money import FEN_MAX, Money, NoMoney, money

WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0.1", 10), ("0.10", 10), (".1", 10), ("0.01", 1), ("0.37", 37), ("０．３７", 37), ("0。37", 37),
        ("0.37元", 37), ("￥0.37", 37), ("¥ 0.37", 37), ("人民币0.37元", 37), (" 0.37 ", 37),
        ("CNY 0.37", 37),
        ("1,000.00", 100_000), ("１，０００．００", 100_000), ("1000", 100_000), ("0", 0), ("00.10", 10),
        ("1,234,567.89", 123_456_789),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_and_banks_write_it(text: str, fen: int) -> None:
    assert money(text) == Money(fen)


@pytest.mark.parametrize(
    "text",
    [
        "-0.01", "－0.01", "−1", "+0.01", "0.371", "1.", ".", "", " ", "元", "1,00.00", "1000,000.00", ",100",
        "1,000,00", "0,37", "1e3", "0x1", "٠.٣٧", "NaN", "inf", "1 000", "0.3.7", "1/2", "0.37 0.38",
        "三角七分", "9" * 14,
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NoMoney):
        money(text)


@given(st.integers(0, FEN_MAX))
def test_an_amount_survives_being_written_and_read(fen: int) -> None:
    assert money(str(Money(fen))).fen == fen
    assert money(f"{fen // 100:,}.{fen % 100:02d}".translate(WIDE)).fen == fen


@given(st.text(alphabet="0123456789,.-+ ", max_size=10))
def test_what_is_read_is_just_the_number_that_is_written(text: str) -> None:
    try:
        read = money(text)
    except NoMoney:
        return
    assert read.fen == Decimal(text.replace(",", "").strip()) * 100


def test_random_amounts_are_every_amount_of_a_yuan_and_no_other() -> None:
    drawn = {random_amount().fen for _ in range(5_000)}
    assert drawn == set(range(RANDOM_MIN, RANDOM_MAX + 1))
    assert {random_amount(Money(100)).fen // 100 for _ in range(200)} == {1}


@pytest.mark.parametrize(
    "text", ["6222 0212-3456 7890 123", "６２２２０２１２３４５６７８９０１２３", "6222021234567890123"]
)
def test_an_account_number_is_its_digits(text: str) -> None:
    assert account(holder="样", number=text, bank="样本银行").number == "6222021234567890123"


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("number", {"number": "1234567"}),
        ("number", {"number": "1" * 33}),
        ("number", {"number": "62220212345678X"}),
        ("number", {"number": ""}),
        ("holder", {"holder": " "}),
        ("bank", {"bank": ""}),
        ("bank", {"bank": "=HYPERLINK(1)"}),
        ("bank", {"bank": "@SUM(1)"}),
        ("bank", {"bank": "＝1+1"}),
        ("bank", {"bank": "样" * 101}),
        ("cnaps", {"cnaps": "105100000018"}),
        ("cnaps", {"cnaps": "10510000001"}),
    ],
)
def test_an_account_is_refused_by_the_part_that_is_wrong(part: str, values: dict[str, str]) -> None:
    sound = {"holder": "样本公司", "number": "6222021234567890123", "bank": "样本银行"}
    with pytest.raises(NoAccount) as caught:
        account(**sound | values)
    assert caught.value.part == part


def test_no_account_is_refused_for_a_check_digit_that_corporate_accounts_do_not_have() -> None:
    assert {account(holder="样", number=f"330501616127{n:04d}", bank="行").number for n in range(100)}


# Codes of head offices, as the banks publish them.
CODES = (
    "102100099996", "104100000004", "105100000017", "103100000026", "308584000013", "301290000007",
    "302100011000", "403100000004", "305100000013", "303100000006", "306581000003", "310290000013",
    "307584007998", "309391000011", "304100040000", "313100000013",
)  # fmt: skip


def test_the_codes_of_banks_have_their_check_digit_and_no_slip_of_one_passes() -> None:
    assert all(map(is_cnaps, CODES))
    slips = (
        code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
        for code in CODES
        for place in range(12)
        for by in range(1, 10)
    )
    assert not any(map(is_cnaps, slips))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州样本（虚构）有限公司", "杭州样本(虚构)有限公司"),
        ("杭州样本有限公司", " 杭州 样本　有限公司 "),
        ("ＳＡＭＰＬＥ有限公司", "Sample有限公司"),
        ("杭州样本【虚构】有限公司", "杭州样本〔虚构〕有限公司"),
    ],
)
def test_names_that_are_one_but_for_their_writing_are_equal(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州样本有限公司", "杭州市样本有限公司"),
        ("杭州样本有限公司", "杭州样本有限公司第一分公司"),
        ("杭州样本有限公司", "杭州祥本有限公司"),
        ("杭州样本有限公司", "杭州樣本有限公司"),
        ("杭州样本有限公司", "杭州样本、有限公司"),
        ("杭州样本有限公司", ""),
        ("", ""),
    ],
)
def test_names_that_differ_in_a_character_are_not(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(st.integers(0, 8), st.sampled_from(SYMBOLS), st.integers(0, 7))
def test_a_reference_notices_every_slip_and_every_exchange(place: int, symbol: str, swapped: int) -> None:
    reference = new_reference()
    at = place + 2
    slipped = reference[:at] + symbol + reference[at + 1 :]
    assert is_reference(slipped) == (slipped == reference)
    at = swapped + 2
    exchanged = reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
    assert is_reference(exchanged) == (exchanged == reference)


@given(st.sampled_from(["{}", "验证{}", "货款 {} 谢谢", "A{}B", "BF{}"]), st.booleans())
def test_a_reference_is_found_however_a_bank_breaks_it(frame: str, lower: bool) -> None:
    reference = new_reference()
    broken = f"{reference[:4]} {reference[4:7]}-{reference[7:]}"
    text = frame.format(broken.lower() if lower else broken)
    assert reference in references_in(text)
    assert references_in(reference.replace("0", "O").replace("1", "I")) == (reference,)


def test_what_looks_like_a_reference_and_fails_its_check_is_none() -> None:
    reference = new_reference()
    other = SYMBOLS[(SYMBOLS.index(reference[-1]) + 1) % 31]
    assert references_in(reference[:-1] + other) == ()
    assert len(reference) == LENGTH
    assert references_in("BF") == references_in("") == ()


@pytest.mark.parametrize(
    ("code", "words", "reason"),
    [
        ("AC01", "", ReturnReason.WRONG_ACCOUNT),
        ("AC04", "", ReturnReason.CLOSED_ACCOUNT),
        ("BE01", "", ReturnReason.WRONG_NAME),
        ("", "账号户名不符", ReturnReason.WRONG_NAME),
        ("", "收款人账号有误", ReturnReason.WRONG_ACCOUNT),
        ("", "账户已销户", ReturnReason.CLOSED_ACCOUNT),
        ("ZZ99", "不予受理", ReturnReason.OTHER),
    ],
)
def test_why_a_bank_sent_it_back_is_told_by_code_and_by_words(
    code: str, words: str, reason: ReturnReason
) -> None:
    assert return_reason(code, words) is reason


def test_what_is_no_digit_stays_in_a_number() -> None:
    assert account_number("12a3 4") == "12a34"
    assert bank_name(" 中国  工商银行（杭州）") == "中国 工商银行(杭州)"
