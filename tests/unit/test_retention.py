"""The retention policy and its receipts by themselves: what the loader refuses, clocks, trees of hashes."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import MORNING, RETENTION, fake_ports
from verifier import policies
from verifier.domain.audit_chain import ChainKey, ChainKeys
from verifier.domain.errors import ConfigurationError
from verifier.domain.retention import (
    BIOMETRIC,
    LISTED_MAX,
    THREE_YEARS,
    Clock,
    Item,
    Removed,
    leaf,
    receipt,
    root,
    told_names,
)
from verifier.domain.subject_access import ORIGINS
from verifier.settings import POLICIES
from workers import main

SHIPPED = (POLICIES / "retention-v1.toml").read_text(encoding="utf-8")
KEYS = ChainKeys(ChainKey(b"a chain key of a site's own"))


def load(tmp_path: Path, text: str) -> None:
    file = tmp_path / "retention.toml"
    file.write_text(text, encoding="utf-8")
    policies.load_retention(file)


def test_the_shipped_policy_keeps_faces_shortest_and_records_three_years() -> None:
    times = {clock: term.time for clock, term in RETENTION.clocks.items()}
    assert all(term.source for term in RETENTION.clocks.values())
    longest = max(times[clock] for clock in BIOMETRIC)
    assert all(times[clock] >= timedelta(days=1096) > longest for clock in THREE_YEARS)
    for item in (Item.PORTRAITS, Item.TEMPLATES, Item.FILM_MARKS):
        assert RETENTION.rules[item].clock in BIOMETRIC


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('days = 1096\nsource = "网络招聘', 'days = 1095\nsource = "网络招聘', "clocks.records.days"),
        (
            'days = 1096\nsource = "PIPL Art. 56',
            'days = 30\nsource = "PIPL Art. 56',
            "clocks.processing.days",
        ),
        ("days = 30\n", "days = 400\n", "clocks.biometrics.days"),
        ("least_days = 183", "least_days = 2000", "clocks.evidence.days"),
        ("least_days = 183\n", "", "clocks.evidence.least_days is missing"),
        (
            'clock = "idle_faces"\nfrom = "the recruiter',
            'clock = "records"\nfrom = "the recruiter',
            "templates",
        ),
        ('clock = "notices"', 'clock = "nothing"', "items.events.clock"),
        ('tables = ["permits"]', "tables = []", "items.permits.tables"),
        ('tables = ["permits"]', 'tables = "permits"', "items.permits.tables"),
        ("[items.permits]", "[items.permit]", "items.permit is unknown"),
        ("days = 90\n", "days = true\n", "days"),
        ("days = 90\n", "days = -1\n", "days"),
        ("days = 90\n", "days = 1.5\n", "days"),
        ('source = "Own choice', 'sauce = "Own choice', "sauce is unknown"),
        ('version = "retention-v1"', "", "version is missing"),
    ],
)
def test_what_is_unlawful_or_unclear_is_refused_by_name(
    tmp_path: Path, before: str, after: str, named: str
) -> None:
    assert before in SHIPPED
    with pytest.raises(ConfigurationError, match=named):
        load(tmp_path, SHIPPED.replace(before, after, 1))


def test_a_tenants_own_time_counts_for_evidence_alone_and_never_less_than_the_least() -> None:
    for own, days in ((365, 365), (10, 183), (5000, 1096), (None, 1096)):
        time = None if own is None else timedelta(days=own)
        assert RETENTION.before(Item.EVIDENCE, MORNING, time) == MORNING - timedelta(days=days)
        assert RETENTION.before(Item.CASES, MORNING, time) == MORNING - timedelta(days=1096)
    assert RETENTION.time(Clock.REPLIES) == timedelta(0)


def test_the_root_is_the_tree_hash_of_rfc_9162() -> None:
    leaves = sorted(leaf(name) for name in "abc")
    one, two, three = map(bytes.fromhex, leaves)
    pair = hashlib.sha256(b"\x01" + one + two).digest()
    assert root(leaves) == hashlib.sha256(b"\x01" + pair + three).hexdigest()
    assert root(leaves[:1]) == leaves[0] == hashlib.sha256(b"\x00" + _name(leaves[0])).hexdigest()
    assert root([]) == hashlib.sha256().hexdigest()
    assert root(leaves) == root(leaves[::-1]) != root(leaves[:2])


def _name(wanted: str) -> bytes:
    return next(name for name in (b"a", b"b", b"c") if leaf(name.decode()) == wanted)


def test_a_receipt_lists_few_and_has_the_root_of_many() -> None:
    few, many = (told_names(map(str, range(count))) for count in (LISTED_MAX, LISTED_MAX + 1))
    assert (few["count"], len(list(few["listed"]))) == (LISTED_MAX, LISTED_MAX)  # type: ignore[call-overload]
    assert (many["count"], many["listed"]) == (LISTED_MAX + 1, [])
    assert few["root"] != many["root"]


def test_a_receipt_names_nobody_and_another_key_signs_otherwise() -> None:
    removed = Removed(("case_1",), {"cases": 1, "readings": 0}, ("a" * 64,))
    made = receipt("rcp_1", "ten_1", MORNING, removed, keys=KEYS, about={"reason": "retention"})
    assert "case_1" not in made.body
    assert "a" * 64 not in made.body
    assert "readings" not in made.body
    other = ChainKeys(ChainKey(b"another"))
    assert receipt("rcp_1", "ten_1", MORNING, removed, keys=other, about={}).hash != made.hash


def test_whoever_asks_is_told_the_source_of_every_kind_of_record_that_is_purged() -> None:
    purged = {table for rule in RETENTION.rules.values() for table in rule.tables}
    ours = {"replies", "events", "deliveries", "tasks", "tenant_keys", "film_marks", "film_batches"}
    beside = {"likeness_hashes", "likeness_keys", "escalation_reasons"}  # of others, which are told
    assert purged - beside - ours == ORIGINS.keys()


def test_the_sweep_purges_once_a_day_and_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def purge(_: object) -> list[None]:
        runs.append(1)
        return [None] * 3

    clock = [0.0]
    monkeypatch.setattr(main, "purge", purge)
    monkeypatch.setattr(main.time, "monotonic", lambda: clock[0])
    purging = main.daily(fake_ports())
    assert [next(purging) for _ in range(6)] == [True, True, True, False, False, False]
    clock[0] = main.PURGE_EVERY
    main.purge_a_while(purging)
    assert len(runs) == 2
