"""What one request may reach: the ports of the app, whose key was shown, the request's id."""

from typing import cast

from flask import current_app, g
from ulid import ULID

from verifier.api.callers import Callers
from verifier.domain.api_key import ApiKey
from verifier.domain.tenant import Tenant
from verifier.usecases import Caller
from verifier.usecases.ports import Ports

PORTS = "bonafide.ports"  # in app.extensions
PUBLIC_URL = "bonafide.public_url"  # in app.extensions too
CALLERS = "bonafide.callers"  # likewise


def ports() -> Ports:
    return cast(Ports, current_app.extensions[PORTS])


def callers() -> Callers:
    return cast(Callers, current_app.extensions[CALLERS])


def public_url() -> str:
    """Where recruiters' browsers reach us; without a slash at its end."""
    return cast(str, current_app.extensions[PUBLIC_URL])


def link(token: str, public_url: str) -> str:
    """Where a recruiter's browser follows up the link of a face session."""
    return f"{public_url}/face/{token}"


def tenant() -> Tenant:
    """Who shows the key. Only endpoints of a `KeyedBlueprint` have one."""
    return cast(Caller, g.caller).tenant


def api_key() -> ApiKey:
    """The key that was shown, without its secret."""
    return cast(Caller, g.caller).key


def tenant_id_or_none() -> str | None:
    return tenant().id if "caller" in g else None


def request_id() -> str:
    """Made here and never taken from the client, whose words do not belong in our logs."""
    if "request_id" not in g:
        g.request_id = new_request_id()
    return cast(str, g.request_id)


def new_request_id() -> str:
    """For what never became a request, too."""
    return f"req_{str(ULID()).lower()}"
