"""Asks a confined process for a file's content credentials, and for what is in a HEIC or a PDF.

Looks first whether there is anything to ask about: the process costs 0.2 s.
"""

import base64
from collections.abc import Sequence
from typing import Any, Final

from verifier.confined import process
from verifier.confined.refusal import Refused
from verifier.domain.provenance import Credentials, CredentialState, bounded_text, bounded_texts

# A JUMBF box of C2PA (ISO 19566-5; C2PA 2.2, A.3), and the name of the file that a PDF attaches it as.
TRACES: Final = ((b"jumb", b"c2pa"), (b"C2PA_Manifest",))
STATES: Final = {"Valid": CredentialState.VALID, "Trusted": CredentialState.VALID}


def credentials_of(data: bytes, media_type: str) -> Credentials | None:
    """The credentials that the file carries; None where it carries none."""
    if not any(all(trace in data for trace in traces) for traces in TRACES):
        return None
    try:
        told = process.describe("credentials", data, media_type)
    except Refused:
        return Credentials(CredentialState.UNREADABLE)
    return _credentials(told) if told else None


def inside(parser: str, data: bytes, media_type: str) -> dict[str, Any] | None:
    """What the confined parser says is in the file; None where it cannot be read."""
    try:
        return process.describe(parser, data, media_type)
    except Refused:
        return None


def block(told: dict[str, Any], name: str) -> bytes | None:
    """A block that crossed the process boundary in base64."""
    return base64.b64decode(told[name]) if name in told else None


def texts(told: dict[str, Any], name: str) -> tuple[str, ...]:
    values: Sequence[Any] = told.get(name, ())
    return bounded_texts([str(value) for value in values])


def _credentials(told: dict[str, Any]) -> Credentials:
    generator = bounded_text(str(told.get("generator") or ""))
    return Credentials(
        state=STATES.get(str(told.get("state")), CredentialState.INVALID),
        generator=generator or None,
        actions=texts(told, "actions"),
        source_types=bounded_texts([str(name).rpartition("/")[2] for name in told.get("source_types", ())]),
        problems=texts(told, "problems"),
    )
