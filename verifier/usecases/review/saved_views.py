"""A member's own names for ways to look at the queue. A view holds filters alone, never a name or a code."""

from collections.abc import Sequence
from typing import Final

from verifier.domain.errors import LimitReached
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import SavedView
from verifier.usecases.texts import must_be_plain, must_say

MOST: Final = 20  # views of one member
NAME_MAX: Final = 40  # characters
QUERY_MAX: Final = 500  # characters


def views_of(ports: Ports, me: Reviewer) -> Sequence[SavedView]:
    """By name."""
    with ports.view() as tx:
        return tx.saved_views.of(me.id)


def save_view(ports: Ports, name: str, query: str, me: Reviewer) -> SavedView:
    """Keep the filters of this query under a name, in place of what had it. Raises Invalid, LimitReached."""
    name = name.strip()
    must_say({"/name": name}, NAME_MAX)
    must_be_plain({"/query": query}, QUERY_MAX)
    view = SavedView(identifiers.new("view", ports.clock.now()), me.id, name, query)
    with ports.transaction() as tx:
        known = tx.saved_views.of(me.id)
        if len(known) >= MOST and name not in {one.name for one in known}:
            raise LimitReached
        tx.saved_views.keep(view)
    return view


def remove_view(ports: Ports, view_id: str, me: Reviewer) -> None:
    """Forget it; one that is not there, or is somebody else's, is left alone."""
    with ports.transaction() as tx:
        tx.saved_views.remove(me.id, view_id)
