"""How often photographs of different things have the same look, and how often the same one keeps it.

    python -m tests.bench.visits FOLDER

Every pair of different files of the folder counts for the first; for the second each is saved again
smaller and worse, cut by five per cent on each side, or made darker.
"""

import io
import sys
from itertools import combinations
from pathlib import Path
from typing import Final

from PIL import Image, ImageEnhance, UnidentifiedImageError

from verifier.intake.visiting import look_of_picture

BITS: Final = (0, 2, 4, 6, 8, 10)
LONG_SIDE: Final = 1280


def pictures(folder: Path) -> list[Image.Image]:
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
            try:
                picture = Image.open(path).convert("RGB")
            except (UnidentifiedImageError, OSError):
                continue
            picture.thumbnail((LONG_SIDE, LONG_SIDE))
            found.append(picture)
    return found


def saved(picture: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    small = picture.resize((picture.width * 2 // 3, picture.height * 2 // 3))
    small.save(buffer, "JPEG", quality=50)
    return Image.open(buffer).convert("RGB")


def cut(picture: Image.Image) -> Image.Image:
    x, y = picture.width // 20, picture.height // 20
    return picture.crop((x, y, picture.width - x, picture.height - y))


def darker(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.6)


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def main(folder: Path) -> None:
    shown = pictures(folder)
    looks = [look_of_picture(one) for one in shown]
    pairs = [apart(one, other) for one, other in combinations(looks, 2)]
    print(f"{len(shown)} pictures, {len(pairs)} pairs of different files")
    for most in BITS:
        print(f"different, within {most:2} bits: {sum(one <= most for one in pairs)}")
    for change in (saved, cut, darker):
        moved = [apart(look, look_of_picture(change(one))) for look, one in zip(looks, shown, strict=True)]
        told = ", ".join(f"{most}: {sum(one <= most for one in moved) / len(moved):.3f}" for most in BITS)
        print(f"the same {change.__name__}: share within bits {told}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
