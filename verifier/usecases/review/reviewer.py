"""Who works on escalated cases, as the use cases see them: an identifier, and whose cases they may see."""

from dataclasses import dataclass
from typing import Final

from verifier.domain.audit import Actor, ActorKind
from verifier.domain.case import Case
from verifier.domain.errors import EscalationOver, HeldByAnother, NotFound
from verifier.domain.escalation import Escalation
from verifier.usecases.ports import Transaction
from verifier.usecases.review_ports import Tenants

STAFF_PREFIX: Final = "stf_"
"""How identifiers of our own staff begin; a site's reviewers are called otherwise."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A member of staff at work, or a site's own reviewer. `tenants` whose cases they may see; None is all.

    `through` stands in the audit for a site's reviewer, whose name is the site's word: the key that they use.
    """

    id: str
    tenants: Tenants = None
    through: Actor | None = None

    @property
    def actor(self) -> Actor:
        return self.through or Actor(ActorKind.REVIEWER, self.id)

    def may_see(self, tenant_id: str) -> bool:
        return self.tenants is None or tenant_id in self.tenants


def held(tx: Transaction, escalation_id: str, me: Reviewer) -> tuple[Escalation, Case]:
    """The escalation and its case, which nobody else may change until the transaction ends.

    Raises NotFound, EscalationOver.
    """
    known = tx.escalations.find(escalation_id, tenants=me.tenants)
    if known is None:
        raise NotFound
    case = tx.cases.hold(known.tenant_id, known.case_id)
    now = tx.escalations.get(known.tenant_id, escalation_id)
    assert case is not None, "an escalation names its case by a foreign key"
    assert now is not None, "nobody removes one that waits"
    if now.ended_at is not None:
        raise EscalationOver
    return now, case


def must_be_free_for(escalation: Escalation, holder: str | None, me: Reviewer) -> None:
    """Raises HeldByAnother."""
    if holder not in (None, me.id):
        raise HeldByAnother(f"Another reviewer holds it until {escalation.claimed_until:%H:%M} UTC")
