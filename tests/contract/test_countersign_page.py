"""The visited firm reads the report on a telephone of its own and signs it, by a link that does not last."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.colleagues import OWN_PAGE
from tests.visit_acts import Field, codes, field
from verifier.app import create_app
from verifier.domain.proof import ProofState
from verifier.domain.visit import Visit
from verifier.settings import Settings
from verifier.usecases.proofs.visits.changing import cancel_visit
from verifier.usecases.proofs.visits.firm_links import make_firm_link

NAMES = {"signer": "样本人", "role": "行政经理", "word": "sign"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Field, Flask]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(tmp_path_factory.mktemp("firms")))
        place = field()
        yield place, create_app(Settings.from_env(), place.ports)


@pytest.fixture
def place(app: tuple[Field, Flask]) -> Iterator[Field]:
    first = app[0].store._state
    yield app[0]
    app[0].store._state = first


@pytest.fixture
def browser(app: tuple[Field, Flask]) -> FlaskClient:
    return app[1].test_client()


@pytest.fixture
def visit(place: Field) -> Visit:
    visit = place.ordered()
    place.answers(visit)
    place.photos(visit)
    return visit


def link(place: Field, visit: Visit) -> str:
    return f"/countersign/{make_firm_link(place.ports, place.member, visit.proof_id).token}"


def sign(browser: FlaskClient, address: str, report: str, **more: str) -> tuple[int, str]:
    answer = browser.post(f"{address}?lang=en", data={**NAMES, "report": report, **more}, headers=OWN_PAGE)
    return answer.status_code, answer.text


def test_a_firm_signs_what_it_reads_and_the_visit_is_proven(
    place: Field, browser: FlaskClient, visit: Visit
) -> None:
    address = link(place, visit)
    page = browser.get(f"{address}?lang=en")
    assert page.status_code == 200
    for words in (visit.firm, visit.address, "There is a front desk", "1 photographs"):
        assert words in page.text
    digest = place.report(visit).digest
    assert digest in page.text
    status, told = sign(browser, address, digest)
    assert (status, "you have signed the report" in told) == (200, True)
    proof = place.submits(visit)
    assert proof.state is ProofState.PROVEN
    with place.ports.view() as tx:
        entries = tx.audit.of_subject(visit.tenant_id, visit.proof_id, limit=60)
    by_firm = {entry.action for entry in entries if entry.actor_kind == "applicant"}
    assert by_firm == {"visit.read", "visit.countersigned"}
    assert browser.get(address).status_code == 409  # it was sent in


def test_a_refusal_needs_no_name_and_is_for_a_person(
    place: Field, browser: FlaskClient, visit: Visit
) -> None:
    digest = place.report(visit).digest
    told = sign(browser, link(place, visit), digest, word="refuse", signer="", role="", words="Not us.")
    assert told[0] == 200
    proof = place.submits(visit)
    assert (proof.state, "visit_countersign_refused" in codes(proof)) == (ProofState.REVIEW, True)


def test_nobody_signs_what_they_did_not_see_or_without_a_name(
    place: Field, browser: FlaskClient, visit: Visit
) -> None:
    address, digest = link(place, visit), place.report(visit).digest
    assert sign(browser, address, digest, signer=" ")[0] == 422
    place.photos(visit, seed=50)  # the agent goes on meanwhile
    status, told = sign(browser, address, digest)
    assert (status, "changed the report just now" in told) == (409, True)
    assert place.report(visit).countersignature is None
    foreign = browser.post(address, data=NAMES, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_a_link_that_is_not_ours_or_over_leads_nowhere(
    place: Field, browser: FlaskClient, visit: Visit
) -> None:
    address = link(place, visit)
    number, end, mac = urlsplit(address).path.rpartition("/")[2].split(".")
    for token in (
        "x",
        f"{number}.{int(end) + 600}.{mac}",
        f"{number}.{end}.{mac[::-1]}",
        f"0{number}.{end}.{mac}",
    ):
        assert browser.get(f"/countersign/{token}").status_code == 404
    assert browser.get(address).status_code == 200
    cancel_visit(place.ports, place.me, visit.proof_id, "They moved.")
    assert browser.get(address).status_code == 409


def test_a_link_lasts_as_long_as_the_policy_says(place: Field, browser: FlaskClient, visit: Visit) -> None:
    address = link(place, visit)
    place.world.clock.tick(seconds=30 * 60 - 1)
    assert browser.get(address).status_code == 200
    place.world.clock.tick(seconds=1)
    assert browser.get(address).status_code == 409
