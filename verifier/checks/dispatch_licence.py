"""Is the labour-dispatch licence (劳务派遣经营许可证) the employer's own, and in force?

pass          its holder is the declared employer and it holds today
concern       its holder is another firm, or the page is something else
fail          it has run out or has not begun
inconclusive  none was handed in, or holder or validity were not read
"""

from typing import Final

from verifier.domain.evidence import EvidenceKind
from verifier.domain.permit_check import permit_check

NAME: Final = "dispatch_licence"
CHECK: Final = permit_check(NAME, EvidenceKind.DISPATCH_LICENCE)
