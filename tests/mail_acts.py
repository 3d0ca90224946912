"""What tests do with corporate mailboxes again and again, through the use cases. Fictional throughout."""

from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes import FakeClock, World, world
from tests.gate_acts import employed
from tests.rows import CASE
from verifier import policies, usecases
from verifier.domain.audit import Actor, ActorKind
from verifier.domain.employer import Employer
from verifier.domain.mail import Carried, Letter, MailMessage, Secrets, TakesMail
from verifier.domain.proof import Proof, ProofKind
from verifier.settings import POLICIES
from verifier.usecases.faces.recruiters import add_recruiter
from verifier.usecases.gate.members import join
from verifier.usecases.mail_ports import Domains, Mailer
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.mail.answering import answer_code
from verifier.usecases.proofs.mail.asking import MailView, ask_mail
from verifier.usecases.proofs.mail.carrying import carry_mail, due_mails
from verifier.usecases.proofs.opening import open_proof

APPLICANT = Actor(ActorKind.APPLICANT, "apl_1")
ADDRESS = "li.ming@sample-firm.cn"
SITE = "样本招聘"


class FakeMailer(Mailer):
    """Meets what a test says, in turn, and then takes everything; keeps what it was given."""

    def __init__(self, *meets: Carried) -> None:
        self._meets = list(meets)
        self.letters: list[Letter] = []

    def carry(self, letter: Letter) -> Carried:
        self.letters.append(letter)
        return self._meets.pop(0) if self._meets else Carried.TAKEN


@dataclass
class FakeDomains(Domains):
    said: TakesMail = TakesMail.NOT_ASKED
    asked: list[str] = field(default_factory=list)

    def takes_mail(self, ascii_domain: str) -> TakesMail:
        self.asked.append(ascii_domain)
        return self.said


@dataclass
class Desk:
    """A site with an employer, a recruiter of it, and an open proof of their mailbox."""

    ports: Ports
    clock: FakeClock
    tenant_id: str
    employer: Employer
    recruiter_id: str
    proof: Proof
    mailer: FakeMailer = field(default_factory=FakeMailer)
    domains: FakeDomains = field(default_factory=FakeDomains)

    def ask(self, address: str = ADDRESS) -> MailView:
        return ask_mail(self.ports, self.tenant_id, self.proof.id, address, actor=APPLICANT)

    def carry(self) -> MailMessage | None:
        """One attempt at the message that has waited longest."""
        errand, *_ = due_mails(self.ports, limit=1)
        return carry_mail(self.ports, self.mailer, self.domains, errand.message_id, chance=0.0)

    def sent(self, address: str = ADDRESS) -> MailMessage:
        """A message that the server took."""
        self.ask(address)
        message = self.carry()
        assert message is not None
        return message

    def secrets(self, message: MailMessage) -> Secrets:
        with self.ports.view() as tx:
            return tx.mails.secrets(message)

    def say(self, code: str) -> Proof:
        return answer_code(self.ports, self.tenant_id, self.proof.id, code, actor=APPLICANT)

    def confirmed(self, address: str = ADDRESS) -> Proof:
        return self.say(self.secrets(self.sent(address)).code)

    def now(self) -> Proof:
        with self.ports.view() as tx:
            found = tx.proofs.get(self.tenant_id, self.proof.id)
        assert found is not None
        return found

    def last(self) -> MailMessage:
        with self.ports.view() as tx:
            return tx.mails.of_proof(self.tenant_id, self.proof.id)[0]

    def again(self) -> None:
        """Another proof of the same recruiter."""
        self.proof = opened(self.ports, self.employer, self.recruiter_id)

    def other(self, reference: str = "account-2") -> "Desk":
        """Another employer of the same site, with a recruiter and a proof of its own."""
        return at(self.ports, self.clock, self.tenant_id, reference)


def desk(store: Any = None) -> Desk:
    made: World = world(store=store)
    ports = replace(made.ports, proof_policy=policies.load_proofs(POLICIES / "proofs-v1.toml"))
    assert isinstance(made.clock, FakeClock)
    tenant, _ = usecases.create_tenant(ports, SITE)
    return at(ports, made.clock, tenant.id, "account-1")


def at(ports: Ports, clock: FakeClock, tenant_id: str, reference: str) -> Desk:
    employer = employed(ports, tenant_id, reference)
    recruiter = add_recruiter(ports, tenant_id, reference=f"{reference}-recruiter", case_id=None)
    join(ports, tenant_id, employer.id, recruiter.id)
    proof = opened(ports, employer, recruiter.id)
    return Desk(ports, clock, tenant_id, employer, recruiter.id, proof)


def opened(ports: Ports, employer: Employer, recruiter_id: str) -> Proof:
    return open_proof(
        ports,
        employer.tenant_id,
        employer.id,
        kind=ProofKind.CORPORATE_MAIL,
        recruiter_id=recruiter_id,
    )


def declare(here: Desk, website: str) -> None:
    """A case of the employer that names its site."""
    usecases.open_case(
        here.ports,
        here.tenant_id,
        account_type=here.employer.account_type,
        declared=replace(CASE.declared, website=website),
        reference=None,
        employer_id=here.employer.id,
    )
