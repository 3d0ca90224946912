"""Onboards an employer from end to end, as a recruitment site's program does it. Copy from here.

In a sandbox, which takes any picture for a licence and any name for a face. The four lines that are marked as
the sandbox's own are all that a program for production does not have.
"""

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from PIL import Image

from bonafide import (
    AccountType,
    Answer,
    Bonafide,
    CaseState,
    Declared,
    FilmOutcome,
    Invalid,
    Job,
    NewPermit,
    PermitVerifier,
    Purpose,
    SandboxScript,
    SessionState,
    ToldEvent,
)
from example.inbox import Inbox, open_inbox

JOB: Final = Job(title="样本工程师", text="在样本路 1 号上班，早九晚五。", industry="软件", place="杭州")
SEVEN_MONTHS: Final = timedelta(days=210)  # longer than any verification lasts


@dataclass(frozen=True, slots=True)
class Account:
    """An account at your site: the employer, and the recruiter who posts for it."""

    employer_id: str
    recruiter_id: str
    device: str  # your own fingerprint of the recruiter's browser, always made the same way


def onboard(base_url: str, site: str, key: str) -> None:
    """From nothing to a published job, and to what stops the next one. `site` is your tenant's id."""
    with Bonafide(base_url, key) as bonafide, open_inbox() as inbox, listening(bonafide, inbox):
        paper = Paper.drawn(bonafide)

        say("A new employer signs up at your site.")
        account = open_account(bonafide, inbox, f"employer-{secrets.token_hex(4)}", paper)

        say("Its recruiter presses publish: may they post this job now?")
        permit = ask(bonafide, account)
        publish(bonafide, base_url, site, account, permit)

        say("Somebody opens a second account with the same licence and the same face.")
        second = open_account(bonafide, inbox, f"employer-{secrets.token_hex(4)}", paper)
        stepped_up = ask(bonafide, second)
        expect(stepped_up.answer is Answer.STEP_UP, "the second account is stepped up")

        say("Seven months later the verification has run out, and the first recruiter wants to post again.")
        bonafide.sandbox.advance_clock(advance_seconds=int(SEVEN_MONTHS.total_seconds()))  # the sandbox's own
        refused = ask(bonafide, account)
        expect(refused.answer is not Answer.ALLOW, "the same posting is refused")
        say("That is all of it.")


@contextmanager
def listening(bonafide: Bonafide, inbox: Inbox) -> Iterator[None]:
    """Be told instead of asking again and again. The secret is shown once: keep it, and the webhook, too."""
    wanted = [ToldEvent.CASE_VERIFIED, ToldEvent.CASE_ESCALATED, ToldEvent.FACE_SESSION_VERIFIED]
    try:
        webhook = bonafide.webhooks.create(url=inbox.url, types=wanted)
    except Invalid as refused:
        raise SystemExit(
            f"The service may not send webhooks to {inbox.url} ({refused.detail}). For a try on this machine "
            "start it with BONAFIDE_WEBHOOK_HTTP=true BONAFIDE_WEBHOOK_NETWORKS=127.0.0.0/8."
        ) from refused
    inbox.secret = webhook.secret
    try:
        yield
    finally:
        bonafide.webhooks.remove(webhook.id)


def open_account(bonafide: Bonafide, inbox: Inbox, reference: str, paper: "Paper") -> Account:
    """An employer whose licence is verified, with a recruiter whose face is enrolled."""
    employer_id = verified_employer(bonafide, inbox, reference, paper)
    recruiter_id = enrolled_recruiter(bonafide, inbox, employer_id, f"{reference}-recruiter", paper.face)
    return Account(employer_id, recruiter_id, paper.device)


def verified_employer(bonafide: Bonafide, inbox: Inbox, reference: str, paper: "Paper") -> str:
    """Open the employer and a case for it, hand in its licence, submit it, and wait to be told."""
    kind = AccountType.DIRECT_EMPLOYER
    employer = bonafide.employers.open(reference=reference, account_type=kind)
    case = bonafide.cases.open(
        account_type=kind, declared=paper.declared, reference=reference, employer_id=employer.id
    )
    bonafide.cases.add_evidence(case.id, file=paper.picture)
    bonafide.cases.submit(case.id)
    event = inbox.wait_for(ToldEvent.CASE_VERIFIED, case.id)
    note(f"a webhook told us, and its signature holds: {event.type}")
    decided = bonafide.cases.read(case.id)  # an event names things; read them for the rest
    expect(decided.state is CaseState.VERIFIED, "the licence is verified")
    return employer.id


def enrolled_recruiter(bonafide: Bonafide, inbox: Inbox, employer_id: str, reference: str, face: str) -> str:
    """Add the recruiter with a selfie, have them film themselves, and wait to be told."""
    recruiter = bonafide.recruiters.add(reference=reference)
    bonafide.recruiters.add_portrait(recruiter.id, file=picture())
    bonafide.employers.join(employer_id, recruiter_id=recruiter.id)
    session = bonafide.face_sessions.ask(recruiter.id, purpose=Purpose.ENROL)
    note("send the recruiter's browser to session.url; here, a film is played in their place")
    bonafide.sandbox.play_film(session.id, outcome=FilmOutcome.VERIFIED, face=face)  # the sandbox's own
    inbox.wait_for(ToldEvent.FACE_SESSION_VERIFIED, session.id)
    seen = bonafide.face_sessions.read(session.id)
    expect(seen.state is SessionState.VERIFIED, "the recruiter is a live person and the one of the selfie")
    return recruiter.id


def ask(bonafide: Bonafide, account: Account) -> NewPermit:
    """One question, with the job as it will be published. Whatever is no `allow` says why, and what to do."""
    permit = bonafide.permits.ask(
        employer_id=account.employer_id, recruiter_id=account.recruiter_id, job=JOB, device=account.device
    )
    needs = f", needs: {', '.join(permit.needs)}" if permit.needs else ""
    note(f"answer: {permit.answer}{needs}")
    for reason in permit.reasons:
        note(f"  {reason.code}: {reason.auditor}")
        note(f"    tell the recruiter: {reason.applicant.en}")
    return permit


def publish(bonafide: Bonafide, base_url: str, site: str, account: Account, permit: NewPermit) -> None:
    """Check the token with the published keys, offline, and use it up just before the job goes live."""
    expect(permit.token is not None, "the posting is allowed")
    with PermitVerifier(base_url, site, sandbox=True) as verifier:  # `sandbox`: the sandbox's own
        claims = verifier.verify(
            permit.token or "",
            job=JOB,
            employer_id=account.employer_id,
            recruiter_id=account.recruiter_id,
            device=account.device,
        )
    note(f"the token is good for this very job until {claims.expires_at:%H:%M:%S} UTC")
    redeemed = bonafide.permits.redeem(permit.id)
    expect(redeemed.redeemed_at is not None, "the permit is used, once: publish now")


@dataclass(frozen=True, slots=True)
class Paper:
    """What an applicant brings: what they declare, a picture of their licence, their face, their device."""

    declared: Declared
    picture: bytes
    face: str
    device: str

    @classmethod
    def drawn(cls, bonafide: Bonafide) -> "Paper":
        """In a sandbox: a code that it verifies, new in every run, with any picture, face and device."""
        codes = bonafide.sandbox.codes()  # the sandbox's own
        code = next(one.code for one in codes if one.script is SandboxScript.VERIFIED)
        declared = Declared(name="样本沙盒有限公司", code=code, person="样本人")
        return cls(declared, picture(), face=secrets.token_hex(8), device=f"fp-{secrets.token_hex(4)}")


def picture() -> bytes:
    """Any picture, as long as it is large enough; no two are alike."""
    tiles = Image.frombytes("RGB", (6, 8), secrets.token_bytes(6 * 8 * 3))
    file = io.BytesIO()
    tiles.resize((900, 1200), Image.Resampling.BILINEAR).save(file, "JPEG")
    return file.getvalue()


def say(words: str) -> None:
    print(f"\n{words}", flush=True)


def note(words: str) -> None:
    print(f"   {words}", flush=True)


def expect(holds: bool, words: str) -> None:
    """Say that something went as it should, or end."""
    if not holds:
        raise SystemExit(f"✗ not so: {words}")
    print(f" ✓ {words}", flush=True)
