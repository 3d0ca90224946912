"""What the reader of office films finds in drawn films: signs, words, joins, stills, one office twice.

`python -m tests.bench office_video`. Films are drawn by fixtures.office; a phone's are harder. 12 offices at
150 s of a slow core each.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from tempfile import TemporaryFile

from fixtures.company import Form, Generation, register
from fixtures.office import Clip, film
from models.ocr import TextEngine
from verifier.checks.proofs import video_sign, video_word
from verifier.domain.office_video import Alike, Strip, VideoFacts, VideoReading, new_word
from verifier.usecases.proofs.office_video import VideoSeen
from workers.readers.office_video import OfficeVideoReader

OFFICES = 12
SHARED_MIN = 3
LEAST = Alike(points_min=15, spread_min=0.1)


def name(seed: int) -> str:
    """A fictional firm's."""
    return register(seed, Form.COMPANY, Generation.LANDSCAPE_2019).name


def copies(clip: Clip) -> Iterator[tuple[str, Clip]]:
    """The same office under another firm, by what was done to hide it."""
    yield "re-encoded", replace(clip, quality=34)
    yield "cropped by 3 %", replace(clip, crop=0.03)
    yield "mirrored", replace(clip, mirror=True)
    yield "shortened by 2 s", replace(clip, cut=(0.0, 2.0))
    yield "filmed anew under another sign", replace(clip, take=1, sign=name(clip.seed + 500), word=new_word())


def read(reader: OfficeVideoReader, clip: Clip, *sought: str) -> tuple[VideoSeen, VideoReading]:
    with TemporaryFile() as file:
        file.write(film(clip))
        file.flush()
        seen = reader.read(file, sought)
    assert seen.reading is not None, seen.trouble
    return seen, seen.reading


def strip(seen: VideoSeen, reading: VideoReading) -> Strip:
    return Strip(seen.strip, len(reading.strip))


def codes(clip: Clip, reading: VideoReading, sign: str, word: str) -> set[str]:
    """What the checks of text say of the film, were it another firm's or another word's."""
    assert reading.created_at is not None
    facts = VideoFacts(word, (sign,), reading.created_at, reading)
    found = (*video_sign.CHECK(facts, {"score_min": 0.8}), *video_word.CHECK(facts, {}))
    return {one.code for one in found}


def run() -> Mapping[str, object]:
    """How often each was found."""
    reader = OfficeVideoReader(TextEngine.load())
    found: Counter[str] = Counter()
    strips: list[Strip] = []
    for seed in range(OFFICES):
        clip = Clip(seed, name(seed), new_word(), created="2026-05-04T03:05:00Z")
        seen, reading = read(reader, clip)
        strips.append(strip(seen, reading))
        found["sign and word"] += codes(clip, reading, clip.sign, clip.word) == {
            "sign_agrees",
            "word_agrees",
        }
        found["false join"] += bool(reading.cuts)
        found["false still"] += bool(reading.freezes)
        found["another word"] += "word_differs" in codes(clip, reading, clip.sign, new_word())
        found["another firm's sign"] += "sign_of_another_firm" in codes(
            clip, reading, name(seed + 700), clip.word
        )
        found["join"] += bool(read(reader, replace(clip, spliced=(5.0, seed + 100)))[1].cuts)
        found["still"] += bool(read(reader, replace(clip, frozen=(4.0, 6.0)))[1].freezes)
        for way, copy in copies(clip):
            again = strip(*read(reader, copy))
            found[way] += reader.shared(again, strips[-1], LEAST) >= SHARED_MIN
    pairs = [reader.shared(one, other, LEAST) for one, other in combinations(strips, 2)]
    false = sum(count >= SHARED_MIN for count in pairs)
    return {"offices": OFFICES, "found": dict(found), "pairs": len(pairs), "pairs taken for one": false}


if __name__ == "__main__":
    print(run())
