"""The confined process: what it may use, what it is told, and that its death costs nobody else."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.drawn_files import crowded_tiff, heic, pdf, replaced
from verifier.confined import process
from verifier.confined.process import Limits
from verifier.confined.refusal import Refusal, Refused

MEBIBYTE = 1 << 20


def _refusal(parser: str, data: bytes) -> Refusal:
    with pytest.raises(Refused) as refused:
        process.page_sizes(parser, data, most_pages=10)
    return refused.value.refusal


def test_sizes_come_back_page_by_page() -> None:
    assert process.page_sizes("pdfium", pdf(3), most_pages=10) == [(2340, 1665)] * 3
    assert process.page_sizes("heif", heic(), most_pages=10) == [(900, 640)]


def test_no_secret_of_the_service_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*arguments: object, **options: object) -> object:
        passed.append(options["env"])
        return run(*arguments, **options)

    monkeypatch.setenv("BONAFIDE_BLOB_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", watched)
    process.page_sizes("pdfium", pdf(), most_pages=10)
    assert passed
    assert set(passed[0]) == {"PYTHONPATH", "PYTHONSAFEPATH"}


def test_more_memory_than_allowed_is_not_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PROBING", Limits(memory=256 * MEBIBYTE, seconds=60))
    monkeypatch.setattr(process, "WAITING", 100)  # so that nothing but memory can run out
    assert _refusal("tiff", crowded_tiff()) in {Refusal.TOO_COSTLY, Refusal.MALFORMED}


def test_more_time_than_allowed_is_not_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PROBING", Limits(memory=4096 * MEBIBYTE, seconds=1))
    monkeypatch.setattr(process, "WAITING", 100)  # so that the process is stopped by its own limit
    assert _refusal("tiff", crowded_tiff()) is Refusal.TOO_COSTLY


@pytest.mark.parametrize("signal", ["-6", "-11"])
def test_a_crash_in_native_code_makes_the_file_malformed(
    signal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crashed(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess((), int(signal), b"", b"")

    monkeypatch.setattr(subprocess, "run", crashed)
    assert _refusal("pdfium", pdf()) is Refusal.MALFORMED


def test_an_image_in_a_pdf_that_unfolds_to_gigabytes_costs_no_more_than_is_allowed() -> None:
    sides = b"/Width 60000\n/Height 60000"
    data = pdf()
    start = data.index(b"/Width")
    stated = data[start : data.index(b"/Height") + len(b"/Height 640")]
    surface = process.render("pdfium", replaced(data, stated, sides), 0)
    assert (surface.width, surface.height) == (2340, 1665)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    process.render("pdfium", pdf(), 0)
    _refusal("pdfium", b"%PDF-1.7 nonsense %%EOF")
    assert not os.listdir(tmp_path)  # noqa: PTH208  # hidden files count
