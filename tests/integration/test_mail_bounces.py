"""Messages that came back, as servers write them, read by the command line: mbox, single files, nonsense."""

from email import message_from_string
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.mail_acts import Desk, at
from verifier import usecases
from verifier.assembly import assemble
from verifier.cli.mail import mail
from verifier.domain.mail import MessageState
from verifier.providers.mail.returning import returned
from verifier.settings import Settings

TOKEN = f"{'0' * 26}-{'a' * 16}"

REPORT = """\
Return-Path: <>
Delivered-To: bounce+{token}@bonafide.example
From: Mail Delivery System <MAILER-DAEMON@mx.sample-firm.cn>
To: bounce+{token}@bonafide.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I am sorry to have to inform you.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.sample-firm.cn

Final-Recipient: rfc822; li.ming@sample-firm.cn
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B--
"""

QMAIL = """\
From: MAILER-DAEMON@mx.sample-firm.cn
To: bounce+{token}@bonafide.example
Subject: failure notice

Hi. This is the qmail-send program at mx.sample-firm.cn.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<li.ming@sample-firm.cn>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

"""


def report(token: str, action: str = "failed", status: str = "5.1.1") -> str:
    return REPORT.format(token=token, action=action, status=status)


@pytest.mark.parametrize(
    ("text", "for_good"),
    [
        (report(TOKEN), True),
        (report(TOKEN.upper()), True),
        (report(TOKEN, "delayed", "4.4.1"), False),
        (report(TOKEN, "failed", "4.4.7"), False),
        (report(TOKEN, "delivered", "2.0.0"), False),
        (QMAIL.format(token=TOKEN), True),
        (f"To: bounce+{TOKEN}@bonafide.example\n\nI am on holiday.\n", False),
    ],
)
def test_what_came_back_is_known_by_its_address_and_whether_for_good(text: str, for_good: bool) -> None:
    found = returned(message_from_string(text))
    assert found is not None
    assert (found.token, found.for_good) == (TOKEN, for_good)


@pytest.mark.parametrize(
    "text", ["", "\x00\xff", "To: someone@bonafide.example\n\n550", report("short"), "To: bounce+@x\n\n"]
)
def test_what_did_not_come_back_to_us_is_nobodys(text: str) -> None:
    assert returned(message_from_string(text)) is None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))
    ports = assemble(Settings.from_env())
    tenant, _ = usecases.create_tenant(ports, "样本招聘")
    return at(ports, ports.clock, tenant.id, "account-1")


def read(*paths: Path) -> str:
    done = CliRunner().invoke(mail, ["bounces", *map(str, paths)])
    assert done.exit_code == 0, done.output
    return done.output.strip()


def test_a_box_of_reports_ends_what_bounced_and_the_second_time_nothing(desk: Desk, tmp_path: Path) -> None:
    token = desk.secrets(desk.sent()).bounce
    single = tmp_path / "delayed.eml"
    single.write_text(report(token, "delayed", "4.4.1"))
    box, other = tmp_path / "box", EmailMessage()
    other["To"] = "somebody@bonafide.example"
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    box.write_text(
        f"From MAILER-DAEMON Mon Nov 30 06:00:00 2026\n{report(token)}\n"
        f"From MAILER-DAEMON Mon Nov 30 06:00:00 2026\n{report(forged)}\n"
        f"From somebody Mon Nov 30 06:00:00 2026\n{other.as_string()}\n"
    )
    assert read(single) == "0 bounced, 0 unknown or ended before, 1 not for good, 0 not ours"
    assert desk.last().state is MessageState.SENT
    assert read(box) == "1 bounced, 1 unknown or ended before, 0 not for good, 1 not ours"
    assert desk.last().state is MessageState.BOUNCED
    assert read(box) == "0 bounced, 2 unknown or ended before, 0 not for good, 1 not ours"
