"""What the reader of office films finds in drawn films: signs, words, cuts, stills, and the same film again.

`python -m tests.bench office_video`. Films are drawn by fixtures.office; a phone's are harder.
"""

from tempfile import TemporaryFile

from fixtures.company import Form, Generation, register
from fixtures.office import Clip, film
from models.ocr import TextEngine
from verifier.domain.office_video import nearest, new_word
from verifier.usecases.proofs.office_video import VideoSeen
from workers.readers.office_video import OfficeVideoReader

FILMS = 20


def read(reader: OfficeVideoReader, clip: Clip) -> VideoSeen:
    with TemporaryFile() as file:
        file.write(film(clip))
        file.flush()
        return reader.read(file)


def run() -> dict[str, str]:
    """As `main`, which prints its own figures."""
    main()
    return {"figures": "as printed"}


def main() -> None:
    reader = OfficeVideoReader(TextEngine.load())
    found = dict.fromkeys(("sign", "word", "false cut", "false still", "cut", "still"), 0)
    marks: list[list[str]] = []
    copies: dict[str, list[int]] = {"re-encoded": [], "cropped by 3 %": []}
    seconds: list[float] = []
    for seed in range(FILMS):
        sign, word = register(seed, Form.COMPANY, Generation.LANDSCAPE_2019).name, new_word()
        plain = read(reader, Clip(seed, sign, word))
        assert plain.reading is not None, plain.trouble
        seconds.append(plain.milliseconds / 1000)
        texts = {one.text.replace(" ", "") for one in plain.reading.sightings}
        found["sign"] += sign in texts
        found["word"] += any(word in text for text in texts)
        found["false cut"] += bool(plain.reading.cuts)
        found["false still"] += bool(plain.reading.freezes)
        own = [mark for _, mark in plain.reading.marks]
        marks.append(own)
        bad = read(reader, Clip(seed, sign, word, cut=(3.0, 6.0), frozen=(9.5, 11.5)))
        assert bad.reading is not None, bad.trouble
        found["cut"] += bool(bad.reading.cuts)
        found["still"] += bool(bad.reading.freezes)
        for name, clip in (
            ("re-encoded", Clip(seed, sign, word, quality=36)),
            ("cropped by 3 %", Clip(seed, sign, word, crop=0.03)),
        ):
            copy = read(reader, clip)
            assert copy.reading is not None, copy.trouble
            copies[name].append(sum(nearest(mark, own) <= 40 for _, mark in copy.reading.marks))
    others = [
        sum(nearest(mark, two) <= 40 for mark in one)
        for at, one in enumerate(marks)
        for two in marks[:at] + marks[at + 1 :]
    ]
    print(f"of {FILMS} films: {found}")
    print({name: sum(count >= 3 for count in counts) for name, counts in copies.items()}, "found again")
    print(f"{sum(count >= 3 for count in others)} of {len(others)} pairs of different offices share 3 frames")
    print(f"reading took {min(seconds):.1f} to {max(seconds):.1f} s")


if __name__ == "__main__":
    main()
