"""Nothing that was sent reaches the logs or an error body: planted names, codes, keys, images.

In this process, so that each error can be made; tests/e2e/test_planted_data.py searches the whole service.
"""

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from werkzeug.test import TestResponse

from tests.fake_integration import FakeSender
from tests.licences import licence
from tests.planted import PLANTED, spellings
from tests.sites import Site, new_key, photo, read_all, upload
from verifier import logs, usecases
from verifier.usecases.ports import Ports
from workers.courier import Courier

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything this process logs, as it would reach standard error."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(logging.DEBUG)
    yield stream
    root.handlers, root.level = handlers, level


def everything(alice: Site, ports: Ports, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Use the whole API, rightly and wrongly, with planted values; return the bodies of all errors."""
    agent = {"User-Agent": PLANTED["user agent"]}
    question = {
        "account_type": "hr_agency",
        "declared": {
            name: PLANTED[name]
            for name in ("name", "code", "person", "address", "phone", "bank_account", "website", "agent")
        },
        "reference": PLANTED["reference"],
    }
    key = {"Idempotency-Key": PLANTED["idempotency key"], **agent}
    case = alice.post("/v1/cases", json=question, headers=key).headers["Location"]
    form = upload(photo(), PLANTED["file name"] + ".jpg")
    alice.post(f"{case}/evidence", data=form, headers=new_key())
    hook = alice.post("/v1/webhooks", json={"url": f"https://jobs.example/{PLANTED['webhook path']}"})
    made = alice.post("/v1/keys", json={"name": PLANTED["key name"], "scopes": ["events:read"]})
    alice.submit(case)
    read_all(ports, alice.get(case).json, licence({"person": PLANTED["read name"]}))
    assert PLANTED["read name"] in alice.get(f"{case}?include=lines").text
    link = use_faces(alice)
    token = use_the_gate(alice)
    carried = carry_everything(ports)
    told = alice.get("/v1/events").text + alice.get(f"{hook.headers['Location']}/deliveries").text
    assert carried.count("case.") == told.count('"case.') == 4
    assert carried.count("face_session.") == told.count('"face_session.') > 1
    assert carried.count("employer.") == told.count('"employer.') > 1
    for what, value in (PLANTED | {"link": link, "token": token}).items():
        assert value not in carried + told, what
        assert json.dumps(value)[1:-1] not in carried + told, what
    broken = Site(alice.client, "", PLANTED["api key"])
    errors = [
        alice.post("/v1/cases", json=question | {"reference": None}, headers=key),
        alice.post("/v1/cases", json=question | {PLANTED["name"]: PLANTED["name"]}),
        alice.post(
            "/v1/cases", json={**question, "account_type": PLANTED["name"], "declared": PLANTED["code"]}
        ),
        alice.post("/v1/cases", data=json.dumps(question)[:-1], content_type="application/json"),
        alice.post(
            f"{alice.open_case()}/evidence", data=upload(PLANTED["name"].encode(), PLANTED["file name"])
        ),
        alice.get(f"/v1/cases?cursor={PLANTED['query']}"),
        alice.get(f"/v1/{PLANTED['path']}?q={PLANTED['query']}"),
        alice.get(f"/v1/cases/{PLANTED['path']}"),
        broken.get("/v1/cases"),
        alice.post("/v1/webhooks", json={"url": f"http://{PLANTED['webhook path']}/"}),
        alice.post("/v1/keys", json={"name": PLANTED["key name"], "scopes": [PLANTED["query"]]}),
        alice.get(f"/v1/events?type={PLANTED['query']}"),
        alice.send("PATCH", hook.headers["Location"], json={"url": PLANTED["webhook path"]}),
        *misuse_faces(alice),
        *misuse_the_gate(alice),
    ]
    PLANTED_LATER.update(
        {"secret": hook.json["secret"], "made key": made.json["key"], "link": link, "token": token}
    )
    monkeypatch.setattr(usecases, "open_case", _fail_with_everything)
    errors.append(alice.post("/v1/cases", json=question, headers=new_key()))
    assert {response.status_code for response in errors} >= {400, 401, 404, 415, 422, 500}
    return [response.get_data(as_text=True) + str(response.headers) for response in errors]


PLANTED_LATER: dict[str, str] = {}


def use_faces(alice: Site) -> str:
    """A recruiter asked, another way chosen, a person's word; returns the token of one more link."""
    recruiter = alice.add_recruiter(PLANTED["recruiter"])
    selfie = upload(photo(), PLANTED["selfie name"] + ".jpg", kind="selfie")
    assert alice.post(f"{recruiter}/portraits", data=selfie).status_code == 201
    session, asked = (alice.ask_face(recruiter, headers=new_key()) for _ in range(2))
    place = alice.choose_other_way(session)
    review = {"outcome": "rejected", "reviewer": PLANTED["reviewer"], "reason": PLANTED["review"]}
    assert PLANTED["review"] in alice.post(f"{place}/review", json=review, headers=new_key()).text
    assert PLANTED["recruiter"] in alice.get(f"/v1/recruiters?reference={PLANTED['recruiter']}").text
    alice.get(f"/face/{alice.token(asked)}")
    alice.get(f"/face/{alice.token(asked)}/nothing")
    return alice.token(asked)


def misuse_faces(alice: Site) -> list[TestResponse]:
    (known,) = alice.get(f"/v1/recruiters?reference={PLANTED['recruiter']}").json["items"]
    recruiter = f"/v1/recruiters/{known['id']}"
    (session,) = alice.get("/v1/face-sessions?state=rejected").json["items"]
    review = {"outcome": "rejected", "reviewer": PLANTED["reviewer"], "reason": PLANTED["review"]}
    selfie = upload(PLANTED["name"].encode(), PLANTED["selfie name"], kind="selfie")
    return [
        alice.post("/v1/recruiters", json={"reference": PLANTED["recruiter"]}),
        alice.post("/v1/recruiters", json={"reference": 1, "case_id": PLANTED["recruiter"]}),
        alice.post(f"{recruiter}/portraits", data=selfie),
        alice.ask_face(recruiter, PLANTED["query"]),
        alice.ask_face(recruiter, "reauthenticate"),
        alice.get(f"/v1/face-sessions?recruiter_id={PLANTED['query']}"),
        alice.post(f"/v1/face-sessions/{session['id']}/review", json=review),
        alice.post(f"/v1/face-sessions/{session['id']}/review", json=review | {"outcome": PLANTED["query"]}),
        alice.get(f"/v1/face-sessions/{session['id']}/frames/{PLANTED['path']}/{PLANTED['query']}"),
    ]


PLANTED_JOB = {
    "title": PLANTED["job title"],
    "text": PLANTED["job text"],
    "industry": PLANTED["job title"],
    "place": PLANTED["job place"],
}
PLANTED_WORD = {"reviewer": PLANTED["reviewer"], "words": PLANTED["review"]}
PLANTED_BLOCK = {
    "kind": "phone",
    "value": PLANTED["blocked phone"],
    "reason": "forged_licence",
    "until": "2100-01-01T00:00:00Z",
    "reviewer": PLANTED["reviewer"],
}


def use_the_gate(alice: Site) -> str:
    """A posting allowed and used, its employer stopped, appealed and listed; returns the permit's token."""
    recruiter = alice.add_recruiter(f"{PLANTED['recruiter']}-2")
    alice.film(alice.agree(alice.asked_session(recruiter)))
    employer = alice.verified_employer(PLANTED["employer"])
    alice.post(f"{employer}/recruiters", json={"recruiter_id": recruiter.rpartition("/")[2]})
    permit = alice.post("/v1/posting-permits", json=planted_wish(employer, recruiter), headers=new_key())
    place = permit.headers["Location"]
    use = {"job": PLANTED_JOB, "device": PLANTED["device"]}
    assert alice.post(f"{place}/redemption", json=use).status_code == 201
    assert alice.post(f"{place}/text-clearance", json=PLANTED_WORD).status_code == 201
    assert alice.post(f"{employer}/stop", json=PLANTED_WORD | {"state": "suspended"}).status_code == 201
    assert alice.post(f"{employer}/appeal", json={"words": PLANTED["appeal"]}).status_code == 201
    block = alice.post("/v1/blocks", json=PLANTED_BLOCK)
    assert alice.post(f"{block.headers['Location']}/lifting", json=PLANTED_WORD).status_code == 201
    assert PLANTED["appeal"] in alice.get(f"{employer}/timeline").text
    refused = alice.post("/v1/posting-permits", json=planted_wish(employer, recruiter))
    assert refused.json["answer"] == "deny"
    for what in ("job title", "job text", "job place", "device", "network", "blocked phone"):
        assert PLANTED[what] not in permit.text + refused.text + alice.get(place).text + block.text, what
    token: str = permit.json["token"]
    return token


def planted_wish(employer: str, recruiter: str) -> dict[str, Any]:
    return {
        "employer_id": employer.rpartition("/")[2],
        "recruiter_id": recruiter.rpartition("/")[2],
        "job": PLANTED_JOB,
        "device": PLANTED["device"],
        "network": PLANTED["network"],
    }


def misuse_the_gate(alice: Site) -> list[TestResponse]:
    (employer,) = alice.get(f"/v1/employers?reference={PLANTED['employer']}").json["items"]
    (block,) = alice.get("/v1/blocks").json["items"]
    wish = planted_wish(employer["id"], PLANTED["recruiter"])
    spent = alice.get(f"{employer['url']}/timeline").json["items"]
    (permit,) = (line["about"] for line in spent if line["what"] == "text_cleared")
    return [
        alice.post("/v1/posting-permits", json=wish),
        alice.post("/v1/posting-permits", json=wish | {"job": PLANTED["job text"]}),
        alice.post(f"/v1/posting-permits/{permit}/redemption", json={"job": PLANTED_JOB}),
        alice.post(f"/v1/posting-permits/{permit}/redemption", json={"device": PLANTED["network"]}),
        alice.post("/v1/employers", json={"reference": PLANTED["employer"], "account_type": "hr_agency"}),
        alice.post(f"{employer['url']}/stop", json=PLANTED_WORD | {"state": PLANTED["query"]}),
        alice.post(f"{employer['url']}/reopening", json={"ground": PLANTED["appeal"]}),
        alice.post("/v1/blocks", json=PLANTED_BLOCK | {"reason": PLANTED["review"]}),
        alice.post(f"{block['url']}/upholding", json=PLANTED_WORD),
        alice.get(f"/v1/employers?cursor={PLANTED['query']}"),
    ]


def carry_everything(ports: Ports) -> str:
    """Have a courier attempt what is due; all that it sent, headers and bodies."""
    sender = FakeSender()
    courier = Courier(ports, sender, lambda: 0.0)
    while courier.round() or courier.busy:
        courier.pause()
    return "".join(f"{headers}{body.decode()}" for _, headers, body in sender.sent)


def _fail_with_everything(*_: Any, **__: Any) -> None:
    try:
        PLANTED[PLANTED["name"]]
    except KeyError as error:
        raise RuntimeError(str(PLANTED)) from error


def test_nothing_that_was_sent_is_logged_or_answered_in_an_error(
    alice: Site, ports: Ports, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = everything(alice, ports, monkeypatch)
    written = logged.getvalue()
    assert written.count("request_served") > 10
    assert "request_failed" in written
    for what, value in (PLANTED | PLANTED_LATER | {"the real key": alice.key or ""}).items():
        for spelling in spellings(value):
            assert spelling not in written.encode(), what
            assert not any(spelling in error.encode() for error in errors), what
    assert photo()[:64].hex() not in written
    assert repr(photo()[:16])[2:-1] not in written


def test_log_lines_are_json_with_a_static_event(alice: Site, logged: io.StringIO) -> None:
    alice.get("/v1/cases")
    (line,) = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert line["event"] == "request_served"
    assert line["route"] == "/v1/cases"
    assert line["tenant_id"] == alice.tenant_id
    assert line["request_id"].startswith("req_")
    assert (line["status"], line["level"]) == (200, "info")
    assert line["timestamp"].endswith("Z")


def test_an_exception_is_logged_with_its_type_and_place(
    alice: Site, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecases, "list_cases", _fail_with_everything)
    alice.get("/v1/cases")
    failed = json.loads(logged.getvalue().splitlines()[0])
    assert failed["exception"] == "RuntimeError"
    assert failed["at"][-1].startswith("tests/contract/test_api_secrecy.py:")
    assert failed["at"][-1].endswith(":_fail_with_everything")


def test_a_value_that_is_no_identifier_is_withheld(logged: io.StringIO) -> None:
    structlog.get_logger("verifier.test").info(
        "tried", name="李绝密", words="two words", ids=["evd_1", "李"], n=3
    )
    line = json.loads(logged.getvalue())
    assert (line["name"], line["words"], line["ids"], line["n"]) == (
        "withheld",
        "withheld",
        ["evd_1", "withheld"],
        3,
    )


def test_other_libraries_lose_their_tracebacks(logged: io.StringIO) -> None:
    try:
        int(PLANTED["name"])
    except ValueError:
        logging.getLogger("somebody.else").exception("It broke")
    line = json.loads(logged.getvalue())
    assert (line["event"], line["exception"]) == ("It broke", "ValueError")
    assert PLANTED["name"] not in logged.getvalue()


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    for folder in ("verifier", "workers", "models"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    if isinstance(owner, ast.Name) and owner.id in ("log", "logger", "_log"):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_event_of_ours_is_static_snake_case() -> None:
    calls = [
        (place, call)
        for place, call in log_calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr != "bind"
    ]
    assert len(calls) > 3
    for place, call in calls:
        (event,) = call.args
        assert isinstance(event, ast.Constant), place
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", str(event.value)), place
