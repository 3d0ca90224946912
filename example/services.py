"""A sandbox to run the example and the tour on: the one that the environment names, or one that is started.

Those are started from nothing on free ports and in temporary folders, and are gone afterwards. `embedded` is
what `serve` brings along. `production` is PostgreSQL, Valkey over TCP and an S3 server, from packages of the
development environment.
"""

import base64
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from click.testing import CliRunner

from tests.databases import new_database, postgres_server
from verifier.cli import cli
from verifier.providers.embedded_queue import server

Settings: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A sandbox's address, the tenant and its key; and the settings by which its operator reaches it."""

    base_url: str
    site: str
    key: str = field(repr=False)
    settings: Settings = field(repr=False)

    @property
    def mail(self) -> Path:
        """The folder of the messages that nobody is sent."""
        return Path(self.settings.get("BONAFIDE_DATA_DIR", "bonafide-data")) / "mail"


NAMED: Final = ("BONAFIDE", "BONAFIDE_SITE", "BONAFIDE_API_KEY")

SANDBOX: Final = {
    "BONAFIDE_SANDBOX": "true",
    "BONAFIDE_WEBHOOK_HTTP": "true",
    "BONAFIDE_WEBHOOK_NETWORKS": "127.0.0.0/8",
    "BONAFIDE_WORKERS": "1",
    "BONAFIDE_LOG_LEVEL": "WARNING",
}
READY_WITHIN: Final = 180  # seconds; it takes ten on an idle machine
STOPPED_WITHIN: Final = 30
BUCKET: Final = "evidence"


@contextmanager
def chosen() -> Iterator[Place]:
    """The sandbox that is named by its address, the tenant's id and a key: all three, or none.

    Without them one is started, on what PROFILE says: `embedded` (the default) or `production`.
    """
    given = [os.environ.get(name, "") for name in NAMED]
    profile = os.environ.get("PROFILE") or "embedded"
    if all(given):
        kept = {name: value for name, value in os.environ.items() if name.startswith("BONAFIDE_")}
        base_url, site, key = given
        yield Place(base_url, site, key, {**SANDBOX, **kept})
    elif any(given):
        sys.exit(f"Set all of {', '.join(NAMED)}, or none: `make run` prints them.")
    elif profile not in PROFILES:
        sys.exit(f"PROFILE is one of {', '.join(PROFILES)}.")
    else:
        print(f"Starting a sandbox ({profile}) …", flush=True)
        with PROFILES[profile]() as place:
            yield place


def operate(settings: Settings, *words: str) -> str:
    """What one of the operator's commands says; in this process, for to start one takes seconds."""
    others = {name: None for name in os.environ if name.startswith("BONAFIDE")}
    done = CliRunner().invoke(cli, words, env={**others, **settings})
    if done.exit_code:
        sys.exit(f"`python -m verifier {' '.join(words)}` failed: {done.output} {done.exception!r}")
    return done.output


@contextmanager
def embedded() -> Iterator[Place]:
    """SQLite, the embedded queue and a folder."""
    with _folder() as folder, _serving(folder, {}) as place:
        yield place


@contextmanager
def production() -> Iterator[Place]:
    """PostgreSQL, Valkey over TCP, and S3."""
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        settings = {
            "BONAFIDE_DATABASE_URL": stack.enter_context(_postgresql()),
            "BONAFIDE_REDIS_URL": stack.enter_context(_valkey(folder)),
            "BONAFIDE_BLOBS_URL": f"s3://{BUCKET}/example",
            "BONAFIDE_BLOB_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "BONAFIDE_FACE_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            **stack.enter_context(_s3()),
        }
        yield stack.enter_context(_serving(folder, settings))


PROFILES: Final[Mapping[str, Callable[[], AbstractContextManager[Place]]]] = {
    "embedded": embedded,
    "production": production,
}


@contextmanager
def _folder() -> Iterator[Path]:
    """Its name is short: a socket's path is limited to about 100 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="bfex"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _serving(folder: Path, settings: Settings) -> Iterator[Place]:
    port = free_port()
    data = {"BONAFIDE_DATA_DIR": str(folder / "data"), "BONAFIDE_PORT": str(port)}
    ours = {**SANDBOX, **data, **settings}
    others = {name: value for name, value in os.environ.items() if not name.startswith("BONAFIDE")}
    base_url = f"http://127.0.0.1:{port}"
    with _running((sys.executable, "-m", "verifier", "serve"), {**others, **ours}) as service:
        _until(lambda: _answers(f"{base_url}/readyz"), service)
        made = operate(ours, "tenant", "create", "Worked example")
        site, key = re.findall(r"^(?:tenant|key)\s+(\S+)$", made, re.MULTILINE)
        yield Place(base_url, site, key, ours)


@contextmanager
def _postgresql() -> Iterator[str]:
    """The server that the tests use, and an empty database on it."""
    with postgres_server() as server_url, new_database(server_url) as url:
        yield url


@contextmanager
def _valkey(folder: Path) -> Iterator[str]:
    port = free_port()
    command = (str(server()), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder))
    with _running((*command, "--loglevel", "warning"), dict(os.environ)) as queue:
        _until(lambda: _listens(port), queue)
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def _s3() -> Iterator[Settings]:
    """An S3 server in a process of its own, and the variables by which boto3 finds it."""
    port = free_port()
    found = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "example",
        "AWS_SECRET_ACCESS_KEY": "example",
    }
    command = (sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    with _running(command, dict(os.environ), quiet=True) as store:
        _until(lambda: _listens(port), store)
        bucket = urllib.request.Request(f"{found['AWS_ENDPOINT_URL']}/{BUCKET}", method="PUT")  # noqa: S310
        urllib.request.urlopen(bucket, timeout=10).close()  # noqa: S310
        yield found


@contextmanager
def _running(
    command: tuple[str, ...], environment: dict[str, str], *, quiet: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A process for the length of the block: then asked to end, and killed where that does not help."""
    output = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=output)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for it. Ends the program when the process has ended or it takes too long."""
    give_up_at = time.monotonic() + READY_WITHIN
    while not condition():
        if process.poll() is not None or time.monotonic() > give_up_at:
            sys.exit("A service of the example did not start; what it said stands above.")
        time.sleep(0.2)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
    except OSError:
        return False
    return True


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
