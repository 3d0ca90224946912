"""Mail servers for tests: real ones (aiosmtpd), and sockets that hang or drop; and a name server over UDP."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from tests.certificates import certificate


@dataclass
class Inbox:
    """What a server was handed, and how it answers each recipient in turn; then it takes everything."""

    answers: list[str] = field(default_factory=list)
    got: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        said = self.answers.pop(0) if self.answers else "250 OK"
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 OK"


@contextmanager
def served(inbox: Inbox, **options: Any) -> Iterator[int]:
    """A server on this machine; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:  # the library asks for a port that it can name
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def signed_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = (data.login, data.password) == (b"user", b"pass word")
    return AuthResult(success=known, handled=known)


@contextmanager
def plain_socket(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Something on a port that speaks as it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def serve() -> None:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]


def contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For a server and for a client that trusts it and nobody else."""
    cert, key = certificate(folder)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))


@contextmanager
def name_server(
    records: dict[tuple[str, str], list[str]], missing: set[str]
) -> Iterator[dns.resolver.Resolver]:
    """A resolver that asks a real server over UDP; names that are in neither are not answered at all."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    data, client = bound.recvfrom(4096)
                except OSError:
                    return
                if answer := _answer(dns.message.from_wire(data), records, missing):
                    bound.sendto(answer, client)

        threading.Thread(target=serve, daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = bound.getsockname()[1]
        yield resolver


def _answer(
    query: dns.message.Message, records: dict[tuple[str, str], list[str]], missing: set[str]
) -> bytes | None:
    asked = query.question[0]
    name, kind = asked.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(asked.rdtype)
    known = {of for of, _ in records}
    if name not in known | missing:
        return None
    response = dns.message.make_response(query)
    if name in missing:
        response.set_rcode(dns.rcode.NXDOMAIN)
    elif found := records.get((name, kind)):
        response.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", kind, found))
    return response.to_wire()
