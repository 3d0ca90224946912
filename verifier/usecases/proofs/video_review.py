"""What a reviewer sees of an office film: what was measured, and the filmstrip."""

from dataclasses import dataclass

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.office_video import OfficeVideo
from verifier.domain.proof import Proof
from verifier.usecases.audit import record_before_giving, unrecorded
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.storing import storage_errors


@dataclass(frozen=True, slots=True)
class FilmShown:
    """The film as far as it has come, and whether there is a strip of it."""

    video: OfficeVideo | None
    has_strip: bool


def film_shown(ports: Ports, proof: Proof) -> FilmShown:
    with ports.view() as tx:
        video = tx.office_videos.get(proof.tenant_id, proof.id)
        return FilmShown(video, tx.office_videos.strip(proof.tenant_id, proof.id) is not None)


def look_at_strip(ports: Ports, me: Reviewer, proof_id: str) -> bytes:
    """The filmstrip, JPEG; that it was looked at is recorded first. Raises NotFound, StorageUnavailable."""
    with ports.view() as tx:
        proof = tx.proofs.find(proof_id, tenants=me.tenants)
        name = tx.office_videos.strip(proof.tenant_id, proof.id) if proof else None
        if proof is None or name is None:
            raise NotFound
        deed = Deed(Action.PICTURE_FETCHED, me.actor, proof.id, {"kind": "filmstrip"})
        new = unrecorded(tx, proof.tenant_id, deed, ports.clock.now())
    with storage_errors():
        strip = ports.blobs.get(proof.tenant_id, name)
    record_before_giving(ports, proof.tenant_id, new)
    return strip
