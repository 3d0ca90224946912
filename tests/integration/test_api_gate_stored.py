"""The gate over the API on the real store: what the fakes promise holds, and no token lies in its rows."""

from pathlib import Path

import pytest
from flask import Flask

from tests import sites
from tests.contract.test_api_gate import offline
from tests.fakes import World, world
from tests.gate_acts import gate_policy
from tests.integration.test_api_faces_stored import stored
from tests.sites import DEVICE, JOB, Site, new_key
from verifier.app import create_app
from verifier.settings import Settings
from verifier.store.transaction import SqlStore

WORD = {"reviewer": "reviewer-12", "words": "Looked at."}
PERMITS = "/v1/posting-permits"


@pytest.fixture
def here(sql_store: SqlStore) -> World:
    return world(store=sql_store, gate=gate_policy())


@pytest.fixture
def app(here: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    return create_app(Settings.from_env(), here.ports)


@pytest.fixture
def alice(app: Flask, here: World) -> Site:
    return sites.site(app, here.ports, "alice")


def test_an_employer_goes_from_its_opening_to_a_posting_and_to_a_stop_and_back(
    alice: Site, here: World
) -> None:
    wish = alice.wish()
    employer = f"/v1/employers/{wish['employer_id']}"
    asked = alice.post(PERMITS, json=wish)
    assert offline(alice, asked.json["token"], alice.tenant_id)["permit"] == asked.json["id"]
    place = f"{asked.headers['Location']}/redemption"
    assert alice.post(place, json={"job": JOB, "device": DEVICE}).status_code == 201
    assert alice.post(place, json={}).json["code"] == "permit_spent"
    here.clock.tick(hours=13)
    stepped_up = alice.post(PERMITS, json=wish).json
    assert (stepped_up["answer"], stepped_up["needs"]) == ("step_up", ["face_session"])
    assert stepped_up["face_session"]["url"]
    assert alice.post(f"{employer}/stop", json=WORD | {"state": "suspended"}).status_code == 201
    assert alice.post(PERMITS, json=wish).json["answer"] == "deny"
    assert alice.post(f"{employer}/appeal", json={"words": "It was not us."}).status_code == 201
    assert alice.post(f"{employer}/restoration", json=WORD).json["state"] == "verified"
    lines = alice.get(f"{employer}/timeline?limit=9").json["items"]
    assert [line["what"] for line in lines[:3]] == ["restored", "appealed", "stopped"]
    assert alice.get(employer).json["recruiters"] == [wish["recruiter_id"]]
    found = alice.get("/v1/employers?reference=employer-4711").json["items"]
    assert [item["id"] for item in found] == [wish["employer_id"]]


def test_a_block_is_met_appealed_and_lifted(alice: Site) -> None:
    wish = alice.wish()
    why = {"reason": "forged_licence", "until": "2100-01-01T00:00:00+08:00", "reviewer": "reviewer-12"}
    block = alice.post("/v1/blocks", json=why | {"kind": "device", "value": DEVICE})
    place = block.headers["Location"]
    assert block.json["until"] == alice.get(place).json["until"] == "2099-12-31T16:00:00+00:00"
    assert alice.post(PERMITS, json=wish).json["answer"] == "deny"
    assert alice.post(f"{place}/appeal").status_code == 201
    assert alice.post(PERMITS, json=wish).json["needs"] == ["review"]
    assert alice.post(f"{place}/lifting", json=WORD).status_code == 201
    assert alice.post(PERMITS, json=wish).json["answer"] == "allow"
    assert [item["url"] for item in alice.get("/v1/blocks").json["items"]] == [place]
    assert alice.post(f"/v1/employers/{wish['employer_id']}/blocks", json=why).json["items"]
    assert alice.post(PERMITS, json=wish).json["answer"] == "deny"


def test_no_token_no_device_and_no_text_lies_in_the_database_though_a_repeat_shows_the_token(
    alice: Site, sql_store: SqlStore
) -> None:
    wish, again = alice.wish() | {"network": "planted-network"}, new_key()
    first, second = (alice.post(PERMITS, json=wish, headers=again) for _ in range(2))
    assert first.json["token"] == second.json["token"]
    rows = stored(sql_store)
    assert first.json["id"] in rows
    for secret in (first.json["token"], DEVICE, "planted-network", JOB["title"], JOB["text"].split("\n")[0]):
        assert secret not in rows
