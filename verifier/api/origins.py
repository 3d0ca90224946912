"""Whether a change was asked for by a page of our own, as browsers tell."""

from typing import Final
from urllib.parse import urlsplit

from flask import request

from verifier.api import context
from verifier.api.errors import ForeignOrigin

SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")


def require_own(*more: str) -> None:
    """Refuse a change that a page of another origin asks for. Raises ForeignOrigin.

    `Sec-Fetch-Site` says it since 2023, over https; else `Origin` must be ours, or one of `more`.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            raise ForeignOrigin
    elif request.headers.get("Origin", "null") not in (*more, *_own()):
        raise ForeignOrigin


def _own() -> tuple[str, ...]:
    parts = urlsplit(context.public_url())
    return (f"{parts.scheme}://{parts.netloc}", request.host_url.rstrip("/"))
