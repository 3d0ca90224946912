"""`make tour`: one employer, taken through every defence there is, against a running sandbox of its own.

Licence, face, risk, mailbox, payment, film of the office, visit, certificate, the job seeker's consent, a
leaked text, and the record that insiders cannot change. What people do is done here over HTTP, as their
browsers would.
"""

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, TypeVar

import requests

from bonafide import Answer, Bonafide, Problem, ToldEvent
from bonafide.answers.bank import BankWay
from bonafide.answers.enums import AccountType, EvidenceKind
from bonafide.answers.gate_enums import AccountRisk
from bonafide.answers.proofs import ProofKind, ProofState
from bonafide.answers.resumes import ReadPurpose, TextLanguage
from bonafide.asked import BankAccount
from example.inbox import Inbox, open_inbox
from example.onboarding import (
    Account,
    Paper,
    ask,
    expect,
    listening,
    note,
    open_account,
    picture,
    publish,
    say,
)
from example.services import serving_here
from fixtures.office import Clip, film
from fixtures.papers import paper
from fixtures.rendering import Rendering

T = TypeVar("T")
PATIENCE: Final = 120.0  # seconds for workers and couriers
RESUME: Final = (
    "姓名：样本求职者\n电话：13800000000\n2019年3月至2021年6月，在虚拟软件公司负责数据平台，使用Python和SQL，"
    "具备三年经验，并且带过5人小组。\n2021年7月至今，在样本网络公司担任工程师，大约完成12个项目，以及日常运维。"
) * 4


def main() -> None:
    print("Starting a sandbox …", flush=True)
    with (
        serving_here() as (base_url, site, key, folder),
        Bonafide(base_url, key) as bonafide,
        open_inbox() as inbox,
        listening(bonafide, inbox),
    ):
        tour(bonafide, inbox, base_url, site, folder)


def tour(bonafide: Bonafide, inbox: Inbox, base_url: str, site: str, folder: Path) -> None:
    say(
        "1. Licence and face: an employer signs up, its licence is verified, its recruiter shows a live face."
    )
    paper_of_firm = Paper.drawn(bonafide)
    account = open_account(bonafide, inbox, f"employer-{secrets.token_hex(4)}", paper_of_firm)
    publish(bonafide, base_url, site, account, ask(bonafide, account))

    say("2. Risk: a reviewer says that the account is at high risk. From now on control has to be proven.")
    bonafide.proofs.set_risk(
        account.employer_id, risk=AccountRisk.HIGH, reviewer="reviewer-1", words="A job seeker complained."
    )
    expect(ask(bonafide, account).answer is Answer.STEP_UP, "the gate asks for proof")
    link = bonafide.proofs.link(account.employer_id, recruiter_id=account.recruiter_id).url
    note(f"the employer's people go on at their checklist: {link}")

    mailbox(bonafide, account, link, folder)
    payment(bonafide, account)
    office(bonafide, account, link, paper_of_firm.declared.name)
    visit(bonafide, account)
    expect(ask(bonafide, account).answer is Answer.ALLOW, "enough is proven: the gate allows again")
    certificate(bonafide, inbox, account, paper_of_firm)
    seeker(bonafide, account, site, folder)
    insiders(folder)
    say("That is all of it.")


def mailbox(bonafide: Bonafide, account: Account, link: str, folder: Path) -> None:
    say("3. Company e-mail: a code to a mailbox of the firm's, typed on its page.")
    proof = bonafide.proofs.open(
        account.employer_id, kind=ProofKind.CORPORATE_MAIL, recruiter_id=account.recruiter_id
    )
    try:
        bonafide.proofs.send_code(proof.id, address="somebody@163.com")
    except Problem as refused:
        expect(refused.code == "mail_not_corporate", f"free mail is refused at once ({refused.code})")
    bonafide.proofs.send_code(proof.id, address="li.ming@sample-firm.cn")
    code = until(lambda: code_in(folder / "data" / "mail"), "the message is in the folder of mail")
    sent = requests.post(f"{link}/proofs/{proof.id}/mail/code", data={"code": code}, timeout=30)
    sent.raise_for_status()
    settled(bonafide, proof.id)


def code_in(folder: Path) -> str | None:
    for message in sorted(folder.rglob("*.eml")):
        body = message_from_bytes(message.read_bytes(), policy=policy.default).get_body(("plain",))
        found = re.search(r"(?<!\d)\d{6}(?!\d)", body.get_content()) if body else None
        if found:
            return found[0]
    return None


def payment(bonafide: Bonafide, account: Account) -> None:
    say("4. Company bank payment: we send a small amount that only the firm can read, and it names that.")
    proof = bonafide.proofs.open(account.employer_id, kind=ProofKind.BANK_PAYMENT)
    into = BankAccount(number="1234567890128", bank="样本银行杭州分行")
    bonafide.proofs.ask_bank_payment(proof.id, way=BankWay.WE_PAY, account=into)
    amount = bonafide.sandbox.bank_payment(
        proof.id
    ).secret_amount  # in production the firm's statement says it
    wrong = "0.01" if amount != "0.01" else "0.02"
    bonafide.proofs.name_bank_amount(proof.id, amount=wrong)
    expect(bonafide.proofs.read(proof.id).state is ProofState.OPEN, "a wrong amount proves nothing")
    bonafide.proofs.name_bank_amount(proof.id, amount=amount)
    settled(bonafide, proof.id)


def office(bonafide: Bonafide, account: Account, link: str, name: str) -> None:
    say("5. Film of the office: the sign, the desks, and a word that was given for this film alone.")
    proof = bonafide.proofs.open(account.employer_id, kind=ProofKind.OFFICE_VIDEO)
    page = f"{link}/proofs/{proof.id}"
    shown = requests.post(f"{page}/video/word", timeout=30).text
    found = re.search(r'class="word"[^>]*>([^<]+)<', shown)
    expect(found is not None, "the page shows the word")
    assert found is not None
    data = film(Clip(secrets.randbelow(1000), name, found[1]))
    requests.post(f"{page}/video", headers={"Upload-Length": str(len(data))}, timeout=30).raise_for_status()
    half = len(data) // 2
    for start, part in ((0, data[:half]), (half, data[half:])):
        sent = {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
        requests.patch(f"{page}/video", data=part, headers=sent, timeout=60).raise_for_status()
    note(f"{len(data) >> 10} KiB sent in two parts, as after a lost network")
    settled(bonafide, proof.id)


def visit(bonafide: Bonafide, account: Account) -> None:
    say("6. Visit: a reviewer orders it in the console, an agent goes there; nobody else can.")
    try:
        bonafide.proofs.open(account.employer_id, kind=ProofKind.FIELD_VISIT)
    except Problem as refused:
        expect(refused.code == "proof_by_reviewer_only", f"a site cannot order one ({refused.code})")


def certificate(bonafide: Bonafide, inbox: Inbox, account: Account, of_firm: Paper) -> None:
    say("7. Papers of people: an in-service certificate comes with a case, is read and compared.")
    case = bonafide.cases.open(
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=replace(of_firm.declared, code=of_firm.declared.code),
        employer_id=account.employer_id,
    )
    bonafide.cases.add_evidence(case.id, file=picture())
    specimen = paper("in_service_certificate", secrets.randbelow(1000), rendering=Rendering.PHOTO)
    bonafide.cases.add_evidence(case.id, file=specimen.data, kind=EvidenceKind.IN_SERVICE_CERTIFICATE)
    bonafide.cases.submit(case.id)
    inbox.wait_for(ToldEvent.CASE_VERIFIED, case.id)
    readers = sorted({one.reader for one in bonafide.cases.read(case.id).readings})
    expect("paper" in readers, f"it was read by {', '.join(readers)}")


def seeker(bonafide: Bonafide, account: Account, site: str, folder: Path) -> None:
    say("8. The job seeker's consent: no résumé is read without it, and each copy tells whose it was.")
    purpose = ReadPurpose.THIS_APPLICATION
    ask_read = partial(
        bonafide.resumes.ask,
        employer_id=account.employer_id,
        recruiter_id=account.recruiter_id,
        purpose=purpose,
        resume="resume-1",
        seeker="seeker-1",
        device=account.device,
    )
    expect(ask_read().answer is not Answer.ALLOW, "without a grant: not read")
    text = bonafide.resumes.grant_text(account.employer_id, purpose=purpose, language=TextLanguage.ZH)
    grant = bonafide.resumes.grant(
        seeker="seeker-1",
        employer_id=account.employer_id,
        purpose=purpose,
        resume="resume-1",
        expires_at=datetime.now(UTC) + timedelta(days=30),
        text_version=text.version,
        text_language=TextLanguage.ZH,
        text_sha256=text.sha256,
    )
    read = ask_read()
    expect(read.answer is Answer.ALLOW, "with it: allowed, with a signed token")
    marked = bonafide.resumes.mark(read.id, text=RESUME).text
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as leaked:
        leaked.write(marked)
        leaked.flush()
        traced = command(folder, "trace-leak", leaked.name, "--tenant", site)
    expect(read.id in traced, "a leaked copy names the read it came from")
    bonafide.resumes.withdraw(grant.id)
    expect(ask_read().answer is not Answer.ALLOW, "after the withdrawal: not read")
    note(f"who read what, for the seeker: {bonafide.resumes.link(seeker='seeker-1').url}")


def insiders(folder: Path) -> None:
    say("9. Insiders: everything above hangs on a chain that nobody can change unnoticed.")
    said = command(folder, "verify-audit").strip().splitlines()[-1]
    expect(said.startswith("sound"), said)


def command(folder: Path, *words: str) -> str:
    """What one of the operator's commands says, on the tour's own data."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BONAFIDE")}
    environment |= {"BONAFIDE_DATA_DIR": str(folder / "data"), "BONAFIDE_SANDBOX": "true"}
    environment |= {"BONAFIDE_LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        (sys.executable, "-m", "verifier", *words),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def settled(bonafide: Bonafide, proof_id: str) -> None:
    """Wait for the outcome, and say it."""
    waiting = (ProofState.OPEN, ProofState.PENDING)
    until(lambda: bonafide.proofs.read(proof_id).state not in waiting or None, "it is judged")
    proof = bonafide.proofs.read(proof_id)
    for one in proof.findings:
        note(f"{one.outcome}: {one.code}")
    expect(
        proof.state is ProofState.PROVEN,
        f"proven until {proof.valid_until:%Y-%m-%d}" if proof.valid_until else proof.state,
    )


def until(look: Callable[[], T | None], words: str) -> T:
    """What `look` finds in the end."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    raise SystemExit(f"✗ not so: {words}")


if __name__ == "__main__":
    main()
