"""Evidence: take a file into a case, give it back as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from verifier.domain.case import Case, CaseState
from verifier.domain.errors import (
    CaseNotOpen,
    EvidenceDamaged,
    NotFound,
    StorageUnavailable,
    TooMuchEvidence,
)
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.intake.inspection import inspect
from verifier.usecases import identifiers
from verifier.usecases.ports import BlobDamaged, BlobMissing, BlobsUnavailable, Ports, Transaction

EVIDENCE_MAX = 20  # pieces in one case; the longest checklist (labour dispatch) asks for six kinds


def add_evidence(
    ports: Ports,
    tenant_id: str,
    case_id: str,
    *,
    kind: EvidenceKind,
    data: bytes,
    declared_media_type: str | None,
) -> Evidence:
    """Take a file into an open case, unchanged.

    Raises NotFound, CaseNotOpen, TooMuchEvidence, StorageUnavailable, or why the intake refuses the file.
    """
    with ports.view() as tx:
        _must_take_more(tx, tenant_id, tx.cases.get(tenant_id, case_id))
    inspection = inspect(data, declared_media_type)
    # Bytes first: a crash before the row leaves bytes that nobody names, never a row without bytes.
    with storage_errors():
        sha256 = ports.blobs.put(tenant_id, data)
    now = ports.clock.now()
    evidence = Evidence(
        id=identifiers.new("evd", now),
        tenant_id=tenant_id,
        case_id=case_id,
        kind=kind,
        sha256=sha256,
        media_type=inspection.media_type,
        declared_media_type=declared_media_type,
        size=len(data),
        added_at=now,
    )
    with ports.transaction() as tx:
        _must_take_more(tx, tenant_id, tx.cases.hold(tenant_id, case_id))
        tx.evidence.add(evidence)
    return evidence


def fetch_evidence(ports: Ports, tenant_id: str, evidence_id: str) -> tuple[Evidence, bytes]:
    """A piece of evidence and its bytes. Raises NotFound, EvidenceDamaged or StorageUnavailable."""
    with ports.view() as tx:
        evidence = tx.evidence.get(tenant_id, evidence_id)
    if evidence is None:
        raise NotFound
    with storage_errors():
        return evidence, ports.blobs.get(tenant_id, evidence.sha256)


def _must_take_more(tx: Transaction, tenant_id: str, case: Case | None) -> None:
    if case is None:
        raise NotFound
    if case.state is not CaseState.OPEN:
        raise CaseNotOpen
    if len(tx.evidence.of_case(tenant_id, case.id)) >= EVIDENCE_MAX:
        raise TooMuchEvidence(f"A case takes at most {EVIDENCE_MAX} pieces of evidence")


@contextmanager
def storage_errors() -> Iterator[None]:
    """What the blob store raises, as the error that the caller gets."""
    try:
        yield
    except (BlobMissing, BlobDamaged) as error:
        raise EvidenceDamaged from error
    except BlobsUnavailable as error:
        raise StorageUnavailable from error
