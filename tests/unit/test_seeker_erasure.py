"""Erasing a seeker ends every grant there is, in parts, and goes on where a run was killed."""

from dataclasses import replace

import pytest

from tests.seeker_acts import RESUME, Desk, codes, desk
from verifier.domain.audit import Action
from verifier.domain.errors import NotFound
from verifier.domain.event import EventType
from verifier.usecases.retention import erasing
from verifier.usecases.retention.erasing import GRANTS_AT_ONCE, erase_seeker
from verifier.usecases.seekers.grants import end_grant

MANY = 2 * GRANTS_AT_ONCE + 50


@pytest.fixture
def here() -> Desk:
    """A seeker with so many grants; one is another seeker's."""
    made = desk()
    with made.ports.transaction() as tx:
        for number in range(1, MANY):
            tx.grants.add(replace(made.grant, id=f"grt_{number:026}"))
        other = replace(
            tx.seekers.get(made.tenant_id, made.grant.seeker_id), id="skr_other", reference="other"
        )
        tx.seekers.add(other)
        tx.grants.add(replace(made.grant, id="grt_other", seeker_id=other.id))
    return made


def standing(here: Desk, seeker_id: str | None = None) -> int:
    with here.ports.view() as tx:
        whose = seeker_id or here.grant.seeker_id
        return len(tx.grants.standing(here.tenant_id, whose, 10 * MANY))


def told(here: Desk) -> tuple[int, int]:
    """Ends on the chain, and ends that the site was told of."""
    with here.ports.view() as tx:
        entries = [one for one in tx.audit.entries(here.tenant_id) if one.action == Action.GRANT_WITHDRAWN]
        events = tx.events.page(here.tenant_id, after=None, kind=EventType.GRANT_WITHDRAWN, limit=10 * MANY)
    return len(entries), len(events)


def test_every_grant_ends_however_many_there_are(here: Desk) -> None:
    erase_seeker(here.ports, here.tenant_id, here.grant.seeker_id)
    assert standing(here) == 0
    assert told(here) == (MANY, MANY)
    assert standing(here, "skr_other") == 1
    assert "grant_withdrawn" in codes(here.ask(resume=RESUME).read)


def test_a_run_that_was_killed_is_run_again_and_tells_nothing_twice(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []

    def killed(tx, grant, now):  # type: ignore[no-untyped-def]  # as end_grant
        ended.append(grant.id)
        if len(ended) > GRANTS_AT_ONCE + 30:
            raise KeyboardInterrupt
        end_grant(tx, grant, now)

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "end_grant", killed)
        with pytest.raises(KeyboardInterrupt):
            erase_seeker(here.ports, here.tenant_id, here.grant.seeker_id)
    assert standing(here) == MANY - GRANTS_AT_ONCE
    erase_seeker(here.ports, here.tenant_id, here.grant.seeker_id)
    assert standing(here) == 0
    assert told(here) == (MANY, MANY)


def test_nobody_is_erased_for_another_tenant(here: Desk) -> None:
    with pytest.raises(NotFound):
        erase_seeker(here.ports, "ten_other", here.grant.seeker_id)
    assert standing(here) == MANY
