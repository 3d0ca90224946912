"""Messages as files, for whoever tries the service: nobody is sent anything."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Final

from verifier.domain.mail import Carried, Letter
from verifier.providers.mail.composing import From, composed
from verifier.usecases.mail_ports import Mailer

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Filed:
    """A message of the folder, as whoever tries the service reads it."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    written: str


class FolderMailer(Mailer):
    def __init__(self, folder: Path, writer: From) -> None:
        self._folder = folder
        self._writer = writer

    def carry(self, letter: Letter) -> Carried:
        """One file a message, whole or not at all; a second attempt takes the first one's place."""
        draft = self._folder / f".{letter.message_id}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(composed(letter, self._writer).as_bytes())
            draft.replace(self._folder / f"{letter.message_id}.eml")
        except OSError:
            return Carried.LATER
        return Carried.TAKEN


def filed(folder: Path, limit: int = SHOWN) -> Sequence[Filed]:
    """The newest messages of the folder, newest first; their names sort by when they were asked for."""
    newest = sorted(folder.glob("mml_*.eml"), reverse=True)[:limit]
    return tuple(_read(path) for path in newest)


def _read(path: Path) -> Filed:
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    date = message["Date"]
    written: datetime | None = date.datetime if date is not None else None
    return Filed(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        text=str(body.get_content()) if body is not None else "",
        written=written.isoformat() if written else "",
    )
