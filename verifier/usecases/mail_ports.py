"""The protocols of corporate mailboxes: what is kept of messages, who takes them, who knows domains.

As in `ports`: every method that serves a request takes the tenant. Couriers act for all tenants.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from verifier.domain.mail import Carried, Errand, Letter, MailAddress, MailMessage, Secrets, TakesMail


class Mails(Protocol):
    """Messages with their addresses, sealed, and which of them wait to be handed over.

    Whoever changes a message holds its proof's employer.
    """

    def add(self, message: MailMessage) -> None:
        """Keep it, and have it carried from now on. Raises RowRefused for a proof that is not there."""
        ...

    def of_proof(self, tenant_id: str, proof_id: str) -> Sequence[MailMessage]:
        """Newest first."""
        ...

    def find(self, message_id: str) -> MailMessage | None:
        """By its id alone: for couriers, for bounces, and for whoever follows its link."""
        ...

    def keep(self, message: MailMessage) -> None:
        """Write what changed; one that is not live any more is carried no further."""
        ...

    def secrets(self, message: MailMessage) -> Secrets:
        """Its code, link and place in bounces, the same every time."""
        ...

    def times(self, address: MailAddress, *, since: datetime) -> int:
        """How many messages to this address were asked for since then, by all tenants together."""
        ...

    def is_disowned(self, address: MailAddress) -> bool:
        """Whether whoever reads it once said that they asked for nothing."""
        ...

    def of_employer(self, tenant_id: str, employer_id: str, *, since: datetime) -> int:
        """How many were asked for since then."""
        ...

    def of_tenant(self, tenant_id: str, *, since: datetime) -> int:
        """How many were asked for since then."""
        ...

    def proven_domains(self, tenant_id: str, *, but: str, limit: int) -> Sequence[str]:
        """Registrable domains that other employers of the tenant have proven, newest first; `but` this."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Errand]:
        """Those that have waited longest. One waits when it is due, or its lease ran out."""
        ...

    def errands(self, tenant_id: str, proof_id: str) -> Sequence[Errand]:
        """Those of a proof that are not settled yet, in the order of their messages."""
        ...

    def claim(self, message_id: str, *, now: datetime, until: datetime) -> Errand | None:
        """Take it if it waits, and count the attempt; else None."""
        ...

    def put_off(self, errand: Errand, *, until: datetime) -> bool:
        """Let it wait for another attempt, if this one still holds it."""
        ...

    def drop(self, errand: Errand) -> bool:
        """Carry it no further, if this attempt still holds it."""
        ...


class Mailer(Protocol):
    def carry(self, letter: Letter) -> Carried:
        """One attempt to hand the letter over. It ends within a minute or two and raises nothing."""
        ...


class Domains(Protocol):
    def takes_mail(self, ascii_domain: str) -> TakesMail:
        """What the domain name system says. It ends within seconds and raises nothing."""
        ...


class NoDomains(Domains):
    """Asks nobody: nothing leaves the host unless somebody configured it."""

    def takes_mail(self, _ascii_domain: str) -> TakesMail:
        return TakesMail.NOT_ASKED
