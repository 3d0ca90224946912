"""Administrative divisions (GB/T 2260), those that are no more among them: which province does a text name?

A pure table out of python-stdnum, which carries the divisions of all years. Knows places, judges nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from stdnum import numdb

from verifier.domain.wording import comparable

NATIONAL: Final = "100000"  # the national authority registers under no province
PERIOD: Final = re.compile(r"\[[^]]*\]")
PROVINCE_SUFFIX: Final = re.compile("(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")
CITY_SUFFIX: Final = re.compile("市$")
LEAST: Final = 2
LONGEST: Final = 15
SEVERAL: Final = frozenset({"市辖区", "县", "市", "省直辖县级行政单位", "自治区直辖县级行政单位"})


def exists(division: str) -> bool:
    """Whether a six-digit code is the nation's or lies in a province there is or was."""
    return division == NATIONAL or province_of(division) is not None


def province_of(division: str) -> str | None:
    """The name of the province of a six-digit code, or None when no province ever had it."""
    parts = numdb.get("cn/loc").info(division)
    return next((part["province"] for _, part in parts if "province" in part), None)


def provinces_named(text: str) -> frozenset[str]:
    """The provinces that the longest place name at the beginning of an address or authority may lie in.

    Empty when it begins with no known place; several when places of the same name lie in several provinces.
    """
    words = comparable(text).removeprefix("中国").removeprefix("中华人民共和国")
    lengths = range(min(LONGEST, len(words)), LEAST - 1, -1)
    return next((places for n in lengths if (places := _places().get(words[:n]))), frozenset())


@lru_cache(maxsize=1)
def _places() -> dict[str, frozenset[str]]:
    """Every place name, with and without its suffix where that is safe, and the provinces that have one."""
    found: dict[str, frozenset[str]] = {}
    for name, province in _named():
        found[name] = found.get(name, frozenset()) | {province}
    return found


def _named() -> Iterator[tuple[str, str]]:
    table = numdb.get("cn/loc")
    for _length, low, _high, properties, children in table.prefixes:
        province = properties.get("province")
        if province is None:
            continue
        yield province, province
        yield PROVINCE_SUFFIX.sub("", province), province
        for _l, local, _h, within, _c in children:
            yield from ((name, province) for name in _county_names(low + local, within.get("county", "")))


def _county_names(code: str, county: str) -> Iterator[str]:
    for name in PERIOD.sub("", county).split(","):
        if name in SEVERAL or len(name) < LEAST:
            continue
        yield name
        if code.endswith("00") and len(name) > LEAST:
            yield CITY_SUFFIX.sub("", name)
