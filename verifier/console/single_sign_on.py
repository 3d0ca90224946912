"""Signing in by the operator's own identity provider, where one is configured. It makes no account."""

from typing import Final

import structlog
from flask import Response, redirect, request

from verifier.api import context
from verifier.api.errors import Unavailable
from verifier.console import access, frame
from verifier.console.blueprint import blueprint
from verifier.domain.errors import NotFound
from verifier.usecases.staff import signing_in
from verifier.usecases.staff.sessions import Begun
from verifier.usecases.staff_ports import IdentityProvider, ProviderAway
from verifier.usecases.tokens import is_secret, new_secret

COOKIE: Final = "bonafide_single_sign_on"
COOKIE_PATH: Final = "/console/single-sign-on"
COOKIE_SECONDS: Final = 600

log = structlog.get_logger("verifier.console")


def is_configured() -> bool:
    return context.ports().identity_provider is not None


@blueprint.get("/single-sign-on")
def sign_in_elsewhere() -> Response:
    """To the provider, with a secret in the browser by which its answer is known."""
    secret = new_secret()
    try:
        address = _provider().question(_back(), secret)
    except ProviderAway as away:
        raise _told(away) from None
    response: Response = redirect(address, 303)  # type: ignore[assignment]  # werkzeug's response is Flask's
    response.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        secure=context.public_url().startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/single-sign-on/back")
def came_back() -> Response | tuple[str, int]:
    """From the provider. The secret counts once."""
    provider, secret = _provider(), request.cookies.get(COOKIE, "")
    code, state = request.args.get("code", ""), request.args.get("state", "")
    try:
        name = provider.answer(_back(), secret, code, state) if is_secret(secret) and code else None
    except ProviderAway as away:
        raise _told(away) from None
    outcome = signing_in.sign_in_elsewhere(context.ports(), name) if name else None
    if not isinstance(outcome, Begun):
        return frame.page("not_known"), 403
    response = access.remember(frame.onward("console.home"), outcome.token)
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def _provider() -> IdentityProvider:
    """Raises NotFound where none is configured."""
    provider = context.ports().identity_provider
    if provider is None:
        raise NotFound
    return provider


def _told(away: ProviderAway) -> Unavailable:
    """The operator learns from the log what kind of trouble it was, and nothing that was sent."""
    cause = away.__cause__
    log.warning("identity_provider_away", request_id=context.request_id(), cause=type(cause).__name__)
    return Unavailable()


def _back() -> str:
    return f"{context.public_url()}/console/single-sign-on/back"
