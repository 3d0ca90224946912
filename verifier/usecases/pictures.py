"""Pictures that readers draw: kept, sealed, beside their evidence, and given back to their tenant."""

from collections.abc import Sequence
from datetime import datetime

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.evidence import Evidence
from verifier.domain.picture import Picture, PictureKind, StoredPicture
from verifier.usecases.audit import asker, record_before_giving, unrecorded
from verifier.usecases.keeping import doom, put, storage_errors
from verifier.usecases.ports import Ports, Transaction


def put_pictures(ports: Ports, evidence: Evidence, pictures: Sequence[Picture]) -> tuple[StoredPicture, ...]:
    """Store the bytes; `keep_pictures` then keeps the rows. Raises StorageUnavailable."""
    names = put(ports, evidence.tenant_id, [picture.data for picture in pictures])
    return tuple(
        StoredPicture(
            evidence_id=evidence.id,
            tenant_id=evidence.tenant_id,
            case_id=evidence.case_id,
            kind=picture.kind,
            media_type=picture.media_type,
            sha256=name,
        )
        for picture, name in zip(pictures, names, strict=True)
    )


def keep_pictures(tx: Transaction, pictures: Sequence[StoredPicture], now: datetime) -> None:
    """Keep the rows. What an earlier attempt drew of the same is named no more, if it is another picture."""
    for picture in pictures:
        earlier = tx.pictures.keep(picture)
        if earlier is not None:
            doom(tx, picture.tenant_id, [earlier], now)


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
