"""The magic codes as a table, for people who read the reference: one code of each script, always the same."""

from collections.abc import Iterator, Mapping
from typing import Final

from verifier.sandbox.codes import Script, code_of
from verifier.sandbox.scripts import REASONS, SLOW_FOR

IN_WORDS: Final[Mapping[Script, str]] = {
    Script.VERIFIED: "verified",
    Script.CODE_DIFFERS: "escalated: the licence says another code than was declared",
    Script.REGISTRY_REVOKED: "escalated: the registry has the firm as revoked",
    Script.TRACES_FOUND: "escalated: the print looks altered",
    Script.SAME_LICENCE: "escalated: another account of yours has the same licence",
    Script.UNREADABLE: "escalated: the picture is too blurred to read",
    Script.REGISTRY_AWAY: "escalated: the registry does not answer",
    Script.SLOW: f"verified, after {SLOW_FOR.seconds} seconds of the sandbox's clock",
}


def rows() -> Iterator[str]:
    """The table in Markdown."""
    yield "| declare this code | script | decision | reason |"
    yield "|---|---|---|---|"
    for script in Script:
        reasons = ", ".join(f"`{one.code}`" for one in REASONS[script]) or "none"
        yield f"| `{code_of(script)}` | `{script}` | {IN_WORDS[script]} | {reasons} |"
