"""Every endpoint that decides something or gives somebody's data has it recorded, by the key that asked."""

import json

import pytest

from tests.access import OWNED, ROWS, gate
from tests.contract.test_api_access import ask
from tests.fakes import FakeClock
from tests.sites import Site, new_key
from verifier.domain.audit import Action
from verifier.usecases.ports import Ports
from verifier.usecases.tenants import FIRST_KEY

ACTED = "POST /v1/sandbox/proofs/<proof_id>/bank-payment"  # and the policy judges what the bank did
PLAYED = (
    "POST /v1/sandbox/face-sessions/<session_id>/film"  # what the recruiter and a worker do is recorded, too
)

# What each endpoint records, at the end of the chain. An endpoint that is not here shows no personal data.
RECORDED = {
    "POST /v1/cases": "case.opened",
    "GET /v1/cases/<case_id>": "case.read",
    "POST /v1/cases/<case_id>/evidence": "evidence.added",
    "POST /v1/cases/<case_id>/submission": "case.submitted",
    "POST /v1/cases/<case_id>/review": "case.decided",
    "GET /v1/evidence/<evidence_id>/content": "evidence.fetched",
    "GET /v1/evidence/<evidence_id>/pictures/<kind>": "picture.fetched",
    "POST /v1/webhooks": "webhook.created",
    "PATCH /v1/webhooks/<webhook_id>": "webhook.changed",
    "DELETE /v1/webhooks/<webhook_id>": "webhook.removed",
    "POST /v1/webhooks/<webhook_id>/rotation": "webhook.secret_rotated",
    "POST /v1/webhooks/<webhook_id>/test": "webhook.tested",
    "POST /v1/deliveries/<delivery_id>/replay": "delivery.replayed",
    "POST /v1/keys": "key.created",
    "DELETE /v1/keys/<key_id>": "key.revoked",
    "POST /v1/keys/<key_id>/rotation": "key.created",
    "POST /v1/recruiters": "recruiter.added",
    "POST /v1/recruiters/<recruiter_id>/portraits": "portrait.added",
    "DELETE /v1/recruiters/<recruiter_id>/face": "face.withdrawn",
    "POST /v1/recruiters/<recruiter_id>/face-sessions": "face_session.asked",
    "GET /v1/face-sessions/<session_id>": "face_session.read",
    "GET /v1/face-sessions/<session_id>/frames/<attempt_id>/<at>": "face_frame.fetched",
    "POST /v1/face-sessions/<session_id>/review": "face_session.reviewed",
    "POST /v1/posting-permits": "permit.asked",
    "DELETE /v1/posting-permits/<permit_id>": "permit.revoked",
    "POST /v1/posting-permits/<permit_id>/redemption": "permit.redeemed",
    "POST /v1/posting-permits/<permit_id>/text-clearance": "permit.text_cleared",
    "GET /v1/posting-permits/<permit_id>": "permit.read",
    "GET /v1/employers/<employer_id>/timeline": "employer.record_read",
    "GET /v1/employers/<employer_id>/links": "employer.links_read",
    "GET /v1/blocks/<block_id>": "block.read",
    "POST /v1/employers": "employer.opened",
    "POST /v1/employers/<employer_id>/recruiters": "member.joined",
    "DELETE /v1/employers/<employer_id>/recruiters/<recruiter_id>": "member.left",
    "POST /v1/employers/<employer_id>/stop": "employer.stopped",
    "POST /v1/employers/<employer_id>/restoration": "employer.restored",
    "POST /v1/employers/<employer_id>/reopening": "employer.reopened",
    "POST /v1/employers/<employer_id>/appeal": "employer.appealed",
    "POST /v1/employers/<employer_id>/links-clearance": "employer.links_cleared",
    "POST /v1/employers/<employer_id>/blocks": "block.added",
    "POST /v1/blocks": "block.added",
    "POST /v1/blocks/<block_id>/appeal": "block.appealed",
    "POST /v1/blocks/<block_id>/lifting": "block.lifted",
    "POST /v1/blocks/<block_id>/upholding": "block.upheld",
    "POST /v1/employers/<employer_id>/proofs": "proof.opened",
    "GET /v1/proofs/<proof_id>": "proof.read",
    "POST /v1/employers/<employer_id>/applicant-links": "applicant_link.made",
    "POST /v1/employers/<employer_id>/risk": "employer.risk_set",
    "POST /v1/proofs/<proof_id>/mail": "proof.mail_asked",
    "GET /v1/proofs/<proof_id>/mail": "proof.read",
    "POST /v1/proofs/<proof_id>/bank-payment": "payment.asked",
    "GET /v1/proofs/<proof_id>/bank-payment": "proof.read",
    "POST /v1/proofs/<proof_id>/bank-payment/amount": "payment.misnamed",
    "GET /v1/sandbox/proofs/<proof_id>/bank-payment": "proof.read",
    ACTED: "proof.read",
    "GET /v1/resume-grants/<grant_id>": "resume_grant.read",
    "POST /v1/resume-grants/<grant_id>/withdrawal": "resume_grant.withdrawn",
    "POST /v1/resume-reads": "resume_read.asked",
    "GET /v1/resume-reads/<read_id>": "resume_read.read",
    "POST /v1/seeker-links": "seeker_link.made",
    "GET /v1/seekers/<seeker_id>/personal-data": "subject.exported",
    "DELETE /v1/seekers/<seeker_id>/personal-data": "seeker.erased",
    "POST /v1/sandbox/clock": "sandbox.clock_advanced",
    PLAYED: "face_session.read",
    "GET /v1/cases/<case_id>/personal-data": "subject.exported",
    "GET /v1/recruiters/<recruiter_id>/personal-data": "subject.exported",
    "GET /v1/employers/<employer_id>/personal-data": "subject.exported",
    "DELETE /v1/cases/<case_id>/personal-data": "case.erased",
    "DELETE /v1/recruiters/<recruiter_id>/personal-data": "recruiter.erased",
    "DELETE /v1/employers/<employer_id>/personal-data": "employer.erased",
}
SILENT = {
    "GET /v1/cases",  # the list of this row is empty; see below
    "GET /v1/cases/<case_id>/review",  # codes, moments and the reviewers' keys
    "GET /v1/events",
    "GET /v1/webhooks",
    "GET /v1/webhooks/<webhook_id>",
    "GET /v1/webhooks/<webhook_id>/deliveries",
    "GET /v1/deliveries/<delivery_id>",
    "GET /v1/keys",
    "GET /v1/keys/<key_id>",
    # The site's own reference, states and moments; what was found in a film is in the session itself.
    "GET /v1/recruiters",
    "GET /v1/recruiters/<recruiter_id>",
    "GET /v1/face-sessions",
    # The site's own reference, identifiers, states and moments; what they lead to is recorded.
    "GET /v1/employers",
    "GET /v1/employers/<employer_id>",
    "GET /v1/employers/<employer_id>/proofs",  # the list of this row is empty; see the module of proofs
    "GET /v1/blocks",  # the list of this row is empty; see below
    "GET /v1/employers/<employer_id>/resume-grant-text",  # the text in force, with the employer's name
    # These rows are refused; what is recorded when they are not is in tests/contract/test_store_seekers.py.
    "POST /v1/resume-grants",
    "POST /v1/resume-reads/<read_id>/contact",
    "POST /v1/resume-reads/<read_id>/marked-text",
    "GET /v1/sandbox/codes",
    "GET /v1/sandbox/clock",
}


def entries(ports: Ports, tenant: str) -> list[tuple[str, str, str]]:
    with ports.view() as tx:
        return [(row.action, row.actor_kind, row.actor_id) for row in tx.audit.entries(tenant)]


def key_of(alice: Site, ports: Ports) -> str:
    with ports.view() as tx:
        return next(key.id for key in tx.keys.of_tenant(alice.tenant_id) if key.name == FIRST_KEY)


def test_every_endpoint_is_known_to_record_or_to_have_nothing_to_record() -> None:
    assert RECORDED.keys() | SILENT == ROWS.keys()


@pytest.mark.parametrize("name", RECORDED)
def test_what_an_endpoint_does_is_recorded_by_the_key_that_asked(
    name: str, alice: Site, ports: Ports
) -> None:
    path = ROWS[name].path(alice)
    before = len(entries(ports, alice.tenant_id))
    assert ask(name, alice, path).status_code == ROWS[name].status
    *_, last = made = entries(ports, alice.tenant_id)[before:]
    assert last == (RECORDED[name], "key", key_of(alice, ports))
    assert name in {PLAYED, ACTED} or {entry[1:] for entry in made} == {("key", key_of(alice, ports))}


def test_a_film_that_is_played_is_recorded_as_what_it_stands_for_and_as_played(
    alice: Site, ports: Ports
) -> None:
    path = ROWS[PLAYED].path(alice)
    before = len(entries(ports, alice.tenant_id))
    ask(PLAYED, alice, path)
    made = [entry[:2] for entry in entries(ports, alice.tenant_id)[before:]]
    assert made == [
        ("consent.given", "recruiter"),
        ("sandbox.film_played", "key"),
        ("face_session.decided", "policy"),
        ("face_session.read", "key"),
    ]


@pytest.mark.parametrize("name", sorted(SILENT))
def test_an_endpoint_that_shows_no_personal_data_records_nothing(
    name: str, alice: Site, ports: Ports
) -> None:
    path = ROWS[name].path(alice)
    before = entries(ports, alice.tenant_id)
    assert ask(name, alice, path).status_code == ROWS[name].status
    assert entries(ports, alice.tenant_id) == before


def test_a_list_that_shows_cases_is_recorded(alice: Site, ports: Ports) -> None:
    alice.open_case()
    alice.get("/v1/cases")
    assert entries(ports, alice.tenant_id)[-1] == (Action.CASES_LISTED, "key", key_of(alice, ports))


def test_a_list_that_shows_blocks_is_recorded(alice: Site, ports: Ports) -> None:
    gate.block_address(alice)
    alice.get("/v1/blocks")
    assert entries(ports, alice.tenant_id)[-1] == (Action.BLOCKS_LISTED, "key", key_of(alice, ports))


READS = [name for name in RECORDED if name.startswith("GET")]


@pytest.mark.parametrize("name", [name for name in READS if not name.endswith("/personal-data")])
def test_who_reads_the_same_again_is_an_entry_once_an_hour(name: str, alice: Site, ports: Ports) -> None:
    path = ROWS[name].path(alice)
    before = len(entries(ports, alice.tenant_id))
    for _ in range(3):
        assert ask(name, alice, path).status_code == 200
    assert len(entries(ports, alice.tenant_id)) == before + 1
    assert isinstance(ports.clock, FakeClock)
    ports.clock.tick(hours=1, seconds=1)
    ask(name, alice, path)
    assert len(entries(ports, alice.tenant_id)) == before + 2


@pytest.mark.parametrize("name", READS)
def test_what_cannot_be_recorded_is_not_given(
    name: str, alice: Site, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ROWS[name].path(alice)

    def fail(*_: object) -> None:
        raise RuntimeError

    with ports.view() as tx:
        monkeypatch.setattr(type(tx.audit), "append", fail)
    response = ask(name, alice, path)
    assert (response.status_code, response.json["code"]) == (500, "internal_error")


def test_an_answer_that_is_given_again_is_recorded(alice: Site, ports: Ports) -> None:
    key = new_key()
    for _ in range(2):
        alice.post("/v1/webhooks", json={"url": "https://jobs.example/hook"}, headers=key)
    assert entries(ports, alice.tenant_id)[-1] == (Action.ANSWER_REPEATED, "key", key_of(alice, ports))


@pytest.mark.parametrize("name", OWNED)
def test_whoever_is_refused_leaves_nothing_on_anybodys_chain(
    name: str, alice: Site, bob: Site, charlie: Site, ports: Ports
) -> None:
    path = ROWS[name].path(alice)
    before = [entries(ports, site.tenant_id) for site in (alice, bob)]
    ask(name, bob, path)
    ask(name, charlie, path)
    assert [entries(ports, site.tenant_id) for site in (alice, bob)] == before


def test_nothing_that_anybody_wrote_is_on_the_chain(alice: Site, ports: Ports) -> None:
    case = alice.submitted_case()
    alice.read(case)
    alice.get(case)
    alice.post("/v1/webhooks", json={"url": "https://planted.example/hook"})
    alice.post("/v1/keys", json={"name": "planted name", "scopes": ["keys:write"]})
    with ports.view() as tx:
        written = json.dumps([row.details + row.subject for row in tx.audit.entries(alice.tenant_id)])
    declared = alice.get(case).json["declared"]
    for value in (*declared.values(), "employer-4711", "planted", "licence.jpg", alice.key):
        assert value is None or value not in written
