"""How closely an account is looked at: a person's word, upon which the gate asks for more to be proven."""

from dataclasses import replace

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action
from verifier.domain.employer import AccountRisk, Employer, Happening
from verifier.usecases.gate.recording import Line, Word, audited, found, must_be_reviewer, noted
from verifier.usecases.gate.telling import tell_employer
from verifier.usecases.ports import Ports


def set_risk(
    ports: Ports,
    tenant_id: str,
    employer_id: str,
    *,
    risk: AccountRisk,
    word: Word,
    by: ApiKey | None = None,
) -> Employer:
    """The same risk again changes nothing but the record. Permits end where more is asked for from now on.

    Raises NotFound, Invalid.
    """
    must_be_reviewer(word)
    now = ports.clock.now()
    with ports.transaction() as tx:
        before = found(tx.employers.hold(tenant_id, employer_id))
        after = replace(before, risk=risk)
        tx.employers.keep(after)
        if before.risk is AccountRisk.ORDINARY and risk is AccountRisk.HIGH:
            tx.permits.revoke_all(tenant_id, at=now, employer_id=employer_id)
        noted(tx, after, Line(Happening.RISK_SET, now, word.reviewer, words=word.words))
        if before.risk is not risk:
            tell_employer(tx, after, now)
        audited(tx, after, Action.EMPLOYER_RISK_SET, by, now, risk=risk.value)
    return after
