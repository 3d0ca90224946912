"""The words that Chinese registries have for the state of a registration, as ours. Data and one look-up."""

from typing import Final

from verifier.domain.registry import RegistryStatus
from verifier.domain.wording import comparable

# A word that says it within a longer one, the gravest first: 吊销，未注销 is a revocation.
WITHIN: Final = (
    ("吊销", RegistryStatus.REVOKED),
    ("撤销", RegistryStatus.WITHDRAWN),
    ("注销", RegistryStatus.CANCELLED),
    ("歇业", RegistryStatus.SUSPENDED),
    ("停业", RegistryStatus.SUSPENDED),
    ("迁出", RegistryStatus.MOVED_OUT),
)
# Only these exactly, so that 非正常 or 拟开业 is not taken for a firm in operation. Punctuation is set aside.
IN_OPERATION: Final = frozenset((
    "存续", "在营", "开业", "在业", "在册", "正常", "登记成立", "确立", "存续在营开业在册", "在营开业",
    "在营开业企业", "存续在营", "开业在营", "正常在业", "正常开业", "正常在营", "仍注册",
    "INOPERATION", "ACTIVE",
))  # fmt: skip


def status_of(word: str) -> RegistryStatus:
    """What a registry's word means; OTHER for one that is not known here."""
    text = comparable(word)
    for part, status in WITHIN:
        if part in text:
            return status
    return RegistryStatus.IN_OPERATION if text in IN_OPERATION else RegistryStatus.OTHER
