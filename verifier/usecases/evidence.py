"""Evidence: take a file into a case, give it back as it was."""

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.case import TAKES_EVIDENCE, Case
from verifier.domain.errors import CaseNotOpen, NotFound, TooMuchEvidence
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.intake.inspection import inspect
from verifier.usecases import identifiers, storing
from verifier.usecases.audit import asker, record, record_before_giving, unrecorded
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.storing import storage_errors

EVIDENCE_MAX = 20  # pieces in one case; the longest checklist (labour dispatch) asks for six kinds


def add_evidence(  # noqa: PLR0913  a file comes with what is said of it and who brings it
    ports: Ports,
    tenant_id: str,
    case_id: str,
    *,
    kind: EvidenceKind,
    data: bytes,
    declared_media_type: str | None,
    by: ApiKey | None = None,
) -> Evidence:
    """Take a file into an open case, unchanged. `by` is the key that asks; None is the operator.

    Raises NotFound, CaseNotOpen, TooMuchEvidence, StorageUnavailable, or why the intake refuses the file.
    """
    with ports.view() as tx:
        _must_take_more(tx, tenant_id, tx.cases.get(tenant_id, case_id))
    inspection = inspect(data, declared_media_type)
    # Bytes first: a crash before the row leaves bytes that are listed for deletion, and no row without.
    (sha256,) = storing.put(ports, tenant_id, [data])
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
        storing.name(tx, tenant_id, [sha256])
        record(tx, tenant_id, _added(evidence, by), now=now)
    return evidence


def fetch_evidence(
    ports: Ports, tenant_id: str, evidence_id: str, *, by: ApiKey | None = None
) -> tuple[Evidence, bytes]:
    """A piece of evidence and its bytes. Raises NotFound, EvidenceDamaged or StorageUnavailable."""
    with ports.view() as tx:
        evidence = _found(tx, tenant_id, evidence_id)
        deed = Deed(Action.EVIDENCE_FETCHED, asker(by), evidence_id, {"case_id": evidence.case_id})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    data = _bytes(ports, evidence)
    record_before_giving(ports, tenant_id, new)
    return evidence, data


def evidence_to_read(ports: Ports, tenant_id: str, evidence_id: str) -> tuple[Evidence, bytes]:
    """As `fetch_evidence`, for our own readers: nobody is given it, and their readings say that they did."""
    with ports.view() as tx:
        evidence = _found(tx, tenant_id, evidence_id)
    return evidence, _bytes(ports, evidence)


def _found(tx: Transaction, tenant_id: str, evidence_id: str) -> Evidence:
    evidence = tx.evidence.get(tenant_id, evidence_id)
    if evidence is None:
        raise NotFound
    return evidence


def _bytes(ports: Ports, evidence: Evidence) -> bytes:
    with storage_errors():
        return ports.blobs.get(evidence.tenant_id, evidence.sha256)


def _added(evidence: Evidence, by: ApiKey | None) -> Deed:
    told = {"case_id": evidence.case_id, "kind": evidence.kind.value, "sha256": evidence.sha256}
    return Deed(Action.EVIDENCE_ADDED, asker(by), evidence.id, told)


def _must_take_more(tx: Transaction, tenant_id: str, case: Case | None) -> None:
    if case is None:
        raise NotFound
    if case.state not in TAKES_EVIDENCE:
        raise CaseNotOpen
    if len(tx.evidence.of_case(tenant_id, case.id)) >= EVIDENCE_MAX:
        raise TooMuchEvidence(f"A case takes at most {EVIDENCE_MAX} pieces of evidence")
