"""Everything that is decided and everybody who is given data is on the chain, once, and by whom."""

import json
from dataclasses import replace

import pytest

from tests.acts import added, claimed, opened, read, reading_for, submitted
from tests.fake_integration import FakeSender
from tests.fakes import LENIENT, World, world
from tests.registries import FakeRegistry
from tests.rows import CASE
from tests.sites import THUMBNAIL
from verifier import policies, usecases
from verifier.domain.api_key import ApiKey, Scope
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.audit_chain import Entry
from verifier.domain.errors import EvidenceMissing, NotFound, StorageUnavailable
from verifier.domain.picture import PictureKind
from verifier.domain.webhook import Met
from verifier.settings import POLICIES
from verifier.usecases import idempotency
from verifier.usecases.audit import NOTED_EVERY
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.deliveries import attempt
from verifier.usecases.evidence import evidence_to_read
from verifier.usecases.idempotency import StoredResponse
from verifier.usecases.registry import ask_registry

URL = "https://jobs.example/hook"


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


@pytest.fixture
def key(here: World, alice: str) -> ApiKey:
    return usecases.create_key(here.ports, alice, "board")[0]


def recorded(here: World, tenant: str) -> list[Entry]:
    (chain,) = (one for one in inspect_chains(here.ports) if one.tenant_id == tenant)
    assert chain.faults == []
    with here.ports.view() as tx:
        return list(tx.audit.entries(tenant))


def since(here: World, tenant: str, action: Action) -> list[Entry]:
    """What was recorded after the first entry of this action."""
    entries = recorded(here, tenant)
    first = next(number for number, entry in enumerate(entries) if entry.action == action)
    return entries[first + 1 :]


def told(entry: Entry) -> tuple[str, str, str, dict[str, str]]:
    return entry.action, entry.actor_id, entry.subject, json.loads(entry.details)


def test_a_tenant_begins_with_itself_and_its_first_key(here: World, alice: str) -> None:
    made, first = recorded(here, alice)
    (of_tenant,) = usecases.list_keys(here.ports, alice)
    assert told(made) == ("tenant.created", "command-line", alice, {})
    assert told(first) == ("key.created", "command-line", of_tenant.id, {"scopes": ",".join(Scope)})


def test_a_case_is_on_the_chain_from_opening_to_decision(here: World, alice: str, key: ApiKey) -> None:
    case = usecases.open_case(
        here.ports,
        alice,
        account_type=CASE.account_type,
        declared=CASE.declared,
        reference=CASE.reference,
        by=key,
    )
    evidence = added(here.ports, case)
    usecases.submit_case(here.ports, alice, case.id, by=key)
    read(here.ports, f"licence-{evidence.id}")
    decision = usecases.read_case(here.ports, alice, case.id).decision
    assert decision is not None
    opening, adding, submitting, deciding, _ = recorded(here, alice)[3:]
    assert told(opening) == ("case.opened", key.id, case.id, {})
    about = {"case_id": case.id, "kind": "business_licence", "sha256": evidence.sha256}
    assert told(adding) == ("evidence.added", "command-line", evidence.id, about)
    assert told(submitting) == ("case.submitted", key.id, case.id, {})
    outcome = {"decision_id": decision.id, "state": "verified", "round": "1"}
    assert told(deciding) == ("case.decided", "lenient", case.id, outcome)
    assert deciding.actor_kind == "policy"


def test_a_decision_is_recorded_with_the_codes_of_its_reasons() -> None:
    here = world(policies.load(POLICIES / "v1.toml"))
    tenant = usecases.create_tenant(here.ports, "site")[0].id
    case, (task,) = submitted(here.ports, tenant)
    read(here.ports, task)
    decision = usecases.read_case(here.ports, tenant, case.id).decision
    assert decision is not None
    (entry,) = [one for one in recorded(here, tenant) if one.action == Action.CASE_DECIDED]
    codes = [reason.code for reason in decision.proposal.reasons]
    assert codes
    assert json.loads(entry.details)["reasons"].split(",") == codes


def test_reading_a_case_is_recorded_once_an_hour_by_key_and_again_when_it_has_changed(
    here: World, alice: str, key: ApiKey
) -> None:
    case, (task,) = submitted(here.ports, alice)
    for _ in range(3):
        usecases.read_case(here.ports, alice, case.id, by=key)
    usecases.read_case(here.ports, alice, case.id)
    read(here.ports, task)
    usecases.read_case(here.ports, alice, case.id, by=key)
    here.clock.tick(seconds=NOTED_EVERY.total_seconds() - 1)
    usecases.read_case(here.ports, alice, case.id, by=key)
    here.clock.tick(seconds=1)
    usecases.read_case(here.ports, alice, case.id, by=key)
    reads = [told(one) for one in recorded(here, alice) if one.action == Action.CASE_READ]
    assert reads == [
        ("case.read", key.id, case.id, {"state": "submitted"}),
        ("case.read", "command-line", case.id, {"state": "submitted"}),
        ("case.read", key.id, case.id, {"state": "verified"}),
        ("case.read", key.id, case.id, {"state": "verified"}),
    ]


def test_a_list_is_recorded_by_what_is_on_it_and_an_empty_one_is_not(
    here: World, alice: str, key: ApiKey
) -> None:
    usecases.list_cases(here.ports, alice, by=key)
    one = opened(here.ports, alice)
    here.clock.tick(seconds=1)
    two = opened(here.ports, alice)
    for before in (None, two.id, None, two.id):
        usecases.list_cases(here.ports, alice, before=before, limit=1, by=key)
    assert [told(entry) for entry in since(here, alice, Action.CASE_OPENED)[1:]] == [
        ("cases.listed", key.id, alice, {"newest": two.id, "oldest": two.id, "count": "1"}),
        ("cases.listed", key.id, alice, {"newest": one.id, "oldest": one.id, "count": "1"}),
    ]


def test_files_and_pictures_are_recorded_before_they_are_given(here: World, alice: str, key: ApiKey) -> None:
    case, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    usecases.record_reading(here.ports, claim, reading_for(claim), (THUMBNAIL,))
    for _ in range(2):
        usecases.fetch_evidence(here.ports, alice, claim.evidence.id, by=key)
        usecases.fetch_picture(here.ports, alice, claim.evidence.id, PictureKind.THUMBNAIL, by=key)
    file, picture = since(here, alice, Action.CASE_DECIDED)
    assert told(file) == ("evidence.fetched", key.id, claim.evidence.id, {"case_id": case.id})
    about = {"case_id": case.id, "kind": "thumbnail"}
    assert told(picture) == ("picture.fetched", key.id, claim.evidence.id, about)


def test_what_could_not_be_given_is_not_recorded(here: World, alice: str, key: ApiKey) -> None:
    evidence = added(here.ports, opened(here.ports, alice))
    here.blobs.up = False
    with pytest.raises(StorageUnavailable):
        usecases.fetch_evidence(here.ports, alice, evidence.id, by=key)
    with pytest.raises(NotFound):
        usecases.read_case(here.ports, alice, "case_none", by=key)
    assert since(here, alice, Action.EVIDENCE_ADDED) == []


def test_what_cannot_be_recorded_is_not_given(here: World, alice: str, key: ApiKey) -> None:
    case = opened(here.ports, alice)

    class Full(Exception):
        pass

    def full() -> object:
        raise Full

    ports = replace(here.ports, transaction=full)  # type: ignore[arg-type]  # as when the disk is full
    with pytest.raises(Full):
        usecases.read_case(ports, alice, case.id, by=key)
    with pytest.raises(Full):
        usecases.list_cases(ports, alice, by=key)


def test_our_own_readers_open_files_without_an_entry(here: World, alice: str) -> None:
    evidence = added(here.ports, opened(here.ports, alice))
    assert evidence_to_read(here.ports, alice, evidence.id)[0] == evidence
    assert since(here, alice, Action.EVIDENCE_ADDED) == []


def test_keys_are_recorded_when_they_are_made_rotated_and_revoked(
    here: World, alice: str, key: ApiKey
) -> None:
    weak, _ = usecases.create_key(here.ports, alice, "weak", scopes=[Scope.CASES_READ], by=key)
    after, _ = usecases.rotate_key(here.ports, alice, weak.id, by=key)
    usecases.revoke_key(here.ports, alice, weak.id, by=key)
    assert [told(entry) for entry in recorded(here, alice)[3:]] == [
        ("key.created", key.id, weak.id, {"scopes": "cases:read"}),
        ("key.rotated", key.id, weak.id, {"successor": after.id}),
        ("key.created", key.id, after.id, {"scopes": "cases:read"}),
        ("key.revoked", key.id, weak.id, {}),
    ]


def test_webhooks_are_recorded_through_their_life(here: World, alice: str, key: ApiKey) -> None:
    ports = here.ports
    hook, _ = usecases.create_webhook(ports, alice, URL, by=key)
    usecases.change_webhook(ports, alice, hook.id, url=f"{URL}2", types=[], by=key)
    usecases.change_webhook(ports, alice, hook.id, enabled=False, by=key)
    usecases.change_webhook(ports, alice, hook.id, enabled=True, by=key)
    usecases.rotate_secret(ports, alice, hook.id, by=key)
    sent = usecases.send_test(ports, alice, hook.id, by=key)
    usecases.replay(ports, alice, sent.id, by=key)
    usecases.delete_webhook(ports, alice, hook.id, by=key)
    assert [told(entry) for entry in recorded(here, alice)[3:]] == [
        ("webhook.created", key.id, hook.id, {}),
        ("webhook.changed", key.id, hook.id, {"changed": "url,types"}),
        ("webhook.changed", key.id, hook.id, {"enabled": "false"}),
        ("webhook.changed", key.id, hook.id, {"enabled": "true"}),
        ("webhook.secret_rotated", key.id, hook.id, {}),
        ("webhook.tested", key.id, hook.id, {"delivery_id": sent.id}),
        ("delivery.replayed", key.id, sent.id, {"sent_as": sent.id}),
        ("webhook.removed", key.id, hook.id, {}),
    ]


def test_an_endpoint_that_wants_no_more_is_disabled_by_the_courier(here: World, alice: str) -> None:
    hook, _ = usecases.create_webhook(here.ports, alice, URL)
    sent = usecases.send_test(here.ports, alice, hook.id)
    attempt(here.ports, FakeSender(Met(410)), sent.id, chance=0.0)
    last = recorded(here, alice)[-1]
    assert told(last) == ("webhook.changed", "courier", hook.id, {"enabled": "false", "status": "410"})
    assert last.actor_kind == "worker"


def test_a_registry_is_asked_only_after_that_was_recorded() -> None:
    here = world(LENIENT)
    tenant = usecases.create_tenant(here.ports, "site")[0].id
    case, (task,) = submitted(here.ports, tenant)
    claim = claimed(here.ports, task, worker="host.1.abc")
    seen: list[str] = []

    class Watching(FakeRegistry):
        def verify(self, question):  # type: ignore[no-untyped-def]  # as its parent
            seen.append(recorded(here, tenant)[-1].action)
            return super().verify(question)

    ask_registry(replace(here.ports, registry=Watching()), claim)
    assert seen == ["registry.asked"]
    assert told(recorded(here, tenant)[-1]) == ("registry.asked", "host.1.abc", case.id, {"attempt": "1"})


def test_an_answer_that_is_given_again_is_recorded_with_what_it_told_of(
    here: World, alice: str, key: ApiKey
) -> None:
    answer = StoredResponse(201, {"Location": f"/v1/cases/case_{'0' * 26}?x"}, "{}")
    for name, kept in (("k1", answer), ("k2", StoredResponse(200, {}, "{}"))):
        assert idempotency.begin(here.ports, alice, name, "f", by=key) is None
        idempotency.finish(here.ports, alice, name, kept)
        assert idempotency.begin(here.ports, alice, name, "f", by=key) == kept
    assert [told(entry) for entry in recorded(here, alice)[3:]] == [
        ("answer.repeated", key.id, f"case_{'0' * 26}", {}),
        ("answer.repeated", key.id, alice, {}),
    ]


def test_what_did_not_happen_is_not_recorded(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    with pytest.raises(EvidenceMissing):
        usecases.submit_case(here.ports, alice, case.id)
    assert since(here, alice, Action.CASE_OPENED) == []


@pytest.mark.parametrize("text", ["样本科技有限公司", "two words", "a@b.example", "", "x" * 2001])
def test_a_value_that_is_no_identifier_is_refused(text: str) -> None:
    actor = Actor(ActorKind.KEY, "key_1")
    with pytest.raises(ValueError, match="identifiers"):
        Deed(Action.CASE_READ, actor, "case_1", {"name": text})
    with pytest.raises(ValueError, match="identifiers"):
        Deed(Action.CASE_READ, actor, text)


@pytest.mark.parametrize("name", ["", "two words", "李"])
def test_an_actor_has_an_identifier(name: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        Actor(ActorKind.WORKER, name)
