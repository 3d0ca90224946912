"""The seeker's page: look, agree, take back, complain. A link for any browser; it shows nothing of others.

Works without a script. Recruiters are told by what they are, employers by their verified names.
"""

from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Final

from flask import Blueprint, Response, json, redirect, render_template, request, url_for

from verifier.api import context, problems
from verifier.api.languages import HTML_LANG, OWN_NAMES
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.resume_grant import ComplaintReason
from verifier.hosted import assets as hosted_assets
from verifier.hosted import languages
from verifier.hosted.forms import guard
from verifier.seeker import assets, words
from verifier.usecases.seekers import pages

FORM_BYTES: Final = 32 * 1024
CHINA: Final = timezone(timedelta(hours=8))
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
DONE: Final = ("agreed", "withdrawn", "complained")

blueprint = Blueprint("seeker", __name__, url_prefix="/seeker/<token>", template_folder="templates")
guard(blueprint, FORM_BYTES)


@blueprint.get("")
def page(token: str) -> str:
    """Opening it changes nothing. Raises LinkUnknown, LinkOver."""
    ports = context.ports()
    shown = pages.show(ports, token, languages.chosen(), before=request.args.get("before"))
    done = request.args.get("done")
    return _page(
        "page",
        shown=shown,
        now=ports.clock.now(),
        done=done if done in DONE else None,
        reads=request.args.get("reads", type=int, default=0),
        reasons=tuple(ComplaintReason),
    )


@blueprint.post("/agreement")
def agree(token: str) -> Response:
    """Give the grant that the link offers. Raises LinkUnknown, LinkOver, NotFound, GrantTextChanged."""
    pages.agree(context.ports(), token, languages.chosen(), request.form.get("text_sha256", ""))
    return _onward(token, done="agreed")


@blueprint.post("/grants/<grant_id>/withdrawal")
def withdraw(token: str, grant_id: str) -> Response:
    """Take one back. Raises LinkUnknown, LinkOver, NotFound."""
    done = pages.withdraw(context.ports(), token, grant_id)
    return _onward(token, done="withdrawn", reads=str(len(done.reads)))


@blueprint.post("/complaints")
def complain(token: str) -> Response:
    """About the employer of a read. Raises LinkUnknown, LinkOver, NotFound, Invalid."""
    reason = request.form.get("reason", "")
    if reason not in set(ComplaintReason):
        raise Invalid(errors=[FieldError("/reason", f"One of {', '.join(ComplaintReason)}")])
    read_id, said = request.form.get("read_id", ""), request.form.get("words", "")
    pages.complain(context.ports(), token, read_id, ComplaintReason(reason), said.replace("\r\n", "\n"))
    return _onward(token, done="complained")


@blueprint.after_request
def in_words(response: Response) -> Response:
    """The headers of a page; and for a person who meets a problem, a page in place of the document."""
    accepts = request.accept_mimetypes.best_match(["text/html", "application/json"])
    if response.mimetype == problems.MEDIA_TYPE and accepts != "application/json":
        code = json.loads(response.get_data())["code"]
        response.set_data(_trouble(code, response.status_code))
        response.mimetype = "text/html"
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Accept-Language")
    return response


def _page(template: str, **values: object) -> str:
    language = languages.chosen()
    return render_template(
        f"seeker/{template}.html",
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


def _onward(token: str, **values: str) -> Response:
    address = url_for("seeker.page", token=token, lang=languages.chosen(), **values)  # type: ignore[arg-type]  # values are for the address
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's


def _stamp(moment: datetime) -> str:
    """Day and minute by China's clock, which the whole country goes by."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _trouble(code: str, status: int) -> str:
    if not words.knows(f"trouble_{code}_title"):
        code = "server" if status >= 500 else "other"
    return _page("trouble", code=code, request_id=context.request_id())
