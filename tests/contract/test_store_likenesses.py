"""What every store does with likenesses: the fake, SQLite with sqlite-vec, PostgreSQL with pgvector."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests import databases
from tests.fakes import MemoryStore
from tests.rows import CASE, EVIDENCE, OTHER_TENANT, TENANT
from verifier.domain.case import Case
from verifier.domain.errors import ConfigurationError
from verifier.domain.relatives import Likeness, Shared, Traits
from verifier.store import hashes
from verifier.store.engine import connect
from verifier.store.migration import migrate
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused

Store = MemoryStore | SqlStore
BLANK, FULL = bytes(32), b"\xff" * 32
LOOKS = Likeness(BLANK, BLANK, b"")
PHONE, CODE = (Shared.PHONE, "13800000000"), (Shared.CODE, "91330100MA00SAMPLE")
KNOWN: Traits = frozenset({PHONE, CODE})


def case(number: int, tenant_id: str = TENANT.id, reference: str | None = None) -> Case:
    return replace(CASE, id=f"case_{number}", tenant_id=tenant_id, reference=reference)


def hashed(bits: int) -> bytes:
    """A hash that is so many bits away from BLANK."""
    return ((1 << bits) - 1).to_bytes(32)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        for number in range(1, 6):
            tx.cases.add(case(number, reference=f"employer-{number % 2}" if number < 5 else None))
        tx.cases.add(case(9, OTHER_TENANT.id, "employer-1"))
    return store


def keep(
    store: Store, of: Case, looks: Likeness = LOOKS, known: Traits = frozenset(), name: str = ""
) -> None:
    evidence = replace(EVIDENCE, id=f"evd_{of.id}{name}", case_id=of.id, tenant_id=of.tenant_id)
    with store.transaction() as tx:
        if tx.evidence.get(of.tenant_id, evidence.id) is None:
            tx.evidence.add(evidence)
        tx.likenesses.keep(evidence, looks, known)


def near(
    store: Store, of: Case, looks: Likeness = LOOKS, within: int = 70, limit: int = 9
) -> list[tuple[str, int]]:
    with store.view() as tx:
        return [
            (one.case_id, one.distance) for one in tx.likenesses.near(of, looks, within=within, limit=limit)
        ]


def test_the_nearest_come_first_by_their_nearer_hash(filled: Store) -> None:
    keep(filled, case(1), Likeness(hashed(40), FULL, b""))
    keep(filled, case(2), Likeness(FULL, hashed(3), b""))
    keep(filled, case(3), Likeness(hashed(70), hashed(71), b""))
    keep(filled, case(4), Likeness(hashed(71), hashed(200), b""))
    assert near(filled, case(5)) == [("case_2", 3), ("case_1", 40), ("case_3", 70)]
    assert near(filled, case(5), limit=1) == [("case_2", 3)]
    assert near(filled, case(5), within=2) == []


def test_a_case_is_never_near_itself(filled: Store) -> None:
    for name in ("a", "b", "c"):
        keep(filled, case(1), name=name)
    keep(filled, case(2), Likeness(hashed(9), FULL, b""))
    assert near(filled, case(1), limit=1) == [("case_2", 9)]


def test_another_tenants_pages_are_never_near(filled: Store) -> None:
    keep(filled, case(9, OTHER_TENANT.id), known=KNOWN)
    keep(filled, case(1), Likeness(hashed(60), FULL, b""))
    assert near(filled, case(2)) == [("case_1", 60)]
    assert near(filled, case(9, OTHER_TENANT.id)) == []
    with filled.view() as tx:
        assert tx.likenesses.sharing(case(2), KNOWN, limit=9) == ()
        assert tx.likenesses.count_sharing(case(2), KNOWN) == 0


def test_another_tenants_many_pages_take_no_place_in_the_answer(filled: Store) -> None:
    for number in range(9):
        keep(filled, case(9, OTHER_TENANT.id), name=str(number))
    keep(filled, case(1), Likeness(hashed(60), FULL, b""))
    assert near(filled, case(2), limit=1) == [("case_1", 60)]


def test_what_is_shared_is_told_and_not_what_it_is(filled: Store) -> None:
    keep(filled, case(1), known=KNOWN)
    keep(filled, case(2), known=frozenset({PHONE, (Shared.CODE, "another")}))
    keep(filled, case(3), known=frozenset({(Shared.BANK_ACCOUNT, PHONE[1])}))
    with filled.view() as tx:
        found = tx.likenesses.sharing(case(5), KNOWN, limit=9)
        assert tx.likenesses.count_sharing(case(5), KNOWN) == 2
        some = tx.likenesses.shared_by(case(5), KNOWN, ["evd_case_2", "evd_case_3"])
    assert some == {"evd_case_2": {Shared.PHONE}}
    assert [(one.case_id, one.evidence_id, one.shared) for one in found] == [
        ("case_2", "evd_case_2", {Shared.PHONE}),
        ("case_1", "evd_case_1", {Shared.PHONE, Shared.CODE}),
    ]


def test_other_accounts_come_before_ones_own_and_no_reference_is_no_account(filled: Store) -> None:
    for number in range(1, 6):
        keep(filled, case(number), known=KNOWN)
    with filled.view() as tx:
        ours = tx.likenesses.sharing(case(1, reference="employer-1"), KNOWN, limit=9)
        nobodys = tx.likenesses.sharing(case(5), KNOWN, limit=9)
        few = tx.likenesses.sharing(case(1, reference="employer-1"), KNOWN, limit=3)
    assert [(one.case_id, one.same_account) for one in ours] == [
        ("case_5", False), ("case_4", False), ("case_2", False), ("case_3", True),
    ]  # fmt: skip
    assert [one.same_account for one in nobodys] == [False] * 4
    assert few == ours[:3]


def test_nothing_is_known_of_nothing(filled: Store) -> None:
    keep(filled, case(1))
    with filled.view() as tx:
        assert tx.likenesses.sharing(case(2), frozenset(), limit=9) == ()
        assert tx.likenesses.count_sharing(case(2), frozenset()) == 0


def test_keeping_twice_keeps_once(filled: Store) -> None:
    for bits in (5, 50):
        keep(filled, case(1), Likeness(hashed(bits), FULL, b""), KNOWN)
    assert near(filled, case(2)) == [("case_1", 5)]
    with filled.view() as tx:
        assert tx.likenesses.count_sharing(case(2), KNOWN) == 1


def test_a_likeness_needs_its_evidence(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.likenesses.keep(EVIDENCE, LOOKS, KNOWN)


def test_a_transaction_that_fails_keeps_no_likeness(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.evidence.add(EVIDENCE)
    with pytest.raises(KeyError), filled.transaction() as tx:  # noqa: PT012
        tx.likenesses.keep(EVIDENCE, LOOKS, KNOWN)
        raise KeyError
    assert near(filled, case(2)) == []


def test_no_trait_is_stored_in_plain(sql_store: SqlStore) -> None:
    with sql_store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        tx.cases.add(case(1))
        tx.cases.add(case(9, OTHER_TENANT.id))
    keep(sql_store, case(1), known=KNOWN)
    keep(sql_store, case(9, OTHER_TENANT.id), known=KNOWN)
    with sql_store.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM likeness_keys")).all()
    marks = [bytes(row.mark) for row in rows]
    assert not any(value in str(rows) for _, value in KNOWN)
    assert not any(value.encode() in mark for _, value in KNOWN for mark in marks)
    assert len(set(marks)) == 4, "two tenants' marks of one value must not be comparable"
    assert all(len(mark) == 32 for mark in marks)


def test_postgresql_searches_by_the_indices_of_the_hashes(postgres_database: str) -> None:
    engine = databases.emptied(postgres_database)
    databases.unplanned(engine)
    with engine.begin() as connection:
        for setting in ("enable_seqscan", "enable_sort"):  # an empty table is scanned whatever indices it has
            connection.execute(text(f"SET LOCAL {setting} = off"))
        for column in hashes.COLUMNS:
            query = hashes._NEAREST["postgresql"].format(column=column)
            asked = {"tenant": TENANT.id, "hash": "0" * 256, "limit": 9, "within": 70}
            plan = connection.execute(text(f"EXPLAIN {query}"), asked).all()
            assert f"ix_likeness_hashes_{column}" in str(plan)
    engine.dispose()


def test_marks_are_of_the_key() -> None:
    one, other = Seal(databases.KEY), Seal(bytes(32))
    assert one.mark("a", "bc") == Seal(databases.KEY).mark("a", "bc")
    assert len({one.mark("a", "bc"), one.mark("ab", "c"), other.mark("a", "bc")}) == 3


@pytest.fixture
def poor_url(postgres_server: str) -> Iterator[str]:
    """A database whose user may not install an extension, and that has none."""
    with databases.new_database(postgres_server) as url:
        engine = connect(url).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE ROLE poor LOGIN"))
            connection.execute(text("GRANT ALL ON SCHEMA public TO poor"))
        yield engine.url.set(username="poor").render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text("DROP OWNED BY poor"))
            connection.execute(text("DROP ROLE poor"))
        engine.dispose()


def test_a_database_without_vector_search_says_what_to_do(poor_url: str) -> None:
    engine = connect(poor_url)
    with pytest.raises(ConfigurationError, match="CREATE EXTENSION vector"):
        migrate(engine)
    engine.dispose()
