"""Which paper a page is, by the wording that every one of its kind has."""

import re
from typing import Final

from verifier.domain.evidence import EvidenceKind

WORDING: Final = (
    (EvidenceKind.AGENT_IDENTITY, re.compile(r"居民身份证|公民身份号码|签发机关.{0,20}有效期限", re.DOTALL)),
    (EvidenceKind.DISPATCH_LICENCE, re.compile(r"劳务派遣经营许可证")),
    (EvidenceKind.HR_SERVICE_LICENCE, re.compile(r"人力资源服务许可证|人力资源服务(?:许可|备案)")),
    (EvidenceKind.AUTHORISATION_LETTER, re.compile(r"授权委托书|委托书|授权书")),
    (EvidenceKind.IN_SERVICE_CERTIFICATE, re.compile(r"在职证明|工作证明|任职证明|兹证明")),
)


def kind_of(text: str) -> EvidenceKind | None:
    """The kind of a page with this text (without blanks and breaks); None of any other page."""
    return next((kind for kind, wording in WORDING if wording.search(text)), None)
