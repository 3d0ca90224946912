"""What the gate knows at the moment of a wish: gathered from the store, none of it judged."""

from dataclasses import dataclass, field
from datetime import datetime

from verifier.domain.gate import GateFacts, TraitKind
from verifier.domain.permit import device_digest
from verifier.domain.reading import FieldName, LicenceReading
from verifier.domain.screening import Background, JobText, ScreeningResult
from verifier.usecases.ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to post. `device` and `address` are fingerprints as the site passes them, any text."""

    employer_id: str
    recruiter_id: str
    job: JobText = field(repr=False)
    device: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)

    def traits(self) -> dict[TraitKind, str]:
        """What the wish itself can be linked and blocked by."""
        return {TraitKind.DEVICE: self.device} if self.device else {}


def screened(ports: Ports, tenant_id: str, wish: Wish) -> ScreeningResult:
    """The job's text, weighed with the scope of the employer's licence. Before the transaction: it takes a while."""
    with ports.view() as tx:
        scope = _scope(tx, tenant_id, wish.employer_id)
    return ports.screener.screen(wish.job, Background(scope=scope))


def gather(
    tx: Transaction, tenant_id: str, wish: Wish, screening: ScreeningResult, now: datetime
) -> GateFacts:
    """The facts, with the employer held until the transaction ends."""
    employer = tx.employers.hold(tenant_id, wish.employer_id)
    recruiter = tx.recruiters.get(tenant_id, wish.recruiter_id)
    if employer is None or recruiter is None:
        return GateFacts(now, employer, recruiter, None, screening=screening)
    return GateFacts(
        now=now,
        employer=employer,
        recruiter=recruiter,
        membership=tx.memberships.get(tenant_id, employer.id, recruiter.id),
        enrolled=tx.face_templates.enrolled_at(tenant_id, recruiter.id) is not None,
        face_at=tx.face_sessions.last_verified_at(tenant_id, recruiter.id),
        open_session=tx.face_sessions.in_review(tenant_id, recruiter.id),
        device_known=_device_known(tx, tenant_id, wish),
        links=tuple(tx.account_traits.links(tenant_id, employer.id, since=None)),
        blocks=tuple(tx.blocks.of_employer(tenant_id, employer.id, also=wish.traits())),
        screening=screening,
    )


def _device_known(tx: Transaction, tenant_id: str, wish: Wish) -> bool | None:
    if not wish.device:
        return None
    return tx.permits.device_known(tenant_id, wish.recruiter_id, device_digest(wish.device))


def _scope(tx: Transaction, tenant_id: str, employer_id: str) -> str | None:
    """What the licence that the employer was verified by says of its scope."""
    employer = tx.employers.get(tenant_id, employer_id)
    if employer is None or employer.case_id is None:
        return None
    for reading in tx.readings.of_case(tenant_id, employer.case_id):
        if isinstance(reading.body, LicenceReading) and FieldName.SCOPE in reading.body.fields:
            return reading.body.fields[FieldName.SCOPE].value
    return None
