"""Signatures as Standard Webhooks has them, and the schedule of attempts."""

import base64
from datetime import timedelta

import pytest

from verifier.domain.webhook import ATTEMPTS_MAX, PAUSES, Met, pause_after, signatures, spelled

# The test vector of the specification's own libraries.
SECRET = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
VECTOR = {
    "message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "timestamp": 1614265330,
    "body": b'{"test": 2432232314}',
}
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_vector_is_signed_as_published() -> None:
    assert signatures([SECRET], **VECTOR) == SIGNATURE  # type: ignore[arg-type]  # the members fit


def test_two_secrets_give_two_signatures_the_newest_first() -> None:
    both = signatures([b"n" * 32, SECRET], **VECTOR).split(" ")  # type: ignore[arg-type]  # the members fit
    assert len(both) == 2
    assert both[1] == SIGNATURE
    assert both[0] != SIGNATURE


def test_a_secret_is_spelled_as_the_specification_has_it() -> None:
    assert spelled(SECRET) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_attempts_spread_over_three_days_and_then_end() -> None:
    pauses = [pause_after(n, 0) for n in range(1, ATTEMPTS_MAX + 1)]
    assert pauses == [*PAUSES, None]
    assert timedelta(days=3) <= sum(PAUSES, timedelta()) <= timedelta(days=4)
    assert list(PAUSES) == sorted(PAUSES)


def test_chance_adds_a_tenth_of_a_pause_at_most() -> None:
    assert pause_after(1, 1.0) == timedelta(seconds=5.5)
    assert pause_after(2, 0.5) == timedelta(minutes=5) * 1.05


@pytest.mark.parametrize(
    ("status", "accepted"), [(199, False), (200, True), (204, True), (299, True), (300, False), (None, False)]
)
def test_every_status_from_200_to_299_is_acceptance(status: int | None, accepted: bool) -> None:
    assert Met(status).accepted is accepted
