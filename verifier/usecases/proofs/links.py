"""The applicant's link: a secret that leads to one employer's proofs, kept as a hash (`usecases.tokens`).

It is good for any browser until it ends: the recruiter passes it on to the colleague who reads the bank
statement or films the office. It shows nothing that these may not see.
"""

from dataclasses import dataclass, field
from datetime import datetime

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FieldError, Invalid, LinkOver, LinkUnknown
from verifier.domain.proof import ApplicantLink
from verifier.usecases import identifiers, tokens
from verifier.usecases.audit import asker, record
from verifier.usecases.gate.recording import found
from verifier.usecases.ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class AskedLink:
    """A new link, and its token, which is shown this once."""

    link: ApplicantLink
    token: str = field(repr=False)


def ask_link(
    ports: Ports,
    tenant_id: str,
    employer_id: str,
    *,
    recruiter_id: str | None = None,
    by: ApiKey | None = None,
) -> AskedLink:
    """A link to the employer's checklist, for this recruiter. Raises NotFound, Invalid."""
    now, token = ports.clock.now(), tokens.new_secret()
    with ports.transaction() as tx:
        found(tx.employers.hold(tenant_id, employer_id))
        if recruiter_id is not None:
            member = tx.memberships.get(tenant_id, employer_id, recruiter_id)
            if member is None or not member.holds_at(now):
                raise Invalid(errors=[FieldError("/recruiter_id", "Not a recruiter of this employer")])
        link = ApplicantLink(
            id=identifiers.new("apl", now),
            tenant_id=tenant_id,
            employer_id=employer_id,
            recruiter_id=recruiter_id,
            made_at=now,
            expires_at=now + ports.proof_policy.link_life,
        )
        tx.applicant_links.add(link, tokens.hashed(token))
        told = {"employer_id": employer_id}
        record(tx, tenant_id, Deed(Action.APPLICANT_LINK_MADE, asker(by), link.id, told), now=now)
    return AskedLink(link, token)


def followed(tx: Transaction, token: str, now: datetime) -> ApplicantLink:
    """The link of this token. Raises LinkUnknown, LinkOver."""
    link = tx.applicant_links.by_token(tokens.hashed(token))
    if link is None:
        raise LinkUnknown
    if now >= link.expires_at:
        raise LinkOver
    return link


def follow(ports: Ports, token: str) -> ApplicantLink:
    """The same, in a view of its own."""
    with ports.view() as tx:
        return followed(tx, token, ports.clock.now())
