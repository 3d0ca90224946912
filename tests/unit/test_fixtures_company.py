"""Fictional registrations follow the rules of genuine ones and can be nobody's."""

from datetime import date
from itertools import product

import pytest

from fixtures.company import ISSUED, Form, Generation, Registration, register
from fixtures.vocabulary import MARKS, REGIONS
from verifier.domain.credit_code import anatomy, is_valid

KINDS = list(product(Form, Generation))
MANY = [register(seed, form, generation) for seed in range(30) for form, generation in KINDS]


def test_the_same_seed_gives_the_same_registration_and_another_seed_another() -> None:
    first = register(7, Form.COMPANY, Generation.LANDSCAPE_2019)
    assert register(7, Form.COMPANY, Generation.LANDSCAPE_2019) == first
    assert register(8, Form.COMPANY, Generation.LANDSCAPE_2019) != first


def test_registrations_stay_what_they_were_when_this_was_written() -> None:
    r = register(7, Form.COMPANY, Generation.LANDSCAPE_2019)
    assert (r.code, r.person, r.established) == EXPECTED


def test_every_code_passes_both_check_characters() -> None:
    assert [r.code for r in MANY if not is_valid(r.code)] == []


def test_no_code_can_be_real_because_no_division_begins_with_00() -> None:
    assert {anatomy(r.code).division[:2] for r in MANY} == {"00"}


def test_names_addresses_and_authorities_say_that_they_are_made_up() -> None:
    assert [r for r in MANY if not any(mark in r.name for mark in MARKS)] == []
    assert [r for r in MANY if not r.address.startswith(tuple(region.full for region in REGIONS))] == []
    assert [r for r in MANY if not r.authority.startswith(tuple(region.city for region in REGIONS))] == []


@pytest.mark.parametrize(
    ("form", "kind"),
    [(Form.COMPANY, "91"), (Form.INDIVIDUAL, "92"), (Form.COOPERATIVE, "93"), (Form.BRANCH, "91")],
)
def test_the_code_says_the_kind_of_the_form(form: Form, kind: str) -> None:
    assert {r.code[:2] for r in MANY if r.form is form} == {kind}


def test_capital_is_absent_where_forbidden_and_present_where_needed() -> None:
    without = {r.form for r in MANY if r.capital is None}
    with_capital = {r.form for r in MANY if r.capital is not None}
    assert {Form.INDIVIDUAL, Form.BRANCH}.isdisjoint(with_capital)
    assert {Form.COMPANY, Form.OTHER_LEGAL_PERSON, Form.COOPERATIVE}.isdisjoint(without)


def test_nothing_is_issued_before_it_is_established_or_outside_the_time_of_its_printing() -> None:
    for seed, (form, generation) in product(range(30), KINDS):
        r = register(seed, form, generation)
        first, last = ISSUED[generation]
        assert r.established <= r.issued
        assert first <= r.issued <= last <= date(2025, 12, 31)


def test_no_stated_term_has_ended() -> None:
    ends = [term.split("至")[1] for r in MANY if (term := r.term) and "至" in term]
    years = [int(end[:4]) for end in ends if end[:1].isdigit()]
    assert years
    assert min(years) >= 2040


def test_a_branch_carries_the_name_of_a_company() -> None:
    assert all("有限公司" in r.name and r.name.endswith("分公司") for r in _of(Form.BRANCH))


def _of(form: Form) -> list[Registration]:
    return [r for r in MANY if r.form is form]


EXPECTED = ("91000404MA34AU184W", "袁例", date(2023, 2, 16))
