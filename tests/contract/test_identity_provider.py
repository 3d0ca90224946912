"""Sign-in by another provider: the question, the answer, and every way in which an answer may be none."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.identity import CLIENT, SECRET, Provider, new_key, provider
from verifier.providers.identity import OidcProvider
from verifier.settings import SingleSignOn
from verifier.usecases.staff_ports import ProviderAway
from verifier.usecases.tokens import new_secret

BACK = "https://verify.example.com/console/single-sign-on/back"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture
def theirs(running: Provider) -> Provider:
    running.claims, running.up, running.signs = {}, True, running.key
    return running


def ours(theirs: Provider, claim: str = "preferred_username") -> OidcProvider:
    return OidcProvider(SingleSignOn(theirs.url, CLIENT, SECRET, claim))


def answered(theirs: Provider, claim: str = "preferred_username") -> str | None:
    client, secret = ours(theirs, claim), new_secret()
    return client.answer(BACK, secret, **theirs.consent(client.question(BACK, secret)))


def test_the_members_name_comes_from_the_token(theirs: Provider) -> None:
    assert answered(theirs) == "ling"
    assert theirs.asked[-1]["redirect_uri"] == BACK
    assert theirs.asked[-1]["authorization"].startswith("Basic ")


def test_the_question_tells_no_secret_and_asks_by_code_with_pkce(theirs: Provider) -> None:
    secret = new_secret()
    address = ours(theirs).question(BACK, secret)
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
    assert "openid" in query["scope"]
    assert secret not in address
    assert SECRET not in address
    assert ours(theirs).question(BACK, secret) == address
    assert ours(theirs).question(BACK, new_secret()) != address


BAD_TOKENS: dict[str, dict[str, Any]] = {
    "for another site": {"aud": "other"},
    "for several sites": {"aud": [CLIENT, "other"]},
    "from another provider": {"iss": "https://evil.example"},
    "run out": {"exp": int(time.time()) - 120},
    "of another question": {"nonce": "other"},
    "without a question": {"nonce": None},
    "without an end": {"exp": None},
    "without the claim": {"preferred_username": None},
    "with a claim that is no text": {"preferred_username": ["ling"]},
}


@pytest.mark.parametrize("claims", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_a_token_that_is_not_ours_names_nobody(claims: dict[str, Any], theirs: Provider) -> None:
    theirs.claims = claims
    assert answered(theirs) is None


def test_a_token_by_another_key_names_nobody(theirs: Provider) -> None:
    theirs.signs = new_key()
    assert answered(theirs) is None


def test_an_answer_of_another_browser_names_nobody(theirs: Provider) -> None:
    client = ours(theirs)
    brought = theirs.consent(client.question(BACK, new_secret()))
    asked = len(theirs.asked)
    assert client.answer(BACK, new_secret(), **brought) is None
    assert len(theirs.asked) == asked


def test_a_code_counts_once(theirs: Provider) -> None:
    client, secret = ours(theirs), new_secret()
    brought = theirs.consent(client.question(BACK, secret))
    assert client.answer(BACK, secret, **brought) == "ling"
    assert client.answer(BACK, secret, **brought) is None


@pytest.mark.parametrize(("verified", "name"), [(True, "li@example.com"), (False, None), ("true", None)])
def test_a_mail_address_counts_when_it_was_verified(
    verified: object, name: str | None, theirs: Provider
) -> None:
    theirs.claims = {"email": "li@example.com", "email_verified": verified}
    assert answered(theirs, "email") == name


def test_a_provider_that_is_away_is_no_refusal(theirs: Provider) -> None:
    theirs.up = False
    with pytest.raises(ProviderAway):
        ours(theirs).question(BACK, new_secret())


def test_a_provider_that_calls_itself_otherwise_is_not_asked(theirs: Provider) -> None:
    with pytest.raises(ProviderAway):
        OidcProvider(
            SingleSignOn(theirs.url.replace("127.0.0.1", "localhost"), CLIENT, SECRET, "sub")
        ).question(BACK, new_secret())
