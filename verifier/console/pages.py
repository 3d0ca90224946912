"""The pages that belong to none: where the console opens, looks, the watermark, what is not there."""

from typing import Final

from flask import Response, redirect, request

from verifier.api import context
from verifier.console import access, frame, watermarks
from verifier.console.access import signed
from verifier.console.blueprint import blueprint
from verifier.domain.consent import LANGUAGES
from verifier.domain.errors import NotFound
from verifier.usecases.staff import members

WATERMARK: Final = "image/svg+xml"


@blueprint.get("")
def home() -> Response:
    """To the first page that the member may see."""
    for _, endpoint, right in frame.SECTIONS:
        if signed().member.may(right):
            return frame.onward(endpoint)
    return frame.onward("console.account")


@blueprint.get("/watermark.svg")
def watermark() -> Response:
    """Who looks, and when, to lie over what they see."""
    now = context.ports().clock.now()
    return Response(watermarks.drawn(signed().member, now), mimetype=WATERMARK)


@blueprint.post("/language")
def choose_language() -> Response:
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        raise NotFound
    found = access.signed_or_none()
    if found is not None and found.member.language != language:
        members.speak(context.ports(), found.member, language)
    return frame.keep_choice(_back(), frame.LANGUAGE_COOKIE, language)


@blueprint.post("/theme")
def choose_theme() -> Response:
    theme = request.form.get("theme", "")
    if theme not in frame.THEMES:
        raise NotFound
    return frame.keep_choice(_back(), frame.THEME_COOKIE, theme)


@blueprint.get("/<path:rest>")
def lost(rest: str) -> Response:  # noqa: ARG001
    """What is not there, in words."""
    raise NotFound


def _back() -> Response:
    address = access.own_path(request.form.get("here")) or "/console"
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's
