"""Letters handed to real mail servers, and what a real name server says of domains."""

import socket
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.fakes import MORNING
from tests.mail_servers import Inbox, contexts, name_server, plain_socket, served, signed_in
from verifier.addresses.reading import read_address
from verifier.domain.errors import ConfigurationError
from verifier.domain.mail import Carried, Letter, TakesMail
from verifier.providers.mail.composing import From, sender
from verifier.providers.mail.domains import SystemDomains
from verifier.providers.mail.folder import FolderMailer, filed
from verifier.providers.mail.smtp import Server, SmtpMailer, server

WRITER = From("Bonafide 验证", "verify@bonafide.example", "bonafide.example")
PLANTED = "planted.person@planted-firm.cn"


def letter(to: str = PLANTED) -> Letter:
    token = f"{'0' * 26}-{'a' * 16}"
    return Letter(
        to=read_address(to),
        message_id=f"mml_{'0' * 26}",
        token=token,
        subject="企业邮箱验证码 / code",
        text="您好 123456\n.\n",
        html="<p>您好 123456</p>",
        written_at=MORNING,
    )


def mailer(port: int, timeout: float = 5.0, **more: object) -> SmtpMailer:
    return SmtpMailer(Server("127.0.0.1", port, False, False), WRITER, timeout=timeout, **more)


def test_a_letter_arrives_as_it_was_written_and_comes_back_to_an_address_of_its_own() -> None:
    inbox = Inbox()
    with served(inbox) as port:
        assert mailer(port).carry(letter()) is Carried.TAKEN
    (got,) = inbox.got
    assert got.mail_from == f"bounce+{letter().token}@bonafide.example"
    assert got.rcpt_tos == [PLANTED]
    message = message_from_bytes(got.content, policy=default)
    assert message["Message-ID"] == f"<mml_{'0' * 26}@bonafide.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == letter().subject
    assert message["From"].addresses[0].display_name == "Bonafide 验证"
    assert message.get_body(("plain",)).get_content().splitlines() == letter().text.splitlines()
    assert message.get_body(("html",)).get_content().strip() == letter().html
    assert b"<img" not in got.content


@pytest.mark.parametrize(
    ("answer", "met"),
    [
        ("450 4.2.0 Greylisted", Carried.LATER),
        ("452 4.2.2 Mailbox full", Carried.LATER),
        ("550 5.1.1 No such user", Carried.REFUSED),
        ("550 No such user", Carried.REFUSED),
        ("554 5.7.1 Your host is on a list", Carried.LATER),
    ],
)
def test_what_is_said_of_the_recipient_is_told_from_what_is_said_of_us(answer: str, met: Carried) -> None:
    inbox = Inbox([answer])
    with served(inbox) as port, capture_logs() as logs:
        assert mailer(port).carry(letter()) is met
        assert mailer(port).carry(letter()) is Carried.TAKEN
    assert len(inbox.got) == 1
    assert [one["event"] for one in logs] == ["mail_not_taken"]
    assert "planted" not in repr(logs)
    assert "123456" not in repr(logs)


def test_a_server_that_hangs_is_left_in_time() -> None:
    with plain_socket(lambda _connection: time.sleep(1.0)) as port:
        began = time.monotonic()
        assert mailer(port, timeout=0.2).carry(letter()) is Carried.LATER
        assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("said", [b"", b"220 hello\r\n", b"554 go away\r\n", b"\x00\xff\r\n" * 99])
def test_a_server_that_drops_us_or_talks_nonsense_is_asked_again_later(said: bytes) -> None:
    with plain_socket(lambda connection: connection.sendall(said)) as port:
        assert mailer(port, timeout=1.0).carry(letter()) is Carried.LATER


def test_a_server_that_drops_us_after_it_took_the_letter_has_taken_it() -> None:
    def serve(connection: socket.socket) -> None:
        file = connection.makefile("rwb", buffering=0)
        file.write(b"220 hello\r\n")
        for answer in (b"250 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
            file.readline()
            file.write(answer)
        while file.readline() != b".\r\n":
            pass
        file.write(b"250 taken\r\n")

    with plain_socket(serve) as port:
        assert mailer(port).carry(letter()) is Carried.TAKEN


def test_nobody_there_is_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert mailer(port).carry(letter()) is Carried.LATER


def test_with_starttls_nothing_is_said_before_the_server_is_trusted(tmp_path: Path) -> None:
    theirs, ours = contexts(tmp_path)
    inbox, to = Inbox(), {"authenticator": signed_in, "auth_required": True, "tls_context": theirs}
    with served(inbox, require_starttls=True, **to) as port:
        secure = Server("localhost", port, False, True, "user", "pass word")
        assert SmtpMailer(secure, WRITER, context=ours).carry(letter()) is Carried.TAKEN
        assert SmtpMailer(secure, WRITER, context=ours).answers()
        assert SmtpMailer(secure, WRITER).carry(letter()) is Carried.LATER  # trusts no such certificate
        wrong = Server("localhost", port, False, True, "user", "wrong")
        assert SmtpMailer(wrong, WRITER, context=ours).carry(letter()) is Carried.LATER
        assert not SmtpMailer(wrong, WRITER, context=ours).answers()
    assert len(inbox.got) == 1


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for() -> None:
    inbox = Inbox()
    with served(inbox) as port:
        secure = SmtpMailer(Server("127.0.0.1", port, False, True), WRITER)
        assert secure.carry(letter()) is Carried.LATER
    assert inbox.got == []


def test_tls_may_begin_with_the_first_byte(tmp_path: Path) -> None:
    theirs, ours = contexts(tmp_path)
    inbox = Inbox()
    with served(inbox, ssl_context=theirs, server_hostname="localhost") as port:
        secure = Server("localhost", port, True, False)
        assert SmtpMailer(secure, WRITER, context=ours).carry(letter()) is Carried.TAKEN


def test_an_internationalised_address_needs_a_server_that_knows_them() -> None:
    theirs = "李明@云山科技.cn"
    inbox = Inbox()
    with served(inbox, enable_SMTPUTF8=True) as port:
        assert mailer(port).carry(letter(theirs)) is Carried.TAKEN
    assert inbox.got[0].rcpt_tos == ["李明@xn--9kq115a7uef60a.cn"]
    with served(Inbox(), enable_SMTPUTF8=False) as port:
        assert mailer(port).carry(letter(theirs)) is Carried.UNFIT


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.com", Server("mail.example.com", 587, False, True)),
        ("smtps://u%40x:p%2Fw@mail.example.com", Server("mail.example.com", 465, True, False, "u@x", "p/w")),
        ("smtp://127.0.0.1:25?starttls=off", Server("127.0.0.1", 25, False, False)),
    ],
)
def test_a_server_is_named_by_url(url: str, expected: Server) -> None:
    assert server(url) == expected
    assert "p/w" not in repr(server(url))


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.com", "http://x", "smtp://", "smtp://x:port", "smtp://x?starttls=maybe",
     "smtp://mail.example.com?starttls=off"],
)  # fmt: skip
def test_another_url_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        server(url)
    assert "BONAFIDE_SMTP_URL" in refused.value.detail


def test_who_writes_is_an_address() -> None:
    assert sender("Bonafide <verify@x.example>") == From("Bonafide", "verify@x.example", "x.example")
    for text in ("", "Bonafide", "验证@x.example", "a@"):
        with pytest.raises(ConfigurationError):
            sender(text)


def test_without_a_server_messages_are_files_one_each(tmp_path: Path) -> None:
    folder = FolderMailer(tmp_path / "mail", WRITER)
    assert folder.carry(letter()) is Carried.TAKEN
    assert folder.carry(letter()) is Carried.TAKEN
    (one,) = filed(tmp_path / "mail")
    assert (one.to, one.subject) == (PLANTED, letter().subject)
    assert "123456" in one.text
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"mml_{'0' * 26}.eml"]
    (tmp_path / "file").write_text("in the way")
    assert FolderMailer(tmp_path / "file", WRITER).carry(letter()) is Carried.LATER


RECORDS = {
    ("mail.example", "MX"): ["10 mx.mail.example."],
    ("null.example", "MX"): ["0 ."],
    ("address.example", "A"): ["192.0.2.1"],
    ("six.example", "AAAA"): ["2001:db8::1"],
    ("nothing.example", "TXT"): ['"nothing"'],
}


@pytest.mark.parametrize(
    ("domain", "said"),
    [
        ("mail.example", TakesMail.YES),
        ("null.example", TakesMail.NO),
        ("address.example", TakesMail.YES),
        ("six.example", TakesMail.YES),
        ("nothing.example", TakesMail.NO),
        ("missing.example", TakesMail.NO),
        ("silent.example", TakesMail.UNANSWERED),
    ],
)
def test_the_name_system_says_whether_a_domain_takes_mail(domain: str, said: TakesMail) -> None:
    with name_server(RECORDS, {"missing.example"}) as resolver:
        assert SystemDomains(resolver, lifetime=0.3).takes_mail(domain) is said
