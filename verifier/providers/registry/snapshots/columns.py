"""Which column of a registry file is which: known headers in Chinese and English, and the operator's own."""

from collections.abc import Mapping, Sequence
from typing import Final

from verifier.domain.errors import ConfigurationError
from verifier.domain.wording import comparable

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("统一社会信用代码", "社会信用代码", "信用代码", "统一代码", "code", "credit code", "uscc"),
    "number": ("注册号", "工商注册号", "登记号", "registration number", "number", "reg no"),
    "name": ("企业名称", "名称", "单位名称", "公司名称", "市场主体名称", "name", "company name"),
    "person": (
        "法定代表人", "法定代表人姓名", "法人", "法人代表", "法定代表人（负责人）", "负责人", "经营者",
        "投资人", "执行事务合伙人", "person", "legal representative", "legal person",
    ),
    "status": ("登记状态", "经营状态", "企业状态", "存续状态", "状态", "status", "registration status"),
    "term_from": ("营业期限自", "经营期限自", "营业期限起", "term from"),
    "term_to": ("营业期限至", "经营期限至", "营业期限止", "term to"),
    "abnormal_listed": ("列入经营异常名录日期", "列入异常日期", "列入日期", "abnormal listed"),
    "abnormal_removed": ("移出经营异常名录日期", "移出异常日期", "移出日期", "abnormal removed"),
    "abnormal_reason": ("列入经营异常名录原因", "列入异常原因", "列入原因", "abnormal reason"),
    "serious_listed": ("列入严重违法失信名单日期", "列入严重违法日期", "serious listed"),
    "serious_removed": ("移出严重违法失信名单日期", "移出严重违法日期", "serious removed"),
    "serious_reason": ("列入严重违法失信名单原因", "列入严重违法原因", "serious reason"),
}  # fmt: skip
COLUMNS: Final = tuple(HEADERS)
_KNOWN: Final = {comparable(header): column for column, known in HEADERS.items() for header in known}


def places(headers: Sequence[str], own: Mapping[str, str]) -> Mapping[str, int]:
    """The index of each column that the file has. `own` gives headers that are not known here, by column.

    Raises ConfigurationError when a needed column is missing or two headers claim one column.
    """
    wanted = _KNOWN | {comparable(header): column for column, header in own.items()}
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        column = wanted.get(comparable(header))
        if column is None or (column in own and comparable(header) != comparable(own[column])):
            continue
        if column in found:
            raise ConfigurationError(
                f"The headers {headers[found[column]]!r} and {header!r} both mean {column}: "
                f"say which with --column {column}=HEADER."
            )
        found[column] = index
    _must_suffice(headers, found, own)
    return found


def recognised(headers: Sequence[str], own: Mapping[str, str]) -> int:
    """How many of the headers are known, to find the table or the separator that has them."""
    mine = {comparable(header) for header in own.values()}
    return sum(comparable(header) in _KNOWN or comparable(header) in mine for header in headers)


def _must_suffice(headers: Sequence[str], found: Mapping[str, int], own: Mapping[str, str]) -> None:
    missing = [column for column in ("name", "status") if column not in found]
    missing += [f"{column} ({own[column]!r})" for column in own if column not in found]
    if not {"code", "number"} & set(found):
        missing.append("code or number")
    if missing:
        raise ConfigurationError(
            f"No column for {', '.join(missing)} among the headers {', '.join(headers)}: "
            "name it with --column, for example --column name=HEADER."
        )
