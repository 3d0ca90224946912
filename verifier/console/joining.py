"""From an invitation's link to a member who is signed in: a password, then a second factor."""

import io

import segno
from flask import Response, make_response, request
from markupsafe import Markup

from verifier.api import context
from verifier.console import access, frame
from verifier.console.access import signed
from verifier.console.blueprint import blueprint
from verifier.console.sign_in import address, minutes_of
from verifier.usecases.staff import codes, factors, invitations, members, passkeys
from verifier.usecases.staff.factors import SetUp
from verifier.usecases.staff.passwords import PasswordFault
from verifier.usecases.staff.signing_in import Refused


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> str | tuple[str, int]:
    """The first step. Opening the link changes nothing."""
    return _invitation(token)


@blueprint.post("/invitation/<token>")
def accept_invitation(token: str) -> Response | str | tuple[str, int]:
    password, again = request.form.get("password", ""), request.form.get("again", "")
    outcome = invitations.accept(context.ports(), token, password, again)
    if outcome is None or isinstance(outcome, PasswordFault):
        return _invitation(token, outcome)
    response = frame.onward("console.join")
    return access.remember(response, outcome.token)


@blueprint.get("/join")
def join() -> str:
    """The second step: an authenticator app, or a passkey."""
    return _join()


@blueprint.post("/join/authenticator")
def join_totp() -> Response | tuple[str, int]:
    outcome = factors.set_up_totp(context.ports(), signed(), request.form.get("code", ""), address())
    return _joined(outcome) if isinstance(outcome, SetUp) else (_join(refused=outcome), 403)


@blueprint.post("/join/passkey")
def join_passkey() -> Response | tuple[str, int]:
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    outcome = factors.set_up_passkey(context.ports(), signed(), answer, name)
    return _joined(outcome) if isinstance(outcome, SetUp) else (_join(refused=outcome), 403)


def qr_of(seed: str, name: str) -> Markup:
    """The QR code of a new authenticator, as SVG within the page; black on white whatever the theme."""
    drawn = io.BytesIO()
    segno.make(codes.address(seed, name), error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=5,
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704  drawn by us; the name is within the code's squares


def in_groups(seed: str) -> str:
    """A seed as people type it."""
    return " ".join(seed[at : at + 4] for at in range(0, len(seed), 4))


def _invitation(token: str, fault: PasswordFault | None = None) -> str | tuple[str, int]:
    member = invitations.invited(context.ports(), token)
    if member is None:
        return frame.page("invitation_over"), 404
    least = context.ports().staff_policy.password_least
    shown = frame.page("invitation", token=token, member=member, fault=fault, least=least)
    return (shown, 422) if fault else shown


def _join(refused: Refused | None = None) -> str:
    ports, member = context.ports(), signed().member
    seed = factors.seed_of(ports, signed()) or factors.new_seed(ports, signed())
    offered = passkeys.are_offered(ports.public_url)
    return frame.page(
        "join",
        member=member,
        qr=qr_of(seed, member.name),
        seed=in_groups(seed),
        options=factors.passkey_options(ports, signed()) if offered else None,
        refused=refused,
        minutes=minutes_of(refused),
    )


def _joined(done: SetUp) -> Response:
    """The recovery codes, this once, to a browser that is signed in from now on."""
    assert done.begun is not None, "whoever joins is signed in"
    language = frame.chosen_language()
    members.speak(context.ports(), signed().member, language)
    response = make_response(frame.page("recovery_codes", codes=done.recovery_codes))
    return access.remember(response, done.begun.token)
