"""The queue as people work through it: what a list reveals, who gets the next case, who may be given one."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.colleagues import Colleague, joined
from tests.review_acts import TWO, Desk, desk, says
from verifier import usecases
from verifier.domain.audit import Action
from verifier.domain.errors import Conflict, HeldByAnother, Invalid, LimitReached, NotFound
from verifier.domain.escalation import Escalation
from verifier.domain.masking import COVER, listed
from verifier.domain.staff import Role
from verifier.usecases.review import assigning, claims, saved_views
from verifier.usecases.review.deciding import decide_case
from verifier.usecases.review.queue import LINES, read_queue, search, sites
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Wanted, Whose
from verifier.usecases.staff.recording import OPERATOR_TENANT

ALL = Wanted()


@pytest.fixture
def here() -> Desk:
    return desk()


def at_work(colleague: Colleague) -> Reviewer:
    return Reviewer(colleague.member.id, colleague.member.tenants)


@pytest.fixture
def anna(here: Desk) -> Reviewer:
    return at_work(joined(here.world, "anna"))


@pytest.fixture
def bert(here: Desk) -> Reviewer:
    return at_work(joined(here.world, "bert"))


def several(here: Desk, count: int) -> list[Escalation]:
    found = []
    for _ in range(count):
        here.world.clock.tick(minutes=1)
        found.append(here.escalated()[1])
    return found


def test_a_list_covers_names_but_of_the_cases_that_one_holds(
    here: Desk, anna: Reviewer, bert: Reviewer
) -> None:
    case, escalation = here.escalated()
    claims.claim(here.ports, escalation.id, anna)
    (mine,), (theirs,) = (read_queue(here.ports, ALL, me).lines for me in (anna, bert))
    name, code = case.declared.name, case.declared.code
    assert (mine.name, mine.code, mine.holder) == (name, code[-4:], anna.id)
    assert (theirs.name, theirs.holder) == (listed(name), anna.id)
    assert COVER in theirs.name
    assert name[4:-2] not in repr((mine, theirs))


def test_the_queue_goes_on_page_by_page(here: Desk, anna: Reviewer) -> None:
    expected = [one.id for one in several(here, LINES + 1)]
    first = read_queue(here.ports, ALL, anna)
    second = read_queue(here.ports, ALL, anna, after=first.next)
    assert [line.escalation.id for line in (*first.lines, *second.lines)] == expected
    assert (len(second.lines), second.next) == (1, None)
    assert first.ageing.waiting == second.ageing.waiting == LINES + 1
    assert dict(first.reasons) == {"evidence_malformed": LINES + 1}


def test_whoever_serves_other_sites_sees_finds_and_gets_nothing(here: Desk) -> None:
    case, _ = here.escalated()
    other, _ = usecases.create_tenant(here.ports, "Another site")
    stranger = at_work(joined(here.world, "carl", tenants=[other.id]))
    for wanted in (ALL, Wanted(tenants=None), Wanted(tenant_id=here.tenant.id)):
        assert read_queue(here.ports, wanted, stranger).lines == []
        assert assigning.next_case(here.ports, wanted, stranger) is None
    assert search(here.ports, case.declared.code, stranger).lines == []
    assert read_queue(here.ports, ALL, stranger).reasons == []
    assert [site.id for site in sites(here.ports, stranger.tenants)] == [other.id]


def test_a_search_is_recorded_without_what_was_typed(here: Desk, anna: Reviewer) -> None:
    case, escalation = here.escalated()
    found = search(here.ports, f" {case.declared.name[2:6]} ", anna)
    assert [line.escalation for line in found.lines] == [escalation]
    with here.ports.view() as tx:
        entry = list(tx.audit.entries(OPERATOR_TENANT))[-1]
    assert (entry.action, entry.actor_id, entry.subject) == (Action.QUEUE_SEARCHED, anna.id, anna.id)
    assert json.loads(entry.details) == {"found": "1", "among": "waiting"}


def test_decided_cases_are_found_among_the_decided(here: Desk, anna: Reviewer) -> None:
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, says(), seen=1, me=anna)
    assert search(here.ports, case.id, anna).lines == []
    (line,) = search(here.ports, case.id, anna, ended=True).lines
    assert (line.escalation.ended_by, line.state) == (anna.id, "verified")
    assert line.name == listed(case.declared.name)  # who decided it holds it no more


@pytest.mark.parametrize("text", ["", " ", "云", "x" * 101, "a\x00b"])
def test_a_text_that_says_too_little_or_too_much_is_refused(here: Desk, anna: Reviewer, text: str) -> None:
    with pytest.raises(Invalid):
        search(here.ports, text, anna)


def test_the_next_case_is_the_first_free_one_and_is_theirs_until_they_let_it_go(
    here: Desk, anna: Reviewer, bert: Reviewer
) -> None:
    first, second = several(here, 2)
    taken = assigning.next_case(here.ports, ALL, anna)
    assert taken is not None
    assert (taken.id, taken.assignee) == (first.id, anna.id)
    again = assigning.next_case(here.ports, ALL, anna)
    assert again is not None
    assert again.id == first.id  # nobody gathers cases
    other = assigning.next_case(here.ports, ALL, bert)
    assert other is not None
    assert other.id == second.id
    claims.release(here.ports, first.id, anna)
    decide_case(here.ports, second.id, says(), seen=1, me=bert)
    last = assigning.next_case(here.ports, ALL, bert)
    assert last is not None
    assert last.id == first.id


def test_who_finds_the_next_case_taken_gets_the_one_after(
    here: Desk, anna: Reviewer, bert: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = several(here, 2)
    honest = assigning.claim
    looked = []

    def beaten(ports: object, escalation_id: str, me: Reviewer) -> Escalation:
        if not looked:  # a colleague is faster between the look and the claim
            looked.append(escalation_id)
            honest(here.ports, escalation_id, bert)
        return honest(here.ports, escalation_id, me)

    monkeypatch.setattr(assigning, "claim", beaten)
    taken = assigning.next_case(here.ports, ALL, anna)
    assert looked == [first.id]
    assert taken is not None
    assert taken.id == second.id


def test_a_first_word_is_not_given_to_its_speaker_again(anna: Reviewer) -> None:
    here = desk(review=TWO)
    _, escalation = here.escalated()
    speaker, second = (at_work(joined(here.world, name)) for name in ("dora", "emil"))
    decide_case(here.ports, escalation.id, says(), seen=1, me=speaker)
    assert assigning.next_case(here.ports, ALL, speaker) is None
    assert [one.id for one in assigning.able(here.ports, escalation.id, anna)] == [second.id]
    lead = at_work(joined(here.world, "lead", Role.LEAD))
    with pytest.raises(Invalid):
        assigning.give(here.ports, escalation.id, to=speaker.id, words="", me=lead, by_lead=True)
    claims.hand_over(here.ports, escalation.id, to=speaker.id, words="", me=lead, by_lead=True)
    assert assigning.next_case(here.ports, ALL, speaker) is None


def test_one_hands_over_what_one_holds_and_the_colleague_gets_it_first(
    here: Desk, anna: Reviewer, bert: Reviewer
) -> None:
    first, second = several(here, 2)
    with pytest.raises(Conflict, match="take the case first"):
        assigning.give(here.ports, second.id, to=bert.id, words="", me=anna)
    claims.claim(here.ports, second.id, anna)
    with pytest.raises(Invalid):
        assigning.give(here.ports, second.id, to=bert.id, words="x" * 5000, me=anna)
    assigning.give(here.ports, second.id, to=bert.id, words="Please look.", me=anna)
    taken = assigning.next_case(here.ports, ALL, bert)
    assert taken is not None
    assert (taken.id, taken.id != first.id) == (second.id, True)
    with here.ports.view() as tx:
        (note,) = tx.notes.of_case(here.tenant.id, second.case_id)
    assert (note.words, note.by) == ("Please look.", anna.id)


def test_a_lead_assigns_what_a_colleague_holds(here: Desk, anna: Reviewer, bert: Reviewer) -> None:
    _, escalation = here.escalated()
    claims.claim(here.ports, escalation.id, anna)
    with pytest.raises(Conflict):
        assigning.give(here.ports, escalation.id, to=bert.id, words="", me=bert)
    lead = at_work(joined(here.world, "lead", Role.LEAD))
    given = assigning.give(here.ports, escalation.id, to=bert.id, words="", me=lead, by_lead=True)
    assert (given.assignee, given.version) == (bert.id, escalation.version + 1)
    with pytest.raises(HeldByAnother):
        claims.claim(here.ports, escalation.id, anna)


@pytest.mark.parametrize("who", ["auditor", "administrator", "of another site", "disabled", "away", "nobody"])
def test_nothing_is_given_to_who_cannot_decide_it(here: Desk, anna: Reviewer, who: str) -> None:
    _, escalation = here.escalated()
    claims.claim(here.ports, escalation.id, anna)
    to = _who_cannot(here, who)
    assert to not in {one.id for one in assigning.able(here.ports, escalation.id, anna)}
    with pytest.raises(Invalid):
        assigning.give(here.ports, escalation.id, to=to, words="", me=anna)


def _who_cannot(here: Desk, who: str) -> str:
    if who == "nobody":
        return "stf_nobody"
    if who in set(Role):
        return joined(here.world, who, Role(who)).member.id
    elsewhere = [usecases.create_tenant(here.ports, "Another")[0].id] if who == "of another site" else None
    member = joined(here.world, "carl", tenants=elsewhere).member
    now = here.ports.clock.now()
    changed = {"disabled": {"disabled_at": now}, "away": {"away_until": now + timedelta(hours=1)}}
    with here.ports.transaction() as tx:
        tx.staff.change(replace(member, **changed.get(who, {})))
    return member.id


def test_whoever_goes_away_lets_go_of_all_they_hold(here: Desk) -> None:
    member = joined(here.world, "carl").member
    me = Reviewer(member.id)
    held = several(here, 3)
    for escalation in held[:2]:
        claims.claim(here.ports, escalation.id, me)
    assigning.be_away(here.ports, member, here.ports.clock.now() + timedelta(days=2))
    assert len(read_queue(here.ports, Wanted(whose=Whose.NOBODY), me).lines) == 3
    assert released(here, held[0]) == [me.id]
    claims.claim(here.ports, held[0].id, me)
    assigning.be_away(here.ports, member, None)  # back again: what one has taken meanwhile stays
    assert len(read_queue(here.ports, Wanted(whose=Whose.MINE), me).lines) == 1


def released(here: Desk, escalation: Escalation) -> list[str]:
    with here.ports.view() as tx:
        entries = list(tx.audit.entries(here.tenant.id))
    of_it = (one for one in entries if one.subject == escalation.case_id)
    return [one.actor_id for one in of_it if one.action == Action.ESCALATION_RELEASED]


def test_an_escalation_that_is_not_there_is_given_to_nobody(here: Desk, anna: Reviewer) -> None:
    with pytest.raises(NotFound):
        assigning.give(here.ports, "esc_none", to=anna.id, words="", me=anna)
    with pytest.raises(NotFound):
        assigning.able(here.ports, "esc_none", anna)


def test_views_are_ones_own_by_name_and_not_without_end(here: Desk, anna: Reviewer, bert: Reviewer) -> None:
    for number in range(saved_views.MOST):
        saved_views.save_view(here.ports, f"View {number}", "risk=1", anna)
    saved_views.save_view(here.ports, "View 0", "risk=2", anna)
    with pytest.raises(LimitReached):
        saved_views.save_view(here.ports, "One more", "risk=1", anna)
    for name in ("", "  ", "x" * 41, "a\x00"):
        with pytest.raises(Invalid):
            saved_views.save_view(here.ports, name, "risk=1", bert)
    (first, *rest) = saved_views.views_of(here.ports, anna)
    assert (first.query, len(rest)) == ("risk=2", saved_views.MOST - 1)
    saved_views.remove_view(here.ports, first.id, bert)
    assert len(saved_views.views_of(here.ports, anna)) == saved_views.MOST
    saved_views.remove_view(here.ports, first.id, anna)
    assert len(saved_views.views_of(here.ports, anna)) == saved_views.MOST - 1
