"""From a message and what is known of its employer to findings."""

from collections.abc import Iterator
from typing import Final

from verifier.addresses.likeness import resemblances, scripts_mixed
from verifier.addresses.reading import site_domain
from verifier.checks.proofs import judge_proof
from verifier.domain.account_traits import TraitKind, comparable_value
from verifier.domain.finding import Finding
from verifier.domain.mail import Confirmed, MailFacts, MailMessage, Whose
from verifier.domain.proof import Proof, ProofKind
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.proofs.settling import employer_of

COMPARED_MAX: Final = 5_000  # domains of other employers; 10 µs each


def judged(
    ports: Ports, tx: Transaction, proof: Proof, message: MailMessage, confirmed: Confirmed | None
) -> tuple[Finding, ...]:
    """What the checks find of the mailbox."""
    return judge_proof(ProofKind.CORPORATE_MAIL, facts_of(tx, proof, message, confirmed), ports.proof_policy)


def facts_of(tx: Transaction, proof: Proof, message: MailMessage, confirmed: Confirmed | None) -> MailFacts:
    address = message.address
    website = site_domain(identity_of(tx, employer_of(tx, proof)).website)
    earlier = tx.mails.proven_domains(proof.tenant_id, but=proof.employer_id, limit=COMPARED_MAX)
    compared = [
        *([(Whose.WEBSITE, website)] if website else []),
        *((Whose.EARLIER, one) for one in earlier),
    ]
    return MailFacts(
        address=address,
        confirmed=confirmed,
        state=message.state,
        website=website,
        others=len(_others(tx, proof, address.registrable)),
        takes_mail=message.takes_mail,
        scripts_mixed=scripts_mixed(address.ascii_domain),
        resemblances=resemblances(address.registrable, compared),
    )


def traits_of(message: MailMessage) -> frozenset[tuple[TraitKind, str]]:
    """What the employer is known by from now on: the domain as it was typed, and as it was registered."""
    return frozenset((TraitKind.MAIL_DOMAIN, one) for one in set(_values(message)))


def _values(message: MailMessage) -> Iterator[str]:
    for domain in (message.address.ascii_domain, message.address.registrable):
        value = comparable_value(TraitKind.MAIL_DOMAIN, domain)
        if value is not None:
            yield value


def _others(tx: Transaction, proof: Proof, domain: str) -> frozenset[str]:
    value = comparable_value(TraitKind.MAIL_DOMAIN, domain)
    if value is None:
        return frozenset()
    mark = tx.account_traits.mark(proof.tenant_id, TraitKind.MAIL_DOMAIN, value)
    owners = tx.account_traits.owners(proof.tenant_id, [mark]).get(mark, ())
    return frozenset(owners) - {proof.employer_id}
