"""The queue: what to do next, by due time and risk; filters, search, saved views; taking, giving."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from flask import Response, redirect, request, url_for

from verifier.api import context
from verifier.console import frame, words
from verifier.console.access import needs, reviewer, signed
from verifier.console.blueprint import blueprint
from verifier.console.queue_filters import AGES, Filters, asked, place_from_text, place_to_text
from verifier.console.words.reasons import reason as reason_in_words
from verifier.domain.case import AccountType
from verifier.domain.consent import LANGUAGES
from verifier.domain.errors import Invalid
from verifier.domain.escalation import Risk
from verifier.domain.staff import Right
from verifier.usecases.review import assigning, claims, saved_views
from verifier.usecases.review import queue as queueing
from verifier.usecases.review.queue import Queue
from verifier.usecases.staff import members

Shown = Response | str | tuple[str, int]
CHINA: Final = timezone(timedelta(hours=8))  # one time in all of China, and no summer time
BARS: Final = 10  # lengths of a bar


@blueprint.get("/queue")
@needs(Right.SEE_QUEUE)
def queue() -> str:
    filters, now = asked(request.args), context.ports().clock.now()
    after = place_from_text(request.args.get("after"))
    found = queueing.read_queue(context.ports(), filters.wanted(now), reviewer(), after=after)
    return _page(
        filters,
        found=found,
        lines=found.lines,
        first=_address(filters) if after else None,
        next=_next_page(filters, found),
        bars=_bars(found.ageing.by_age),
        codes=[(code, f"{_reason(code)} ({count})") for code, count in found.reasons],
    )


@blueprint.post("/queue/search")
@needs(Right.SEE_QUEUE)
def search_queue() -> Shown:
    """A form that is sent, so that what was typed stands in no address, and in nobody's log."""
    text, ended = request.form.get("text", ""), request.form.get("ended") == "1"
    try:
        found = queueing.search(context.ports(), text, reviewer(), ended=ended)
    except Invalid:
        return _page(Filters(), typed=text, ended=ended, wrong_text=True, lines=()), 422
    return _page(Filters(), typed=text, ended=ended, searched=found, lines=found.lines)


@blueprint.post("/queue/next")
@needs(Right.CLAIM)
def next_case() -> Response:
    """Take the next case of those that the filters leave, and open it."""
    filters, ports = asked(request.form), context.ports()
    if signed().member.is_away(ports.clock.now()):
        return frame.onward("console.queue", "queue_away", **filters.set)
    taken = assigning.next_case(ports, filters.wanted(ports.clock.now()), reviewer())
    if taken is None:
        return frame.onward("console.queue", "queue_done", **filters.set)
    return to_case(taken.case_id)


@blueprint.post("/queue/<escalation_id>/take")
@needs(Right.CLAIM)
def take(escalation_id: str) -> Response:
    return to_case(claims.claim(context.ports(), escalation_id, reviewer()).case_id)


@blueprint.post("/queue/<escalation_id>/release")
@needs(Right.CLAIM)
def let_go(escalation_id: str) -> Response:
    claims.release(context.ports(), escalation_id, reviewer())
    return frame.onward("console.queue", "let_go")


@blueprint.get("/queue/<escalation_id>/give")
@needs(Right.CLAIM)
def give_form(escalation_id: str) -> str:
    return _give(escalation_id)


@blueprint.post("/queue/<escalation_id>/give")
@needs(Right.CLAIM)
def give(escalation_id: str) -> Shown:
    to, said, leads = request.form.get("to", ""), request.form.get("words", ""), _leads()
    try:
        assigning.give(context.ports(), escalation_id, to=to, words=said, me=reviewer(), by_lead=leads)
    except Invalid as invalid:
        return _give(escalation_id, wrong=invalid.errors[0].pointer.removeprefix("/"), typed=said), 422
    return frame.onward("console.queue", "given")


@blueprint.post("/queue/views")
@needs(Right.SEE_QUEUE)
def keep_view() -> Response:
    filters = asked(request.form)
    filters.wanted(context.ports().clock.now())  # no view that would be refused when it is opened
    saved_views.save_view(context.ports(), request.form.get("name", ""), filters.query, reviewer())
    return frame.onward("console.queue", "view_kept", **filters.set)


@blueprint.post("/queue/views/<view_id>/remove")
@needs(Right.SEE_QUEUE)
def remove_view(view_id: str) -> Response:
    saved_views.remove_view(context.ports(), view_id, reviewer())
    return frame.onward("console.queue", "view_removed")


def to_case(case_id: str) -> Response:
    address = f"/console/cases/{case_id}"
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's


def _page(filters: Filters, **more: object) -> str:
    ports, me = context.ports(), reviewer()
    everyone = {one.id: one for one in members.list_staff(ports)}
    sites = queueing.sites(ports, me.tenants)
    return frame.page(
        "queue",
        filters=filters,
        me=me.id,
        away=signed().member.is_away(ports.clock.now()),
        now=ports.clock.now(),
        sites={site.id: site.name for site in sites},
        staff={one.id: one.display_name for one in everyone.values()},
        colleagues=[(o.id, o.display_name) for o in everyone.values() if o.signs_in and o.may(Right.CLAIM)],
        views=saved_views.views_of(ports, me),
        risks=list(Risk),
        types=list(AccountType),
        ages=AGES,
        reason=_reason,
        span=_span,
        named=_named,
        china=CHINA,
        **more,
    )


def _give(escalation_id: str, **more: object) -> str:
    able = assigning.able(context.ports(), escalation_id, reviewer())
    return frame.page(
        "queue_give",
        escalation_id=escalation_id,
        able=able,
        people=[(one.id, one.display_name) for one in able],
        **more,
    )


def _leads() -> bool:
    return signed().member.may(Right.ASSIGN)


def _next_page(filters: Filters, found: Queue) -> str | None:
    after = place_to_text(found.next)
    return _address(filters, after=after) if after else None


def _address(filters: Filters, **more: str) -> str:
    values: dict[str, Any] = {**filters.set, **more}  # url_for has parameters of other types, too
    return url_for("console.queue", **values)


def _bars(counts: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Name, count, and the length of its bar, up to BARS; what is there at all has a length."""
    most = max(counts.values(), default=0)
    return [(name, count, -(-count * BARS // most) if most else 0) for name, count in counts.items()]


def _reason(code: str) -> str:
    return reason_in_words(frame.chosen_language(), code, LANGUAGES)


def _named(prefix: str, values: Iterable[object]) -> list[tuple[str, str]]:
    """Choices of a form: each value, and its words."""
    return [(str(value), words.say(frame.chosen_language(), f"{prefix}{value}")) for value in values]


def _span(since: datetime, until: datetime) -> tuple[str, int]:
    """How long from one to the other, in the largest unit that says it: its name, and the number."""
    minutes = int(abs(until - since).total_seconds() // 60)
    if minutes < 60:
        return "minutes", minutes
    return ("hours", minutes // 60) if minutes < 48 * 60 else ("days", minutes // (24 * 60))
