"""What must come out right when reviewers ask for the next case at once: real processes, both databases."""

from tests.crowds import all_at_once, world_on
from tests.fakes import World
from tests.review_acts import desk
from verifier.store.transaction import SqlStore
from verifier.usecases.review.assigning import next_case
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Wanted

CROWD = 6


def test_reviewers_who_ask_at_once_get_one_case_each_and_none_twice(
    sql_store: SqlStore, database_url: str
) -> None:
    here = desk(sql_store)
    cases = {here.escalated()[1].id for _ in range(CROWD)}
    now = here.ports.clock.now()

    def ask(mine: World, number: int) -> str | None:
        mine.clock.tick(seconds=(now - mine.clock.now()).total_seconds())
        taken = next_case(mine.ports, Wanted(), Reviewer(f"stf_{number}"))
        return taken.id if taken else None

    taken = all_at_once(database_url, ask, crowd=CROWD)
    assert set(taken) == cases
    assert next_case(world_on(database_url).ports, Wanted(), Reviewer("stf_late")) is None
