"""Identifiers sort by time, and neither meet nor betray each other."""

from datetime import timedelta
from itertools import pairwise

from ulid import ULID

from tests.fakes import MORNING
from verifier.usecases import identifiers


def test_an_identifier_says_what_it_is_in_lower_case() -> None:
    new = identifiers.new("case", MORNING)
    assert new.startswith("case_")
    assert len(new) == len("case_") + 26
    assert new == new.lower()


def test_identifiers_sort_by_time() -> None:
    made = [identifiers.new("x", MORNING + timedelta(milliseconds=n)) for n in range(50)]
    assert made == sorted(made)


def test_identifiers_of_one_moment_do_not_follow_from_each_other() -> None:
    made = [identifiers.new("x", MORNING)[2:].upper() for _ in range(100)]
    randoms = [int.from_bytes(ULID.from_str(one).bytes[6:]) for one in made]
    assert len(set(randoms)) == 100
    assert min(abs(a - b) for a, b in pairwise(randoms)) > 2**40


def test_an_identifier_follows_another_though_its_clock_was_ahead() -> None:
    ahead = identifiers.new("evt", MORNING + timedelta(hours=1))
    assert identifiers.following("evt", MORNING, ahead) > ahead
    assert identifiers.following("evt", MORNING + timedelta(hours=2), ahead) > ahead


def test_identifiers_that_follow_each_other_within_a_millisecond_keep_their_order() -> None:
    made = [identifiers.following("evt", MORNING, None)]
    for _ in range(100):
        made.append(identifiers.following("evt", MORNING, made[-1]))
    assert made == sorted(set(made))
