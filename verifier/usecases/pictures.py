"""Pictures that readers draw: kept, sealed, beside their evidence, and given back to their tenant."""

from collections.abc import Sequence

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.evidence import Evidence
from verifier.domain.picture import Picture, PictureKind, StoredPicture
from verifier.usecases.audit import asker, record_before_giving, unrecorded
from verifier.usecases.evidence import storage_errors
from verifier.usecases.ports import Ports


def keep_pictures(ports: Ports, evidence: Evidence, pictures: Sequence[Picture]) -> tuple[StoredPicture, ...]:
    """Store the bytes; the rows are for the caller's transaction to keep. Raises StorageUnavailable."""
    with storage_errors():
        return tuple(
            StoredPicture(
                evidence_id=evidence.id,
                tenant_id=evidence.tenant_id,
                case_id=evidence.case_id,
                kind=picture.kind,
                media_type=picture.media_type,
                sha256=ports.blobs.put(evidence.tenant_id, picture.data),
            )
            for picture in pictures
        )


def fetch_picture(
    ports: Ports, tenant_id: str, evidence_id: str, kind: PictureKind, *, by: ApiKey | None = None
) -> tuple[StoredPicture, bytes]:
    """A picture and its bytes. `by` is the key that asks; None is the operator.

    Raises NotFound, EvidenceDamaged or StorageUnavailable.
    """
    with ports.view() as tx:
        picture = tx.pictures.get(tenant_id, evidence_id, kind)
        if picture is None:
            raise NotFound
        told = {"case_id": picture.case_id, "kind": kind.value}
        deed = Deed(Action.PICTURE_FETCHED, asker(by), evidence_id, told)
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    with storage_errors():
        data = ports.blobs.get(tenant_id, picture.sha256)
    record_before_giving(ports, tenant_id, new)
    return picture, data
