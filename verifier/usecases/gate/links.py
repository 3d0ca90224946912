"""What ties accounts: traits of an employer's cases, of its recruiters' faces, of devices they post from.

Kept when they come up, searched when a posting is asked for. Never looks beyond the tenant; decides nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from verifier.domain.account_traits import AccountTraits, Link, TraitKind, case_traits
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.case import Case
from verifier.domain.employer import Employer, Happening
from verifier.domain.evidence import Evidence
from verifier.domain.permit import Permit
from verifier.domain.reading import LicenceReading, Reading
from verifier.domain.relatives import Relatives
from verifier.domain.traits import traits
from verifier.usecases.audit import asker, record_before_giving, unrecorded
from verifier.usecases.gate.recording import Line, Word, audited, found, must_be_reviewer, noted
from verifier.usecases.gate_ports import Asked, KnownTrait, Sought
from verifier.usecases.ports import Ports, Transaction

# The engine whose template tells whose face it is, and the check whose threshold says from where on.
ENGINE: Final = "sface"
MATCH: Final = "match"
MATCH_MIN: Final = "match_min"


def read_links(ports: Ports, tenant_id: str, employer_id: str, *, by: ApiKey | None = None) -> Sequence[Link]:
    """What the account shares with older ones and nobody has looked at yet. Raises NotFound.

    `by` is the key that asks; None is the operator, here and below.
    """
    with ports.view() as tx:
        employer = found(tx.employers.get(tenant_id, employer_id))
        known = tx.account_traits.of_employer(tenant_id, employer_id)
        links = links_of(tx, employer, known)
        deed = Deed(Action.EMPLOYER_LINKS_READ, asker(by), employer_id, {"count": str(len(links))})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return links


def clear_links(
    ports: Ports, tenant_id: str, employer_id: str, *, word: Word, by: ApiKey | None = None
) -> Employer:
    """A person looked at all that the account shares by now, and it is lawful: that does not count again.

    For this account alone: the others are to be looked at by themselves. Raises NotFound, Invalid.
    """
    must_be_reviewer(word)
    now = ports.clock.now()
    with ports.transaction() as tx:
        employer = found(tx.employers.hold(tenant_id, employer_id))
        cleared = replace(employer, links_cleared_at=now)
        tx.employers.keep(cleared)
        noted(tx, cleared, Line(Happening.LINKS_CLEARED, now, word.reviewer, words=word.words))
        audited(tx, cleared, Action.EMPLOYER_LINKS_CLEARED, by, now)
    return cleared


def links_of(tx: Transaction, employer: Employer, known: Sequence[KnownTrait]) -> Sequence[Link]:
    """What the employer shares with accounts that had it before it."""
    (links,) = tx.account_traits.shared(employer.tenant_id, [sought_of(employer, known, ())])
    return links


def sought_of(
    employer: Employer, known: Sequence[KnownTrait], also: Iterable[tuple[TraitKind, bytes]]
) -> Asked:
    """Which marks tie an employer: its own, of accounts that had them before it, and `also`, of any.

    What was there when a person cleared its links is left out.
    """
    cleared = employer.links_cleared_at
    own = (one for one in known if cleared is None or one.since > cleared)
    marks = {one.mark for one in known}
    sought = (
        *(Sought(one.kind, one.mark, upto=one.since) for one in own),
        *(Sought(kind, mark, after=cleared) for kind, mark in also if mark not in marks),
    )
    return Asked(employer.id, sought)


def keep_case(tx: Transaction, case: Case, employer_id: str, at: datetime) -> None:
    """What the pages of a decided case make its employer known by."""
    readings = tx.readings.of_case(case.tenant_id, case.id)
    evidence = {one.id: one for one in tx.evidence.of_case(case.tenant_id, case.id)}
    known_by = frozenset[tuple[TraitKind, str]]().union(*_of_pages(case, evidence.values(), readings))
    tx.account_traits.keep(case.tenant_id, employer_id, known_by, at)


def keep_device(tx: Transaction, permit: Permit, at: datetime) -> None:
    """The device that a permit was redeemed from."""
    if permit.device is not None:
        known_by = frozenset({(TraitKind.DEVICE, permit.device)})
        tx.account_traits.keep(permit.tenant_id, permit.employer_id, known_by, at)


def keep_face(ports: Ports, tx: Transaction, tenant_id: str, recruiter_id: str, at: datetime) -> None:
    """The face of a recruiter who was just enrolled, for every employer they post for."""
    members = [one for one in tx.memberships.of_recruiter(tenant_id, recruiter_id) if one.holds_at(at)]
    if members:
        known_by = _faces(ports, tx, tenant_id, recruiter_id)
        for one in members:
            tx.account_traits.keep(tenant_id, one.employer_id, known_by, at)


def keep_member(ports: Ports, tx: Transaction, employer: Employer, recruiter_id: str, at: datetime) -> None:
    """The face of a recruiter who joins, if it is enrolled."""
    if tx.face_templates.enrolled_at(employer.tenant_id, recruiter_id) is not None:
        known_by = _faces(ports, tx, employer.tenant_id, recruiter_id)
        tx.account_traits.keep(employer.tenant_id, employer.id, known_by, at)


def _faces(ports: Ports, tx: Transaction, tenant_id: str, recruiter_id: str) -> AccountTraits:
    """A recruiter's face under their own id, and under those of all recruiters who have the same face."""
    rule = ports.face_policy.rules.rules.get(MATCH)
    alike: Sequence[str] = ()
    if rule is not None:
        least = rule.thresholds[MATCH_MIN]
        alike = tx.face_templates.alike(tenant_id, recruiter_id, engine=ENGINE, least=least)
    return frozenset((TraitKind.FACE, one) for one in (recruiter_id, *alike))


def _of_pages(
    case: Case, evidence: Iterable[Evidence], readings: Sequence[Reading]
) -> Iterator[AccountTraits]:
    for item in evidence:
        bodies = [one.body for one in readings if one.evidence_id == item.id]
        relatives = [one for body in bodies if isinstance(body, Relatives) for one in body.relatives]
        for body in bodies:
            if isinstance(body, LicenceReading):
                yield case_traits(traits(case.declared, body, item.sha256), item.id, relatives)
