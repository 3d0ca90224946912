"""Staff at their browsers: members who have joined, and what they do with plain forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fakes import World
from verifier.domain.staff import Role, StaffMember
from verifier.usecases.staff import factors, invitations, sessions
from verifier.usecases.staff.factors import SetUp
from verifier.usecases.staff.sessions import Begun

PASSWORD = "quartz lamp ferry onion"
ADDRESS = "192.0.2.7"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')
FORM = "application/x-www-form-urlencoded"


@dataclass
class Colleague:
    """A member of staff and their telephone."""

    world: World
    member: StaffMember
    seed: str
    recovery_codes: tuple[str, ...]
    begun: Begun
    password: str = PASSWORD

    def code(self, at: datetime | None = None) -> str:
        """What the authenticator app shows; the clock is moved on, for no code counts twice."""
        if at is None:
            self.world.clock.tick(seconds=30)
        return pyotp.TOTP(self.seed).at(at or self.world.clock.now())


def joined(world: World, name: str = "ling", role: Role = Role.REVIEWER, **more: Any) -> Colleague:
    """Somebody who was invited and followed the link to its end."""
    _, token = invitations.invite(world.ports, name, role, **more)
    begun = invitations.accept(world.ports, token, PASSWORD, PASSWORD)
    assert isinstance(begun, Begun)
    signed = sessions.followed(world.ports, begun.token)
    assert signed is not None
    seed = factors.new_seed(world.ports, signed)
    done = factors.set_up_totp(world.ports, signed, pyotp.TOTP(seed).at(world.clock.now()), ADDRESS)
    assert isinstance(done, SetUp)
    assert done.begun is not None
    member = sessions.followed(world.ports, done.begun.token)
    assert member is not None
    return Colleague(world, member.member, seed, tuple(done.recovery_codes), done.begun)


@dataclass
class Browser:
    """A browser at the console."""

    client: FlaskClient
    headers: Mapping[str, str] = field(default_factory=lambda: dict(OWN_PAGE))

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, headers=self.headers, **more)

    def post(self, path: str, form_token: str | None = None, **fields: str) -> TestResponse:
        """Send a form, with the token of the session unless it is given."""
        sent = self.form_token() if form_token is None else form_token
        data = {**fields, **({"form_token": sent} if sent else {})}
        return self.client.post(path, data=data, content_type=FORM, headers=self.headers)

    def form_token(self) -> str:
        """What a page of this session would have in its forms."""
        for path in ("/console/account", "/console/sign-in/second-step", "/console/join"):
            found = TOKEN.search(self.client.get(path, headers=self.headers).text)
            if found:
                return found[1]
        return ""


def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


def at_desk(app: Flask, colleague: Colleague) -> Browser:
    """A browser in which the member is signed in."""
    own = browser(app)
    own.client.set_cookie("bonafide_console", colleague.begun.token, path="/")
    return own
