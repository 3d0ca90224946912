"""Whom a proof is about, as far as it is known: the case that the employer rests on, else the newest one."""

from dataclasses import dataclass, field

from verifier.domain.case import Case
from verifier.domain.employer import Employer
from verifier.usecases.ports import Transaction


@dataclass(frozen=True, slots=True)
class Identity:
    """What was declared of the employer in that case; None of all where it has no case yet."""

    case_id: str | None = None
    name: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    person: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    bank_account: str | None = field(default=None, repr=False)
    website: str | None = field(default=None, repr=False)


def identity_of(tx: Transaction, employer: Employer) -> Identity:
    """For a verified employer what was verified; else what the newest case declares."""
    case = _case_of(tx, employer)
    if case is None:
        return Identity()
    declared = case.declared
    return Identity(
        case_id=case.id,
        name=declared.name,
        code=declared.code,
        person=declared.person,
        address=declared.address,
        phone=declared.phone,
        bank_account=declared.bank_account,
        website=declared.website,
    )


def _case_of(tx: Transaction, employer: Employer) -> Case | None:
    if employer.case_id is not None:
        return tx.cases.get(employer.tenant_id, employer.case_id)
    return next(iter(tx.cases.of_employer(employer.tenant_id, employer.id)), None)
