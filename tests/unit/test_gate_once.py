"""A wish under an idempotency key: permit and response are kept together, once, in whatever company."""

from dataclasses import replace

import pytest

from tests.gate_acts import DEVICE, WORD, Gate, gate, suspicion
from verifier.domain.audit import Action
from verifier.domain.employer import EmployerState
from verifier.domain.errors import IdempotencyMismatch, Invalid, RequestInFlight
from verifier.domain.permit import Answer, Need
from verifier.domain.screening import ScreeningAction
from verifier.usecases import idempotency
from verifier.usecases.gate import permits
from verifier.usecases.gate.answering import Answered, Asked, answer_all
from verifier.usecases.gate.employers import stop_employer
from verifier.usecases.gate.facts import ask_outside
from verifier.usecases.gate.permits import ask_permit_once
from verifier.usecases.idempotency import Once, Served
from verifier.usecases.ports import StoredResponse

ONCE = Once("key-1", "f" * 64)


@pytest.fixture
def here() -> Gate:
    return gate()


def tell(asked: Answered) -> StoredResponse:
    link = asked.session.id if asked.session else None
    return StoredResponse(201, {"Location": f"/{asked.permit.id}"}, f"{asked.permit.id} {asked.token} {link}")


def ask(here: Gate, once: Once = ONCE, **changes: str | None) -> Served:
    return ask_permit_once(here.ports, here.tenant_id, here.wish(**changes), once=once, tell=tell)


def asked(here: Gate, once: Once | None = None, **changes: str) -> Asked:
    wish = here.wish(**changes)
    outside = ask_outside(here.ports, here.tenant_id, wish)
    return Asked(wish, outside, None, once, tell if once else None)


def kept(here: Gate) -> int:
    with here.ports.view() as tx:
        return len(tx.permits._mine(here.tenant_id))  # type: ignore[attr-defined]  # the fake's


def recorded(here: Gate, action: Action) -> int:
    with here.ports.view() as tx:
        return sum(entry.action == action for entry in tx.audit.entries(here.tenant_id))


def test_a_repeated_wish_gets_the_first_response_and_no_second_permit(here: Gate) -> None:
    first = ask(here)
    assert not first.again
    assert ask(here) == replace(first, again=True)
    assert (kept(here), recorded(here, Action.PERMIT_ASKED), recorded(here, Action.ANSWER_REPEATED)) == (
        1,
        1,
        1,
    )


def test_another_wish_under_the_same_key_gets_an_error_and_leaves_nothing(here: Gate) -> None:
    ask(here)
    with pytest.raises(IdempotencyMismatch):
        ask(here, replace(ONCE, fingerprint="e" * 64))
    assert (kept(here), recorded(here, Action.PERMIT_ASKED)) == (1, 1)


def test_permit_and_response_are_kept_together_or_not_at_all(
    here: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("verifier.usecases.gate.answering.record", refuse)
        with pytest.raises(RuntimeError):
            ask(here)
    assert kept(here) == 0
    assert not ask(here).again
    assert kept(here) == 1


def test_a_text_that_cannot_be_kept_leaves_the_key_free(here: Gate) -> None:
    with pytest.raises(Invalid):
        ask(here, device="a\x00b")
    assert not ask(here).again


def test_a_response_with_a_link_to_show_a_face_is_repeated_too(here: Gate) -> None:
    here.world.clock.tick(hours=13)
    first = ask(here)
    assert "fcs_" in first.response.body
    assert ask(here) == replace(first, again=True)


def test_until_the_face_session_is_there_the_request_is_in_flight(
    here: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.world.clock.tick(hours=13)
    met: list[type[Exception]] = []
    with_session = permits._with_session

    def meanwhile(*given: object) -> Answered:
        with pytest.raises(RequestInFlight) as error:
            idempotency.begin(here.ports, here.tenant_id, ONCE.key, ONCE.fingerprint)
        met.append(error.type)
        return with_session(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(permits, "_with_session", meanwhile)
    ask(here)
    assert met == [RequestInFlight]


def test_if_the_face_session_cannot_be_opened_the_key_is_free_again(
    here: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.world.clock.tick(hours=13)
    with monkeypatch.context() as broken:
        broken.setattr(permits, "ask_session", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ask(here)
    assert not ask(here).again


def test_all_of_a_group_get_their_own_answer(here: Gate) -> None:
    nobody = "rec_" + "0" * 26
    group = [asked(here), asked(here, ONCE), asked(here, recruiter_id=nobody), asked(here, ONCE)]
    plain, first, denied, second = answer_all(here.ports, here.tenant_id, group)
    assert isinstance(plain, Answered)
    assert plain.permit.answer is Answer.ALLOW
    assert isinstance(denied, Answered)
    assert denied.permit.answer is Answer.DENY
    assert isinstance(first, Served)
    assert isinstance(second, Served)
    assert {first.again, second.again} == {False, True}
    assert first.response == second.response
    assert (kept(here), recorded(here, Action.PERMIT_ASKED), recorded(here, Action.ANSWER_REPEATED)) == (
        3,
        3,
        1,
    )


def test_an_error_of_one_of_a_group_is_that_ones_alone(here: Gate) -> None:
    ask(here)
    foreign, fine = answer_all(
        here.ports, here.tenant_id, [asked(here, replace(ONCE, fingerprint="e" * 64)), asked(here)]
    )
    assert isinstance(foreign, IdempotencyMismatch)
    assert isinstance(fine, Answered)
    assert kept(here) == 2


def test_a_group_of_nothing_but_errors_records_nothing(here: Gate) -> None:
    ask(here)
    before = kept(here)
    (error,) = answer_all(here.ports, here.tenant_id, [asked(here, replace(ONCE, fingerprint="e" * 64))])
    assert isinstance(error, IdempotencyMismatch)
    assert kept(here) == before


def test_a_text_is_weighed_anew_when_the_scope_has_changed_since(here: Gate) -> None:
    here.ask(device=DEVICE)
    with here.ports.transaction() as tx:
        tx.employers.keep(replace(here.employer, scope="另一个样本范围。"))
    here.world.screener.scopes.clear()
    here.world.screener.says = suspicion(ScreeningAction.STEP_UP)
    here.ask()
    assert here.world.screener.scopes == [here.employer.scope, "另一个样本范围。"]
    here.ask()
    assert here.world.screener.scopes[2:] == ["另一个样本范围。"]


def test_a_remembered_scope_allows_nothing_after_a_stop(here: Gate) -> None:
    assert here.ask().permit.answer is Answer.ALLOW
    stop_employer(here.ports, here.tenant_id, here.employer.id, state=EmployerState.SUSPENDED, word=WORD)
    denied = here.ask().permit
    assert (denied.answer, denied.needs) == (Answer.DENY, ())
    assert Need.FACE_SESSION not in denied.needs
