"""Sign-in of staff by an OpenID Connect provider (Core 1.0): authorization code with PKCE (RFC 7636).

Authlib makes the questions, PyJWT checks the token that comes back. What binds an answer to the browser that
asked is derived from a secret in its cookie, so that nothing has to be kept here.
"""

import hashlib
import hmac
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

import jwt
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from verifier.settings import SingleSignOn
from verifier.usecases.staff_ports import IdentityProvider, ProviderAway

SECONDS: Final = 10.0
LEEWAY: Final = 60  # seconds by which the provider's clock may differ
# By private keys alone: with a shared secret, whoever has it could write tokens.
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
CLAIMS: Final = ("iss", "aud", "exp", "iat", "sub", "nonce")
MAIL: Final = "email"


class OidcProvider(IdentityProvider):
    def __init__(self, settings: SingleSignOn) -> None:
        self._settings = settings

    def question(self, back: str, secret: str) -> str:
        session = self._session(back)
        address, _ = session.create_authorization_url(
            self._told("authorization_endpoint"),
            state=_derived(secret, "state"),
            nonce=_derived(secret, "nonce"),
            code_verifier=_derived(secret, "verifier"),
        )
        return str(address)

    def answer(self, back: str, secret: str, code: str, state: str) -> str | None:
        if not hmac.compare_digest(state.encode(), _derived(secret, "state").encode()):
            return None
        try:
            token = self._session(back).fetch_token(
                self._told("token_endpoint"),
                code=code,
                code_verifier=_derived(secret, "verifier"),
                timeout=SECONDS,
            )
            claims = self._claims(str(token["id_token"]))
        except requests.RequestException as error:
            raise ProviderAway from error
        except (OAuthError, jwt.PyJWTError, KeyError):
            return None
        if not hmac.compare_digest(str(claims["nonce"]).encode(), _derived(secret, "nonce").encode()):
            return None
        return self._name_in(claims)

    def _name_in(self, claims: Mapping[str, Any]) -> str | None:
        claim = self._settings.claim
        if claim == MAIL and claims.get("email_verified") is not True:
            return None
        name = claims.get(claim)
        return name if isinstance(name, str) else None

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            key = self._keys.get_signing_key_from_jwt(token)
        except jwt.PyJWKClientConnectionError as error:
            raise ProviderAway from error
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=self._settings.client_id,
            issuer=self._settings.issuer,
            leeway=LEEWAY,
            options={"require": list(CLAIMS), "strict_aud": True},
        )
        return claims

    def _session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self._settings.client_id,
            self._settings.client_secret,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
        )

    @cached_property
    def _keys(self) -> jwt.PyJWKClient:
        return jwt.PyJWKClient(self._told("jwks_uri"), timeout=SECONDS)

    @cached_property
    def _metadata(self) -> Mapping[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0). Raises ProviderAway."""
        address = f"{self._settings.issuer}/.well-known/openid-configuration"
        try:
            response = requests.get(address, timeout=SECONDS, allow_redirects=False)
            response.raise_for_status()
            told = response.json()
        except (requests.RequestException, ValueError) as error:
            raise ProviderAway from error
        if not isinstance(told, dict) or told.get("issuer") != self._settings.issuer:
            raise ProviderAway
        return told

    def _told(self, name: str) -> str:
        try:
            return str(self._metadata[name])
        except KeyError as error:
            raise ProviderAway from error


def _derived(secret: str, purpose: str) -> str:
    """43 characters or more by which the browser is known, and none of which tells another."""
    return hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256).hex()
