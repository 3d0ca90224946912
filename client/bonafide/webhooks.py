"""Whether a message was sent by the service: Standard Webhooks (standardwebhooks.com), scheme v1."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Final

from bonafide.answers.integration import Event
from bonafide.errors import UnexpectedAnswer, WebhookRefused
from bonafide.wire import structured

TOLERANCE: Final = 300  # seconds, as the specification has it
PREFIX: Final = "whsec_"


def verify_webhook(
    secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None
) -> Event:
    """The event in a message. Raises WebhookRefused.

    `secret` is `whsec_…`; `body` as it came, before any parsing; `now` in seconds since 1970 (the clock's).
    The same event may come twice: remember the `id` of those that you dealt with.
    """
    named = {name.lower(): value for name, value in headers.items()}
    identifier, moment = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    if not moment.isascii() or not moment.isdigit():
        raise WebhookRefused("The header webhook-timestamp is missing or no number.")
    if abs((time.time() if now is None else now) - int(moment)) > TOLERANCE:
        raise WebhookRefused("The message is older than five minutes, or a clock is wrong.")
    signed = f"{identifier}.{moment}.".encode() + body
    digest = hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256)
    expected = b"v1," + base64.b64encode(digest)
    shown = named.get("webhook-signature", "").encode().split()
    if not any(hmac.compare_digest(expected, signature) for signature in shown):
        raise WebhookRefused("No signature is by this secret.")
    try:
        return structured(json.loads(body), Event)
    except (ValueError, UnexpectedAnswer):
        raise WebhookRefused("The message is signed, but it is no event.") from None
