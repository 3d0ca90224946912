"""The applicant's pages as HTML, in one of two languages, and errors in words. Decides nothing."""

from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Final

from flask import Response, json, redirect, render_template, request, url_for

from verifier.api import context, problems
from verifier.api.languages import HTML_LANG, OWN_NAMES
from verifier.applicant import assets, words
from verifier.applicant.blueprint import blueprint
from verifier.domain.advice import advise
from verifier.domain.proof import Proof
from verifier.hosted import assets as hosted_assets
from verifier.hosted import languages

CHINA: Final = timezone(timedelta(hours=8))
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
PERMISSIONS: Final = "camera=(self), geolocation=(), microphone=()"


def page(template: str, **values: object) -> str:
    """A page from templates/applicant/, with all that its layout asks for; `say` looks its words up."""
    language = languages.chosen()
    return render_template(
        f"applicant/{template}.html",
        token=(request.view_args or {}).get("token", ""),
        language=language,
        html_lang=HTML_LANG[language],
        html_langs=HTML_LANG,
        other_languages=languages.others(language),
        own_names=OWN_NAMES,
        say=partial(words.say, language),
        asset=assets.address(),
        hosted=hosted_assets.address(),
        stamp=_stamp,
        **values,
    )


def onward(token: str, proof_id: str | None = None, **values: str) -> Response:
    """To the checklist, or to a proof's page, after something was done."""
    lang = languages.chosen()
    if proof_id is None:
        address = url_for("applicant.checklist", token=token, lang=lang, **values)  # type: ignore[arg-type]  # values are for the address
    else:
        address = url_for("applicant.proof", token=token, proof_id=proof_id, lang=lang, **values)  # type: ignore[arg-type]  # likewise
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's


def advice(proof: Proof) -> list[str]:
    """What the applicant can do about what was found."""
    return [getattr(one, languages.chosen()) for one in advise(proof.findings)]


@blueprint.after_request
def in_words(response: Response) -> Response:
    """The headers of a page; and for a person who meets a problem, a page in place of the document."""
    if response.mimetype == problems.MEDIA_TYPE and _asked_by_person():
        code = json.loads(response.get_data())["code"]
        response.set_data(_trouble(code, response.status_code))
        response.mimetype = "text/html"
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Accept-Language")
    return response


def _stamp(moment: datetime) -> str:
    """Day and minute by China's clock, which the whole country goes by."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _asked_by_person() -> bool:
    """A script asks for JSON; whoever follows a link or sends a form does not."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) != "application/json"


def _trouble(code: str, status: int) -> str:
    if not words.knows(f"trouble_{code}_title"):
        code = "server" if status >= 500 else "other"
    return page("trouble", code=code, request_id=context.request_id())
