"""Who may speak to the page: the link's token, the browser's cookie, and no page of somebody else's.

The token is unguessable and so is proof by itself; the cookie ties the session to one browser; the checks of
origin are a third line, for browsers that send a form from elsewhere.
"""

from typing import Final

from flask import Response, request

from verifier.api import context, origins
from verifier.usecases import tokens

COOKIE: Final = "bonafide_face"
COOKIE_PATH: Final = "/face/"
COOKIE_SECONDS: Final = 30 * 24 * 3600  # as long as pictures are kept at most: consent can be withdrawn here


def browser() -> str | None:
    """The browser's secret, if it has one that could be ours."""
    secret = request.cookies.get(COOKIE, "")
    return secret if tokens.is_secret(secret) else None


def remember(response: Response, secret: str) -> Response:
    """Have the browser keep its secret, out of reach of scripts and of other sites."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_SECONDS,
        path=COOKIE_PATH,
        secure=request.is_secure or context.public_url().startswith("https:"),
        httponly=True,
        samesite="Strict",
    )
    return response


def require_own_origin() -> None:
    """Refuse a change that another site's page asks for. Raises ForeignOrigin.

    Browsers of before 2023 tell `Sec-Fetch-Site` to nobody, and our own Referrer-Policy makes them send
    `Origin: null` with a form; then the token in the address is what a stranger lacks.
    """
    origins.require_own("null")


def came_from_elsewhere() -> bool:
    """Whether a link on another site led here, with which browsers do not send our cookie the first time."""
    return request.headers.get("Sec-Fetch-Site", "cross-site") in ("cross-site", "same-site")
