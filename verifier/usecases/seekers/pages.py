"""The seeker's own page by link: who read what, when and why; their grants; a complaint about an employer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.employer import Employer, Ground, Happening
from verifier.domain.errors import FieldError, Invalid, LinkOver, LinkUnknown, NotFound
from verifier.domain.event import EventType
from verifier.domain.read_errors import GrantTextChanged
from verifier.domain.resume_grant import (
    Agreed,
    Complaint,
    ComplaintReason,
    Grant,
    GrantText,
    Seeker,
    SeekerLink,
    Terms,
    Way,
)
from verifier.domain.resume_read import ResumeRead
from verifier.usecases import identifiers, tokens
from verifier.usecases.audit import asker, record
from verifier.usecases.events import tell
from verifier.usecases.gate.employers import keep_reopened
from verifier.usecases.gate.recording import Line, found, noted
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.seekers.grants import (
    Withdrawn,
    given,
    grant_given_deed,
    known_seeker,
    must_be_grantable,
    text_of,
    withdraw_at_page,
)
from verifier.usecases.texts import must_be_plain, must_say

LINK_LIFE: Final = timedelta(days=7)  # own choice: a seeker asks the site for another at any time
READS_SHOWN: Final = 100
REFERENCE_MAX: Final = 200
WORDS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class AskedLink:
    """A new link, and its token, which is shown this once."""

    link: SeekerLink
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a seeker sees. `names` are the employers', verified; `older` is the next page's cursor.

    `offer`: a grant that waits for their word, with the text.
    """

    site: str
    link: SeekerLink
    grants: tuple[Grant, ...]
    reads: tuple[ResumeRead, ...]
    names: Mapping[str, str] = field(repr=False)
    older: str | None
    offer: GrantText | None = None


def ask_link(
    ports: Ports,
    tenant_id: str,
    seeker: str,
    *,
    offered: Terms | None = None,
    until: datetime | None = None,
    by: ApiKey | None = None,
) -> AskedLink:
    """A link to the seeker's page; with a grant to be given there, if one is offered `until` then.

    Raises NotFound, Invalid.
    """
    must_say({"/seeker": seeker}, REFERENCE_MAX)
    if (offered is None) != (until is None):
        raise Invalid(errors=[FieldError("/expires_at", "With an offer, and only then")])
    now, token = ports.clock.now(), tokens.new_secret()
    with ports.transaction() as tx:
        if offered is not None and until is not None:
            must_be_grantable(tx, tenant_id, offered, until, now)
        person = known_seeker(tx, tenant_id, seeker, now)
        new = identifiers.new("skl", now)
        link = SeekerLink(new, tenant_id, person.id, now, now + LINK_LIFE, offered, until)
        tx.seeker_links.add(link, tokens.hashed(token))
        told = {"seeker_id": person.id}
        record(tx, tenant_id, Deed(Action.SEEKER_LINK_MADE, asker(by), link.id, told), now=now)
    return AskedLink(link, token)


def show(ports: Ports, token: str, language: str, *, before: str | None = None) -> Shown:
    """Opening it changes nothing. Raises LinkUnknown, LinkOver."""
    with ports.view() as tx:
        link, _ = _followed(tx, token, ports.clock.now())
        grants = tuple(tx.grants.of_seeker(link.tenant_id, link.seeker_id))
        page = tx.resume_reads.of_seeker(link.tenant_id, link.seeker_id, before=before, limit=READS_SHOWN + 1)
        reads = tuple(page[:READS_SHOWN])
        whom = {read.employer_id for read in reads} | {grant.terms.employer_id for grant in grants}
        names = {one: _name(tx.employers.get(link.tenant_id, one), tx) for one in sorted(whom)}
        tenant = tx.tenants.get(link.tenant_id)
        offer = _offer(tx, link, grants, language, ports.clock.now())
    older = reads[-1].id if len(page) > READS_SHOWN else None
    return Shown(tenant.name if tenant else "", link, grants, reads, names, older, offer)


def agree(ports: Ports, token: str, language: str, text_sha256: str) -> Grant:
    """The seeker gives the grant that the link offers, in the language that they read.

    Raises LinkUnknown, LinkOver, NotFound where nothing is offered any more, GrantTextChanged, Invalid.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        link, seeker = _followed(tx, token, now)
        terms, until = link.offered, link.offered_until
        if terms is None or until is None:
            raise NotFound
        must_be_grantable(tx, link.tenant_id, terms, until, now)
        text = _offer(tx, link, tuple(tx.grants.of_seeker(link.tenant_id, seeker.id)), language, now)
        if text is None:
            raise NotFound
        if text.sha256 != text_sha256:
            raise GrantTextChanged
        grant = given(tx, seeker, terms, Agreed(text.version, language, text.sha256, now, Way.PAGE), until)
        record(tx, link.tenant_id, grant_given_deed(grant), now=now)
    return grant


def withdraw(ports: Ports, token: str, grant_id: str) -> Withdrawn:
    """One of their own. Raises LinkUnknown, LinkOver, NotFound."""
    with ports.view() as tx:
        _, seeker = _followed(tx, token, ports.clock.now())
    return withdraw_at_page(ports, seeker, grant_id)


def complain(ports: Ports, token: str, read_id: str, reason: ComplaintReason, words: str) -> Complaint:
    """About the employer of a read of theirs: it is looked at again and may not go on meanwhile.

    Raises LinkUnknown, LinkOver, NotFound, Invalid.
    """
    must_be_plain({"/words": words}, WORDS_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        link, seeker = _followed(tx, token, now)
        read = tx.resume_reads.get(link.tenant_id, read_id)
        if read is None or read.seeker_id != seeker.id:
            raise NotFound
        employer = found(tx.employers.hold(link.tenant_id, read.employer_id))
        complaint = Complaint(
            identifiers.new("cpl", now),
            link.tenant_id,
            seeker.id,
            employer.id,
            read.id,
            reason,
            words,
            now,
        )
        tx.complaints.add(complaint)
        _tell(tx, complaint)
        actor = Actor(ActorKind.SEEKER, seeker.id)
        deeds = [Deed(Action.COMPLAINT_MADE, actor, complaint.id, _told(complaint))]
        after = employer.reopened(Ground.COMPLAINT, now)
        if after != employer:
            keep_reopened(tx, employer, after, now)
            noted(tx, after, Line(Happening.REOPENED, now, seeker.id, complaint.id))
            told = {"state": after.state.value, "ground": Ground.COMPLAINT.value}
            deeds.append(Deed(Action.EMPLOYER_REOPENED, actor, employer.id, told))
        record(tx, link.tenant_id, *deeds, now=now)
    return complaint


def _told(complaint: Complaint) -> dict[str, str]:
    return {
        "employer_id": complaint.employer_id,
        "read_id": complaint.read_id or "none",
        "seeker_id": complaint.seeker_id,
        "reason": complaint.reason.value,
    }


def _tell(tx: Transaction, complaint: Complaint) -> None:
    told = {
        "complaint_id": complaint.id,
        "employer_id": complaint.employer_id,
        "url": f"/v1/employers/{complaint.employer_id}",
        "reason": complaint.reason.value,
    }
    kind = EventType.COMPLAINT_MADE
    tell(tx, complaint.tenant_id, kind, subject=complaint.id, told=told, now=complaint.at)


def _followed(tx: Transaction, token: str, now: datetime) -> tuple[SeekerLink, Seeker]:
    link = tx.seeker_links.by_token(tokens.hashed(token))
    if link is None:
        raise LinkUnknown
    if now >= link.expires_at:
        raise LinkOver
    seeker = tx.seekers.get(link.tenant_id, link.seeker_id)
    if seeker is None:
        raise LinkUnknown
    return link, seeker


def _offer(
    tx: Transaction, link: SeekerLink, grants: tuple[Grant, ...], language: str, now: datetime
) -> GrantText | None:
    """The text of what is offered, unless that was given since the link was made, or its time is over."""
    terms, until = link.offered, link.offered_until
    if terms is None or until is None or now >= until:
        return None
    if any(grant.terms == terms and grant.agreed.at >= link.made_at for grant in grants):
        return None
    employer = tx.employers.get(link.tenant_id, terms.employer_id)
    return text_of(tx, employer, terms.purpose, language) if employer else None


def _name(employer: Employer | None, tx: Transaction) -> str:
    return (identity_of(tx, employer).name if employer else None) or ""
