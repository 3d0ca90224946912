"""Signing in and out: the password, the second step, the demo's link."""

from flask import Response, request, url_for

from verifier.api import context
from verifier.console import access, frame, trial
from verifier.console.access import signed
from verifier.console.blueprint import blueprint
from verifier.console.single_sign_on import is_configured
from verifier.usecases.staff import factors, passkeys, sessions, signing_in
from verifier.usecases.staff.sessions import Begun
from verifier.usecases.staff.signing_in import Refused


def address() -> str:
    """Where the request comes from, as the web server sees it."""
    return request.remote_addr or "unknown"


@blueprint.get("/sign-in")
def sign_in() -> Response | str:
    return frame.onward("console.home") if access.signed_or_none() else _first()


@blueprint.post("/sign-in")
def sign_in_post() -> Response | tuple[str, int]:
    name, password = request.form.get("name", ""), request.form.get("password", "")
    outcome = signing_in.sign_in(context.ports(), name, password, address())
    if isinstance(outcome, Refused):
        return _first(refused=outcome, name=name), 403
    return access.remember(frame.onward("console.second_step", next=_next()), outcome.token)


@blueprint.get("/sign-in/second-step")
def second_step() -> str:
    return _second()


@blueprint.post("/sign-in/second-step")
def second_step_code() -> Response | tuple[str, int]:
    outcome = signing_in.confirm(context.ports(), signed(), request.form.get("code", ""), address())
    return entered(outcome) if isinstance(outcome, Begun) else (_second(refused=outcome), 403)


@blueprint.post("/sign-in/passkey")
def second_step_passkey() -> Response | tuple[str, int]:
    answer = request.form.get("answer", "")
    outcome = factors.confirm_passkey(context.ports(), signed(), answer, address())
    return entered(outcome) if isinstance(outcome, Begun) else (_second(refused=outcome), 403)


@blueprint.get("/demo/<token>")
def demo(token: str) -> str:
    """What the link does, with a button that does it: messengers open links by themselves."""
    trial.must_be()
    return frame.page("demo", token=token)


@blueprint.post("/demo/<token>")
def enter_demo(token: str) -> Response | tuple[str, int]:
    trial.must_be()
    outcome = signing_in.enter_demo(context.ports(), token)
    return entered(outcome) if isinstance(outcome, Begun) else (frame.page("invitation_over"), 404)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    sessions.end_session(context.ports(), signed(), signed().session.id)
    return access.forget(frame.onward("console.signed_out"))


@blueprint.get("/signed-out")
def signed_out() -> str:
    return frame.page("signed_out")


def entered(begun: Begun) -> Response:
    """In, and on to the page that was asked for."""
    response = frame.onward("console.home")
    response.location = _next() or url_for("console.home")
    return access.remember(response, begun.token)


def _first(refused: Refused | None = None, name: str = "") -> str:
    return frame.page(
        "sign_in",
        refused=refused,
        minutes=minutes_of(refused),
        name=name,
        next=_next(),
        elsewhere=is_configured(),
    )


def _second(refused: Refused | None = None) -> str:
    ports = context.ports()
    known = factors.read_factors(ports, signed().member)
    offered = passkeys.are_offered(ports.public_url)
    return frame.page(
        "second_step",
        refused=refused,
        minutes=minutes_of(refused),
        next=_next(),
        totp=known.totp,
        options=factors.sign_in_options(ports, signed()) if offered else None,
    )


def minutes_of(refused: Refused | None) -> int:
    """How long sign-in rests, in whole minutes; 0 when it does not."""
    if refused is None or refused.until is None:
        return 0
    return -int((context.ports().clock.now() - refused.until).total_seconds() // 60)


def _next() -> str | None:
    return access.own_path(request.form.get("next") or request.args.get("next"))
