"""The office film: a word is given, the film arrives in parts, a worker reads it, the checks judge, parts go.

Parts are sealed files of their own; the filmstrip alone stays, for a person to look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from verifier.checks.proofs import judge_proof
from verifier.domain.audit import Actor, ActorKind
from verifier.domain.errors import NotFound
from verifier.domain.office_video import (
    MOST_BYTES,
    OfficeVideo,
    SharedFrames,
    VideoFacts,
    VideoPart,
    VideoReading,
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
from verifier.usecases.proofs.settling import conclude, employer_of, held, reopen, running, wait
from verifier.usecases.proofs.telling import applicant
from verifier.usecases.proofs.video_twins import Twins, find_twins

KIND: Final = ProofKind.OFFICE_VIDEO
PART_BYTES: Final = 8 << 20
DROPPED_AT_ONCE: Final = 100  # films in one sweep
FILMS_MAX: Final = 3  # as often as a task is attempted: then a person looks
FILM_AGAIN: Final = frozenset(
    {
        "video_broken",
        "video_container",
        "video_without_picture",
        "video_too_long",
        "video_frames_too_large",
        "video_too_costly",
    }
)
"""What is wrong with a file and says nothing of the firm: whoever filmed can do better."""
CLAIM_HELD: Final = timedelta(seconds=10)  # as a lease


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
        begun = replace(video, length=length, received=0, trouble=None)
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
            if not tx.tasks.restart(task.id, at=task.asked_at):  # of a film that could not be looked at
                tx.tasks.add(task)
        tx.office_videos.keep(after)
        if task is not None:
            wait(tx, held(tx, video.tenant_id, video.proof_id), applicant(link), now)
    if task is not None:
        ask(ports, [task.id])
    return after


def drop_left_parts(ports: Ports) -> int:
    """Let go of films that never came whole in the time of their proof; for the sweep. How many."""
    with ports.view() as tx:
        left = tx.office_videos.left_parts(DROPPED_AT_ONCE)
    for tenant_id, proof_id in left:
        with ports.transaction() as tx:
            held(tx, tenant_id, proof_id)
            doomed = tx.office_videos.drop_parts(tenant_id, proof_id)
            # A part may be on its way at this moment.
            storing.doom(tx, tenant_id, doomed, ports.clock.now() + storing.GRACE)
    return len(left)


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


def sought_in(ports: Ports, claim: VideoClaim) -> tuple[str, ...]:
    """The texts that the film has to show: its word, and the firm's name; none where that is not known."""
    proof = claim.proof
    with ports.view() as tx:
        video = tx.office_videos.get(proof.tenant_id, proof.id)
        name = identity_of(tx, employer_of(tx, proof)).name
    return (video.word, name) if video and name else ()


def record_video(ports: Ports, claim: VideoClaim, seen: VideoSeen, shared: SharedFrames) -> bool:
    """Keep the reading, look for twins, end the task, settle the proof, let the film go.

    The reading is kept first, in a transaction of its own: of two films that are read at once, at least the
    one kept later finds the other. `shared` compares two filmstrips. False when the task is no longer this
    claim's.
    """
    if not _kept(ports, claim, seen):
        return False
    twins = find_twins(ports, claim.proof, seen.reading, seen.strip, shared)
    with ports.transaction() as tx:
        proof = _ended(tx, claim.task, TaskState.DONE)
        if proof is None:
            return False
        again = seen.trouble in FILM_AGAIN and claim.task.attempts < FILMS_MAX
        doomed = _judge(ports, tx, proof, twins, again=again)
        storing.doom(tx, proof.tenant_id, doomed, ports.clock.now())
    storing.erase(ports, claim.proof.tenant_id, doomed)
    return True


def _kept(ports: Ports, claim: VideoClaim, seen: VideoSeen) -> bool:
    """Write what was read, if the task is still this claim's; an attempt that died may have done so."""
    proof = claim.proof
    strip = storing.put(ports, proof.tenant_id, [seen.strip] if seen.strip else [])
    with ports.transaction() as tx:
        held(tx, proof.tenant_id, proof.id)
        until = ports.clock.real() + CLAIM_HELD
        if not tx.tasks.renew(claim.task.id, attempt=claim.task.attempts, until=until):
            return False
        _note(tx, proof, seen.reading, seen.trouble)
        if strip and tx.office_videos.strip(proof.tenant_id, proof.id) is None:
            tx.office_videos.keep_strip(proof.tenant_id, proof.id, *strip)
            storing.name(tx, proof.tenant_id, strip)
    return True


def give_up_video(ports: Ports, task: ProofTask, _code: str) -> bool:
    """The film could not be read by anybody: a person has to look at what there is."""
    with ports.transaction() as tx:
        proof = _ended(tx, task, TaskState.FAILED, _code)
        if proof is None:
            return False
        _note(tx, proof, None, "video_unread")
        doomed = _judge(ports, tx, proof, ())
        storing.doom(tx, proof.tenant_id, doomed, ports.clock.now())
    storing.erase(ports, task.tenant_id, doomed)
    return True


def _note(tx: Transaction, proof: Proof, reading: VideoReading | None, trouble: str | None) -> None:
    video = tx.office_videos.get(proof.tenant_id, proof.id)
    assert video is not None, "a film has a task only after it arrived"
    tx.office_videos.keep(replace(video, reading=reading, trouble=trouble))


def _judge(
    ports: Ports, tx: Transaction, proof: Proof, twins: Twins, *, again: bool = False
) -> Sequence[str]:
    """Settle the proof by what was read, if it still waits; the files that are to be deleted.

    `again`: the applicant is told what is wrong with the file, and may send another with the same word.
    """
    video = tx.office_videos.get(proof.tenant_id, proof.id)
    assert video is not None, "a film has a task only after it arrived"
    doomed = tx.office_videos.drop_parts(proof.tenant_id, proof.id)
    if proof.state is ProofState.PENDING:
        identity = identity_of(tx, employer_of(tx, proof))
        facts = VideoFacts(
            word=video.word,
            names=(identity.name,) if identity.name else (),
            given_at=video.given_at,
            reading=video.reading,
            trouble=video.trouble,
            twins=tuple(twins),
        )
        findings = judge_proof(KIND, facts, ports.proof_policy)
        if again:
            tx.office_videos.keep(replace(video, length=None, received=0, finished_at=None))
            why = tuple(one for one in findings if one.code == video.trouble)
            found = replace(proof, findings=why, policy_version=ports.proof_policy.version)
            reopen(tx, found, Actor(ActorKind.POLICY, ports.proof_policy.version), ports.clock.now())
        else:
            conclude(ports, tx, proof, findings, ports.clock.now())
    return doomed


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
