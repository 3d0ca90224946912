"""Real photos through the real engine, reader, checks and policy: who is verified, and who never may be."""

from pathlib import Path

import pytest

from verifier.cli.local_case import Verdict, verdict_of
from verifier.domain.case import AccountType, Declared
from verifier.domain.reading import FieldName
from verifier.policies import load
from verifier.settings import POLICIES
from workers.main import load_readers
from workers.on_the_spot import Read, reading_all

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
GENUINE = "licences/web/tqleung.jpg"
PAINTED = ("248.jpg", "354.jpg", "600.jpg", "662.jpg")

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the sample data in ../shared/data is absent"),
]


@pytest.fixture(scope="module")
def read() -> Read:
    return reading_all(load_readers())


def _verdict(read: Read, name: str, declared: Declared | None = None) -> Verdict:
    path = DATA / name
    policy = load(POLICIES / "v1.toml")
    policy = policy if declared else policy.without("declared")
    applicant = (declared, AccountType.DIRECT_EMPLOYER)
    return verdict_of(path, path.read_bytes(), read, policy, applicant)


def _codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.proposal.reasons}


def test_a_genuine_licence_is_verified_for_what_it_says_and_for_nothing_else(read: Read) -> None:
    bare = _verdict(read, GENUINE)
    assert bare.proposal.reasons == ()
    page = bare.page()
    assert page is not None
    name, code, person = (page.fields[n].value for n in (FieldName.NAME, FieldName.CODE, FieldName.PERSON))
    assert _verdict(read, GENUINE, Declared(name, code, person)).proposal.reasons == ()
    assert _codes(_verdict(read, GENUINE, Declared(name, code, "某某某"))) == {"person_differs"}
    assert _codes(_verdict(read, GENUINE, Declared(name, "91440300708461136T", person))) == {"code_differs"}


@pytest.mark.parametrize("name", PAINTED)
def test_new_text_painted_on_a_licence_is_never_verified(read: Read, name: str) -> None:
    assert _verdict(read, f"licences/painted/{name}").proposal.reasons


def test_an_erased_template_is_never_verified(read: Read) -> None:
    assert _verdict(read, "licences/web/guqin_tmpl.jpg").proposal.reasons


@pytest.mark.parametrize("name", ["hzhtml.png", "notice_food.jpg"])
def test_another_document_is_not_taken_for_a_licence(read: Read, name: str) -> None:
    assert "not_a_licence" in _codes(_verdict(read, f"documents/{name}"))
