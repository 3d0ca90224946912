"""What tests do with cases again and again, through the use cases."""

import io
from functools import cache

from PIL import Image

from tests.rows import CASE, READING
from verifier import usecases
from verifier.domain.case import Case
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.reading import Reading
from verifier.usecases.ports import Ports


@cache
def photo(shade: int = 200) -> bytes:
    """A small PNG that the intake takes; every shade is another file."""
    buffer = io.BytesIO()
    Image.new("L", (900, 700), shade).save(buffer, "png")
    return buffer.getvalue()


def opened(ports: Ports, tenant_id: str) -> Case:
    return usecases.open_case(
        ports, tenant_id, account_type=CASE.account_type, declared=CASE.declared, reference=CASE.reference
    )


def added(ports: Ports, case: Case, shade: int = 200) -> Evidence:
    return usecases.add_evidence(
        ports,
        case.tenant_id,
        case.id,
        kind=EvidenceKind.BUSINESS_LICENCE,
        data=photo(shade),
        declared_media_type="image/png",
    )


def submitted(ports: Ports, tenant_id: str, *, pieces: int = 1) -> tuple[Case, list[str]]:
    """A submitted case and the ids of its tasks."""
    case = opened(ports, tenant_id)
    evidence = [added(ports, case, shade) for shade in range(pieces)]
    case = usecases.submit_case(ports, tenant_id, case.id)
    return case, [f"licence-{item.id}" for item in evidence]


def claimed(ports: Ports, task_id: str, worker: str = "w1") -> usecases.Claim:
    claim = usecases.claim_task(ports, task_id, worker=worker)
    assert isinstance(claim, usecases.Claim)
    return claim


def reading_for(claim: usecases.Claim) -> Reading:
    return Reading(claim.evidence.id, claim.task.reader, READING.engine, READING.version, 1000, READING.body)


def read(ports: Ports, task_id: str) -> bool:
    """Have a worker read it, from claim to record."""
    claim = claimed(ports, task_id)
    return usecases.record_reading(ports, claim, reading_for(claim))
