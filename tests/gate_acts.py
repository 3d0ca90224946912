"""What tests do with employers and permits again and again, through the use cases. Fictional throughout."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Any

from tests import face_acts
from tests.acts import added, claimed
from tests.fakes import World, world
from tests.rows import CASE, READING
from verifier import policies, usecases
from verifier.domain.case import AccountType, Case, Declared
from verifier.domain.employer import Employer
from verifier.domain.face_session import Purpose, Recruiter
from verifier.domain.finding import Finding
from verifier.domain.gate import GatePolicy
from verifier.domain.permit import Permit
from verifier.domain.policy import Rule, Weight
from verifier.domain.reading import Field, FieldName, LicenceReading, Reading
from verifier.domain.relatives import Relative, Relatives
from verifier.domain.screening import (
    JobText,
    ScopeOpinion,
    ScopeSays,
    ScreeningAction,
    ScreeningResult,
    Tag,
    Trade,
)
from verifier.settings import POLICIES
from verifier.usecases.gate.employers import open_employer
from verifier.usecases.gate.facts import Wish
from verifier.usecases.gate.members import join
from verifier.usecases.gate.permits import Answered, ask_permit
from verifier.usecases.gate.recording import Word
from verifier.usecases.ports import Ports

JOB = JobText("样本工程师", "在样本路 1 号上班，早九晚五。", "软件", "杭州")
DEVICE = "fingerprint-1"
WORD = Word("reviewer-1", "看过了。")
OTHER_FIRM = Declared(
    "云下样本贸易有限公司", "91330100MA01SAMPLE", "例子人", "杭州市例子路 2 号", "13900000000"
)
SCOPE = "软件开发；样本销售。"
assert isinstance(READING.body, LicenceReading)
LICENCE = READING.body
SEEDS = count(10, 10)  # every film is another
TENANT_NAME = "Alice's site"


@cache
def gate_policy() -> GatePolicy:
    """The policy that ships with the service."""
    return policies.load_gate(POLICIES / "gate-v1.toml")


@dataclass(frozen=True, slots=True)
class Gate:
    """A site with one verified employer and one recruiter whose face was verified just now."""

    world: World
    tenant_id: str
    employer: Employer
    recruiter: Recruiter

    @property
    def ports(self) -> Ports:
        return self.world.ports

    def wish(self, **changes: Any) -> Wish:
        return replace(Wish(self.employer.id, self.recruiter.id, JOB, DEVICE), **changes)

    def ask(self, **changes: Any) -> Answered:
        return ask_permit(self.ports, self.tenant_id, self.wish(**changes))

    def show_face(self) -> None:
        """The recruiter's face, verified now."""
        link = face_acts.active(self.ports, self.recruiter, Purpose.REAUTHENTICATE)
        face_acts.read(self.ports, face_acts.finished(self.ports, link, seed=next(SEEDS)))


def gate(store: Any = None, policy: GatePolicy | None = None) -> Gate:
    """All that a posting needs, so that the answer is allow."""
    here = world(store=store, gate=policy or gate_policy())
    tenant, _ = usecases.create_tenant(here.ports, TENANT_NAME)
    employer = verified(here.ports, tenant.id)
    recruiter = face_acts.enrolled(here.ports, tenant.id)
    join(here.ports, tenant.id, employer.id, recruiter.id)
    return Gate(here, tenant.id, employer, recruiter)


def employed(ports: Ports, tenant_id: str, reference: str = "account-1", **known_by: Any) -> Employer:
    """An employer that nobody has verified yet."""
    return open_employer(
        ports, tenant_id, reference=reference, account_type=AccountType.DIRECT_EMPLOYER, **known_by
    )


def verified(
    ports: Ports, tenant_id: str, reference: str = "account-1", declared: Declared = CASE.declared
) -> Employer:
    """An employer whose case was verified."""
    employer = employed(ports, tenant_id, reference)
    case = submitted(ports, employer, declared)
    read_page(ports, case)
    with ports.view() as tx:
        found = tx.employers.get(tenant_id, employer.id)
    assert found is not None
    return found


def submitted(ports: Ports, employer: Employer, declared: Declared = CASE.declared) -> Case:
    """A case of the employer, which waits for its licence to be read."""
    case = usecases.open_case(
        ports,
        employer.tenant_id,
        account_type=employer.account_type,
        declared=declared,
        reference=None,
        employer_id=employer.id,
    )
    added(ports, case, shade=_shade(employer))
    return usecases.submit_case(ports, employer.tenant_id, case.id)


def read_page(ports: Ports, case: Case, relatives: Sequence[Relative] = ()) -> None:
    """Have the workers read the licence of the case: it says what was declared. Then the case is decided."""
    (item,) = usecases.read_case(ports, case.tenant_id, case.id).evidence
    fields = {
        FieldName.CODE: case.declared.code,
        FieldName.NAME: case.declared.name,
        FieldName.SCOPE: SCOPE,
    }
    page = replace(
        LICENCE, fields={name: Field(text, text, 1.0, (1, 2, 3, 4)) for name, text in fields.items()}
    )
    if relatives:
        with ports.transaction() as tx:  # as if another reader had found them
            found = Relatives(tuple(relatives), len(relatives), len(relatives))
            tx.readings.add(Reading(item.id, "relatives", "fake", "1", 1, found), ports.clock.now())
    claim = claimed(ports, f"licence-{item.id}")
    assert usecases.record_reading(ports, claim, Reading(item.id, "licence", "fake", "1", 1, page))


def _shade(employer: Employer) -> int:
    """Every account hands in another picture."""
    return sum(employer.reference.encode()) % 200


def codes(permit: Permit) -> set[str]:
    """Of the findings that do not pass."""
    return {one.code for one in permit.findings if one.outcome != "pass"}


def finding(permit: Permit, check: str) -> Finding:
    return next(one for one in permit.findings if one.check == check)


def suspicion(action: ScreeningAction = ScreeningAction.STEP_UP) -> ScreeningResult:
    """What the screener says of a text that speaks of gambling."""
    tag = Tag(Trade.GAMBLING, 60, action, (), ScopeOpinion(ScopeSays.UNREAD))
    return ScreeningResult("lexicon-test", action, (tag,), ())


def matching(here: Ports, least: float = 0.4) -> Ports:
    """The same ports, whose policy for films says from where on two faces are one person's."""
    rules = here.face_policy.rules
    match = Rule(Weight.SOFT, "test", {"match_min": least})
    policy = replace(here.face_policy, rules=replace(rules, rules={**rules.rules, "match": match}))
    return replace(here, face_policy=policy)
