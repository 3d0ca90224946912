"""The proofs of a case's employer, for the case page."""

from collections.abc import Sequence

from verifier.domain.case import Case
from verifier.domain.proof import Proof
from verifier.usecases.ports import Ports


def proofs_beside(ports: Ports, case: Case) -> Sequence[Proof]:
    """Newest first, of a case that the caller may see and has recorded; none where it has no employer."""
    if case.employer_id is None:
        return ()
    with ports.view() as tx:
        return tx.proofs.of_employer(case.tenant_id, case.employer_id)
