"""Passkeys (WebAuthn Level 3): what a browser is asked, and whether its answer proves an authenticator.

A passkey is bound to our address and so is of no use to a page that only looks like ours. No I/O.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from verifier.domain.staff import Passkey, StaffMember

OURS: Final = "Bonafide"
LOCAL: Final = "localhost"
LONGEST: Final = 16_384  # characters; an answer has about 1,500


@dataclass(frozen=True, slots=True)
class Proven:
    """An authenticator's credential: its id in base64url, its key, and how often it signed."""

    id: str
    public_key: bytes
    count: int


def are_offered(public_url: str) -> bool:
    """Whether browsers let a page at this address ask for passkeys: https and a name, or localhost."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    return host == LOCAL or (parts.scheme == "https" and not _is_address(host))


def creation(public_url: str, member: StaffMember, known: Sequence[Passkey]) -> tuple[bytes, str]:
    """A challenge, and the options to make a passkey as JSON; not on an authenticator that has one."""
    options = generate_registration_options(
        rp_id=_host(public_url),
        rp_name=OURS,
        user_id=member.id.encode(),
        user_name=member.name,
        user_display_name=member.display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_named(known),
    )
    return options.challenge, options_to_json(options)


def made(public_url: str, challenge: bytes, answer: str) -> Proven | None:
    """The credential of an answer to `creation`; None when it does not prove one."""
    try:
        found = verify_registration_response(
            credential=answer[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=_host(public_url),
            expected_origin=_origin(public_url),
        )
    except (WebAuthnException, ValueError, RecursionError):
        return None
    return Proven(bytes_to_base64url(found.credential_id), found.credential_public_key, found.sign_count)


def request(public_url: str, known: Sequence[Passkey]) -> tuple[bytes, str]:
    """A challenge, and the options to use one of these passkeys as JSON."""
    options = generate_authentication_options(rp_id=_host(public_url), allow_credentials=_named(known))
    return options.challenge, options_to_json(options)


def used(public_url: str, challenge: bytes, answer: str, known: Sequence[Passkey]) -> Proven | None:
    """The passkey of an answer to `request`; None when it proves none of these."""
    try:
        credential = parse_authentication_credential_json(answer[:LONGEST])
        own = next((one for one in known if one.id == bytes_to_base64url(credential.raw_id)), None)
        if own is None:
            return None
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(public_url),
            expected_origin=_origin(public_url),
            credential_public_key=own.public_key,
            credential_current_sign_count=own.count,
        )
    except (WebAuthnException, ValueError, RecursionError):
        return None
    return Proven(own.id, own.public_key, found.new_sign_count)


def _named(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.id)) for one in known]


def _host(public_url: str) -> str:
    return urlsplit(public_url).hostname or ""


def _origin(public_url: str) -> str:
    parts = urlsplit(public_url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
