"""Faces over the API on the real store: what the fakes promise holds, and no token lies in the database."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from tests import sites
from tests.fakes import world
from tests.sites import Site, new_key
from verifier.app import create_app
from verifier.domain.face_session import OtherWay
from verifier.settings import Settings
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import Ports


@pytest.fixture
def ports(sql_store: SqlStore) -> Ports:
    return world(store=sql_store).ports


@pytest.fixture
def app(ports: Ports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BONAFIDE_PUBLIC_URL", "https://verify.jobs.example/")
    return create_app(Settings.from_env(), ports)


@pytest.fixture
def alice(app: Flask, ports: Ports) -> Site:
    return sites.site(app, ports, "alice")


def stored(store: SqlStore) -> str:
    """Every value of every row, as text."""
    with store.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [row for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    return "\n".join(repr(tuple(row)) for row in rows)


def test_a_recruiter_goes_from_enrolment_to_withdrawal(alice: Site) -> None:
    recruiter = alice.enrolled_recruiter()
    alice.add_portrait(recruiter)
    reviewed = alice.session_in_review(alice.ask_face(recruiter))
    (frame,) = alice.get(reviewed).json["frames"]
    assert alice.get(frame["content"]).data == sites.KEPT_FRAME[2]
    review = {"outcome": "rejected", "reviewer": "reviewer-12", "reason": "Another\nface."}
    assert alice.post(f"{reviewed}/review", json=review).json["decision"]["words"] == review["reason"]
    waiting = alice.ask_face(recruiter, "reauthenticate").headers["Location"]
    listed = {item["id"]: item["state"] for item in alice.get("/v1/face-sessions?limit=3").json["items"]}
    assert sorted(listed.values()) == ["rejected", "verified", "waiting"]
    assert alice.send("DELETE", f"{recruiter}/face").status_code == 204
    assert alice.get(waiting).json["state"] == "expired"
    assert alice.get(recruiter).json["enrolled_at"] is None


def test_a_reference_is_known_once_and_found_again(alice: Site) -> None:
    address = alice.add_recruiter("账号 4711")
    assert alice.post("/v1/recruiters", json={"reference": "账号 4711"}).status_code == 409
    (found,) = alice.get("/v1/recruiters", query_string={"reference": "账号 4711"}).json["items"]
    assert address == f"/v1/recruiters/{found['id']}"


def test_no_token_of_a_link_lies_in_the_database_though_a_repeat_shows_it(
    alice: Site, sql_store: SqlStore
) -> None:
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    again = new_key()
    asked = alice.ask_face(recruiter, headers=again)
    assert asked.json["url"].startswith("https://verify.jobs.example/face/")
    assert asked.json["id"] in stored(sql_store)
    assert alice.token(asked) not in stored(sql_store)
    assert alice.ask_face(recruiter, headers=again).json["url"] == asked.json["url"]
    session = alice.choose_other_way(asked, OtherWay.BANK_AND_MAIL)
    assert alice.get(session).json["way"] == "bank_and_mail"
    assert alice.token(asked) not in stored(sql_store)
