"""Whom a proof is about, as far as it is known: the case that the employer rests on, else the newest one."""

from collections.abc import Mapping, Sequence
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
    return identities_of(tx, employer.tenant_id, [employer])[employer.id]


def identities_of(tx: Transaction, tenant_id: str, employers: Sequence[Employer]) -> Mapping[str, Identity]:
    """The same of several employers of a tenant, by their ids."""
    resting = tx.cases.some(tenant_id, [one.case_id for one in employers if one.case_id is not None])
    others = tx.cases.newest_of(tenant_id, [one.id for one in employers if one.case_id is None])
    return {
        one.id: _identity(others.get(one.id) if one.case_id is None else resting.get(one.case_id))
        for one in employers
    }


def _identity(case: Case | None) -> Identity:
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
