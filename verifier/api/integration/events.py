"""The event log over HTTP, for sites that would rather poll than be called."""

from typing import Any

from flask import url_for

from verifier import usecases
from verifier.api import context
from verifier.api.blueprints import KeyedBlueprint
from verifier.api.cases import LINK
from verifier.api.integration import examples, presenting
from verifier.api.integration.answers import EventPage
from verifier.api.integration.questions import EventsQuestion
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid

blueprint = KeyedBlueprint(
    "events", __name__, url_prefix="/v1", description="What happened, in order, for programs to follow."
)


@blueprint.route("/events", scope=Scope.EVENTS_READ, methods=["GET"])
@blueprint.arguments(EventsQuestion, location="query")
@blueprint.response(
    200, EventPage, description="One page, oldest first.", headers={"Link": LINK}, example=examples.EVENTS
)
@blueprint.problems(Invalid)
def list_events(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the event log

    Oldest first. Keep the `id` of the last event that you have dealt with and ask for what came `after` it:
    events appear in the order of their ids, so that none slips in behind you. They carry identifiers and
    states alone; read the case for more.
    """
    kind, limit = question.get("type"), question["limit"]
    page = usecases.list_events(
        context.ports(), context.tenant().id, after=question.get("after"), kind=kind, limit=limit
    )
    url = page.next and url_for("events.list_events", after=page.next, type=kind, limit=limit)
    items = [presenting.event(event) for event in page.events]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}
