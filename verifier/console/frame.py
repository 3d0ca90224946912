"""The frame around every page: language, look, navigation, headers, and errors in words. Decides nothing."""

from datetime import UTC, timedelta
from functools import partial
from typing import Final

from flask import Response, current_app, json, redirect, render_template, request, url_for

from verifier.api import context, problems
from verifier.api.languages import HTML_LANG, OWN_NAMES
from verifier.console import access, assets, words
from verifier.console.blueprint import blueprint
from verifier.domain.consent import LANGUAGES
from verifier.domain.staff import Right
from verifier.usecases.review import alerts
from verifier.usecases.staff.sessions import Signed

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self)"
# Pages on which an agent takes photographs, with where they were taken.
VISITING: Final = "camera=(self), geolocation=(self), microphone=(), publickey-credentials-get=()"
AT_VISITS: Final = frozenset({"console.visit"})
# So that browsers without Sec-Fetch-Site name our origin with a form, and no other site learns an address.
REFERRER: Final = "same-origin"
LANGUAGE_COOKIE: Final = "bonafide_language"
THEME_COOKIE: Final = "bonafide_theme"
THEMES: Final = ("auto", "light", "dark")
CHOICE_SECONDS: Final = 365 * 24 * 3600
TROUBLE: Final = "trouble"
TOLD_FOR: Final = timedelta(minutes=2)  # after signing in, of failures before it
# What leads where, in this order: the words' key, the page, the right that shows it. A page that is not there
# is not shown.
SECTIONS: Final = (
    ("queue", "console.queue", Right.SEE_QUEUE),
    ("work", "console.work", Right.CLAIM),
    ("visits", "console.visits", Right.VISIT),
    ("proofs", "console.proofs", Right.SEE_QUEUE),
    ("complaints", "console.complaints", Right.SEE_CASE),
    ("oversight", "console.oversight", Right.OVERSEE),
    ("alerts", "console.alerts", Right.OVERSEE),
    ("replay", "console.replay", Right.REPLAY),
    ("audit", "console.audit", Right.SEE_AUDIT),
    ("payments", "console.payments", Right.HANDLE_PAYMENTS),
    ("staff", "console.staff", Right.MANAGE_STAFF),
)


def page(template: str, **values: object) -> str:
    """A page of the console from templates/console/, with all that `layout.html` and `parts.html` ask for."""
    language, signed = chosen_language(), access.signed_or_none()
    return render_template(
        f"console/{template}.html",
        signed=signed,
        may=_rights(signed),
        say=partial(words.say, language),
        language=language,
        html_lang=HTML_LANG[language],
        languages={other: (HTML_LANG[other], OWN_NAMES[other]) for other in LANGUAGES},
        theme=chosen_theme(),
        themes=THEMES,
        asset=assets.address(),
        form_token=access.form_token(),
        sections=_sections(signed),
        # A page that tells of trouble asks the database nothing: that may be the trouble.
        counts={} if template == TROUBLE else _counts(signed),
        said=_said(),
        failures=_failures(signed),
        here=request.full_path.rstrip("?") if request.method == "GET" else "/console",
        utc=UTC,
        **values,
    )


def onward(endpoint: str, said: str | None = None, **values: object) -> Response:
    """To a page after something was done, which the page says in the words of `said_…`."""
    address = url_for(endpoint, said=said, **values)  # type: ignore[arg-type]  # values are for the address
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's


def chosen_language() -> str:
    """What was asked for here, else chosen before, else the member's, else the browser's, else Chinese."""
    signed = access.signed_or_none()
    asked = (request.args.get("lang"), signed.member.language if signed else None)
    for language in (*asked, request.cookies.get(LANGUAGE_COOKIE)):
        if language in LANGUAGES:
            return language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def chosen_theme() -> str:
    theme = request.cookies.get(THEME_COOKIE, "")
    return theme if theme in THEMES else THEMES[0]


def keep_choice(response: Response, name: str, value: str) -> Response:
    """Have the browser keep a choice of looks, which is no secret."""
    secure = context.public_url().startswith("https:")
    response.set_cookie(
        name, value, max_age=CHOICE_SECONDS, path="/console", secure=secure, httponly=True, samesite="Lax"
    )
    return response


@blueprint.after_request
def in_words(response: Response) -> Response:
    """The headers of a page; and a page in place of a problem document, for only people come here."""
    if response.mimetype == problems.MEDIA_TYPE and not _by_script():
        code = json.loads(response.get_data())["code"]
        response.set_data(_trouble(code, response.status_code))
        response.mimetype = "text/html"
        response.headers.pop("WWW-Authenticate", None)
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        visiting = request.endpoint in AT_VISITS
        response.headers["Permissions-Policy"] = VISITING if visiting else PERMISSIONS
    response.headers["Referrer-Policy"] = REFERRER
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _by_script() -> bool:
    """Whether a script asks, which reads a problem's code and no words."""
    return request.accept_mimetypes.best == problems.MEDIA_TYPE


def _trouble(code: str, status: int) -> str:
    if not words.knows(f"trouble_{code}_title"):
        code = "server" if status >= 500 else "other"
    return page(TROUBLE, code=code, request_id=context.request_id())


def _rights(signed: Signed | None) -> frozenset[str]:
    return frozenset(signed.member.rights) if signed else frozenset()


def _sections(signed: Signed | None) -> list[tuple[str, str, bool]]:
    """Key, address, and whether this page is of it."""
    return [
        (key, url_for(endpoint), _is_of(endpoint))
        for key, endpoint, right in SECTIONS
        if signed and signed.member.may(right) and endpoint in current_app.view_functions
    ]


def _counts(signed: Signed | None) -> dict[str, int]:
    """How many things wait behind a section, by its key."""
    sees = signed is not None and signed.member.may(Right.OVERSEE)
    return {"alerts": alerts.open_alerts(context.ports())} if sees else {}


def _is_of(endpoint: str) -> bool:
    own = url_for(endpoint)
    return request.path == own or request.path.startswith(f"{own}/")


def _said() -> str | None:
    key = f"said_{request.args.get('said', '')}"
    return key if words.knows(key) else None


def _failures(signed: Signed | None) -> int:
    """How many tries failed before this sign-in, for as long as it is news."""
    if signed is None or context.ports().clock.now() - signed.session.began_at > TOLD_FOR:
        return 0
    return signed.session.failures
