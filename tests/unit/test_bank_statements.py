"""Statement files: what banks write is read alike, and everything else is refused by its code."""

import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.bank_acts import FIRM, HEADERS, NUMBER, camt, line, table
from tests.fake_bank import OURS
from verifier.domain.bank_proof import ReturnReason
from verifier.domain.errors import ConfigurationError
from verifier.domain.money import Money
from verifier.domain.statement import BadRow, Direction, FileFlaw, RowFlaw, StatementRefused, StatementRow
from verifier.providers.bank.statements import text
from verifier.providers.bank.statements.columns import NO_MAPPING, load_mapping
from verifier.providers.bank.statements.opening import read_statement
from verifier.usecases.bank_ports import StatementFormat

IN = StatementRow(
    2, OURS.number, "S20260504001", Direction.IN, Money(137), date(2026, 5, 4), FIRM.name, NUMBER, "BF1"
)
OUT = replace(IN, row=3, reference="S20260504002", direction=Direction.OUT, amount=Money(37))
ROWS = (IN, OUT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "statement"


def read(file: Path, data: bytes | str, **how: object) -> list[StatementRow | BadRow]:
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_statement(file, OURS.number, **how))  # type: ignore[arg-type]


def flaw(file: Path, data: bytes | str) -> FileFlaw:
    with pytest.raises(StatementRefused) as caught:
        read(file, data)
    return caught.value.flaw


def flaws(found: Iterable[StatementRow | BadRow]) -> list[tuple[int, RowFlaw]]:
    return [(one.row, one.flaw) for one in found if isinstance(one, BadRow)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_table_is_read_in_every_encoding(file: Path, encoding: str, ends: str) -> None:
    assert read(file, table(ROWS).replace("\n", ends).encode(encoding)) == list(ROWS)


OTHER_BANKS = (
    (
        "记账日期,贷方发生额,借方发生额,对方户名,对方账号,摘要,流水号",
        "2026-05-04,1.37,0.00,{name},{number},BF1,{ref}",
    ),
    (
        "交易时间,收/支,金额,对方单位,对方帐号,用途,交易序号",
        '2026/5/4 09:30:01,收,"1.37",{name},{number},BF1,{ref}',
    ),
    (
        "日期,发生额,对方名称,对方账号,附言,凭证号",
        "2026年5月4日,+1.37,{name},\t{number},BF1,{ref}",
    ),
    (
        "date,direction,amount,name,number,remark,reference",
        '20260504,CRDT,1.37,{name},="{number}",BF1,{ref}',
    ),
    ("日期;借贷;金额;对方户名;对方账号;附言;流水号", "20260504;C;1.37;{name};{number};BF1;{ref}"),
)


@pytest.mark.parametrize(("headers", "cells"), OTHER_BANKS)
def test_tables_of_other_banks_are_read_alike(file: Path, headers: str, cells: str) -> None:
    row = cells.format(name=FIRM.name, number=NUMBER, ref=IN.reference)
    assert read(file, f"{headers}\n{row}\n") == [IN]


def test_what_stands_above_and_below_the_rows_is_passed_over(file: Path) -> None:
    above = f"账户明细\n账号：{OURS.number},,起始日期：20260501\n\n"
    below = "合计,,1.74,,,,\n,,,,,,\n"
    assert read(file, above + table(ROWS) + below) == [replace(row, row=row.row + 3) for row in ROWS]


def test_several_remarks_are_put_together_and_a_return_is_seen_by_its_words(file: Path) -> None:
    headers = "日期,借贷,金额,对方户名,对方账号,摘要,附言,流水号,退汇原因"
    rows = f"20260504,贷,0.37,{FIRM.name},{NUMBER},退汇,BF2,R1,收款人账号户名不符\n"
    (one,) = read(file, f"{headers}\n{rows}")
    assert isinstance(one, StatementRow)
    assert (one.remark, one.returned) == ("退汇 BF2", ReturnReason.WRONG_NAME)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (",0.371,", RowFlaw.AMOUNT),
        (",-1.37,", RowFlaw.AMOUNT),
        (",,", RowFlaw.AMOUNT),
        (",0.00,", RowFlaw.AMOUNT),
        (",1.37,X,", RowFlaw.MALFORMED),
    ],
)
def test_a_row_with_no_clear_amount_is_refused_and_the_rest_is_read(
    file: Path, changed: str, expected: RowFlaw
) -> None:
    found = read(file, "\n".join((HEADERS, line(IN).replace(",1.37,", changed), line(OUT))))
    assert flaws(found) == [(2, expected)]
    assert found[1] == OUT


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("20260504", "20260532", RowFlaw.DATE),
        ("20260504", "04.05.2026", RowFlaw.DATE),
        (",贷,", ",冲,", RowFlaw.DIRECTION),
        (FIRM.name, "样" * 501, RowFlaw.MALFORMED),
        (FIRM.name, "样\n\n\n\n\n\n本", RowFlaw.MALFORMED),
    ],
)
def test_a_row_that_is_unclear_is_refused(file: Path, before: str, after: str, expected: RowFlaw) -> None:
    assert flaws(read(file, f"{HEADERS}\n{line(IN).replace(before, after)}\n"))[0] == (2, expected)


def test_another_currency_is_refused(file: Path) -> None:
    assert flaws(read(file, f"{HEADERS},币种\n{line(IN)},USD\n{line(OUT)},CNY\n")) == [(2, RowFlaw.CURRENCY)]


def test_a_mapping_says_what_a_bank_calls_its_columns(file: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "bank.toml"
    mapping.write_text(
        'encoding = "gb18030"\ndate = "%d.%m.%Y"\n[columns]\nremark = ["说明", "留言"]\nname = "往来单位"\n'
        '[directions]\n"进" = "in"\n',
        encoding="utf-8",
    )
    text_ = (
        "日期,借贷,金额,往来单位,对方账号,说明,留言,流水号,摘要\n"
        f"04.05.2026,进,1.37,{FIRM.name},{NUMBER},,BF1,{IN.reference},不取\n"
    )
    assert read(file, text_.encode("gb18030"), mapping=load_mapping(mapping)) == [IN]


@pytest.mark.parametrize(
    "said",
    [
        "columns = 1", "[columns]\nnothing = '样'", "[columns]\ndate = []", "[columns]\ndate = 1",
        "[directions]\n'进' = 'up'", "encoding = 1", "what = 1", "= broken",
    ],
)  # fmt: skip
def test_a_mapping_that_says_nothing_clear_is_refused(tmp_path: Path, said: str) -> None:
    mapping = tmp_path / "bank.toml"
    mapping.write_text(said, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"bank\.toml"):
        load_mapping(mapping)


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">&j;</Document>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", FileFlaw.EMPTY),
        (b"\xef\xbb\xbf", FileFlaw.EMPTY),
        (b" \r\n\t\n", FileFlaw.EMPTY),
        (HEADERS.encode() + b"\n" + b"9" * 200_000, FileFlaw.LINE_TOO_LONG),
        (b"PK\x03\x04" + b"x" * 100, FileFlaw.NOT_TEXT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", FileFlaw.NOT_TEXT),
        (b"\x00\x01\x02\x03" * 50, FileFlaw.NOT_TEXT),
        (b"name,age\nx,1\n", FileFlaw.NO_COLUMNS),
        ("日期,借贷,金额,摘要\n".encode(), FileFlaw.NO_COLUMNS),
        (b"<Document", FileFlaw.XML_BROKEN),
        (b"<html><body>login</body></html>", FileFlaw.UNKNOWN_FORMAT),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"/>', FileFlaw.UNKNOWN_FORMAT),
        (BILLION_LAUGHS.encode(), FileFlaw.XML_FORBIDDEN),
        (OUTSIDE.encode(), FileFlaw.XML_FORBIDDEN),
    ],
)
def test_every_file_that_is_no_statement_has_its_code(file: Path, data: bytes, expected: FileFlaw) -> None:
    assert flaw(file, data) is expected


def test_a_file_with_headers_alone_has_no_rows(file: Path) -> None:
    assert read(file, HEADERS + "\n") == []


def test_a_line_of_200_megabytes_is_refused_for_its_size_and_never_read(file: Path) -> None:
    with file.open("wb") as big:
        big.write(HEADERS.encode() + b"\n")
        big.seek(200 << 20)
        big.write(b"9")
    tracemalloc.start()
    with pytest.raises(StatementRefused) as caught:
        list(read_statement(file, OURS.number))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.flaw is FileFlaw.TOO_LARGE
    assert peak < text.FILE_MAX // 100


def test_a_line_below_the_limit_of_the_file_is_read_no_further_than_a_row_can_be(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "FILE_MAX", 1 << 30)
    with file.open("wb") as big:
        big.write(HEADERS.encode() + b"\n" + b"9" * text.LINE_MAX)
        big.seek(200 << 20)
        big.write(b"9")
    tracemalloc.start()
    with pytest.raises(StatementRefused) as caught:
        list(read_statement(file, OURS.number, mapping=replace(NO_MAPPING, encoding="utf-8")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (caught.value.flaw, caught.value.row) == (FileFlaw.LINE_TOO_LONG, 2)
    assert peak < 1 << 22


VERSIONS = ("camt.053.001.02", "camt.053.001.08", "camt.053.001.12", "camt.054.001.08")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_message_says_what_a_table_says(file: Path, version: str) -> None:
    pytest.importorskip("xsdata")
    assert [bare(one) for one in read(file, camt(ROWS, version))] == [bare(one) for one in ROWS]


def bare(one: StatementRow | BadRow) -> StatementRow:
    """But for where it stands."""
    assert isinstance(one, StatementRow)
    return replace(one, row=0, remark=one.remark.strip())


def test_a_message_cut_off_tells_where_and_what_stood_before_is_read(file: Path) -> None:
    pytest.importorskip("xsdata")
    message = camt(ROWS)
    file.write_text(message[: message.rindex("<Ntry>") + 40], encoding="utf-8")
    rows = read_statement(file, OURS.number)
    assert next(rows).reference == IN.reference
    with pytest.raises(StatementRefused) as caught:
        next(rows)
    assert caught.value.flaw is FileFlaw.XML_BROKEN


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('Ccy="CNY">1.37', 'Ccy="USD">1.37', [(1, RowFlaw.CURRENCY)]),
        (">1.37<", ">1.371<", [(1, RowFlaw.AMOUNT)]),
        (">1.37<", ">0<", [(1, RowFlaw.AMOUNT)]),
        (">1.37<", ">much<", [(1, RowFlaw.MALFORMED)]),
        ("<BookgDt><Dt>2026-05-04</Dt></BookgDt>", "", [(1, RowFlaw.DATE)]),
        ("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>", []),
        ("<Cd>BOOK</Cd>", "<Cd>ELSE</Cd>", [(1, RowFlaw.MALFORMED)]),
        ("<Sts><Cd>BOOK</Cd></Sts>", "", [(1, RowFlaw.MALFORMED)]),
        (FIRM.name, "样" * 2000, [(1, RowFlaw.MALFORMED)]),
    ],
)
def test_an_entry_that_is_unclear_is_refused_and_one_that_is_not_booked_waits(
    file: Path, before: str, after: str, expected: list[tuple[int, RowFlaw]]
) -> None:
    pytest.importorskip("xsdata")
    message = camt(ROWS).replace(before, after, 1)
    found = read(file, message)
    assert flaws(found) == expected
    assert [one.reference for one in found if isinstance(one, StatementRow)] == [OUT.reference]


def test_an_entry_of_several_transactions_is_several_rows_and_a_return_has_its_reason(file: Path) -> None:
    pytest.importorskip("xsdata")
    message = camt([IN])
    details = message[message.index("<TxDtls>") : message.index("</NtryDtls>")]
    back = details.replace("<RmtInf>", "<RmtInf>").replace(
        "</TxDtls>", "<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf></TxDtls>"
    )
    found = read(file, message.replace(details, details + back))
    assert [(one.reference, one.returned) for one in found if isinstance(one, StatementRow)] == [
        (f"{IN.reference}/1", None),
        (f"{IN.reference}/2", ReturnReason.WRONG_ACCOUNT),
    ]


def test_a_statement_of_another_account_says_so(file: Path) -> None:
    pytest.importorskip("xsdata")
    (one,) = read(file, camt([IN], account="6222000000000000000"))
    assert isinstance(one, StatementRow)
    assert one.account == "6222000000000000000"


def test_deep_nesting_is_refused(file: Path) -> None:
    pytest.importorskip("xsdata")
    deep = "<a>" * 100 + "</a>" * 100
    message = camt([IN]).replace("<Stmt>", f"<Stmt>{deep}", 1)
    assert flaw(file, message) is FileFlaw.XML_FORBIDDEN


def test_the_clerk_may_say_what_it_is(file: Path) -> None:
    assert read(file, table(ROWS), kind=StatementFormat.CSV) == list(ROWS)
    file.write_text(table(ROWS), encoding="utf-8")
    with pytest.raises(StatementRefused):
        list(read_statement(file, OURS.number, kind=StatementFormat.CAMT_053))
