"""Which column of a bank's table is which: our own set, what banks call them, and a clerk's mapping file.

encoding = "gb18030"          # utf-8, gb18030 or utf-16; told by content if left out
date = "%d.%m.%Y"             # if it is not year, month, day
[columns]
remark = ["用途", "附言"]       # a column of ours: a header of theirs, or several that are put together
[directions]
"来账" = "in"                  # a word of theirs: in or out
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from verifier.domain.errors import ConfigurationError
from verifier.domain.statement import Direction
from verifier.domain.wording import comparable

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": (
        "交易日期", "记账日期", "入账日期", "日期", "交易时间", "记账时间", "date", "booking date",
    ),
    "direction": (
        "借贷标志", "借贷标识", "借/贷", "借贷", "借贷方向", "收支标志", "收/支", "收付标志", "direction",
    ),
    "amount": ("交易金额", "发生额", "金额", "amount"),
    "out": ("借方发生额", "借方金额", "借方", "支出", "支出金额", "转出金额", "debit"),
    "in": ("贷方发生额", "贷方金额", "贷方", "收入", "收入金额", "转入金额", "credit"),
    "name": (
        "对方户名", "对方账户名称", "对方单位名称", "对方名称", "对方账户名", "对方单位", "付款人名称",
        "name", "counterparty",
    ),
    "number": ("对方账号", "对方账户", "对方帐号", "付款人账号", "number", "counterparty account"),
    "remark": (
        "附言", "用途", "摘要", "备注", "交易附言", "交易用途", "客户附言", "remark", "summary", "purpose",
    ),
    "reference": (
        "交易流水号", "流水号", "银行流水号", "核心流水号", "凭证号", "交易序号", "业务编号", "reference",
        "entry reference",
    ),
    "account": ("本方账号", "账号", "帐号", "查询账号", "本方账户", "account"),
    "currency": ("币种", "货币", "币别", "currency"),
    "returned": ("退汇原因", "退票原因", "return reason"),
}  # fmt: skip
"""Our column: what headers mean it. Of `remark` every column that is there is taken, of the others one."""
TOGETHER: Final = frozenset({"remark"})
OUT_WORDS: Final = (
    "借", "借方", "D", "DR", "DBIT", "DEBIT", "支", "支出", "付", "付款", "往账", "转出", "OUT",
)  # fmt: skip
IN_WORDS: Final = (
    "贷", "贷方", "C", "CR", "CRDT", "CREDIT", "收", "收入", "收款", "来账", "转入", "IN",
)  # fmt: skip
"""As banks write statements to their customers: 借 leaves the account, 贷 arrives in it."""
DIRECTIONS: Final = dict.fromkeys(OUT_WORDS, Direction.OUT) | dict.fromkeys(IN_WORDS, Direction.IN)
_KNOWN: Final = {comparable(header): column for column, known in HEADERS.items() for header in known}
ENOUGH: Final = 3  # headers by which a line is taken for the line of headers


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a clerk says of a bank's tables."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    directions: Mapping[str, Direction] = field(default_factory=dict)
    encoding: str | None = None
    date: str | None = None

    def direction(self, word: str) -> Direction | None:
        key = comparable(word)
        return self.directions.get(key) or DIRECTIONS.get(key)


NO_MAPPING: Final = ColumnMapping()


def load_mapping(path: Path) -> ColumnMapping:
    """Read a mapping. Raises ConfigurationError with what to change."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name} is no TOML file that can be read: {error}.") from error
    if unknown := set(table) - {"columns", "directions", "encoding", "date"}:
        raise ConfigurationError(f"{path.name}: {sorted(unknown)[0]!r} is not known.")
    return ColumnMapping(
        columns=_columns(table.get("columns", {}), path),
        directions=_directions(table.get("directions", {}), path),
        encoding=_word(table, "encoding", path),
        date=_word(table, "date", path),
    )


def places(headers: Sequence[str], mapping: ColumnMapping) -> Mapping[str, tuple[int, ...]]:
    """Where each column of ours is. Of two headers that mean one column, the first is taken."""
    found: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        column = _meaning(header, mapping)
        if column is not None and (column in TOGETHER or column not in found):
            found.setdefault(column, []).append(index)
    return MappingProxyType({column: tuple(indexes) for column, indexes in found.items()})


def missing(found: Mapping[str, tuple[int, ...]], mapping: ColumnMapping) -> tuple[str, ...]:
    """Which columns a table cannot do without and has not."""
    lacking = [column for column in ("date", "name") if column not in found]
    if "amount" not in found and not {"in", "out"} <= set(found):
        lacking.append("amount")
    return (*lacking, *(column for column in mapping.columns if column not in found))


def recognised(headers: Sequence[str], mapping: ColumnMapping) -> int:
    return len({column for header in headers if (column := _meaning(header, mapping))})


def _meaning(header: str, mapping: ColumnMapping) -> str | None:
    key = comparable(header)
    for column, own in mapping.columns.items():
        if key in own:
            return column
    usual = _KNOWN.get(key)
    return None if usual in mapping.columns else usual


def _columns(table: Any, path: Path) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(table, dict) or (unknown := set(table) - set(HEADERS)):
        raise ConfigurationError(
            f"{path.name}: [columns] has {sorted(unknown)[0] if isinstance(table, dict) else table!r}; "
            f"known are {', '.join(HEADERS)}."
        )
    columns = {}
    for column, headers in table.items():
        each = [headers] if isinstance(headers, str) else headers
        if not isinstance(each, list) or not each or not all(isinstance(one, str) for one in each):
            raise ConfigurationError(
                f"{path.name}: [columns] {column} must be a header or a list of headers."
            )
        columns[column] = tuple(comparable(one) for one in each)
    return MappingProxyType(columns)


def _directions(table: Any, path: Path) -> Mapping[str, Direction]:
    if not isinstance(table, dict) or not all(word in set(Direction) for word in table.values()):
        raise ConfigurationError(f"{path.name}: [directions] must say in or out of each word.")
    return MappingProxyType({comparable(word): Direction(meaning) for word, meaning in table.items()})


def _word(table: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise ConfigurationError(f"{path.name}: {key} must be a text.")
    return value
