"""Revealing what is covered: for a reason, for a while, on the record, and counted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.masking import Personal
from verifier.domain.staff import RevealReason
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review.watching import watch
from verifier.usecases.review_ports import Seen, Viewing
from verifier.usecases.texts import must_be_plain

LASTS: Final = timedelta(hours=1)  # as an entry of the audit does for whoever reads a case again
WORDS_MAX: Final = 500  # characters

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Why:
    """What somebody needs it for: a reason of the list, and their own words."""

    reason: RevealReason
    words: str = field(default="", repr=False)


def reveal(ports: Ports, case_id: str, what: Personal, why: Why, me: Reviewer) -> None:
    """Let this member see what is covered, of this case and for LASTS. Raises NotFound, Invalid."""
    must_be_plain({"/words": why.words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        case = tx.cases.find(case_id, tenants=me.tenants)
        if case is None:
            raise NotFound
        tenant_id = case.tenant_id
        tx.viewings.add(
            Viewing(
                id=identifiers.new("vwg", now),
                staff_id=me.id,
                tenant_id=tenant_id,
                case_id=case_id,
                seen=Seen.REVEALED,
                at=now,
                what=what.value,
                reason=why.reason.value,
                words=why.words,
            )
        )
        alerts = watch(ports, tx, me, now)
        told = {"what": what.value, "reason": why.reason.value}
        record(tx, tenant_id, Deed(Action.PERSONAL_DATA_REVEALED, me.actor, case_id, told), now=now)
    for alert in alerts:
        log.warning("unusual_viewing", rule=alert.rule, staff_id=me.id, measured=alert.measured)


def revealed(
    tx: Transaction, tenant_id: str, case_id: str, me: Reviewer, now: datetime
) -> frozenset[Personal]:
    """What this member has revealed of the case, and may still see."""
    known = tx.viewings.revealed(me.id, tenant_id, case_id, since=now - LASTS)
    return frozenset(Personal(what) for what in known if what in set(Personal))


def reason_of(text: str) -> RevealReason:
    """Raises Invalid for a reason that is not on the list."""
    try:
        return RevealReason(text)
    except ValueError:
        raise Invalid from None
