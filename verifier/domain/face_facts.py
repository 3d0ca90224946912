"""All that the checks of a face session may look at. Numbers and times; no pixel, no template."""

from dataclasses import dataclass
from enum import StrEnum

from verifier.domain.face_session import Challenge, Purpose
from verifier.domain.faces import LiveMeasures, StillMeasures


class Against(StrEnum):
    """What a live face is compared with."""

    TEMPLATE = "template"  # the one enrolled
    SELFIE = "selfie"
    IDENTITY_DOCUMENT = "identity_document"
    AGENT_CARD = "agent_card"  # the photograph on the identity card that was handed in with the case


@dataclass(frozen=True, slots=True)
class Match:
    """How alike the live face is to another picture of the person who it should be.

    `cosine` is SFace's, −1 to 1, decided by; `distance` is dlib's, 0 the same, a second opinion. None where
    either side has no face that the engine sees. `still` is what was measured on the other picture; None of
    a template, and of a card that was not looked at because it may be another recruiter's.
    """

    against: Against
    cosine: float | None
    distance: float | None
    still: StillMeasures | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """How a film came, told by the server's clock and by the bytes.

    `times` are the page's own, in the order in which it sent them, ms. `elapsed` is from the challenge's
    issue to the end of the upload, ms. `ahead` is by how much frames claim to be younger than they can be:
    the most by which a batch's last frame lies after the batch's arrival since the challenge was issued, ms;
    0 or less for an honest page. `sizes` are the distinct widths and heights of the frames. `refused` counts
    frames that are no picture of a camera; `repeated` those whose bytes came before in this film; `replayed`
    those sampled frames whose bytes came in another film of any recruiter of the tenant.
    """

    times: tuple[int, ...]
    elapsed: int
    ahead: int
    sizes: tuple[tuple[int, int], ...]
    refused: int = 0
    repeated: int = 0
    replayed: int = 0


@dataclass(frozen=True, slots=True)
class FilmReading:
    """What was measured on the film of one attempt; kept, so that it can be judged again without the film."""

    upload: Upload
    live: LiveMeasures | None  # None where no frame could be measured
    matches: tuple[Match, ...]
    passive_detector: bool  # whether the optional detector was there at all
    engine: str
    version: str
    milliseconds: int

    @property
    def own(self) -> tuple[Match, ...]:
        """Against what was enrolled or handed in for the recruiter themself."""
        return tuple(one for one in self.matches if one.against is not Against.AGENT_CARD)

    @property
    def with_cards(self) -> tuple[Match, ...]:
        """Against a card of their case's, which is small, printed, and may be a colleague's."""
        return tuple(one for one in self.matches if one.against is Against.AGENT_CARD)


@dataclass(frozen=True, slots=True)
class FaceFacts:
    """One attempt as the checks see it."""

    purpose: Purpose
    challenge: Challenge
    reading: FilmReading
