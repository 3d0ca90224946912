"""One-time codes of an authenticator app (RFC 6238), and the recovery codes for when it is lost."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pyotp

from verifier.usecases.staff_ports import Totp
from verifier.usecases.tokens import hashed

ISSUER: Final = "Bonafide"
STEP_SECONDS: Final = 30
AROUND: Final = (0, -1, 1)  # steps; RFC 6238, 5.2 allows one for a clock that is off and a slow hand
DIGITS: Final = 6
RECOVERY_CODES: Final = 10
# Crockford's letters, which nobody misreads. 16 of them are 80 bits, so that a plain hash keeps them safe.
LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
GROUPS, GROUP = 4, 4


def new_seed() -> str:
    """160 random bits (RFC 4226, 4), in base32."""
    return pyotp.random_base32()


def address(seed: str, name: str) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(totp: Totp, code: str, now: datetime) -> int | None:
    """The step of this code, if it is one of now and of later than the last that was used."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return None
    clock = pyotp.TOTP(totp.seed, interval=STEP_SECONDS)
    at = int(now.timestamp()) // STEP_SECONDS
    steps = (at + shift for shift in AROUND)
    return next(
        (
            step
            for step in steps
            if step > totp.last_step and hmac.compare_digest(clock.generate_otp(step), typed)
        ),
        None,
    )


def new_recovery_codes() -> Sequence[str]:
    """Ten codes as they are shown, once: abcd-efgh-jkmn-pqrs."""
    return tuple(
        "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
        for _ in range(RECOVERY_CODES)
    )


def recovery_hash(typed: str) -> str:
    """What is stored of a code, however it is typed."""
    return hashed("".join(sign for sign in typed.lower() if sign in LETTERS))
