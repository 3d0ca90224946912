"""Grants: given on the site or on our page, looked up, and withdrawn with effect from that very moment.

Whoever answers a wish to read holds the grant until the answer is committed, and so does a withdrawal: once
that has returned, no read is allowed by it any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.consent import LANGUAGES
from verifier.domain.employer import Employer
from verifier.domain.errors import FieldError, Invalid, NotFound
from verifier.domain.event import EventType
from verifier.domain.read_errors import GrantTextChanged
from verifier.domain.resume_grant import (
    Agreed,
    Grant,
    GrantText,
    ReadPurpose,
    Seeker,
    Terms,
    Way,
    grant_text,
)
from verifier.domain.resume_read import ResumeRead
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record, record_before_giving, unrecorded
from verifier.usecases.events import tell
from verifier.usecases.gate.recording import found
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.texts import must_say

LONGEST: Final = timedelta(days=366)  # after which a seeker is asked anew
READS_TOLD: Final = 1000
REFERENCE_MAX: Final = 200  # characters of a site's own key


@dataclass(frozen=True, slots=True)
class Wanted:
    """A grant that is to be given; `agreed` is the text's version, language and hash as it was shown."""

    seeker: str
    terms: Terms
    expires_at: datetime
    version: str
    language: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A grant that is over, and the reads that it allowed before, newest first."""

    grant: Grant
    reads: tuple[ResumeRead, ...]


def text_for(
    ports: Ports, tenant_id: str, employer_id: str, purpose: ReadPurpose, language: str
) -> GrantText:
    """What a seeker is shown before they agree. Raises NotFound, Invalid."""
    if language not in LANGUAGES:
        raise Invalid(errors=[FieldError("/language", f"One of {', '.join(LANGUAGES)}")])
    with ports.view() as tx:
        employer = found(tx.employers.get(tenant_id, employer_id))
        return text_of(tx, employer, purpose, language)


def text_of(tx: Transaction, employer: Employer, purpose: ReadPurpose, language: str) -> GrantText:
    """The text with the employer's name as it was verified, or as its newest case declares it."""
    tenant = tx.tenants.get(employer.tenant_id)
    name = identity_of(tx, employer).name or employer.reference
    return grant_text(language, tenant.name if tenant else "", name, purpose)


def give(ports: Ports, tenant_id: str, wanted: Wanted, *, by: ApiKey | None = None) -> Grant:
    """On the seeker's behalf: the site showed our text, and they agreed.

    Raises NotFound for an employer that is not there, GrantTextChanged, Invalid.
    """
    must_say({"/seeker": wanted.seeker}, REFERENCE_MAX)
    now = ports.clock.now()
    with ports.transaction() as tx:
        employer = _checked(tx, tenant_id, wanted.terms, wanted.expires_at, now)
        text = text_of(tx, employer, wanted.terms.purpose, wanted.language)
        if (text.version, text.sha256) != (wanted.version, wanted.text_sha256):
            raise GrantTextChanged
        seeker = known_seeker(tx, tenant_id, wanted.seeker, now)
        agreed = Agreed(text.version, text.language, text.sha256, now, Way.SITE)
        grant = given(tx, seeker, wanted.terms, agreed, wanted.expires_at)
        record(tx, tenant_id, _deed(grant, asker(by)), now=now)
    return grant


def given(tx: Transaction, seeker: Seeker, terms: Terms, agreed: Agreed, until: datetime) -> Grant:
    """Keep a grant; the caller records it."""
    new = identifiers.new("grt", agreed.at)
    grant = Grant(new, seeker.tenant_id, seeker.id, terms, agreed, until)
    tx.grants.add(grant)
    return grant


def grant_given_deed(grant: Grant) -> Deed:
    """By the seeker at their own page."""
    return _deed(grant, Actor(ActorKind.SEEKER, grant.seeker_id))


def known_seeker(tx: Transaction, tenant_id: str, reference: str, now: datetime) -> Seeker:
    """The seeker of this reference, added if they are new; for that the tenant is held."""
    seeker = tx.seekers.of_reference(tenant_id, reference)
    if seeker is not None:
        return seeker
    tx.tenants.hold(tenant_id)  # so that of two who add the same one, the second finds them
    seeker = tx.seekers.of_reference(tenant_id, reference)
    if seeker is None:
        seeker = Seeker(identifiers.new("skr", now), tenant_id, reference, now)
        tx.seekers.add(seeker)
    return seeker


def read_grant(ports: Ports, tenant_id: str, grant_id: str, *, by: ApiKey | None = None) -> Grant:
    """Raises NotFound."""
    with ports.view() as tx:
        grant = tx.grants.get(tenant_id, grant_id)
        if grant is None:
            raise NotFound
        new = unrecorded(tx, tenant_id, Deed(Action.GRANT_READ, asker(by), grant_id), ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return grant


def withdraw(ports: Ports, tenant_id: str, grant_id: str, *, by: ApiKey | None = None) -> Withdrawn:
    """On the seeker's behalf. Again changes nothing. Raises NotFound."""
    return _withdrawn(ports, tenant_id, grant_id, asker(by), Way.SITE)


def withdraw_at_page(ports: Ports, seeker: Seeker, grant_id: str) -> Withdrawn:
    """By the seeker, of their own alone. Raises NotFound."""
    with ports.view() as tx:
        grant = tx.grants.get(seeker.tenant_id, grant_id)
    if grant is None or grant.seeker_id != seeker.id:
        raise NotFound
    return _withdrawn(ports, seeker.tenant_id, grant_id, Actor(ActorKind.SEEKER, seeker.id), Way.PAGE)


def _withdrawn(ports: Ports, tenant_id: str, grant_id: str, actor: Actor, way: Way) -> Withdrawn:
    with ports.transaction() as tx:
        held = tx.grants.hold(tenant_id, [grant_id])
        if not held:
            raise NotFound
        (before,) = held
        now = ports.clock.now()  # once it is held, so that every read that is told of was earlier
        after = before
        reads = tuple(tx.resume_reads.of_grant(tenant_id, grant_id, READS_TOLD))
        if before.withdrawn_at is None:
            after = replace(before, withdrawn_at=now, withdrawn_way=way)
            end_grant(tx, after, now)
            told = {"reads": str(len(reads)), "seeker_id": after.seeker_id}
            record(tx, tenant_id, Deed(Action.GRANT_WITHDRAWN, actor, grant_id, told), now=now)
    return Withdrawn(after, reads)


def end_grant(tx: Transaction, grant: Grant, now: datetime) -> None:
    """Write the end of a held grant, and tell the site."""
    tx.grants.keep(grant)
    told = {"grant_id": grant.id, "url": f"/v1/resume-grants/{grant.id}"}
    tell(tx, grant.tenant_id, EventType.GRANT_WITHDRAWN, subject=grant.id, told=told, now=now)


def _checked(tx: Transaction, tenant_id: str, terms: Terms, until: datetime, now: datetime) -> Employer:
    """The employer that it is for, held. Raises NotFound, Invalid."""
    must_say({"/resume": terms.resume}, REFERENCE_MAX)
    if not now < until <= now + LONGEST:
        raise Invalid(errors=[FieldError("/expires_at", f"In the future, within {LONGEST.days} days")])
    if terms.recruiter_id is not None and tx.recruiters.get(tenant_id, terms.recruiter_id) is None:
        raise Invalid(errors=[FieldError("/recruiter_id", "Not one of your recruiters")])
    return found(tx.employers.hold(tenant_id, terms.employer_id))


must_be_grantable = _checked


def _deed(grant: Grant, actor: Actor) -> Deed:
    told = {
        "seeker_id": grant.seeker_id,
        "employer_id": grant.terms.employer_id,
        "purpose": grant.terms.purpose.value,
        "text_version": grant.agreed.version,
        "text_sha256": grant.agreed.text_sha256,
        "way": grant.agreed.way.value,
    }
    return Deed(Action.GRANT_GIVEN, actor, grant.id, told)
