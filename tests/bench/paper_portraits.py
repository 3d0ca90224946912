"""How well a face can be told by the photograph on an identity card: cosines of the right and wrong people.

Photographs of public figures are set onto drawn cards, which are photographed by fixtures.rendering and read
by the reader of papers; what is cut out is compared with another photograph of the same person and with one
of the next. `python -m tests.bench.paper_portraits FACES [COUNT]`. Real cards were not available: no
laminate, no pattern over the face, no years between the two photographs.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageOps

from fixtures.identity_card import card
from fixtures.papers import Variant, contents
from fixtures.rendering import Rendering, render
from fixtures.seeds import noise
from models.faces.engine import FaceEngine
from models.ocr import TextEngine
from tests.bench.faces_pairs import MISLABELLED, SETS
from verifier.domain.face_facts import Against
from verifier.domain.paper import PaperReading
from verifier.usecases.faces.cards import Card
from verifier.usecases.faces.films import StillSeen
from verifier.usecases.faces.matching import match
from workers.readers.film import FilmReader
from workers.readers.paper.reader import PaperReader

PLACE: Final = (85 + 690, 90 + 100)  # where fixtures.identity_card draws a head
SIZE: Final = (310, 400)
FIRST_SEED: Final = 3000


def people(faces: Path, count: int) -> Iterator[tuple[Path, Path]]:
    """Two photographs of each."""
    for name in SETS:
        for folder in sorted((faces / name).iterdir())[: count if name == "pairs_lfw" else None]:
            pictures = [one for one in sorted(folder.iterdir()) if one.stem not in MISLABELLED[name]]
            if len(pictures) > 1:
                yield pictures[0], pictures[1]


def card_with(photograph: Path, seed: int) -> tuple[bytes, str]:
    """A photo of a card that bears it."""
    sheet = card(contents(seed, Variant.GENUINE), seed)
    with Image.open(photograph) as picture:
        sheet.image.paste(ImageOps.fit(picture.convert("RGB"), SIZE, centering=(0.5, 0.4)), PLACE)
    drawn = render(sheet, Rendering.PHOTO, noise("portrait", seed))
    return drawn.data, drawn.media_type


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60
    text, faces = PaperReader(TextEngine.load()), FaceEngine.load()
    films = FilmReader(faces)
    pairs = list(people(folder, count))
    seen: list[StillSeen] = []
    placed = 0
    for number, (first, _) in enumerate(pairs):
        data, media_type = card_with(first, FIRST_SEED + number)
        body = text.read("evd", data, media_type).body
        assert isinstance(body, PaperReading)
        placed += body.portrait is not None
        seen.append(films.on_card(Card(data, media_type, body.frame, body.portrait)))
    live = [faces.portrait(np.asarray(cv2.imread(str(second)), dtype=np.uint8)) for _, second in pairs]
    same, other = [], []
    for number, still in enumerate(seen):
        if still.templates:
            right, wrong = live[number], live[(number + 1) % len(live)]
            same.append(match(right.templates, still.templates, Against.AGENT_CARD).cosine)
            other.append(match(wrong.templates, still.templates, Against.AGENT_CARD).cosine)
    print(f"cards {len(pairs)}; photograph placed {placed}; face seen {len(same)}")
    for name, values in (("same", same), ("other", other)):
        known = sorted(value for value in values if value is not None)
        shown = ", ".join(f"{share:.0%} {np.quantile(known, share):.2f}" for share in (0, 0.05, 0.5, 0.95, 1))
        below = {least: sum(value < least for value in known) for least in (0.2, 0.25, 0.3, 0.33, 0.38)}
        print(f"{name} n {len(known)}: {shown}; below {below}")


if __name__ == "__main__":
    main()
