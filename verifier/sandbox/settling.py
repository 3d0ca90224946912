"""Keeps sandboxes and services apart: each refuses the other's database before it does anything."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

from verifier.domain.errors import ConfigurationError
from verifier.usecases.ports import Transaction

Open = Callable[[], AbstractContextManager[Transaction]]

A_SANDBOXS: Final = (
    "This database is a sandbox's, whose decisions are scripted: set BONAFIDE_SANDBOX=true to serve it as "
    "one, or name another database (BONAFIDE_DATA_DIR, BONAFIDE_DATABASE_URL)."
)
NO_SANDBOXS: Final = (
    "This database has sites and is no sandbox's, and it never becomes one: name a new one for the sandbox "
    "(such as BONAFIDE_DATA_DIR=./bonafide-sandbox), or serve this one without BONAFIDE_SANDBOX and --demo."
)


def settle(transaction: Open, view: Open, *, sandbox: bool, now: datetime) -> None:
    """See that the database is of the kind that the service is; an unused one becomes a sandbox's.

    Raises ConfigurationError.
    """
    with view() as tx:
        is_one = tx.sandbox.ahead() is not None
    if is_one and not sandbox:
        raise ConfigurationError(A_SANDBOXS)
    if sandbox and not is_one:
        with transaction() as tx:
            if not tx.sandbox.become(now):
                raise ConfigurationError(NO_SANDBOXS)
