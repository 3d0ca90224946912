"""What the domain name system says of a domain's mail, by the resolver of this host (dnspython)."""

from typing import Final

import dns.exception
import dns.resolver
from dns.rdatatype import RdataType

from verifier.domain.mail import TakesMail
from verifier.usecases.mail_ports import Domains

LIFETIME: Final = 5.0  # seconds for all servers and tries of one question
NULL: Final = "."  # the name of a null MX (RFC 7505)


class SystemDomains(Domains):
    """Asks the system's resolver, or the one that a test gives."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None, lifetime: float = LIFETIME) -> None:
        self._resolver = resolver
        self._lifetime = lifetime

    def takes_mail(self, ascii_domain: str) -> TakesMail:
        """YES, NO or UNANSWERED. A domain without MX takes mail at its address (RFC 5321, 5.1)."""
        try:
            return self._of_mx(ascii_domain)
        except dns.resolver.NXDOMAIN:
            return TakesMail.NO
        except dns.resolver.NoAnswer:
            return self._of_addresses(ascii_domain)
        except dns.exception.DNSException:
            return TakesMail.UNANSWERED

    def _of_mx(self, domain: str) -> TakesMail:
        servers = [rdata.exchange.to_text() for rdata in self._ask(domain, RdataType.MX)]
        return TakesMail.NO if servers == [NULL] else TakesMail.YES

    def _of_addresses(self, domain: str) -> TakesMail:
        try:
            for kind in (RdataType.A, RdataType.AAAA):
                if self._has(domain, kind):
                    return TakesMail.YES
        except dns.resolver.NXDOMAIN:
            return TakesMail.NO
        except dns.exception.DNSException:
            return TakesMail.UNANSWERED
        return TakesMail.NO

    def _has(self, domain: str, kind: RdataType) -> bool:
        try:
            return len(self._ask(domain, kind)) > 0
        except dns.resolver.NoAnswer:
            return False

    def _ask(self, domain: str, kind: RdataType) -> dns.resolver.Answer:
        """The answer. Raises DNSException."""
        if self._resolver is None:
            self._resolver = dns.resolver.Resolver()  # reads /etc/resolv.conf; may find nobody to ask
        return self._resolver.resolve(f"{domain}.", kind, lifetime=self._lifetime)
