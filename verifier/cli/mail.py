"""`mail bounces`: messages that came back, from files, end what they answer."""

import mailbox
from collections.abc import Callable, Iterator
from email import message_from_binary_file
from email.message import Message
from pathlib import Path

import click

from verifier.assembly import assemble
from verifier.providers.mail.returning import Returned, returned
from verifier.settings import Settings
from verifier.usecases.proofs.mail.bounces import bounce


@click.group()
def mail() -> None:
    """Messages to corporate mailboxes."""


@mail.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def bounces(files: tuple[Path, ...]) -> None:
    """Read reports of delivery (.eml, or mbox) that came back to bounce+…@ and end what bounced for good.

    The same file twice changes nothing.
    """
    ports = assemble(Settings.from_env())
    counts = dict.fromkeys(("bounced", "unknown or ended before", "not for good", "not ours"), 0)
    for path in files:
        for message in _messages(path):
            counts[_seen_to(returned(message), lambda token: bounce(ports, token) is not None)] += 1
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))


def _seen_to(found: Returned | None, end: Callable[[str], bool]) -> str:
    if found is None:
        return "not ours"
    if not found.for_good:
        return "not for good"
    return "bounced" if end(found.token) else "unknown or ended before"


def _messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        is_box = file.read(5) == b"From "
        file.seek(0)
        if not is_box:
            yield message_from_binary_file(file)
            return
    yield from mailbox.mbox(path, create=False)
