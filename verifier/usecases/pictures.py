"""Pictures that readers draw: kept, sealed, beside their evidence, and given back to their tenant."""

from collections.abc import Sequence

from verifier.domain.errors import NotFound
from verifier.domain.evidence import Evidence
from verifier.domain.picture import Picture, PictureKind, StoredPicture
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
    ports: Ports, tenant_id: str, evidence_id: str, kind: PictureKind
) -> tuple[StoredPicture, bytes]:
    """A picture and its bytes. Raises NotFound, EvidenceDamaged or StorageUnavailable."""
    with ports.view() as tx:
        picture = tx.pictures.get(tenant_id, evidence_id, kind)
    if picture is None:
        raise NotFound
    with storage_errors():
        return picture, ports.blobs.get(tenant_id, picture.sha256)
