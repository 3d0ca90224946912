"""The words of verifier.domain.advice on relatives, by finding code: Chinese, then English. Data only.

They are the same whatever is shared: to name it would teach a forger what gave them away.
"""

from collections.abc import Mapping
from typing import Final

_ACCOUNT: Final = (
    "审核人员会核对这份材料。如果贵单位在本站已有账户，请使用该账户提交，或联系网站说明情况。",
    "A reviewer will look at this application. If your employer already has an account on this site, use "
    "that account, or tell the site about it.",
)
_NOTHING: Final = (
    "这一项本次未能核对，您无需操作。",
    "This point could not be checked this time; there is nothing for you to do.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "relative_same_bytes": _ACCOUNT,
    "relative_same_image": _ACCOUNT,
    "relative_same_background": _ACCOUNT,
    "relative_same_code": _ACCOUNT,
    "relative_same_address": _ACCOUNT,
    "relative_same_phone": _ACCOUNT,
    "relative_same_bank_account": _ACCOUNT,
    "relative_same_person": _ACCOUNT,
    "relatives_not_searched": _NOTHING,
    "relatives_not_all_compared": _NOTHING,
    "person_not_searched": _NOTHING,
}
