"""Printed matter of a licence that belongs to no field: the title, footers, notices, serials, web addresses.

Decides by wording, and for the watermarks of web sites by the address that stands above or below their name.
"""

import re
from collections.abc import Sequence
from typing import Final

from workers.readers.licence.pieces import Piece

FURNITURE: Final = re.compile(
    r"营业执照$|业执照$|^营业执.{0,3}$|监制$|局制$|人民共和国|市场监督管理总局|行政管理总局"
    r"|信息公示系统|公示系统|示系统|系统网|网址|https?[:/;]|www?\.|\.gov|gov\.cn|\.cn$|\.com"
    r"|扫描|二维码|扫码|了解更|[备各]案、许|监管信|[多更]登记"
    r"|年度报告|年报|(?<!\d年)(?<!1)6月30|市场主体应|商事主体[应每须]|企业应当|章程确定|程确定|另行通知|不再通知"
    r"|数字签名|留存|电子营业执照|营业执照文件|执照软件|息参考|重要提示|^提示|提示[:：]|须知"
    r"|副\s*本|正\s*本|^编号|编号[:：]|^\(?\d\s*[-/]\s*\d\)?$|验照|年检|年度检验|标识|^No\.?\d"
)
DATED: Final = re.compile(r"^自?\d{4}年\d{1,2}月\d{1,2}日?(?:至.*|止)?$")
LATIN_NOISE: Final = re.compile(r"^[SCJDGLI\s]{2,}$|^[^\w]+$|^[★☆*＊￥#]+$")
NOTICE: Final = re.compile(r"章程|草程|登记制度|请登录|应当于|年报|公示|商事主体|市场主体")

SITE: Final = re.compile(r"[A-Za-z0-9]\.(?:com|cn|net|org)\b|\.com\.?cn$|^www\.", re.IGNORECASE)


def without_site_marks(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without web sites' watermarks: an address, and the name stacked on or under it."""
    sites = [piece for piece in pieces if SITE.search(piece.text) and len(piece.text) < 24]
    return [piece for piece in pieces if not any(_of_site(piece, site) for site in sites)]


def _of_site(piece: Piece, site: Piece) -> bool:
    """Whether a short piece has the address's left and right edges and touches it from above or below."""
    if piece is site:
        return True
    touching = -0.5 < max(site.top - piece.bottom, piece.top - site.bottom) / site.height < 0.8
    unit = max(site.height, piece.height)
    flush = abs(piece.left - site.left) < 1.2 * unit and abs(piece.right - site.right) < 2.5 * unit
    return touching and flush and 2 <= len(piece.text) <= 8


def is_furniture(text: str) -> bool:
    """Whether the wording belongs to the form itself and not to what was filled in."""
    dense = text.replace(" ", "")
    if DATED.match(dense):
        return False
    return bool(FURNITURE.search(dense) or LATIN_NOISE.match(dense))


def is_watermark(text: str) -> bool:
    """Whether a text is nothing but letters of the SCJDGL in the paper, or marks without a letter."""
    return bool(LATIN_NOISE.match(text.replace(" ", "")))


def is_notice(text: str) -> bool:
    """Whether what follows a label is a sentence of the form's small print."""
    return bool(NOTICE.search(text.replace(" ", "")))
