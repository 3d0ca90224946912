"""The sender against real receivers: what counts as accepted, and that it cannot be led into the house."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.receivers import Answer, Receiver, raw, status, unheard_port
from verifier.domain.networks import Address, Reach
from verifier.domain.webhook import Met, Trouble
from verifier.providers.webhooks.names import NameUnknown, Resolver, SystemResolver
from verifier.providers.webhooks.sender import ANSWER_BYTES, HttpSender, connect

LOCAL = ipaddress.ip_network("127.0.0.0/8")
HERE = Reach((LOCAL,), plain_http=True)
MESSAGE = {"headers": {"content-type": "application/json", "webhook-id": "evt_1"}, "body": b'{"a":1}'}


class Names(Resolver):
    """Answers by a table; each question takes the next row, and the last one stays."""

    def __init__(self, *rows: Sequence[str]) -> None:
        self._rows = list(rows)
        self.asked: list[str] = []

    def addresses(self, host: str) -> Sequence[Address]:
        self.asked.append(host)
        row = self._rows.pop(0) if len(self._rows) > 1 else self._rows[0]
        return tuple(ipaddress.ip_address(text) for text in row)


def post(url: str, sender: HttpSender | None = None) -> Met:
    return (sender or HttpSender(HERE)).post(url, **MESSAGE)  # type: ignore[arg-type]  # the members fit


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver().running() as running:
        yield running


def test_the_message_arrives_as_it_is_and_is_accepted(receiver: Receiver) -> None:
    assert post(f"{receiver.url}?a=b%20c") == Met(204)
    (got,) = receiver.got
    assert (got.path, got.body) == ("/hook?a=b%20c", MESSAGE["body"])
    assert got.headers["webhook-id"] == "evt_1"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"].startswith("bonafide")


@pytest.mark.parametrize("code", [200, 299, 400, 404, 410, 429, 500, 503])
def test_a_status_is_told_as_it_is(code: int) -> None:
    with Receiver(status(code, b"words")).running() as receiver:
        assert post(receiver.url) == Met(code)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(code: int, receiver: Receiver) -> None:
    with Receiver(status(code, Location=receiver.url)).running() as first:
        assert post(first.url) == Met(code)
        assert not Met(code).accepted
    assert receiver.got == []


@pytest.mark.parametrize(
    "answer",
    [raw(b""), raw(b"SSH-2.0-OpenSSH\r\n"), raw(b"\xff" * 70_000), raw(b"HTTP/1.1 2000 x\r\n\r\n")],
)
def test_what_is_no_http_is_trouble(answer: Answer) -> None:
    with Receiver(answer).running() as receiver:
        assert post(receiver.url).trouble in (Trouble.GARBLED, Trouble.UNREACHABLE)


def test_an_answer_that_breaks_off_after_its_status_counts_by_its_status() -> None:
    with Receiver(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nab")).running() as receiver:
        assert post(receiver.url) == Met(200)


def test_an_endless_answer_is_read_to_its_limit_and_left() -> None:
    written: list[int] = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                written.append(handler.wfile.write(b"x" * 65_536))

    with Receiver(endless).running() as receiver:
        assert post(receiver.url) == Met(200)
    assert sum(written) < 200 * ANSWER_BYTES  # the sockets' own buffers hold some megabytes


def test_a_receiver_that_answers_byte_by_byte_is_cut_off() -> None:
    cut = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 2")
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            cut.set()

    with Receiver(drip).running() as receiver:
        assert post(receiver.url, HttpSender(HERE, answer_within=0.3)) == Met(trouble=Trouble.TIMED_OUT)
        assert cut.wait(60)


def test_a_receiver_that_says_nothing_is_left() -> None:
    def hang(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            handler.connection.recv(1)

    with Receiver(hang).running() as receiver:
        assert post(receiver.url, HttpSender(HERE, answer_within=0.3)) == Met(trouble=Trouble.TIMED_OUT)


def test_nobody_at_home_is_unreachable() -> None:
    with unheard_port() as port:
        assert post(f"http://127.0.0.1:{port}/") == Met(trouble=Trouble.UNREACHABLE)


@pytest.mark.parametrize("rows", [["127.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["8.8.8.8", "::1"], []])
def test_a_name_with_an_address_in_the_house_is_not_connected_to(rows: list[str]) -> None:
    connected: list[Address] = []

    def never(address: Address, port: int, within: float) -> socket.socket:
        connected.append(address)
        raise OSError

    sender = HttpSender(Reach(plain_http=True), Names(rows), connect=never)
    assert post("http://jobs.example/", sender) == Met(trouble=Trouble.ADDRESS_REFUSED)
    assert connected == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]"],
)
def test_this_machine_is_not_reached_under_any_of_its_names(host: str, receiver: Receiver) -> None:
    met = post(f"http://{host}:{receiver.port}/", HttpSender(Reach(plain_http=True)))
    assert met.trouble in (Trouble.ADDRESS_REFUSED, Trouble.NAME_UNKNOWN)
    assert receiver.got == []


def test_the_connection_goes_to_the_address_that_was_judged(receiver: Receiver) -> None:
    """A name that changes between the look and the leap: it is looked up once."""
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    connected: list[Address] = []

    def noting(address: Address, port: int, within: float) -> socket.socket:
        connected.append(address)
        return connect(address, port, within)

    assert post(f"http://jobs.example:{receiver.port}/", HttpSender(HERE, names, connect=noting)) == Met(204)
    assert names.asked == ["jobs.example"]
    assert connected == [ipaddress.ip_address("127.0.0.1")]
    assert receiver.got[0].headers["host"] == f"jobs.example:{receiver.port}"


def test_proxies_of_the_environment_are_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver().running() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert post(receiver.url) == Met(204)
        assert proxy.got == []
    assert len(receiver.got) == 1


def test_an_address_that_is_no_longer_allowed_is_not_sent_to(receiver: Receiver) -> None:
    assert post(receiver.url, HttpSender(Reach((LOCAL,)))) == Met(trouble=Trouble.ADDRESS_REFUSED)
    assert receiver.got == []


def test_a_name_that_is_nobodys_is_unknown() -> None:
    assert post("http://nobody.invalid/").trouble is Trouble.NAME_UNKNOWN
    with pytest.raises(NameUnknown):
        SystemResolver().addresses("x" * 300)


def certificate(folder: Path, name: str) -> Path:
    """A certificate for this name, signed by itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def over_tls(tmp_path: Path) -> Iterator[tuple[Receiver, ssl.SSLContext]]:
    """A receiver with a certificate for jobs.example, and a context that trusts it."""
    path = certificate(tmp_path, "jobs.example")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    with Receiver(tls=server).running() as receiver:
        yield receiver, ssl.create_default_context(cafile=str(path))


def test_https_reaches_a_receiver_whose_certificate_is_trusted(
    over_tls: tuple[Receiver, ssl.SSLContext],
) -> None:
    receiver, trusting = over_tls
    sender = HttpSender(Reach((LOCAL,)), Names(["127.0.0.1"]), tls=trusting)
    assert post(f"https://jobs.example:{receiver.port}/", sender) == Met(204)
    assert len(receiver.got) == 1


def test_a_certificate_of_another_name_or_of_nobody_we_trust_is_refused(
    over_tls: tuple[Receiver, ssl.SSLContext],
) -> None:
    receiver, trusting = over_tls
    names = Names(["127.0.0.1"])
    other_name = HttpSender(Reach((LOCAL,)), names, tls=trusting)
    assert post(f"https://other.example:{receiver.port}/", other_name) == Met(trouble=Trouble.TLS_FAILED)
    untrusting = HttpSender(Reach((LOCAL,)), names)
    assert post(f"https://jobs.example:{receiver.port}/", untrusting) == Met(trouble=Trouble.TLS_FAILED)
    assert receiver.got == []


def test_a_handshake_that_never_ends_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []
        thread = threading.Thread(target=lambda: taken.append(server.accept()[0]), daemon=True)
        thread.start()
        sender = HttpSender(Reach((LOCAL,)), Names(["127.0.0.1"]), answer_within=0.3)
        met = post(f"https://jobs.example:{server.getsockname()[1]}/", sender)
        thread.join(60)
        for connection in taken:
            connection.close()
    assert met == Met(trouble=Trouble.TIMED_OUT)


@pytest.mark.parametrize("url", ["", "nonsense", "https://", "https://a b/", "gopher://jobs.example/"])
def test_what_is_no_address_is_refused_and_raises_nothing(url: str) -> None:
    assert post(url) == Met(trouble=Trouble.ADDRESS_REFUSED)
