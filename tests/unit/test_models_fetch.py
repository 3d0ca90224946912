"""Fetching optional weights by name: verified byte by byte, bounded, and nothing kept that is another."""

import hashlib
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests

from models import fetch
from models.weights import FileId, Source, Weight

MODEL = b"weights that were published"


@pytest.fixture
def weight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weight:
    file = FileId(hashlib.sha256(MODEL).hexdigest(), len(MODEL))
    source = Source("", "", file, "https://weights.example/model.onnx")
    weight = Weight(
        "some", tmp_path / "some", "as_it_is", "MIT", source, {"inference.onnx": file}, optional=True
    )
    monkeypatch.setattr(fetch, "manifest", lambda: {"some": weight})
    return weight


class Answer(SimpleNamespace):
    """What a server sends, as requests gives it."""

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None: ...

    def raise_for_status(self) -> None: ...


def serving(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[str]:
    asked: list[str] = []

    class Body(io.BytesIO):
        def read(self, size: int | None = -1, **_: Any) -> bytes:  # type: ignore[override]
            return super().read(size)

    def get(url: str, **_: Any) -> Answer:
        asked.append(url)
        return Answer(raw=Body(content))

    monkeypatch.setattr(requests, "get", get)
    return asked


def test_the_right_file_is_kept_where_the_engine_looks_for_it(
    weight: Weight, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = serving(monkeypatch, MODEL)
    assert fetch.main(["some"]) == 0
    assert asked == ["https://weights.example/model.onnx"]
    assert (weight.folder / "inference.onnx").read_bytes() == MODEL


@pytest.mark.parametrize("content", [b"", MODEL[:-1], MODEL + b"!", MODEL.upper()])
def test_any_other_file_is_refused_and_leaves_nothing(
    weight: Weight, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    serving(monkeypatch, content)
    assert fetch.main(["some"]) == 1
    assert not weight.folder.exists()
    assert "is not the some that was chosen" in capsys.readouterr().err


def test_without_a_network_it_says_so_and_fails(
    weight: Weight, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(url: str, **_: Any) -> Answer:
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "get", fails)
    assert fetch.main(["some"]) == 1
    assert "could not be fetched" in capsys.readouterr().err


@pytest.mark.parametrize("names", [[], ["another"]])
def test_it_names_what_it_can_fetch(
    weight: Weight, capsys: pytest.CaptureFixture[str], names: list[str]
) -> None:
    assert fetch.main(names) == 2
    assert "some" in capsys.readouterr().err
