"""The office film: a word is given, the film arrives in parts, a worker reads it, the checks judge, parts go.

Parts are sealed files of their own; the filmstrip alone stays, for a person to look at.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, Final

from verifier.checks.proofs import judge_proof
from verifier.domain.errors import NotFound
from verifier.domain.office_video import (
    MOST_BYTES,
    OfficeVideo,
    VideoFacts,
    VideoPart,
    VideoReading,
    nearest,
    new_word,
)
from verifier.domain.proof import ApplicantLink, Proof, ProofKind, ProofState
from verifier.domain.proof_errors import ProofOver, UploadOffsetWrong, VideoEmpty, VideoTooLarge
from verifier.domain.task import ProofTask, TaskState, proof_task
from verifier.usecases import storing
from verifier.usecases.dispatch import ask
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.checklist import proof_of
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.proofs.settling import conclude, employer_of, held, running, wait
from verifier.usecases.proofs.telling import applicant

KIND: Final = ProofKind.OFFICE_VIDEO
PART_BYTES: Final = 8 << 20
NEAR_BITS: Final = "near_bits"  # limit of the policy: within how many of 256 bits two frames are alike


@dataclass(frozen=True, slots=True)
class VideoSeen:
    """What a worker makes of a film: a reading, or why there is none; the filmstrip as JPEG.

    `resident` and `addressed` are what the decoder took at its peak, in bytes: in memory, and of the address
    space, on which its limit is. 0 is unknown.
    """

    reading: VideoReading | None
    trouble: str | None
    strip: bytes = field(repr=False)
    engine: str
    version: str
    milliseconds: int
    resident: int = 0
    addressed: int = 0


@dataclass(frozen=True, slots=True)
class VideoClaim:
    """A worker's hold on a film for one attempt at reading it."""

    task: ProofTask
    proof: Proof


def video_of(ports: Ports, link: ApplicantLink, proof_id: str) -> OfficeVideo | None:
    """The film as far as it has come; None before a word was given. Raises NotFound."""
    proof = proof_of(ports, link, proof_id)
    with ports.view() as tx:
        return tx.office_videos.get(proof.tenant_id, proof.id)


def ask_word(ports: Ports, link: ApplicantLink, proof_id: str) -> OfficeVideo:
    """The word to be shown; again the same one. Raises NotFound, ProofOver."""
    now = ports.clock.now()
    proof_of(ports, link, proof_id)
    with ports.transaction() as tx:
        proof = running(tx, link.tenant_id, proof_id, KIND, now)
        known = tx.office_videos.get(proof.tenant_id, proof.id)
        if known is not None:
            return known
        video = OfficeVideo(proof.id, proof.tenant_id, proof.employer_id, new_word(), now)
        tx.office_videos.add(video)
        return video


def begin_upload(ports: Ports, link: ApplicantLink, proof_id: str, length: int) -> OfficeVideo:
    """A film of so many bytes is coming; one that had begun is forgotten.

    Raises NotFound, ProofOver, VideoEmpty, VideoTooLarge.
    """
    if length <= 0:
        raise VideoEmpty
    if length > MOST_BYTES:
        raise VideoTooLarge(f"A film has at most {MOST_BYTES >> 20} MiB")
    now = ports.clock.now()
    with ports.transaction() as tx:
        video = _open(tx, link, proof_id, now)
        doomed = tx.office_videos.drop_parts(video.tenant_id, video.proof_id)
        storing.doom(tx, video.tenant_id, doomed, now + storing.GRACE)
        begun = replace(video, length=length, received=0)
        tx.office_videos.keep(begun)
    return begun


def take_part(ports: Ports, link: ApplicantLink, proof_id: str, start: int, data: bytes) -> OfficeVideo:
    """The next stretch of the film; with the last one it is handed to the workers.

    Raises NotFound, ProofOver, UploadOffsetWrong (not where the film stands, or beyond its length),
    StorageUnavailable.
    """
    with ports.view() as tx:
        _must_fit(_open_view(tx, link, proof_id), start, len(data))
    names = storing.put(ports, link.tenant_id, [data]) if data else ()
    now = ports.clock.now()
    with ports.transaction() as tx:
        video = _open(tx, link, proof_id, now)
        _must_fit(video, start, len(data))
        for name in names:
            tx.office_videos.add_part(VideoPart(video.proof_id, video.tenant_id, start, len(data), name))
        storing.name(tx, video.tenant_id, names)
        after = replace(video, received=start + len(data))
        task = None
        if after.received == after.length:
            after = replace(after, finished_at=now)
            task = proof_task(KIND.value, held(tx, video.tenant_id, video.proof_id), ports.clock.real())
            tx.tasks.add(task)
        tx.office_videos.keep(after)
        if task is not None:
            wait(tx, held(tx, video.tenant_id, video.proof_id), applicant(link), now)
    if task is not None:
        ask(ports, [task.id])
    return after


def claimed_video(tx: Transaction, task: ProofTask) -> VideoClaim:
    """The film that a claimed task is about."""
    proof = tx.proofs.get(task.tenant_id, task.proof_id)
    assert proof is not None, "a task's proof is a foreign key"
    return VideoClaim(task, proof)


def fetch_video(ports: Ports, claim: VideoClaim, file: BinaryIO) -> None:
    """Write the whole film into this file. Raises EvidenceDamaged, StorageUnavailable."""
    with ports.view() as tx:
        parts = tx.office_videos.parts(claim.proof.tenant_id, claim.proof.id)
    for part in parts:
        with storing.storage_errors():
            file.write(ports.blobs.get(part.tenant_id, part.sha256))
    file.flush()


def record_video(ports: Ports, claim: VideoClaim, seen: VideoSeen) -> bool:
    """Keep the reading, end the task, settle the proof, let the film go; all or nothing.

    False, and nothing changed, when the task is no longer this claim's.
    """
    strip = storing.put(ports, claim.proof.tenant_id, [seen.strip] if seen.strip else [])
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = _ended(tx, claim.task, TaskState.DONE)
        if proof is None:
            return False
        doomed = _judge(ports, tx, proof, seen.reading, seen.trouble, strip)
        storing.name(tx, proof.tenant_id, strip)
        storing.doom(tx, proof.tenant_id, doomed, now)
    storing.erase(ports, claim.proof.tenant_id, doomed)
    return True


def give_up_video(ports: Ports, task: ProofTask, _code: str) -> bool:
    """The film could not be read by anybody: a person has to look at what there is."""
    with ports.transaction() as tx:
        proof = _ended(tx, task, TaskState.FAILED, _code)
        if proof is None:
            return False
        doomed = _judge(ports, tx, proof, None, "video_unread", ())
        storing.doom(tx, proof.tenant_id, doomed, ports.clock.now())
    storing.erase(ports, task.tenant_id, doomed)
    return True


def _judge(
    ports: Ports,
    tx: Transaction,
    proof: Proof,
    reading: VideoReading | None,
    trouble: str | None,
    strip: Sequence[str],
) -> Sequence[str]:
    """Keep what was read and settle the proof, if it still waits; the files that are to be deleted."""
    now = ports.clock.now()
    video = tx.office_videos.get(proof.tenant_id, proof.id)
    assert video is not None, "a film has a task only after it arrived"
    tx.office_videos.keep(replace(video, reading=reading, trouble=trouble))
    for name in strip:
        tx.office_videos.keep_strip(proof.tenant_id, proof.id, name)
    doomed = tx.office_videos.drop_parts(proof.tenant_id, proof.id)
    if proof.state is ProofState.PENDING:
        facts = _facts(ports, tx, proof, replace(video, reading=reading, trouble=trouble))
        conclude(ports, tx, proof, judge_proof(KIND, facts, ports.proof_policy), now)
    return doomed


def _facts(ports: Ports, tx: Transaction, proof: Proof, video: OfficeVideo) -> VideoFacts:
    identity = identity_of(tx, employer_of(tx, proof))
    return VideoFacts(
        word=video.word,
        names=(identity.name,) if identity.name else (),
        given_at=video.given_at,
        reading=video.reading,
        trouble=video.trouble,
        twins=_twins(ports, tx, proof, video.reading),
    )


def _twins(
    ports: Ports, tx: Transaction, proof: Proof, reading: VideoReading | None
) -> tuple[tuple[str, int], ...]:
    """Other employers' proofs, and how many of this film's frames each has."""
    if reading is None:
        return ()
    near = ports.proof_policy.terms(KIND).limits[NEAR_BITS]
    others: dict[str, list[str]] = {}
    for other, mark in tx.office_videos.marks_of_others(proof.tenant_id, proof.employer_id):
        others.setdefault(other, []).append(mark)
    shared: Counter[str] = Counter()
    for other, marks in others.items():
        shared[other] = sum(nearest(mark, marks) <= near for _, mark in reading.marks)
    return tuple((other, count) for other, count in sorted(shared.items()) if count)


def _open(tx: Transaction, link: ApplicantLink, proof_id: str, now: datetime) -> OfficeVideo:
    """The film of a proof that waits for it, its employer held. Raises NotFound, ProofOver."""
    proof = running(tx, link.tenant_id, proof_id, KIND, now)
    return _waiting(tx, link, proof)


def _open_view(tx: Transaction, link: ApplicantLink, proof_id: str) -> OfficeVideo:
    proof = tx.proofs.get(link.tenant_id, proof_id)
    if proof is None or proof.kind is not KIND:
        raise NotFound
    return _waiting(tx, link, proof)


def _waiting(tx: Transaction, link: ApplicantLink, proof: Proof) -> OfficeVideo:
    if proof.employer_id != link.employer_id:
        raise NotFound
    video = tx.office_videos.get(proof.tenant_id, proof.id)
    if video is None:
        raise NotFound
    if video.finished_at is not None:
        raise ProofOver
    return video


def _must_fit(video: OfficeVideo, start: int, size: int) -> None:
    if video.length is None or start != video.received or start + size > video.length:
        raise UploadOffsetWrong


def _ended(tx: Transaction, task: ProofTask, state: TaskState, failure: str | None = None) -> Proof | None:
    """End the task if this attempt still holds it, and give its proof. The employer is held first."""
    proof = held(tx, task.tenant_id, task.proof_id)
    ended = tx.tasks.end(task.id, attempt=task.attempts, state=state, failure=failure)
    return proof if ended else None
