"""What is served in a sandbox alone: asking for it here makes the app one."""

from collections.abc import Callable

from tests.access.faces import ABSENT_SESSION
from tests.access.row import Row
from tests.sites import Site, serve_sandbox

FILM = {"outcome": "verified", "face": "Xiao Yang"}


def in_sandbox(path: str) -> Callable[[Site], str]:
    """An address that is served in a sandbox alone, which the app is from then on."""

    def address(alice: Site) -> str:
        serve_sandbox(alice)
        return path

    return address


def film_address(alice: Site) -> str:
    session = serve_sandbox(alice).asked_session().headers["Location"]
    return _film_of(session)


def _film_of(session: str) -> str:
    return f"/v1/sandbox/face-sessions/{session.rpartition('/')[2]}/film"


ROWS = {
    "GET /v1/sandbox/codes": Row(200, in_sandbox("/v1/sandbox/codes")),
    "GET /v1/sandbox/clock": Row(200, in_sandbox("/v1/sandbox/clock")),
    "POST /v1/sandbox/clock": Row(
        201, in_sandbox("/v1/sandbox/clock"), body=lambda: {"json": {"advance_seconds": 60}}
    ),
    "POST /v1/sandbox/face-sessions/<session_id>/film": Row(
        201, film_address, _film_of(ABSENT_SESSION), lambda: {"json": FILM}
    ),
}
