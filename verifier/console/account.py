"""A member's own page: password, factors, recovery codes, sessions, being away. Changes need the password."""

from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import signed
from verifier.console.blueprint import blueprint
from verifier.console.joining import in_groups, qr_of
from verifier.console.sign_in import address, minutes_of
from verifier.domain.errors import FieldError, Invalid
from verifier.usecases.review import assigning
from verifier.usecases.staff import factors, members, passkeys, sessions, signing_in
from verifier.usecases.staff.signing_in import Refused

Shown = Response | str | tuple[str, int]
AWAY_MAX: Final = timedelta(days=366)


@blueprint.get("/account")
def account() -> str:
    return _account()


@blueprint.post("/account/password")
def account_password() -> Shown:
    refused = _reproved()
    if refused is not None:
        return _account(refused=refused), 403
    new, again = request.form.get("new", ""), request.form.get("again", "")
    fault = members.change_password(context.ports(), signed(), new, again)
    if fault is not None:
        return _account(fault=fault), 422
    return frame.onward("console.account", "password_changed")


@blueprint.post("/account/authenticator")
def account_authenticator() -> Shown:
    """A new seed to be set up; the one in use stays until the first code of the new one was shown."""
    refused = _reproved()
    if refused is not None:
        return _account(refused=refused), 403
    factors.new_seed(context.ports(), signed())
    return _set_up_totp()


@blueprint.post("/account/authenticator/code")
def account_authenticator_code() -> Shown:
    outcome = factors.set_up_totp(context.ports(), signed(), request.form.get("code", ""), address())
    if isinstance(outcome, Refused):
        return _set_up_totp(outcome), 403
    return frame.onward("console.account", "factor_added")


@blueprint.post("/account/passkey")
def account_passkey() -> Shown:
    refused = _reproved()
    if refused is not None:
        return _account(refused=refused), 403
    options = factors.passkey_options(context.ports(), signed())
    return frame.page("set_up_passkey", options=options)


@blueprint.post("/account/passkey/made")
def account_passkey_made() -> Shown:
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    outcome = factors.set_up_passkey(context.ports(), signed(), answer, name)
    if isinstance(outcome, Refused):
        return _account(refused_passkey=True), 403
    return frame.onward("console.account", "factor_added")


@blueprint.post("/account/factors/remove")
def account_remove() -> Shown:
    refused = _reproved()
    if refused is not None:
        return _account(refused=refused), 403
    factors.remove_factor(context.ports(), signed(), request.form.get("factor", ""))
    return frame.onward("console.account", "factor_removed")


@blueprint.post("/account/recovery-codes")
def account_codes() -> Shown:
    refused = _reproved()
    if refused is not None:
        return _account(refused=refused), 403
    return frame.page("recovery_codes", codes=factors.new_recovery_codes(context.ports(), signed()))


@blueprint.post("/account/sessions/end")
def account_session() -> Shown:
    sessions.end_session(context.ports(), signed(), request.form.get("session", ""))
    return frame.onward("console.account", "session_ended")


@blueprint.post("/account/away")
def account_away() -> Shown:
    assigning.be_away(context.ports(), signed().member, _away_until())
    return frame.onward("console.account", "away_changed")


def _reproved() -> Refused | None:
    """What is wrong with the password that comes with a change."""
    password = request.form.get("password", "")
    return signing_in.reproved(context.ports(), signed(), password, address())


def _away_until() -> datetime | None:
    """The end of the day that was named, in UTC. Raises Invalid."""
    typed = request.form.get("until", "")
    if not typed:
        return None
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise Invalid(errors=(FieldError("/until", "Must be a day, like 2026-12-31."),)) from None
    if day > context.ports().clock.now() + AWAY_MAX:
        raise Invalid(errors=(FieldError("/until", "Must be within a year."),))
    return day + timedelta(days=1)


def _account(**more: object) -> str:
    ports, member = context.ports(), signed().member
    refused = more.get("refused")
    return frame.page(
        "account",
        factors=factors.read_factors(ports, member),
        offered=passkeys.are_offered(ports.public_url),
        sessions=sessions.open_sessions(ports, member),
        least=ports.staff_policy.password_least,
        away=member.is_away(ports.clock.now()),
        day=timedelta(days=1),
        minutes=minutes_of(refused if isinstance(refused, Refused) else None),
        **more,
    )


def _set_up_totp(refused: Refused | None = None) -> str:
    seed = factors.seed_of(context.ports(), signed()) or factors.new_seed(context.ports(), signed())
    return frame.page(
        "set_up_totp",
        qr=qr_of(seed, signed().member.name),
        seed=in_groups(seed),
        refused=refused,
        minutes=minutes_of(refused),
    )
