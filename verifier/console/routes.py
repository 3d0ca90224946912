"""Every page of the console, on the one blueprint. A new module of pages is a line here."""

from verifier.console import (
    account,
    case_acts,
    cases,
    joining,
    pages,
    queue,
    sign_in,
    single_sign_on,
    staff,
)
from verifier.console.blueprint import blueprint

__all__ = [
    "account", "blueprint", "case_acts", "cases", "joining", "pages", "queue", "sign_in", "single_sign_on",
    "staff",
]  # fmt: skip
