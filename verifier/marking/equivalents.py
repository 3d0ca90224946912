"""The table of harmless equivalents, by version: what may be put for what, without a change of meaning.

Two or four ways each, so that every way is as likely as the others. Words stand in the same place of a
sentence and are of the same kind. Single characters are not here: they occur within other words.
A changed table is a new version; texts that were marked by an older one are read by all words that it had.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

VERSION: Final = "2026-11"


class Carrier(StrEnum):
    """Kinds of choices, from the most to the least easily lost."""

    ZERO_WIDTH = "zero_width"
    TYPOGRAPHY = "typography"
    DATES = "dates"
    NUMBERS = "numbers"
    WORDING = "wording"
    ORDER = "order"


DEFAULT: Final = frozenset(Carrier) - {Carrier.ORDER}
"""The order of a list may mean something to whoever wrote it: it is changed only where a site asks."""

ZERO_WIDTH: Final = ("\u200b", "\u200c")
INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff")

PUNCTUATION: Final[Mapping[str, tuple[str, str]]] = {
    "comma": ("，", ","),
    "semicolon": ("；", ";"),
    "colon": ("：", ":"),
    "open": ("（", "("),
    "close": ("）", ")"),
}

DIGITS: Final = "3456789"  # 1 and 2 have other words beside nouns of measure
NUMERALS: Final = "三四五六七八九"
MEASURES: Final = "年个名项次家人位款"

# What must not follow, as a character class, where the word would be part of another.
WORDS: Final[Mapping[str, tuple[tuple[str, str], str]]] = {
    "use": (("使用", "运用"), "者率权"),
    "raise": (("提升", "提高"), ""),
    "assist": (("协助", "帮助"), "者"),
    "familiar": (("熟悉", "熟知"), ""),
    "carry_out": (("开展", "展开"), ""),
    "optimise": (("优化", "改进"), ""),
    "write": (("编写", "撰写"), ""),
    "build": (("搭建", "构建"), ""),
    "draw_up": (("制定", "拟定"), ""),
    "follow_up": (("跟进", "跟踪"), ""),
    "alone": (("独立", "独自"), "站性董核"),
    "daily": (("每天", "每日"), ""),
    "roughly": (("大约", "大概"), ""),
    "exceed": (("超过", "超出"), ""),
    "lower": (("降低", "减少"), ""),
    "grow": (("增长", "增加"), "率"),
    "ensure": (("保证", "确保"), "金人"),
    "related": (("相关", "有关"), "性"),
    "on_time": (("按时", "准时"), ""),
    "now": (("目前", "当前"), ""),
    "able": (("能够", "可以"), ""),
    "good": (("良好", "较好"), ""),
    "have": (("具有", "具备"), ""),
    "good_at": (("擅长", "善于"), ""),
    "take_part": (("参与", "参加"), "者"),
    "in_charge": (("负责", "主管"), "人部单级"),
    "communicate": (("沟通", "交流"), "会"),
    "moreover": (("并且", "而且"), ""),
    "push": (("推动", "推进"), ""),
    "set_up": (("建立", "创建"), "者人"),
    "by": (("根据", "依据"), "地"),
    "fast": (("快速", "迅速"), ""),
    "all": (("全部", "所有"), "权者制"),
    "total": (("累计", "总计"), ""),
    "for_example": (("例如", "比如"), ""),
    "therefore": (("因此", "所以"), ""),
    "first": (("首次", "第一次"), ""),
    "until_now": (("至今", "迄今"), ""),
    "many": (("许多", "很多"), ""),
    "finish": (("结束", "完结"), ""),
    "keep": (("保持", "维持"), ""),
    "concern": (("涉及", "牵涉"), ""),
    "whole": (("整个", "整体"), "性"),
    "important": (("重要", "关键"), "性词字"),
}
ENGLISH: Final[Mapping[str, tuple[str, str]]] = {
    "en_charge": ("responsible for", "in charge of"),
    "en_improve": ("improved", "enhanced"),
    "en_build": ("built", "developed"),
    "en_help": ("helped", "assisted"),
    "en_about": ("approximately", "about"),
    "en_example": ("for example", "for instance"),
    "en_many": ("numerous", "many"),
    "en_now": ("currently", "presently"),
}
