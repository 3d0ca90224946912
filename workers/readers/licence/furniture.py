"""Printed matter of a licence that belongs to no field: the title, footers, notices, serials, web addresses.

Decides by wording alone. Lines that a label claims on its own row never come here.
"""

import re
from typing import Final

FURNITURE: Final = re.compile(
    r"营业执照$|业执照$|^营业执|监制$|局制$|人民共和国|市场监督管理总局|行政管理总局"
    r"|信息公示系统|公示系统|示系统|系统网|网址|https?[:/;]|www?\.|\.gov|gov\.cn|\.cn$|\.com"
    r"|扫描|二维码|扫码|了解更|[备各]案、许|监管信|[多更]登记"
    r"|年度报告|年报|月30日|6月3|市场主体应|商事主体[应每须]|企业应当|章程确定|程确定|另行通知|不再通知"
    r"|数字签名|留存|电子营业执照|营业执照文件|执照软件|息参考|重要提示|^提示|提示[:：]|须知"
    r"|副\s*本|正\s*本|^编号|编号[:：]|^\(?\d\s*[-/]\s*\d\)?$|验照|年检|年度检验|标识|^No\.?\d"
)
LATIN_NOISE: Final = re.compile(r"^[SCJDGLI\s]{2,}$|^[^\w]+$|^[★☆*＊￥#]+$")
NOTICE: Final = re.compile(r"章程|草程|登记制度|请登录|应当于|年报|公示")


def is_furniture(text: str) -> bool:
    """Whether the wording belongs to the form itself and not to what was filled in."""
    dense = text.replace(" ", "")
    return bool(FURNITURE.search(dense) or LATIN_NOISE.match(dense))


def is_notice(text: str) -> bool:
    """Whether what follows a label is a sentence of the form's small print."""
    return bool(NOTICE.search(text.replace(" ", "")))
