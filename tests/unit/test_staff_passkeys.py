"""Passkeys: where they are offered, and that whatever a browser answers is a proof or a refusal."""

import base64
import json
from typing import Any

import pytest

from tests.colleagues import ADDRESS, PASSWORD, joined
from tests.fakes import MORNING, world
from verifier.domain.staff import Passkey
from verifier.usecases.staff import factors, passkeys, sessions, signing_in
from verifier.usecases.staff.sessions import Begun
from verifier.usecases.staff.signing_in import BY_NAME, Refused

URL = "https://verify.example.com"
KNOWN = (Passkey("AAAA", "stf_1", b"no key", 0, "laptop", MORNING),)


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        (URL, True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("https://192.0.2.7", False),
        ("https://[2001:db8::1]", False),
        ("http://verify.example.com", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(url: str, offered: bool) -> None:
    assert passkeys.are_offered(url) is offered


def spelled(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def credential(**response: Any) -> str:
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})


CLIENT = spelled(json.dumps({"type": "webauthn.create", "challenge": spelled(b"c"), "origin": URL}).encode())
ILL = {
    "nothing": "",
    "no JSON": "{",
    "null": "null",
    "a list": "[]",
    "deep": "[" * 10_000,
    "long": '"' + "x" * 20_000 + '"',
    "another type": json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "password", "response": {}}),
    "no response": json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key"}),
    "another id": json.dumps({"id": "BBBB", "rawId": "BBBB", "type": "public-key", "response": {}}),
    "an empty response": credential(),
    "no base64": credential(clientDataJSON="é", attestationObject="é", authenticatorData="é", signature="é"),
    "no CBOR": credential(clientDataJSON=CLIENT, attestationObject=spelled(b"\xff" * 40)),
    "no client data": credential(clientDataJSON=spelled(b"{}"), authenticatorData="AA", signature="AA"),
    "short data": credential(clientDataJSON=CLIENT, authenticatorData=spelled(b"x" * 36), signature="AA"),
}


@pytest.mark.parametrize("answer", ILL.values(), ids=ILL)
def test_an_answer_that_proves_nothing_is_refused(answer: str) -> None:
    assert passkeys.made(URL, b"c", answer) is None
    assert passkeys.used(URL, b"c", answer, KNOWN) is None


def test_a_passkey_that_proves_nothing_is_a_failure_and_spends_the_challenge() -> None:
    theirs = world()
    joined(theirs)
    begun = signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS)
    assert isinstance(begun, Begun)
    signed = sessions.followed(theirs.ports, begun.token)
    assert signed is not None
    assert factors.sign_in_options(theirs.ports, signed) is None
    with theirs.ports.transaction() as tx:
        tx.credentials.add_passkey(Passkey("AAAA", signed.member.id, b"no key", 0, "laptop", MORNING))
    assert factors.sign_in_options(theirs.ports, signed) is not None
    assert factors.confirm_passkey(theirs.ports, signed, ILL["short data"], ADDRESS) == Refused()
    with theirs.ports.transaction() as tx:
        assert tx.staff_sessions.take_challenge(signed.session.id) is None
        assert len(tx.sign_in_failures.since(BY_NAME, "ling", MORNING.replace(year=2000))) == 1
