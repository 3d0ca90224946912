"""Which language the page speaks: the one that was chosen, else the browser's. Never a cookie."""

from typing import Final

from flask import request

from verifier.domain.consent import LANGUAGES

FIRST: Final = LANGUAGES[0]


def chosen() -> str:
    """`zh` or `en`: from the form or the address, else from Accept-Language, else Chinese."""
    asked = request.form.get("lang") if _is_form() else None
    asked = asked or request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or FIRST


def others(language: str) -> tuple[str, ...]:
    """What can be switched to."""
    return tuple(each for each in LANGUAGES if each != language)


def _is_form() -> bool:
    return request.mimetype == "application/x-www-form-urlencoded"
