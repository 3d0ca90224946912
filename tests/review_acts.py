"""Escalated cases, and people who work on them, through the use cases."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tests.acts import added, claimed, submitted
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.case import Case
from verifier.domain.escalation import DecisionGround, Escalation, Said, Verdict
from verifier.domain.policy import Policy, Rule, Weight
from verifier.domain.reading import Reading, Unreadable
from verifier.domain.review_policy import PLAIN, FourEyes, ReviewPolicy
from verifier.domain.tenant import Tenant
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer

MUST_BE_READ = Policy("must-be-read", timedelta(days=180), 2, {"readable": Rule(Weight.HARD, "test", {})})
BROKEN = Unreadable("evidence_malformed", "The decoder gave up.")
TWO = replace(PLAIN, four_eyes=FourEyes(frozenset({Verdict.VERIFY}), frozenset({BROKEN.code})))
"""A policy of reviews that wants two people for what could not be read."""

ANNA, BERT, LEAD = (Reviewer(f"stf_{name}") for name in ("anna", "bert", "lead"))


@dataclass(frozen=True, slots=True)
class Desk:
    """A world in which what cannot be read is escalated."""

    world: World
    ports: Ports
    tenant: Tenant

    def escalated(self) -> tuple[Case, Escalation]:
        """A case whose one page could not be read."""
        case, (task_id,) = submitted(self.ports, self.tenant.id)
        broken(self.ports, task_id)
        return case, self.waiting(case)

    def waiting(self, case: Case) -> Escalation:
        with self.ports.view() as tx:
            found = tx.escalations.waiting_of(case.tenant_id, case.id)
        assert found is not None
        return found

    def state(self, case: Case) -> str:
        return usecases.read_case(self.ports, case.tenant_id, case.id).case.state.value


def desk(store: Any = None, review: ReviewPolicy = PLAIN) -> Desk:
    here = world(MUST_BE_READ, store)
    ports = replace(here.ports, review_policy=review)
    return Desk(here, ports, usecases.create_tenant(ports, "A site")[0])


def broken(ports: Ports, task_id: str) -> None:
    """Have a worker find that the page cannot be read."""
    claim = claimed(ports, task_id)
    reading = Reading(claim.evidence.id, claim.task.reader, "none", "0", 1, BROKEN)
    usecases.record_reading(ports, claim, reading)


def handed_in_again(ports: Ports, case: Case, shade: int = 90) -> str:
    """Another page, submitted; the id of its task."""
    evidence = added(ports, case, shade)
    usecases.submit_case(ports, case.tenant_id, case.id)
    return f"licence-{evidence.id}"


def says(verdict: Verdict = Verdict.VERIFY, **more: Any) -> Said:
    grounds = {
        Verdict.VERIFY: DecisionGround.PAPERS_IN_ORDER,
        Verdict.REJECT: DecisionGround.FORGED,
        Verdict.ASK_FOR_MORE: DecisionGround.ILLEGIBLE,
    }
    said = Said(verdict, (grounds[verdict],), "Words for the applicant.", "Words for the auditor.")
    return replace(said, **more)
