"""Looking back over many cases, in memory. It passes the contract suite of the real repository."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tests.fake_audit import MemoryAudit
from tests.fake_rows import Repository
from verifier.domain.audit import Action
from verifier.domain.case import Case, CaseState
from verifier.domain.decision import Decision, DecisionOutcome
from verifier.domain.escalation import Escalation
from verifier.domain.review_figures import Cause, Ended
from verifier.usecases.review_ports import Oversight, Tenants

JUDGED = (CaseState.VERIFIED, CaseState.ESCALATED, CaseState.REJECTED)


class MemoryOversight(Repository, Oversight):
    def ended(
        self, *, tenants: Tenants, since: datetime, until: datetime | None = None, limit: int | None = None
    ) -> Sequence[Ended]:
        found = [
            one
            for one in self._state.escalations.values()
            if one.ended_at is not None
            and one.ended_at >= since
            and (until is None or one.ended_at < until)
            and (tenants is None or one.tenant_id in tenants)
        ]
        found.sort(key=lambda one: (one.ended_at, one.id), reverse=True)
        return [self._ended(one) for one in found[:limit]]

    def decided_cases(
        self, *, tenants: Tenants, since: datetime | None, before: str | None, limit: int
    ) -> Sequence[Case]:
        found = [
            one
            for one in self._state.cases.values()
            if one.state in JUDGED
            and (tenants is None or one.tenant_id in tenants)
            and (since is None or one.opened_at >= since)
            and (before is None or one.id < before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[:limit]

    def _ended(self, one: Escalation) -> Ended:
        opening = next(
            decision
            for decision in self._decisions(one)
            if decision.decided_at == one.opened_at and decision.proposal.outcome is DecisionOutcome.ESCALATED
        )
        closing = next(
            (
                decision
                for decision in self._decisions(one)
                if (decision.decided_at, decision.decided_by) == (one.ended_at, one.ended_by)
                and decision.proposal.outcome is not DecisionOutcome.ESCALATED
            ),
            None,
        )
        return Ended(
            escalation=one,
            causes=tuple(
                Cause(reason.check, reason.code, reason.outcome) for reason in opening.proposal.reasons
            ),
            policy_version=opening.proposal.policy_version,
            outcome=closing.proposal.outcome if closing else None,
            ruling=closing.ruling if closing else None,
            claimed_at=self._claimed(one),
        )

    def _decisions(self, one: Escalation) -> Iterator[Decision]:
        return (row[0] for (case_id, _), row in self._state.decisions.items() if case_id == one.case_id)

    def _claimed(self, one: Escalation) -> datetime | None:
        taken = [
            entry.moment
            for entry in MemoryAudit(self._state).of_subject(one.tenant_id, one.case_id, limit=1000)
            if (entry.action, entry.actor_id) == (Action.ESCALATION_CLAIMED, one.ended_by)
            and one.id in entry.details
        ]
        return datetime.fromisoformat(max(taken)) if taken else None
