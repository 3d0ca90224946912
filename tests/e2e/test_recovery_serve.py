"""Starting, stopping and killing `serve`: nothing is left behind, everything is found again."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import gone, until
from tests.services import ROOT, Service, seize

pytestmark = pytest.mark.timeout(900)

Serve = Callable[..., Service]


def test_ctrl_c_ends_every_process_and_a_second_one_does_no_harm(serve: Serve) -> None:
    service = serve().ready()
    family = service.family()
    service.process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(60) == 0
    assert all(gone(pid) for pid in family)
    assert "Traceback" not in service.said()


def test_a_killed_serve_leaves_no_process_and_the_next_one_finishes_its_work(serve: Serve) -> None:
    service = serve().ready()
    case = service.submitted_case()
    seize(service, case)
    family = service.family()
    service.process.kill()
    until(lambda: all(gone(pid) for pid in family))
    service.output.unlink()
    serve().ready(service.client).decided(case)


def test_a_second_serve_on_the_same_data_is_refused_and_the_first_goes_on(serve: Serve) -> None:
    service = serve()
    until(service.said)
    second = service.command("serve", stderr=subprocess.PIPE, text=True)
    _, error = second.communicate(timeout=120)
    assert second.returncode == 2
    assert "BONAFIDE_DATA_DIR" in error
    assert service.process.poll() is None


def test_a_busy_port_is_refused_before_anything_starts(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        service = serve(port=str(port))
        assert service.process.wait(120) == 2
    assert f"Port {port} is in use: set BONAFIDE_PORT" in service.said()
    assert not (service.data_dir / "queue").exists()


def test_a_data_folder_that_is_a_file_is_refused(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    service = serve()
    assert service.process.wait(120) == 2
    assert "BONAFIDE_DATA_DIR" in service.said()


def test_missing_weights_end_it_with_what_to_do(serve: Serve, tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for package in ("verifier", "workers", "models"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("weights", "__pycache__")
        )
    shutil.copy(ROOT / "wsgi.py", copy)
    service = serve(checkout=copy)
    assert service.process.wait(120) == 1
    assert "make setup" in service.said()
    assert "The workers cannot start" in service.said()
