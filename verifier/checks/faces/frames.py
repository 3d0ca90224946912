"""Is every frame a picture of one camera?

pass          all frames could be decoded and have one size
concern       they have several sizes, as when a phone is turned round
fail          something among them is no JPEG of a camera: no page of ours sends that
inconclusive  no frame came, or none could be measured
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_film
from verifier.domain.face_facts import FaceFacts
from verifier.domain.finding import Outcome

NAME: Final = "frames"


class Code(StrEnum):
    SOUND = "frames_sound"
    NONE = "no_frames"
    REFUSED = "frames_refused"
    SIZES = "frame_size_changed"


def judge(facts: FaceFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    upload, live = facts.reading.upload, facts.reading.live
    refused = max(upload.refused, live.time.refused if live else 0)
    if refused:
        yield Judgement(Outcome.FAIL, Code.REFUSED, f"Frames that are none: {refused}.", refused, 0)
    elif live is None or not live.frames or not upload.sizes:
        yield Judgement(Outcome.INCONCLUSIVE, Code.NONE, "No frame could be measured.", 0, 1)
    elif len(upload.sizes) > 1:
        sizes = ", ".join(f"{width} × {height}" for width, height in upload.sizes)
        yield Judgement(
            Outcome.CONCERN, Code.SIZES, f"Frames of several sizes: {sizes}.", len(upload.sizes), 1
        )
    else:
        yield Judgement(Outcome.PASS, Code.SOUND, f"{len(live.frames)} frames of one size.", len(live.frames))


CHECK: Final = of_film(NAME, Code, judge)
