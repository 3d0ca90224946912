"""What every registry promises: the snapshot, a vendor over HTTP and the fake alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.registries import (
    AS_OF,
    MAPPING,
    NUMBER,
    STRANGER,
    UNREACHABLE,
    FakeRegistry,
    answer_bytes,
    question,
    vendor_registry,
    vendor_server,
    write_csv,
)
from verifier.domain.registry import (
    Agreement,
    Listing,
    ListKind,
    Reason,
    Registry,
    RegistryOutcome,
    RegistryQuestion,
    RegistryStatus,
)
from verifier.providers.registry.snapshots.loading import FILE, Plan, load
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.snapshots.snapshot import SnapshotRegistry

KEY = b"k" * 32
MATCH, MISMATCH, UNKNOWN = Agreement.MATCH, Agreement.MISMATCH, Agreement.UNKNOWN


@dataclass
class Subject:
    registry: Registry
    break_down: Callable[[], object]


@pytest.fixture(params=["fake", "snapshot", "vendor"])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    if request.param == "fake":
        fake = FakeRegistry()
        yield Subject(fake, lambda: setattr(fake, "up", False))
    elif request.param == "snapshot":
        seal = SnapshotSeal(KEY)
        load(Plan(write_csv(tmp_path / "firms.csv"), AS_OF), tmp_path / "registry", seal)
        file = tmp_path / "registry" / FILE
        yield Subject(
            SnapshotRegistry(tmp_path / "registry", seal), lambda: file.write_bytes(b"rubbish" * 999)
        )
    else:
        with vendor_server() as server:
            registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url))
            yield Subject(registry, lambda: setattr(server, "act", lambda on: answer_bytes(on, b"", 500)))


def test_a_firm_that_is_as_declared_matches_in_every_field(subject: Subject) -> None:
    extract = subject.registry.verify(question("A"))
    assert extract.outcome is RegistryOutcome.MATCH
    assert set(extract.agreements.values()) == {MATCH}
    assert (extract.status, extract.raw_status) == (RegistryStatus.IN_OPERATION, "存续（在营、开业、在册）")
    assert extract.registered
    assert extract.registered.person == "林晓东"
    assert (extract.term, extract.data_as_of, extract.listings) == ("2019-05-06/", AS_OF, ())
    assert extract.reason is None


def test_brackets_spaces_and_widths_make_no_difference(subject: Subject) -> None:
    asked = question("A", name="深圳市云杉信息技术(集团) 有限公司", code=question("A").code.lower())
    assert subject.registry.verify(asked).outcome is RegistryOutcome.MATCH


def test_traditional_and_simplified_names_are_different_names(subject: Subject) -> None:
    extract = subject.registry.verify(question("G", name="深圳市干元劳务有限公司"))
    assert extract.outcome is RegistryOutcome.MISMATCH
    assert extract.agreements == {"name": MISMATCH, "code": MATCH, "person": MATCH}


def test_another_person_is_a_mismatch_of_the_person_alone(subject: Subject) -> None:
    extract = subject.registry.verify(question("A", person="林晓西"))
    assert extract.outcome is RegistryOutcome.MISMATCH
    assert extract.agreements == {"name": MATCH, "code": MATCH, "person": MISMATCH}


@pytest.mark.parametrize("person", ["王一", "李二", "王一、李二"])
def test_any_of_several_partners_is_the_person(subject: Subject, person: str) -> None:
    assert subject.registry.verify(question("B", person=person)).person is MATCH


def test_a_firm_that_is_not_there_is_not_found_and_no_mismatch(subject: Subject) -> None:
    extract = subject.registry.verify(STRANGER)
    assert extract.outcome is RegistryOutcome.NOT_FOUND
    assert set(extract.agreements.values()) == {UNKNOWN}
    assert (extract.registered, extract.status, extract.reason) == (None, None, None)


def test_an_old_number_finds_its_firm(subject: Subject) -> None:
    extract = subject.registry.verify(question("I"))
    assert extract.outcome is RegistryOutcome.MATCH
    assert extract.registered
    assert extract.registered.code == NUMBER


@pytest.mark.parametrize(
    ("letter", "status"),
    [
        ("B", RegistryStatus.CANCELLED),
        ("C", RegistryStatus.REVOKED),
        ("D", RegistryStatus.IN_OPERATION),
        ("F", RegistryStatus.SUSPENDED),
        ("H", RegistryStatus.MOVED_OUT),
    ],
)
def test_the_registrys_word_for_the_state_is_kept_and_understood(
    subject: Subject, letter: str, status: RegistryStatus
) -> None:
    extract = subject.registry.verify(question(letter))
    assert extract.status is status
    assert extract.raw_status


def test_entries_in_lists_come_with_their_days(subject: Subject) -> None:
    ask = subject.registry.verify
    listed = Listing(ListKind.ABNORMAL, date(2025, 7, 1), None, UNREACHABLE)
    removed = Listing(ListKind.ABNORMAL, date(2024, 7, 1), date(2024, 8, 2))
    assert ask(question("D")).listings == (listed,)
    assert ask(question("E")).listings == (removed,)
    assert ask(question("G")).listings == (Listing(ListKind.SERIOUS, date(2025, 3, 3)),)


def test_a_registry_that_is_down_is_unavailable_and_nothing_else(subject: Subject) -> None:
    subject.break_down()
    for asked in (question("A"), question("A", person="林晓西"), STRANGER):
        extract = subject.registry.verify(asked)
        assert extract.outcome is RegistryOutcome.UNAVAILABLE
        assert extract.reason is not None
        assert set(extract.agreements.values()) == {UNKNOWN}


def test_an_empty_question_is_not_asked(subject: Subject) -> None:
    extract = subject.registry.verify(RegistryQuestion("", " ", "林晓东"))
    assert extract.reason is Reason.QUESTION_EMPTY
