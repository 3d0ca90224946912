"""The credit code and the registration number against published numbers and under damage."""

import random

import pytest

from verifier.domain import credit_code, registration_number
from verifier.domain.credit_code import ALPHABET, Flaw

VALID = ("91440300708461136T", "91110108MA01EBFH9B", "91350206MA32JUL977")


def _random_code(rng: random.Random) -> str:
    head = "9" + rng.choice("123") + "".join(rng.choice("0123456789") for _ in range(6))
    body = "".join(rng.choice(ALPHABET) for _ in range(8))
    first17 = head + body + credit_code.organisation_check_character(body)
    return first17 + credit_code.check_character(first17)


CODES = tuple(_random_code(random.Random(seed)) for seed in range(300))


@pytest.mark.parametrize("code", VALID)
def test_published_codes_are_valid(code: str) -> None:
    assert credit_code.problems(code) == ()


def test_a_vendors_dummy_code_is_wrong_in_both_check_characters() -> None:
    flaws = {p.flaw: p.position for p in credit_code.problems("911101085636548888")}
    assert flaws == {Flaw.ORGANISATION_CHECK: 17, Flaw.CHECK: 18}


def test_a_code_with_the_right_last_character_only_is_not_valid() -> None:
    first17 = "91440300708461137"
    code = first17 + credit_code.check_character(first17)
    assert [p.flaw for p in credit_code.problems(code)] == [Flaw.ORGANISATION_CHECK]


def test_letters_that_the_standard_left_out_are_named_with_their_places() -> None:
    found = credit_code.problems("9I4403OO708461136T")
    assert [(p.position, p.seen) for p in found] == [(2, "I"), (7, "O"), (8, "O")]
    assert {p.flaw for p in found} == {Flaw.ALPHABET}


@pytest.mark.parametrize("code", ["", "9144030070846113", "91440300708461136T0"])
def test_another_length_is_the_only_problem_named(code: str) -> None:
    assert [p.flaw for p in credit_code.problems(code)] == [Flaw.LENGTH]


@pytest.mark.parametrize(
    ("code", "flaw"), [("H", Flaw.AUTHORITY), ("94", Flaw.KIND), ("9144A3", Flaw.DIVISION)]
)
def test_unknown_parts_are_named(code: str, flaw: Flaw) -> None:
    first17 = code + "91440300708461136"[len(code) :]
    assert [p.flaw for p in credit_code.problems(first17 + credit_code.check_character(first17))] == [flaw]


def test_anatomy_takes_a_code_apart() -> None:
    parts = credit_code.anatomy("91440300708461136T")
    assert (parts.authority, parts.kind, parts.division) == ("9", "1", "440300")
    assert (parts.organisation_code, parts.check_character) == ("708461136", "T")


@pytest.mark.parametrize("code", [*VALID, *CODES[:60]])
def test_every_change_of_one_character_is_caught(code: str) -> None:
    changed = [code[:i] + c + code[i + 1 :] for i in range(18) for c in ALPHABET if c != code[i]]
    assert [c for c in changed if credit_code.is_valid(c)] == []


def test_every_swap_of_two_neighbours_is_caught() -> None:
    """Neighbouring weights differ modulo 31, a prime, so that no swap of unlike neighbours keeps the sum."""
    swapped = [
        code[:i] + code[i + 1] + code[i] + code[i + 2 :]
        for code in CODES
        for i in range(17)
        if code[i] != code[i + 1]
    ]
    assert len(swapped) > 4000
    assert [c for c in swapped if credit_code.is_valid(c)] == []


@pytest.mark.parametrize(
    ("read", "misread"),
    [
        ("91440300708461136T", False),
        ("91440300708461186T", True),
        ("91440300708461186U", True),
        ("91440300708467186U", False),
        ("9144030070846113T", False),
        ("91350206MA32JUL977", False),
    ],
)
def test_a_misreading_is_an_impossible_code_within_two_characters(read: str, misread: bool) -> None:
    assert credit_code.may_be_misread(read, "91440300708461136T") is misread
    assert not credit_code.may_be_misread(read, "91440300708461136U")


@pytest.mark.parametrize("text", ["", "1" * 16, "I" * 17])
def test_check_characters_are_computed_of_the_right_alphabet_and_length_only(text: str) -> None:
    with pytest.raises(ValueError, match="17"):
        credit_code.check_character(text)


def test_a_published_registration_number_is_valid_and_its_neighbour_is_not() -> None:
    assert registration_number.is_valid("110108000000016")
    assert not registration_number.is_valid("110108000000017")


def test_every_change_of_one_digit_of_a_registration_number_is_caught() -> None:
    rng = random.Random(15)
    numbers = ["".join(rng.choice("0123456789") for _ in range(14)) for _ in range(100)]
    for number in (n + registration_number.check_digit(n) for n in numbers):
        changed = [
            number[:i] + d + number[i + 1 :] for i in range(15) for d in "0123456789" if d != number[i]
        ]
        assert [c for c in changed if registration_number.is_valid(c)] == []


def test_nearly_every_swap_of_two_neighbouring_digits_is_caught() -> None:
    """MOD 11,10 is a hybrid system: ISO 7064 promises single changes, and misses under 3 % of swaps."""
    rng = random.Random(16)
    missed = total = 0
    for _ in range(500):
        first14 = "".join(rng.choice("0123456789") for _ in range(14))
        number = first14 + registration_number.check_digit(first14)
        for i in range(14):
            if number[i] != number[i + 1]:
                total += 1
                missed += registration_number.is_valid(
                    number[:i] + number[i + 1] + number[i] + number[i + 2 :]
                )
    assert 0 < missed / total < 0.03


@pytest.mark.parametrize(
    "number", ["", "11010800000001", "1101080000000166", "11010800000001X", "11010800000001６"]
)
def test_what_is_not_fifteen_plain_digits_is_no_registration_number(number: str) -> None:
    assert not registration_number.is_valid(number)
