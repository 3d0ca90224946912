"""The small rules of face sessions: when the camera is locked, what is comparable, what a blob holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from tests.face_acts import FACE, OTHER_FACE, enrolled, recruited, template, templates
from tests.fake_faces import FACE_LIMITS
from tests.fakes import MORNING, world
from verifier import usecases
from verifier.domain.face_facts import Against
from verifier.usecases.faces import counting, keeping
from verifier.usecases.faces.counting import FilingDuty, StoredFaces
from verifier.usecases.faces.locking import lock
from verifier.usecases.faces.matching import match


@pytest.mark.parametrize(
    ("hours", "until"),
    [
        ([], None),
        ([0, 1, 2, 3, 4], None),
        ([0, 1, 2, 3, 4, 5], 5 + 24),
        ([0, 20, 21, 22, 23, 24], None),  # the first is a day old by then
        ([0, 20, 21, 22, 23, 24, 25], 25 + 24),
        ([0, 1, 2, 3, 4, 5, 30], 5 + 24),  # one more after the lock locks nothing anew
    ],
)
def test_six_films_within_a_day_that_verified_nobody_lock_from_the_sixth_on(
    hours: list[int], until: int | None
) -> None:
    issued = [MORNING + timedelta(hours=hour) for hour in hours]
    expected = MORNING + timedelta(hours=until) if until is not None else None
    assert lock(issued, FACE_LIMITS) == expected


def test_faces_are_compared_by_each_engine() -> None:
    same = match(templates(FACE), templates(FACE), Against.TEMPLATE)
    other = match(templates(FACE), templates(OTHER_FACE), Against.TEMPLATE)
    assert (same.cosine, same.distance) == (1.0, 0.0)
    assert other.cosine == 0.0
    assert other.distance == pytest.approx(2**0.5)


def test_what_only_one_engine_saw_is_compared_by_that_one() -> None:
    sface, dlib = templates(FACE)
    alone = match([sface], [sface, dlib], Against.SELFIE)
    assert (alone.cosine, alone.distance) == (1.0, None)
    assert match([], [sface], Against.SELFIE).cosine is None
    longer = template(sface.engine, 1.0, 0.0, 0.0)
    assert match([sface], [longer], Against.SELFIE).cosine is None
    assert match([sface], [replace(sface, engine="sface@other")], Against.SELFIE).cosine is None


def test_a_blob_gives_its_parts_back() -> None:
    for parts in ((), (b"",), (b"a\n{}", b"", b"\x00\xff" * 100)):
        assert keeping.unpacked(keeping.packed({"attempt": "fat_1", "index": 3}, parts)) == parts
    assert keeping.unpacked(keeping.salted(b"jpeg")) == (b"jpeg",)


def test_equal_parts_of_two_attempts_and_salted_ones_are_never_one_blob() -> None:
    blobs = [keeping.packed({"attempt": name}, (b"jpeg",)) for name in ("fat_1", "fat_2")]
    blobs += [keeping.salted(b"jpeg"), keeping.salted(b"jpeg")]
    assert len({keeping.name_of(blob) for blob in blobs}) == 4
    again = keeping.packed({"attempt": "fat_1"}, (b"jpeg",))
    assert again == blobs[0]  # so that the same batch again is known as the same


@pytest.mark.parametrize(
    ("people", "duty"),
    [
        (79_999, FilingDuty.NONE),
        (80_000, FilingDuty.NEAR),
        (99_999, FilingDuty.NEAR),
        (100_000, FilingDuty.DUE),
    ],
)
def test_the_filing_duty_is_told_from_80000_and_100000_faces_on(people: int, duty: FilingDuty) -> None:
    assert StoredFaces(templates=people - 10, portraits=10).duty is duty


def test_the_alarm_is_a_warning_with_a_number_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    here = world()
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    enrolled(here.ports, alice)
    recruited(here.ports, alice, "another")
    with structlog.testing.capture_logs() as quiet:
        stored = counting.warn_of_faces(here.ports)
    assert (stored.templates, stored.portraits, quiet) == (1, 1, [])
    monkeypatch.setattr(counting, "NEAR", 2)
    with structlog.testing.capture_logs() as logged:
        counting.warn_of_faces(here.ports)
    assert logged == [{"event": "stored_faces", "count": 2, "filing_duty": "near", "log_level": "warning"}]
