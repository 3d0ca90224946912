"""Reading content credentials asks nobody: no remote manifest, no certificate status, no file left behind."""

import io
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import c2pa
import pytest

from tests.drawn_files import jpeg
from tests.signed_files import CAPTURED, pointing_at, signed
from verifier.confined import process
from verifier.domain.provenance import CredentialState
from verifier.intake.content import JPEG
from workers.readers.provenance.reader import provenance_of


class Listener(HTTPServer):
    """Notes every request, and answers none."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Noting)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/asked"


class Noting(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _with_defaults(data: bytes, **verify: bool) -> None:
    """Read as the library would by itself: proof that the listener would have heard it."""
    context = c2pa.Context.from_dict({"verify": verify})
    try:
        c2pa.Reader(JPEG, io.BytesIO(data), context=context)
    except c2pa.C2paError:
        return


def test_credentials_kept_elsewhere_are_noted_and_not_fetched(listener: Listener) -> None:
    data = pointing_at(jpeg(), JPEG, listener.url)
    body = provenance_of(data, JPEG)
    assert body.remote_credentials
    assert body.credentials is None
    # The reader does not even ask the process about such a file; asked all the same, it fetches nothing.
    assert process.describe("credentials", data, JPEG) == {}
    assert listener.asked == []
    _with_defaults(data)
    assert listener.asked


def test_nobody_is_asked_about_a_certificate(listener: Listener) -> None:
    data = signed(jpeg(), JPEG, CAPTURED, ocsp=listener.url)
    body = provenance_of(data, JPEG)
    assert body.credentials is not None
    assert body.credentials.state is CredentialState.VALID
    assert listener.asked == []
    _with_defaults(data, ocsp_fetch=True)
    assert listener.asked


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert provenance_of(signed(jpeg(), JPEG, CAPTURED), JPEG).credentials
    assert not os.listdir(tmp_path)  # noqa: PTH208  # hidden files count
