"""Who is at the browser, and whether they may. Every page of the console goes through `guard`.

A page says which right it needs, and is refused to everybody when it says nothing:

    @blueprint.get("/queue")
    @needs(Right.SEE_QUEUE)
    def queue() -> str:
        return frame.page("queue", cases=oversight.waiting(context.ports(), signed().member))

Forms carry `form_token`, which `parts.form` writes. It is derived from the session's secret, so that it is
kept nowhere; with the check of origin and a SameSite cookie it is one of three lines.
"""

import hmac
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast
from urllib.parse import unquote, urlsplit

from flask import Response, current_app, g, redirect, request, url_for

from verifier.api import context, origins
from verifier.api.errors import FormOutdated
from verifier.console.blueprint import blueprint
from verifier.domain.errors import NotFound, RightMissing, Unauthenticated
from verifier.domain.staff import Right, Stage
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.staff import sessions
from verifier.usecases.staff.sessions import Signed
from verifier.usecases.texts import UNKEPT

COOKIE: Final = "bonafide_console"
OVER_HTTPS: Final = "__Host-bonafide_console"
BODY_BYTES: Final = 64 * 1024
# What takes a file; the use case knows how large it may be.
LARGE: Final = {"console.send_visit_photo": 2_500_000, "console.import_statement": 16_100_000}
TOKEN_FIELD: Final = "form_token"
# Pages for people who are not signed in. Their forms have no token: there is no session to take it from.
OPEN: Final = frozenset(
    {
        "console.sign_in",
        "console.sign_in_post",
        "console.sign_in_elsewhere",
        "console.came_back",
        "console.invitation",
        "console.accept_invitation",
        "console.demo",
        "console.enter_demo",
        "console.signed_out",
        "console.choose_language",
        "console.choose_theme",
        "console.lost",
    }
)
# Pages that belong to a stage of signing in, or to whoever is signed in, whatever their role.
STAGES: Final = {
    "console.second_step": Stage.PASSWORD,
    "console.second_step_code": Stage.PASSWORD,
    "console.second_step_passkey": Stage.PASSWORD,
    "console.join": Stage.JOINING,
    "console.join_totp": Stage.JOINING,
    "console.join_passkey": Stage.JOINING,
    "console.home": Stage.FULL,
    "console.sign_out": Stage.FULL,
    "console.watermark": Stage.FULL,
    "console.account": Stage.FULL,
    "console.account_password": Stage.FULL,
    "console.account_authenticator": Stage.FULL,
    "console.account_authenticator_code": Stage.FULL,
    "console.account_passkey": Stage.FULL,
    "console.account_passkey_made": Stage.FULL,
    "console.account_remove": Stage.FULL,
    "console.account_codes": Stage.FULL,
    "console.account_session": Stage.FULL,
    "console.account_away": Stage.FULL,
}

View = TypeVar("View", bound=Callable[..., Any])


def needs(right: Right) -> Callable[[View], View]:
    """Open the view to members of this right alone. Put it below the route."""

    def marked(view: View) -> View:
        view.right = right  # type: ignore[attr-defined]  # a function takes attributes; `right_of` reads it
        return view

    return marked


def right_of(endpoint: str) -> Right | None:
    """What the page of this endpoint needs; None when it names no right."""
    return getattr(current_app.view_functions[endpoint], "right", None)


def signed() -> Signed:
    """Who is at the browser. Pages that are not in OPEN have somebody."""
    return cast(Signed, g.signed)


def signed_or_none() -> Signed | None:
    """The same on any page; only who is fully signed in."""
    found = cast(Signed | None, g.get("signed"))
    return found if found and found.session.stage is Stage.FULL else None


def reviewer() -> Reviewer:
    """The same person as use cases of reviews know them."""
    member = signed().member
    return Reviewer(member.id, member.tenants)


def form_token() -> str:
    """What a form of this session has to send back; empty without a session."""
    return hmac.digest(_token().encode(), b"form", "sha256").hex() if _token() else ""


def own_path(text: str | None) -> str | None:
    """A path of the console to go on to; None for anything that could lead elsewhere."""
    if not text or "\\" in text or not text.isprintable():
        return None
    parts = urlsplit(text)
    steps = unquote(parts.path).split("/")
    ours = steps[:2] == ["", "console"] and ".." not in steps
    return text if ours and not parts.scheme and not parts.netloc else None


def remember(response: Response, token: str) -> Response:
    """Have the browser keep its session, out of reach of scripts and of other sites' forms.

    Lax, so that a link in a mail leads to its page; a link changes nothing here.
    """
    response.set_cookie(_cookie(), token, path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


def forget(response: Response) -> Response:
    response.delete_cookie(_cookie(), path="/", secure=_is_https(), httponly=True, samesite="Lax")
    return response


@blueprint.before_request
def guard() -> Response | None:
    """Refuse whoever may not; lead whoever is not signed in to sign in, and back."""
    request.max_content_length = LARGE.get(request.endpoint or "", BODY_BYTES)
    origins.require_own()
    if any(UNKEPT.search(text) for text in (request.path, *request.args.values())):
        raise NotFound  # no database could be asked for it, and nothing of ours is named so
    g.signed = sessions.followed(context.ports(), _token()) if _token() else None
    endpoint = request.endpoint or ""
    if endpoint in OPEN:
        return None
    right, stage = right_of(endpoint), STAGES.get(endpoint, Stage.FULL)
    if right is None and endpoint not in STAGES:  # whoever wrote the page forgot to say
        raise RightMissing
    if g.signed is None or g.signed.session.stage is not stage:
        return _to_sign_in()
    if right is not None and not g.signed.member.may(right):
        raise RightMissing
    if request.method not in origins.SAFE_METHODS:
        _require_token()
    sessions.note_use(context.ports(), g.signed)
    return None


def _to_sign_in() -> Response:
    """Raises Unauthenticated for what cannot be asked again as a link."""
    if request.method not in origins.SAFE_METHODS:
        raise Unauthenticated
    here = request.full_path.rstrip("?")
    address = url_for("console.sign_in", next=own_path(here) if request.endpoint != "console.home" else None)
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's


def _require_token() -> None:
    sent = request.form.get(TOKEN_FIELD, "")
    if not hmac.compare_digest(sent.encode(), form_token().encode()):
        raise FormOutdated


def _token() -> str:
    return request.cookies.get(_cookie(), "")


def _cookie() -> str:
    return OVER_HTTPS if _is_https() else COOKIE


def _is_https() -> bool:
    return context.public_url().startswith("https:")
