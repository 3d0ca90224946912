"""Which kind of proof has which page. A new kind is a module of pages and a line here."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from verifier.applicant import bank, mail, office_video
from verifier.domain.proof import ApplicantLink, Proof, ProofKind

ProofPage: TypeAlias = Callable[[ApplicantLink, Proof], str]
"""The page of one proof, as it stands now."""

PAGES: Final[Mapping[ProofKind, ProofPage]] = {
    ProofKind.CORPORATE_MAIL: mail.page_of,
    ProofKind.BANK_PAYMENT: bank.show,
    ProofKind.OFFICE_VIDEO: office_video.show,
}
