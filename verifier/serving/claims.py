"""What `serve` must have to itself before it starts anything: the data folder and the port."""

import errno
import fcntl
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verifier.domain.errors import ConfigurationError

BACKLOG = 1024  # connections that wait while the web server is being restarted
LAST_ONE_ENDS = 1.0  # seconds that a killed predecessor's children may hold the port


@contextmanager
def sole_use(data_dir: Path) -> Iterator[None]:
    """Hold the data folder; the kernel lets go when this process ends, however it ends.

    Raises ConfigurationError while another `serve` holds it.
    """
    with (data_dir / "serve.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigurationError(
                f"Another `serve` runs on {data_dir}: stop it, or set BONAFIDE_DATA_DIR to another folder."
            ) from error
        yield


def listen(host: str, port: int) -> socket.socket:
    """The web server's listening socket; port 0 takes a free one.

    Bound here and inherited, so that nothing can take the port between the check and the use, and so that
    connections wait instead of being refused while the web server restarts. Raises ConfigurationError.
    """
    give_up_at = time.monotonic() + LAST_ONE_ENDS
    while True:
        try:
            return socket.create_server((host, port), family=_family(host), backlog=BACKLOG)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > give_up_at:
                raise ConfigurationError(_why_not(host, port, error)) from error
        time.sleep(0.1)


def base_url(listener: socket.socket) -> str:
    """Where a browser on this machine finds the service."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: set BONAFIDE_PORT to a free one, or stop what listens there."
    if error.errno == errno.EACCES:
        return f"Port {port} is not open to this user: set BONAFIDE_PORT to one above 1023."
    return (
        f"{host} is not an address of this machine ({error.strerror}): set BONAFIDE_HOST, e.g. to 127.0.0.1."
    )
