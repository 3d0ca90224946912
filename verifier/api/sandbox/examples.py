"""The reference's examples of a sandbox. People and firms are fictional, and nothing here opens anything."""

from typing import Any

from verifier.api.proofs.bank_examples import PAYMENT
from verifier.sandbox.codes import Script, code_of

CODES: dict[str, Any] = {
    "items": [
        {
            "script": "registry_revoked",
            "code": code_of(Script.REGISTRY_REVOKED),
            "outcome": "escalated",
            "reasons": ["registry_revoked"],
            "after_seconds": 0,
        }
    ]
}
FILM_QUESTION: dict[str, Any] = {"outcome": "verified", "face": "Xiao Yang"}
ADVANCE_QUESTION: dict[str, Any] = {"advance_seconds": 18_144_000}
CLOCK: dict[str, Any] = {
    "now": "2026-11-30T03:02:01.123456+00:00",
    "real": "2026-05-04T03:02:01.123456+00:00",
    "ahead_seconds": 18_144_000,
}
PAYMENT_SHOWN: dict[str, Any] = PAYMENT | {"payment_state": "sent", "secret_amount": "0.37"}
ACT_QUESTION: dict[str, Any] = {"act": "pay"}
