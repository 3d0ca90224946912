"""What a recruiter does on the page, proven by the link's token and, once begun, by the browser's secret.

The link is good for one browser: whoever agrees first is tied to it, and the link is dead anywhere else.
Opening a link changes nothing, since messengers open links by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.domain.advice import Advice
from verifier.domain.face_session import Attempt, FaceSession, OtherWay, SentFrame
from verifier.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class Visit:
    """What the page shows. `state` is as of now; `site` is the tenant's name; `advice` is of the last attempt.

    `tied`: whether the session belongs to this browser. `elsewhere`: whether it belongs to another.
    """

    session: FaceSession
    state: str
    site: str
    tied: bool
    elsewhere: bool
    attempts_left: int
    advice: tuple[Advice, ...] = ()
    attempt: Attempt | None = None  # under way
    received: tuple[int, ...] = ()  # batches of it, by index


def visit(ports: Ports, token: str, browser: str | None) -> Visit:
    """Where the session stands; changes nothing. Raises LinkUnknown."""
    raise NotImplementedError


def give_consent(
    ports: Ports, token: str, browser: str | None, *, language: str, text_sha256: str, keeps_frames: bool
) -> str:
    """Note the consent and tie the session to a browser; returns the browser's secret.

    Again in the same browser changes nothing. Raises LinkUnknown, LinkUsed, SessionOver, ConsentChanged (the text is
    not the one in force), FaceLocked.
    """
    raise NotImplementedError


def take_other_way(ports: Ports, token: str, browser: str | None, way: OtherWay) -> str:
    """Be verified without a face: the session goes to a person; returns the browser's secret.

    Raises LinkUnknown, LinkUsed, SessionOver.
    """
    raise NotImplementedError


def begin_attempt(ports: Ports, token: str, browser: str | None) -> Attempt:
    """A new challenge; one that is under way is given up.

    Raises LinkUnknown, LinkUsed, SessionOver, ConsentMissing.
    """
    raise NotImplementedError


def take_batch(
    ports: Ports, token: str, browser: str | None, *, number: int, index: int, frames: Sequence[SentFrame]
) -> tuple[int, ...]:
    """Keep a batch of an attempt; the indexes that are kept now. The same batch again changes nothing.

    Raises LinkUnknown, LinkUsed, SessionOver, AttemptOver (finished, given up or late), BatchConflict
    (another batch of this index is kept), FilmTooLarge (frames or bytes), Invalid, StorageUnavailable.
    """
    raise NotImplementedError


def finish_attempt(
    ports: Ports, token: str, browser: str | None, *, number: int, batches: int
) -> FaceSession:
    """The upload is complete: have the film read. Again changes nothing.

    Raises LinkUnknown, LinkUsed, SessionOver, AttemptOver, BatchesMissing.
    """
    raise NotImplementedError


def withdraw(ports: Ports, token: str, browser: str | None) -> None:
    """The recruiter withdraws the consent: `withdraw_face`. Raises LinkUnknown, LinkUsed."""
    raise NotImplementedError
