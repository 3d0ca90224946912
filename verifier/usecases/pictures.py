"""Pictures that readers draw: kept, sealed, beside their evidence, and given back to their tenant."""

from collections.abc import Sequence
from datetime import datetime

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.evidence import Evidence
from verifier.domain.picture import Picture, PictureKind, StoredPicture
from verifier.usecases import storing
from verifier.usecases.audit import asker, record_before_giving, unrecorded
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.storing import storage_errors


def keep_pictures(ports: Ports, evidence: Evidence, pictures: Sequence[Picture]) -> tuple[StoredPicture, ...]:
    """Store the bytes; the rows are for the caller's transaction to `name`. Raises StorageUnavailable."""
    names = storing.put(ports, evidence.tenant_id, [picture.data for picture in pictures])
    return tuple(
        StoredPicture(
            evidence_id=evidence.id,
            tenant_id=evidence.tenant_id,
            case_id=evidence.case_id,
            kind=picture.kind,
            media_type=picture.media_type,
            sha256=sha256,
        )
        for picture, sha256 in zip(pictures, names, strict=True)
    )


def name_pictures(tx: Transaction, stored: Sequence[StoredPicture], now: datetime) -> None:
    """Keep the rows in this transaction; what they take the place of is deleted later."""
    for one in stored:
        earlier = tx.pictures.get(one.tenant_id, one.evidence_id, one.kind)
        tx.pictures.keep(one)
        if earlier is not None:
            storing.doom(tx, one.tenant_id, [earlier.sha256], now + storing.GRACE)
        storing.name(tx, one.tenant_id, [one.sha256])


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
