"""Screens as HTML: which template, in which language, and errors in words. Decides nothing."""

from functools import partial
from typing import Final

from flask import Response, json, render_template, request

from verifier.api import context, problems
from verifier.api.languages import HTML_LANG, OWN_NAMES
from verifier.camera import assets, browsers, guarding, words
from verifier.camera.screens import Screen, may_withdraw, screen_of
from verifier.domain.consent import consent_text
from verifier.domain.face_session import OtherWay
from verifier.hosted import assets as hosted_assets
from verifier.hosted import languages
from verifier.usecases.faces.visits import Visit

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
PERMISSIONS: Final = "camera=(self), geolocation=(), microphone=()"
FORM: Final = "application/x-www-form-urlencoded"
PAGES: Final = ("camera.page", "camera.withdrawal")


def is_form() -> bool:
    return request.mimetype == FORM


def shown(visit: Visit) -> str:
    """The screen of a visit."""
    screen = screen_of(visit)
    if screen is Screen.ELSEWHERE and _may_lack_its_cookie():
        return _rendered("again", visit)
    return _rendered(screen.value, visit)


def withdrawal(visit: Visit, *, done: bool) -> str:
    """What withdrawing does, or that it is done; nothing to withdraw is the ordinary screen."""
    if done or may_withdraw(visit):
        return _rendered("withdrawal", visit, done=done)
    return shown(visit)


def in_words(response: Response) -> Response:
    """The headers of a page; and for a person who meets a problem, a page in place of the document."""
    asked_by_person = request.endpoint in PAGES or (request.method == "POST" and is_form())
    if asked_by_person and response.mimetype == problems.MEDIA_TYPE:
        document = json.loads(response.get_data())
        response.set_data(_trouble(document["code"], response.status_code))
        response.mimetype = "text/html"
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def _may_lack_its_cookie() -> bool:
    """Whether this browser may be the right one: browsers send our cookie to no page that another site links
    to. A page that asks for itself gets it."""
    return guarding.browser() is None and "again" not in request.args and guarding.came_from_elsewhere()


def _trouble(code: str, status: int) -> str:
    if code not in ("link_unknown", "consent_changed"):
        code = "server" if status >= 500 else "other"
    return _rendered("trouble", None, code=code, request_id=context.request_id())


def _rendered(template: str, visit: Visit | None, **more: object) -> str:
    language = languages.chosen()
    site = visit.site if visit else ""
    return render_template(
        f"camera/{template}.html",
        visit=visit,
        site=site,
        language=language,
        html_lang=HTML_LANG[language],
        other_languages=languages.others(language),
        own_names=OWN_NAMES,
        html_langs=HTML_LANG,
        say=partial(_say, language, site),
        asset=f"/assets/camera/{assets.edition()}",
        hosted=hosted_assets.address(),
        token=(request.view_args or {}).get("token", ""),
        consent=consent_text(language, site),
        ways=tuple(OtherWay),
        messenger=browsers.messenger(request.user_agent.string),
        minutes=_minutes_left(visit),
        may_withdraw=visit is not None and may_withdraw(visit),
        script_words=words.for_script(language, site),
        **more,
    )


def _say(language: str, site: str, key: str, **values: object) -> str:
    return words.say(language, key, site=site, **values)


def _minutes_left(visit: Visit | None) -> int:
    if visit is None:
        return 0
    left = visit.session.expires_at - context.ports().clock.now()
    return max(0, int(left.total_seconds() // 60))
