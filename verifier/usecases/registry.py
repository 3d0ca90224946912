"""Asking the registry about a case: what the applicant declared, as a worker's reading. Decides nothing."""

import time

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.reading import Reading
from verifier.domain.registry import READER, RegistryQuestion
from verifier.usecases.audit import record_before_giving
from verifier.usecases.ports import Ports
from verifier.usecases.tasks import Claim


def ask_registry(ports: Ports, claim: Claim) -> Reading:
    """What the registry says about the employer of the claimed task's case."""
    task = claim.task
    with ports.view() as tx:
        case = tx.cases.get(task.tenant_id, task.case_id)
    assert case is not None, "a task's case is a foreign key"
    # A vendor is told what was declared, so that is recorded before it is asked.
    record_before_giving(ports, task.tenant_id, (_deed(claim),))
    declared = case.declared
    started = time.perf_counter()
    extract = ports.registry.verify(RegistryQuestion(declared.name, declared.code, declared.person))
    milliseconds = round((time.perf_counter() - started) * 1000)
    return Reading(
        evidence_id=task.evidence_id,
        reader=READER,
        engine=extract.provider,
        version=str(extract.data_as_of or "unknown"),
        milliseconds=milliseconds,
        body=extract,
    )


def _deed(claim: Claim) -> Deed:
    actor = Actor(ActorKind.WORKER, claim.task.claimed_by or "unnamed")
    return Deed(Action.REGISTRY_ASKED, actor, claim.task.case_id, {"attempt": str(claim.attempt)})
