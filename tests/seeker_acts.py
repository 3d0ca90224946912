"""What tests do with grants and reads again and again, through the use cases. Fictional throughout."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tests.gate_acts import Gate, gate
from verifier.domain.resume_grant import Grant, ReadPurpose, Terms
from verifier.domain.resume_read import ReadWish, ResumeRead
from verifier.usecases.ports import Ports
from verifier.usecases.seekers.answering import Answered
from verifier.usecases.seekers.grants import Wanted, give, text_for
from verifier.usecases.seekers.reads import ask_read

PURPOSE = ReadPurpose.THIS_APPLICATION
SEEKER, RESUME = "seeker-1", "resume-1"
DEVICE = "fingerprint-1"


@dataclass(frozen=True, slots=True)
class Desk:
    """A site with one verified employer, one recruiter with a fresh face, and one grant."""

    gate: Gate
    grant: Grant

    @property
    def ports(self) -> Ports:
        return self.gate.ports

    @property
    def tenant_id(self) -> str:
        return self.gate.tenant_id

    def wish(self, **changes: Any) -> ReadWish:
        employer_id, recruiter_id = self.gate.employer.id, self.gate.recruiter.id
        plain = ReadWish(employer_id, recruiter_id, PURPOSE, RESUME, grant_id=self.grant.id)
        return replace(plain, **changes)

    def ask(self, **changes: Any) -> Answered:
        return ask_read(self.ports, self.tenant_id, self.wish(**changes))


def wanted(here: Gate, seeker: str = SEEKER, resume: str = RESUME, **changes: Any) -> Wanted:
    """A grant for any recruiter of the employer, as the site hands it in."""
    terms = replace(Terms(here.employer.id, None, PURPOSE, resume), **changes)
    text = text_for(here.ports, here.tenant_id, terms.employer_id, terms.purpose, "zh")
    until = here.ports.clock.now() + timedelta(days=30)
    return Wanted(seeker, terms, until, text.version, text.language, text.sha256)


def granted(here: Gate, seeker: str = SEEKER, resume: str = RESUME, **changes: Any) -> Grant:
    return give(here.ports, here.tenant_id, wanted(here, seeker, resume, **changes))


def desk(store: Any = None) -> Desk:
    """All that a read needs, so that the answer is allow."""
    here = gate(store)
    return Desk(here, granted(here))


def codes(read: ResumeRead) -> set[str]:
    """Of the findings that do not pass, and tell anything."""
    return {one.code for one in read.findings if one.outcome != "pass"} - {"device_not_told"}
