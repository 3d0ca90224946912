"""Alerts of unusual viewing: who settles them, and who may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.review_acts import ANNA, BERT, LEAD, Desk, desk
from verifier.domain.audit import Action
from verifier.domain.errors import Conflict, Invalid, NotFound
from verifier.usecases import identifiers
from verifier.usecases.review.alerts import PAGE, list_alerts, open_alerts, read_alert, settle_alert
from verifier.usecases.review.looking import look
from verifier.usecases.review_ports import Alert
from verifier.usecases.staff.recording import OPERATOR_TENANT

FOUND = "A training day; the list of cases was agreed."


@pytest.fixture
def here(store: object) -> Desk:
    return desk(store)


def alerted(here: Desk, staff_id: str = ANNA.id) -> Alert:
    now = here.world.clock.now()
    alert = Alert(identifiers.new("alt", now), staff_id, "reveals_an_hour", now, 41, 40)
    with here.ports.transaction() as tx:
        tx.alerts.add(alert)
    return alert


def test_a_lead_settles_with_words_and_it_is_recorded_without_them(here: Desk) -> None:
    alert = alerted(here)
    assert open_alerts(here.ports) == 1
    settled = settle_alert(here.ports, alert.id, FOUND, LEAD)
    assert (settled.settled_by, settled.words) == (LEAD.id, FOUND)
    assert open_alerts(here.ports) == 0
    (shown,) = list_alerts(here.ports, open_only=False, before=None).alerts
    assert shown == settled
    with here.ports.view() as tx:
        (entry,) = tx.audit.of_subject(OPERATOR_TENANT, alert.id, limit=9)
    assert (entry.action, entry.actor_id) == (Action.ALERT_SETTLED, LEAD.id)
    assert FOUND not in repr(entry)


def test_nobody_settles_what_is_about_themselves(here: Desk) -> None:
    alert = alerted(here, LEAD.id)
    with pytest.raises(Conflict):
        settle_alert(here.ports, alert.id, FOUND, LEAD)
    assert open_alerts(here.ports) == 1


def test_who_looks_into_it_sees_what_was_looked_at_before_of_their_own_sites(here: Desk) -> None:
    case, _ = here.escalated()
    look(here.ports, case.id, ANNA)
    here.world.clock.tick(days=2)
    look(here.ports, case.id, ANNA)
    here.world.clock.tick(minutes=1)
    look(here.ports, case.id, BERT)
    alert = alerted(here)
    shown = read_alert(here.ports, alert.id, LEAD)
    assert {(one.staff_id, one.case_id) for one in shown.viewings} == {(ANNA.id, case.id)}
    assert all(one.at > alert.at - timedelta(days=1) for one in shown.viewings)
    assert not read_alert(here.ports, alert.id, replace(LEAD, tenants=frozenset({"ten_other"}))).viewings
    with pytest.raises(Conflict):
        read_alert(here.ports, alert.id, ANNA)
    with pytest.raises(NotFound):
        read_alert(here.ports, "alt_none", LEAD)


def test_the_first_words_stay(here: Desk) -> None:
    alert = alerted(here)
    settle_alert(here.ports, alert.id, FOUND, LEAD)
    with pytest.raises(Conflict):
        settle_alert(here.ports, alert.id, "Something else.", LEAD)
    (shown,) = list_alerts(here.ports, open_only=False, before=None).alerts
    assert shown.words == FOUND


def test_settling_takes_words_and_an_alert_that_there_is(here: Desk) -> None:
    alert = alerted(here)
    with pytest.raises(Invalid):
        settle_alert(here.ports, alert.id, "  ", LEAD)
    with pytest.raises(NotFound):
        settle_alert(here.ports, "alt_none", FOUND, LEAD)
    assert open_alerts(here.ports) == 1


def test_a_long_list_goes_on_where_it_ended(here: Desk) -> None:
    made = [alerted(here).id for _ in range(PAGE + 1)]
    first = list_alerts(here.ports, open_only=True, before=None)
    second = list_alerts(here.ports, open_only=True, before=first.older)
    assert {one.id for one in (*first.alerts, *second.alerts)} == set(made)
    assert second.older is None
