"""docs/api.md is held to the code: its table of errors, its endpoints, its examples."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.fake_integration import FakeSender
from tests.sites import Site
from verifier.api.faces.answers import AssuranceAnswer
from verifier.api.faces.presenting import assurance
from verifier.api.problems import taxonomy
from verifier.domain.api_key import Scope
from verifier.domain.event import EventType
from verifier.domain.face_decision import NOT_COVERED, AssuranceLevel
from verifier.domain.face_session import SessionState
from verifier.domain.webhook import PAUSES
from verifier.usecases.deliveries import attempt, due_deliveries
from verifier.usecases.ports import Ports

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z_]+)` \| (\d{3}) \| [A-Z]", re.MULTILINE)


def test_the_table_holds_every_error_with_its_status_and_no_other() -> None:
    assert dict(ROW.findall(GUIDE)) == {kind.code: str(kind.status) for kind in taxonomy()}


def test_the_guide_names_every_endpoint(app: Flask) -> None:
    for path in app.test_client().get("/v1/openapi.json").json["paths"]:
        assert re.sub(r"\{\w+_id\}", "{id}", path) in GUIDE, path


def test_the_opening_in_the_guide_opens_a_case(alice: Site) -> None:
    body = re.search(r"-d '(\{.*?\})'", GUIDE, re.DOTALL)
    assert body is not None
    assert alice.post("/v1/cases", json=json.loads(body[1])).status_code == 201


def test_the_guides_check_of_a_webhook_holds_for_what_a_courier_sends(
    alice: Site, ports: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)
    is_ours = names["is_ours"]
    made = alice.post("/v1/webhooks", json={"url": "https://jobs.example/"}).json
    rotated = alice.post(f"/v1/webhooks/{made['id']}/rotation").json
    alice.post(f"/v1/webhooks/{made['id']}/test")
    sender = FakeSender()
    (due,) = due_deliveries(ports, busy=(), limit=9)
    attempt(ports, sender, due.id, chance=0)
    ((_, headers, body),) = sender.sent
    now = ports.clock.now().timestamp()
    monkeypatch.setattr(names["time"], "time", lambda: now)
    assert is_ours(made["secret"], headers, body)
    assert is_ours(rotated["secret"], headers, body)
    assert not is_ours("whsec_" + "A" * 44, headers, body)
    assert not is_ours(made["secret"], headers, body + b" ")
    monkeypatch.setattr(names["time"], "time", lambda: now + 301)
    assert not is_ours(made["secret"], headers, body)


def test_the_event_in_the_guide_has_the_members_of_a_real_one(alice: Site) -> None:
    blocks = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    (shown,) = (json.loads(block) for block in blocks if "evt_" in block)
    alice.read(alice.submitted_case())
    real = alice.get("/v1/events").json["items"][1]
    assert shown.keys() == real.keys()
    assert shown["data"].keys() == real["data"].keys()


def test_the_assurance_in_the_guide_is_a_real_one() -> None:
    blocks = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    (shown,) = (json.loads(block) for block in blocks if "not_covered" in block)
    assert shown == json.loads(AssuranceAnswer().dumps(assurance(AssuranceLevel.CHALLENGE)))


def test_the_flow_of_faces_in_the_guide_is_what_a_site_does(alice: Site) -> None:
    bodies = [json.loads(body) for body in re.findall(r"^bf \S+ --json '(\{.*?\})'", GUIDE, re.MULTILINE)]
    recruiter = alice.post("/v1/recruiters", json=bodies[0]).headers["Location"]
    alice.add_portrait(recruiter)
    enrolment = alice.post(f"{recruiter}/face-sessions", json=bodies[1])
    alice.film(alice.agree(enrolment))
    assert alice.get(enrolment.headers["Location"]).json["state"] == "verified"
    assert alice.post(f"{recruiter}/face-sessions", json=bodies[2]).status_code == 201


def test_the_guide_explains_every_state_and_level() -> None:
    for name in (*SessionState, *AssuranceLevel):
        assert f"| `{name}` |" in GUIDE, name
    assert all(f"`{name}`" in GUIDE for name in NOT_COVERED)


def test_the_guide_names_every_scope_event_and_pause() -> None:
    assert all(f"`{name}`" in GUIDE for name in (*Scope, *EventType))
    hours = [pause.total_seconds() / 3600 for pause in PAUSES[3:]]
    assert ", ".join(f"{hour:g}" for hour in hours[:-1]) + f" and {hours[-1]:g} h" in GUIDE
    assert [pause.total_seconds() for pause in PAUSES[:3]] == [5, 300, 1800]
