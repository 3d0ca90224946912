"""What the Python client believes: messages signed with the webhook's secret, keys that it fetched itself."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Mapping

import pytest

from bonafide import Event, EventType, KeysUnavailable, PermitInvalid, WebhookRefused, verify_webhook
from bonafide.key_cache import KeyCache

SECRET = "whsec_" + base64.b64encode(b"k" * 24).decode()
EVENT = {
    "id": "evt_1",
    "type": "case.verified",
    "timestamp": "2026-05-04T03:02:09+00:00",
    "data": {"url": "/x"},
}
BODY = json.dumps(EVENT).encode()
NOW = 1_780_000_000


def signed(body: bytes = BODY, moment: str = str(NOW), secret: bytes = b"k" * 24) -> dict[str, str]:
    digest = hmac.digest(secret, f"evt_1.{moment}.".encode() + body, hashlib.sha256)
    return {
        "Webhook-Id": "evt_1",
        "Webhook-Timestamp": moment,
        "Webhook-Signature": "v1a,other v1," + base64.b64encode(digest).decode(),
    }


def test_a_signed_message_is_an_event_whatever_the_case_of_its_headers() -> None:
    event = verify_webhook(SECRET, signed(), BODY, now=NOW + 300)
    assert event == Event(
        id="evt_1", type=EventType.CASE_VERIFIED, timestamp=event.timestamp, data={"url": "/x"}
    )


def test_the_specifications_own_vector_is_signed_though_it_is_no_event() -> None:
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    body = b'{"test": 2432232314}'
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    with pytest.raises(WebhookRefused, match="signed, but it is no event"):
        verify_webhook(secret, headers, body, now=1614265330)


UNSIGNED: Mapping[str, tuple[Mapping[str, str], bytes]] = {
    "no headers": ({}, BODY),
    "another body": (signed(), BODY + b" "),
    "another secret": (signed(secret=b"x" * 24), BODY),
    "another id": (signed() | {"Webhook-Id": "evt_2"}, BODY),
    "too old": (signed(moment=str(NOW - 301)), BODY),
    "too new": (signed(moment=str(NOW + 301)), BODY),
    "a moment in words": (signed(moment="now"), BODY),
    "a moment in other digits": (signed(moment="١٢"), BODY),
    "no signature": (signed() | {"Webhook-Signature": ""}, BODY),
    "a signature of other letters": (signed() | {"Webhook-Signature": "v1,é"}, BODY),
    "another scheme": (
        signed() | {"Webhook-Signature": signed()["Webhook-Signature"].replace("v1,", "v2,")},
        BODY,
    ),
    "no event": (signed(b"[]"), b"[]"),
    "no JSON": (signed(b"{"), b"{"),
}


@pytest.mark.parametrize("name", UNSIGNED)
def test_a_message_that_is_not_ours_is_refused(name: str) -> None:
    headers, body = UNSIGNED[name]
    with pytest.raises(WebhookRefused):
        verify_webhook(SECRET, headers, body, now=NOW)


def test_one_of_many_threads_fetches_the_keys() -> None:
    cache, began = KeyCache(), []
    barrier = threading.Barrier(16)

    def begin() -> None:
        barrier.wait()
        began.append(cache.begin("kid", 0.0))

    threads = [threading.Thread(target=begin) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(began) == [False] * 15 + [True]
    assert cache.fetching


def test_a_fetch_that_failed_says_so_and_one_that_found_no_key_says_that() -> None:
    cache = KeyCache()
    assert cache.begin("kid", 0.0)
    cache.end(None, 1.0)
    with pytest.raises(KeysUnavailable):
        cache.key("kid", 1.0)
    assert not cache.begin("kid", 9.9)
    assert cache.begin("kid", 10.0)
    cache.end({"keys": []}, 11.0)
    with pytest.raises(PermitInvalid):
        cache.key("kid", 11.0)


def test_nobody_else_fetches_however_long_a_fetch_takes_unless_it_was_given_up() -> None:
    cache = KeyCache()
    assert cache.begin("kid", 0.0)
    assert not cache.begin("kid", 60.0)
    cache.give_up()
    assert cache.begin("kid", 60.0)
