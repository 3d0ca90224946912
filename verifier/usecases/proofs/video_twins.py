"""Other employers' films that show the same place: found by their frames' marks, then laid over one another.

Marks find copies, and rooms that merely look alike; only what fits point by point counts. Never looks beyond
the tenant.
"""

from collections.abc import Sequence
from typing import Final, TypeAlias

from verifier.domain.office_video import Alike, SharedFrames, Strip, VideoReading, alike
from verifier.domain.proof import Proof, ProofKind
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing
from verifier.usecases.ports import Ports
from verifier.usecases.storing import storage_errors

NEAR_BITS: Final = "near_bits"  # of the policy: within how many of 256 bits two frames may show one place
POINTS_MIN, SPREAD_MIN = "points_min", "spread_min"  # likewise: `domain.office_video.Alike`
COMPARED_MAX: Final = 8  # films laid over one: a second of one core each

Twins: TypeAlias = Sequence[tuple[str, int]]
"""Other employers' proofs, and how many of this film's frames each shows."""


def find_twins(
    ports: Ports, proof: Proof, reading: VideoReading | None, strip: bytes, shared: SharedFrames
) -> Twins:
    """Those of the most similar marks, as far as they share a frame. Raises StorageUnavailable."""
    if reading is None:
        return ()
    limits = ports.proof_policy.terms(ProofKind.OFFICE_VIDEO).limits
    with ports.view() as tx:
        others = tx.office_videos.marks_of_others(proof.tenant_id, proof.employer_id)
    near = alike([mark for _, mark in reading.marks], others, within=int(limits[NEAR_BITS]))
    most = sorted(near.items(), key=lambda item: (-item[1], item[0]))[:COMPARED_MAX]
    own = Strip(strip, len(reading.strip))
    least = Alike(limits[POINTS_MIN], limits[SPREAD_MIN])
    theirs = ((other, count, _strip_of(ports, proof.tenant_id, other)) for other, count in most)
    # By the marks alone where the other's filmstrip is lost: that must not hide it.
    found = [(other, shared(own, one, least) if one else count) for other, count, one in theirs]
    return tuple(sorted(one for one in found if one[1]))


def _strip_of(ports: Ports, tenant_id: str, proof_id: str) -> Strip | None:
    with ports.view() as tx:
        video = tx.office_videos.get(tenant_id, proof_id)
        name = tx.office_videos.strip(tenant_id, proof_id)
    if video is None or video.reading is None or name is None:
        return None
    with storage_errors():
        try:
            return Strip(ports.blobs.get(tenant_id, name), len(video.reading.strip))
        except (BlobMissing, BlobDamaged):
            return None
