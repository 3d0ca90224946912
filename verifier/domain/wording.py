"""Comparing what is printed with what is typed: widths, brackets, spaces, and characters that look alike.

Never converts between traditional and simplified characters: 乾 and 干 are different names.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

# Characters of nearly the same strokes, gathered by hand from proof-readers' lists. A pair that is
# missing here makes a finding sterner ("fail" for "concern"); neither outcome verifies.
_GROUPS: Final = """
    己已巳 未末 土士 人入八 日曰 干千于 天夭 贝见 侯候 晴睛 徽微 崇祟 戊戌戍 汨汩 刺剌
    茶荼 免兔 折拆析 竟竞 哀衰 拨拔 玫玟枚 炬矩 大太犬 王玉主壬 田由甲申 木术本 白自
    目且 刀力刁 九丸 七匕 儿几 厂广 工土 今令 午牛 乌鸟 比此 毋母 永水 斤斥 市巿
    风凤夙 勾匀 毛手 气乞 元无 夫失矢 右石 冶治 泳冰 住往佳 伟纬 但坦 作昨 辛幸 沐休
    沂沭 扬杨 柏拍相 板扳 杭抗航 杜社 祥样详 枝技 材村林 明朋 昌冒 旺汪 奕弈 宣宜 官宫
    宏安 建健 延廷 侧测 洁沽 活括 洪拱 海悔 准淮 清请情 源缘 漫慢 滨宾 煜昱 玲铃岭
    珠株 理埋 端瑞 瑶谣遥 璐露 盈盁 晟晨 科料 秦泰 积枳 绍纲 经径 维唯 绿禄 美羡 群郡
    耀跃 联职 肖尚 育肓 苏办 芸芝 菁青 萍苹 营菅 蓝篮 藉籍 诚城 语悟 诺若 谊宜 象像
    贤资 赛寨 赞替 超起 路洛 辉晖 迪由 通涌 速束 郁都 部郡 酒洒 金全 鑫森 铭茗 锋峰
    锐悦 锦棉 隆降 雷雪 静净 颖颍 顺须 领颌 馨磬 骏俊 丁了 丈文 京亨享 亿忆 仪仅
    任仕伍 伯佰 佐佑 何河 余佘 侠峡 俞愈 凌陵 助肋 勤勒 卓早 博搏 司可 吉古 同问 名各
    君若 圆园 增赠 备奋 好妤 如奴 妍研 孔扎 季李 学字 家冢 岗岚 峥铮 崔雀 师帅 平乎
    影彭 征证 德得 怡恰 思恩 恺凯 惠慧 慈兹 戴载 捷睫 振震 敏教 新薪 荣荥 范笵 微徵
    彦产 瑜喻 晓烧 浩皓 焊悍 烁铄
"""
LOOK_ALIKE: Final = tuple(_GROUPS.split())
REPRESENTATIVE: Final = ("委派代表:", "委托代表:")
SEPARATORS: Final = "、,;/"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two wordings part: the stretch of each, either of which may be empty."""

    printed: str
    typed: str


def plain(text: str) -> str:
    """NFKC, upper case, without spaces; punctuation is kept."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def comparable(text: str) -> str:
    """`plain` without punctuation and symbols, which are printed in many ways and read in more."""
    return "".join(c for c in plain(text) if unicodedata.category(c)[0] not in "PS")


def persons(text: str) -> tuple[str, ...]:
    """The names in a person field: the whole, each of several partners, and a partner's delegated person."""
    whole = plain(text)
    parts = [whole]
    for marker in REPRESENTATIVE:
        head, found, tail = whole.partition(marker)
        if found:
            parts += [head.rstrip("(["), tail.rstrip(")]")]
    names = [name for part in parts for name in (part, *_split(part))]
    return tuple(dict.fromkeys(comparable(name) for name in names if comparable(name)))


def differences(printed: str, typed: str) -> tuple[Difference, ...]:
    """The stretches in which two wordings differ, in order."""
    matcher = SequenceMatcher(None, printed, typed, autojunk=False)
    return tuple(
        Difference(printed[i1:i2], typed[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def look_alike(one: str, other: str) -> bool:
    """Whether recognition takes these two single characters for one another."""
    return len(one) == len(other) == 1 and any(one in group and other in group for group in LOOK_ALIKE)


def _split(text: str) -> Iterator[str]:
    for separator in SEPARATORS:
        if separator in text:
            yield from text.split(separator)
