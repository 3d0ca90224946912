"""`make tour`: one employer, taken through every defence there is, against a running sandbox.

Licence, face, certificate, e-mail, payment, film, visit, the job seeker's consent, insiders. What people do
is done here over HTTP, as their browsers would; what the operator does, by the operator's commands.

On the sandbox that BONAFIDE, BONAFIDE_SITE and BONAFIDE_API_KEY name, whose settings (BONAFIDE_DATA_DIR, …)
have to be set, too, for its commands; without them on one that is started for it, on what PROFILE says.
"""

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import requests

from bonafide import Answer, Bonafide, Declared, Problem, ToldEvent
from bonafide.answers.bank import BankWay
from bonafide.answers.enums import AccountType, EvidenceKind, Outcome
from bonafide.answers.gate_enums import AccountRisk
from bonafide.answers.proofs import ProofKind, ProofState
from bonafide.answers.resumes import ReadPurpose, TextLanguage
from bonafide.asked import BankAccount
from example.field_visit import visit
from example.inbox import open_inbox
from example.onboarding import (
    Paper,
    ask,
    enrolled_recruiter,
    expect,
    listening,
    note,
    picture,
    publish,
    verified_employer,
)
from example.rows import Row, Walk, settled, until, walk_through
from example.services import Place, chosen, operate
from fixtures.company import Form, Generation, register
from fixtures.office import Clip, film
from fixtures.papers import paper
from fixtures.rendering import Rendering

PAPERS: Final = 9  # the seed of the firm, whose name stands on its sign, its certificate and its agent's card
MAILBOX: Final = "li.ming@sample-firm.cn"
RESUME: Final = (
    "姓名：样本求职者\n电话：13800000000\n2019年3月至2021年6月，在虚拟软件公司负责数据平台，使用Python和SQL，"
    "具备三年经验，并且带过5人小组。\n2021年7月至今，在样本网络公司担任工程师，大约完成12个项目，以及日常运维。"
) * 4


def tour(place: Place) -> None:
    """Every row, on this sandbox. Whatever goes wrong ends it and names the row."""
    with (
        Bonafide(place.base_url, place.key) as bonafide,
        open_inbox() as inbox,
        listening(bonafide, inbox),
    ):
        firm = Paper.drawn(bonafide)
        name = register(PAPERS, Form.COMPANY, Generation.LANDSCAPE_2019).name
        firm = replace(firm, declared=replace(firm.declared, name=name))
        walk_through(ROWS, Walk(bonafide, inbox, place, firm))


def licence(walk: Walk) -> str:
    reference = f"employer-{secrets.token_hex(4)}"
    walk.employer_id = verified_employer(walk.bonafide, walk.inbox, reference, walk.firm)
    return "verified"


def face(walk: Walk) -> str:
    reference = f"recruiter-{secrets.token_hex(4)}"
    walk.recruiter_id = enrolled_recruiter(
        walk.bonafide, walk.inbox, walk.employer_id, reference, walk.firm.face
    )
    publish(
        walk.bonafide, walk.place.base_url, walk.place.site, walk.account, ask(walk.bonafide, walk.account)
    )
    return "verified; the gate allows the posting"


def certificate(walk: Walk) -> str:
    """With no code of the sandbox's, so that papers are judged as in production; it is for a person then."""
    company = register(PAPERS, Form.COMPANY, Generation.LANDSCAPE_2019)
    case = walk.bonafide.cases.open(
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=Declared(name=company.name, code=company.code, person=company.person),
        employer_id=walk.employer_id,
    )
    walk.bonafide.cases.add_evidence(case.id, file=picture())
    for kind in (EvidenceKind.IN_SERVICE_CERTIFICATE, EvidenceKind.AGENT_IDENTITY):
        drawn = paper(
            kind.value, PAPERS, rendering=Rendering.PHOTO, today=walk.bonafide.sandbox.clock().now.date()
        )
        walk.bonafide.cases.add_evidence(case.id, file=drawn.data, kind=kind)
    walk.bonafide.cases.submit(case.id)
    walk.inbox.wait_for(ToldEvent.CASE_ESCALATED, case.id)
    walk.case_id = case.id
    judged = {
        one.code: one.outcome
        for one in walk.bonafide.cases.read(case.id).findings
        if one.check.startswith("paper_") and one.evidence_ids
    }
    for code, outcome in judged.items():
        note(f"{outcome}: {code}")
    for code in ("in_service_agrees", "paper_seal_agrees"):
        expect(judged.get(code) is Outcome.PASS, f"the certificate: {code}")
    return "employer, person, date and seal agree"


def high_risk(walk: Walk) -> None:
    """From now on control has to be proven."""
    walk.bonafide.proofs.set_risk(
        walk.employer_id, risk=AccountRisk.HIGH, reviewer="reviewer-1", words="A job seeker complained."
    )
    expect(ask(walk.bonafide, walk.account).answer is Answer.STEP_UP, "at high risk the gate asks for proof")
    walk.link = walk.bonafide.proofs.link(walk.employer_id, recruiter_id=walk.recruiter_id).url
    note(f"the employer's people go on at their checklist: {walk.link}")


def mailbox(walk: Walk) -> str:
    high_risk(walk)
    proofs = walk.bonafide.proofs
    proof = proofs.open(walk.employer_id, kind=ProofKind.CORPORATE_MAIL, recruiter_id=walk.recruiter_id)
    try:
        proofs.send_code(proof.id, address="somebody@163.com")
    except Problem as refused:
        expect(refused.code == "mail_not_corporate", f"free mail is refused at once ({refused.code})")
    before = set(walk.place.mail.rglob("*.eml"))
    proofs.send_code(proof.id, address=MAILBOX)
    code = until(lambda: code_in(set(walk.place.mail.rglob("*.eml")) - before), "the message is written")
    note(f"the message is in {walk.place.mail}")
    page = f"{walk.link}/proofs/{proof.id}"
    requests.post(f"{page}/mail/code", data={"code": code}, timeout=30).raise_for_status()
    return settled(walk, proof.id)


def code_in(messages: set[Path]) -> str | None:
    for message in messages:
        body = message_from_bytes(message.read_bytes(), policy=policy.default).get_body(("plain",))
        found = re.search(r"(?<!\d)\d{6}(?!\d)", body.get_content()) if body else None
        if found:
            return found[0]
    return None


def payment(walk: Walk) -> str:
    proofs = walk.bonafide.proofs
    proof = proofs.open(walk.employer_id, kind=ProofKind.BANK_PAYMENT)
    into = BankAccount(number="1234567890128", bank="样本银行杭州分行")
    proofs.ask_bank_payment(proof.id, way=BankWay.WE_PAY, account=into)
    # In production the firm's statement says it.
    amount = walk.bonafide.sandbox.bank_payment(proof.id).secret_amount
    proofs.name_bank_amount(proof.id, amount="0.01" if amount != "0.01" else "0.02")
    expect(proofs.read(proof.id).state is ProofState.OPEN, "a wrong amount proves nothing")
    proofs.name_bank_amount(proof.id, amount=amount)
    answer = settled(walk, proof.id)
    expect(ask(walk.bonafide, walk.account).answer is Answer.ALLOW, "enough is proven: the gate allows again")
    return answer


def office(walk: Walk) -> str:
    proof = walk.bonafide.proofs.open(walk.employer_id, kind=ProofKind.OFFICE_VIDEO)
    page = f"{walk.link}/proofs/{proof.id}"
    found = re.search(r'class="word"[^>]*>([^<]+)<', requests.post(f"{page}/video/word", timeout=30).text)
    expect(found is not None, "the page gives a word for this film alone")
    assert found is not None
    data = film(Clip(secrets.randbelow(1000), walk.firm.declared.name, found[1], seconds=10))
    requests.post(f"{page}/video", headers={"Upload-Length": str(len(data))}, timeout=30).raise_for_status()
    half = len(data) // 2
    for start, part in ((0, data[:half]), (half, data[half:])):
        sent = {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
        requests.patch(f"{page}/video", data=part, headers=sent, timeout=60).raise_for_status()
    note(f"{len(data) >> 10} KiB sent in two parts, as after a lost network")
    return settled(walk, proof.id)


def consent(walk: Walk) -> str:
    purpose, resumes = ReadPurpose.THIS_APPLICATION, walk.bonafide.resumes
    seeker = f"seeker-{secrets.token_hex(4)}"
    ask_read = partial(
        resumes.ask,
        employer_id=walk.employer_id,
        recruiter_id=walk.recruiter_id,
        purpose=purpose,
        resume="resume-1",
        seeker=seeker,
        device=walk.firm.device,
    )
    expect(ask_read().answer is not Answer.ALLOW, "without a grant: not read")
    text = resumes.grant_text(walk.employer_id, purpose=purpose, language=TextLanguage.ZH)
    grant = resumes.grant(
        seeker=seeker,
        employer_id=walk.employer_id,
        purpose=purpose,
        resume="resume-1",
        expires_at=walk.bonafide.sandbox.clock().now + timedelta(days=30),
        text_version=text.version,
        text_language=TextLanguage.ZH,
        text_sha256=text.sha256,
    )
    read = ask_read()
    expect(read.answer is Answer.ALLOW, "with it: allowed, with a signed token")
    expect(read.id in leaked(walk, resumes.mark(read.id, text=RESUME).text), "a leaked copy names its read")
    resumes.withdraw(grant.id)
    expect(ask_read().answer is not Answer.ALLOW, "after the withdrawal: not read")
    note(f"who read what, for the seeker: {resumes.link(seeker=seeker).url}")
    return "allowed by grant alone; a leak is traced"


def leaked(walk: Walk, text: str) -> str:
    """What the operator's command says of a text that turned up somewhere."""
    with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as found:
        found.write(text)
        found.flush()
        return operate(walk.place.settings, "trace-leak", found.name, "--tenant", walk.place.site)


def insiders(walk: Walk) -> str:
    """Everything above hangs on a chain, and staff see what their role lets them."""
    lines = operate(walk.place.settings, "verify-audit").strip().splitlines()
    for line in lines:
        note(line)
    expect(all(line.startswith("sound") for line in lines), "nothing was changed")
    mine = next(line for line in lines if walk.place.site in line)
    entries = re.search(r"\d+ entries", mine)
    return f"the chain is sound, {entries[0]}" if entries else mine


ROWS: Final = (
    Row("licence", "uploaded, read by a worker, decided by the policy", licence),
    Row("face", "the recruiter filmed live, then asked at the gate", face),
    Row("certificate", "in-service certificate and identity card, read and compared", certificate),
    Row("e-mail", "a code to a mailbox of the firm's, typed on its page", mailbox),
    Row("payment", "a small amount paid to the firm, which names it", payment),
    Row("video", "a film of the office: its sign and a word given for it", office),
    Row("visit", "ordered by a reviewer, made by an agent, countersigned by the firm", visit),
    Row("consent", "a résumé read with the seeker's grant, without, and withdrawn", consent),
    Row("insiders", "every entry of the record checked against its chain", insiders),
)

if __name__ == "__main__":
    with chosen() as place:
        tour(place)
