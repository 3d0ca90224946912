"""How well papers of people are read: fields and seals on drawn specimens, seals on given photos.

Prints one line a measure. `python -m tests.bench.papers [COUNT] [FIRST_SEED] [KIND or FOLDER …]`, FOLDER with
photos of licences; for those nobody wrote down what the rings say, so that only the share that reads as an
office or firm is counted. What was tuned on are the rings of seeds 1000 to 1047 and 3000 to 3039.
"""

import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from fixtures.company_seals import Shape
from fixtures.papers import PaperSpecimen, Variant, contents, paper
from fixtures.rendering import Rendering
from models.ocr import TextEngine
from models.orientation import orientation, turned
from models.seals import rings
from verifier.domain.paper import PaperField, PaperReading
from workers.readers.paper.permit import BRACKETS
from workers.readers.paper.reader import PaperReader, without_seals
from workers.readers.paper.seals import FIRM_END, seals_of

PERMITS: Final = ("hr_service_licence", "dispatch_licence")
SEALED: Final = ("in_service_certificate", "authorisation_letter")
KINDS: Final = (*SEALED, "agent_identity", *PERMITS)
DEFAULT: Final = (60, 5000)  # how many papers of a kind, the first seed


def truth(kind: str, one: PaperSpecimen) -> dict[PaperField, str]:
    """What a reading must say of a specimen, for comparison."""
    said, agent = one.content, one.content.agent
    common = {PaperField.NAME: agent.name, PaperField.NUMBER: agent.number}
    if kind == "agent_identity":
        until = agent.valid_until.isoformat() if agent.valid_until else "forever"
        return common | {
            PaperField.BORN: agent.born.isoformat(),
            PaperField.STARTS: agent.valid_from.isoformat(),
            PaperField.ENDS: until,
        }
    if kind in PERMITS:
        return _permit(kind, one)
    firm = common | {PaperField.COMPANY: said.company, PaperField.DATED: said.dated.isoformat()}
    if kind == "authorisation_letter":
        days = {PaperField.STARTS: said.starts.isoformat(), PaperField.ENDS: said.ends.isoformat()}
        return firm | days | {PaperField.CODE: said.code}
    return firm | {PaperField.POSITION: said.position, PaperField.SINCE: said.since.isoformat()}


def _permit(kind: str, one: PaperSpecimen) -> dict[PaperField, str]:
    said = one.content
    number = unicodedata.normalize("NFKC", said.permit).translate(BRACKETS)
    fields = {
        PaperField.COMPANY: said.company,
        PaperField.PERMIT: number,
        PaperField.LEGAL_PERSON: said.legal_person,
        PaperField.STARTS: said.starts.isoformat(),
        PaperField.ENDS: said.ends.isoformat(),
        PaperField.AUTHORITY: said.office,
        PaperField.DATED: said.dated.isoformat(),
    }
    return fields | ({PaperField.CODE: said.code} if kind == "hr_service_licence" else {})


def specimens(kind: str, seeds: range) -> Iterator[tuple[int, Shape, PaperSpecimen]]:
    for seed in seeds:
        shape = Shape.OVAL if seed % 4 == 3 else Shape.ROUND
        yield seed, shape, paper(kind, seed, rendering=Rendering.PHOTO, shape=shape)


def measure(reader: PaperReader, kind: str, seeds: range) -> None:
    firms = {contents(seed, Variant.GENUINE).company for seed in seeds}
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    milliseconds = []
    for seed, shape, one in specimens(kind, seeds):
        reading = reader.read("evd", one.data, one.media_type)
        milliseconds.append(reading.milliseconds)
        body = reading.body
        assert isinstance(body, PaperReading)
        for name, said in truth(kind, one).items():
            found = body.value(name)
            of[name] += 1
            right[name] += found == said
            if found != said:
                print(f"  {kind} {seed} {name}: {found!r} for {said!r}")
        if one.seal:
            names = [seal.text for seal in body.seals]
            of[f"seal {shape}"] += 1
            right[f"seal {shape}"] += one.seal in names
            of["seal not another firm's"] += 1
            right["seal not another firm's"] += not firms & {*names} - {one.seal}
            if one.seal not in names:
                print(f"  {kind} {seed} {shape} seal: {names} for {one.seal!r}")
    for name, total in of.items():
        print(f"{kind} {name}: {right[name]}/{total} = {right[name] / total:.1%}")
    print(f"{kind} milliseconds: median {np.median(milliseconds):.0f}, most {max(milliseconds)}")


def measure_bare(kind: str, seeds: range) -> None:
    """On how many papers without a seal, or with a black one, a red seal is seen."""
    for variant in (Variant.NO_SEAL, Variant.BLACK_SEAL):
        drawn = [paper(kind, seed, variant=variant, rendering=Rendering.PHOTO).data for seed in seeds]
        pages = [cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) for data in drawn]
        seen = sum(bool(rings(np.asarray(page, dtype=np.uint8))) for page in pages)
        print(f"{kind} {variant}: a red seal is seen on {seen}/{len(seeds)}")


def measure_photos(engine: TextEngine, folder: Path) -> None:
    """The share of photos with a seal, and with one whose ring ends as a name of an office or firm."""
    photos = found = read = 0
    for path in sorted(folder.rglob("*")):
        pixels = cv2.imread(str(path)) if path.suffix.lower() in {".jpg", ".jpeg", ".png"} else None
        if pixels is None or max(pixels.shape[:2]) < 700:
            continue
        page = np.asarray(pixels, dtype=np.uint8)
        seals = seals_of(engine, turned(page, orientation(engine, without_seals(page))))
        photos += 1
        found += bool(seals)
        read += any(FIRM_END.search(seal.text or "") for seal in seals)
    print(f"photos: {photos}; with a seal {found}; with one whose ring reads as a name {read}")


def run() -> dict[str, str]:
    """As `main`, which prints its own table."""
    main(())
    return {"figures": "as printed"}


def main(words: Sequence[str]) -> None:
    count, first = (*map(int, words[:2]), *DEFAULT[len(words[:2]) :])
    seeds, others = range(first, first + count), words[2:]
    kinds = [one for one in others if one in KINDS] or KINDS
    engine = TextEngine.load()
    started = time.perf_counter()
    for kind in kinds:
        measure(PaperReader(engine), kind, seeds)
    for kind in (one for one in kinds if one in SEALED):
        measure_bare(kind, seeds[: count // 4])
    for folder in (one for one in others if one not in KINDS):
        measure_photos(engine, Path(folder))
    print(f"seconds: {time.perf_counter() - started:.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
