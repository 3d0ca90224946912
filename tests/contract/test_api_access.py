"""Alice owns, Bob is another site, Charlie shows no valid key: tried on every endpoint there is.

The rows are held against the app's URL map, so that an endpoint without a row fails the suite.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from flask_smorest.spec.plugins import FlaskPlugin
from werkzeug.test import TestResponse

from tests.sites import ABSENT_CASE, ABSENT_EVIDENCE, JOB, QUESTION, THUMBNAIL, Site, photo, upload
from tests.visitors import BY_LINK, PAGE_FILES
from verifier import usecases
from verifier.domain.api_key import Scope
from verifier.usecases.ports import Ports

# Endpoints that everybody may ask. None shows anything of any tenant.
PUBLIC = {
    "GET /",
    "GET /.well-known/jwks.json",
    "GET /assets/<path:filename>",
    "GET /healthz",
    "GET /readyz",
    "GET /v1/docs",
    "GET /v1/docs/assets/<name>",
    "GET /v1/openapi.json",
    "GET /v1/problems",
}


HOOK = "https://jobs.example/hook"
ABSENT_WEBHOOK = f"/v1/webhooks/whk_{'0' * 26}"
ABSENT_DELIVERY = f"/v1/deliveries/dlv_{'0' * 26}"
ABSENT_KEY = f"/v1/keys/key_{'0' * 26}"
ABSENT_RECRUITER = f"/v1/recruiters/rec_{'0' * 26}"
ABSENT_SESSION = f"/v1/face-sessions/fcs_{'0' * 26}"
ABSENT_PERMIT = f"/v1/posting-permits/pmt_{'0' * 26}"
ABSENT_EMPLOYER = f"/v1/employers/emp_{'0' * 26}"
ABSENT_BLOCK = f"/v1/blocks/blk_{'0' * 26}"
WISH = {"employer_id": f"emp_{'0' * 26}", "recruiter_id": f"rec_{'0' * 26}", "job": JOB}
EMPLOYER = {"reference": "new", "account_type": "direct_employer"}
WORD = {"reviewer": "reviewer-12", "words": "Looked at."}
STOP = WORD | {"state": "suspended"}
WHY = {"reason": "forged_licence", "until": "2100-01-01T00:00:00Z", "reviewer": "reviewer-12"}
BLOCK = WHY | {"kind": "phone", "value": "13900001111"}
REVIEW = {"outcome": "rejected", "reviewer": "reviewer-12", "reason": "Nobody came to the call."}


@dataclass(frozen=True)
class Row:
    """How to ask an endpoint for something of Alice's; `absent` is the same for what is nobody's."""

    status: int  # for Alice
    path: Callable[[Site], str]
    absent: str | None = None
    body: Callable[[], dict[str, Any]] = field(default=dict)


def evidence_address(alice: Site) -> str:
    return alice.add_photo(alice.open_case()).headers["Location"]


def picture_address(alice: Site) -> str:
    case = alice.submitted_case()
    alice.read(case, pictures=(THUMBNAIL,))
    address: str = alice.get(case).json["pictures"][0]["content"]
    return address


def ready_case(alice: Site) -> str:
    case = alice.open_case()
    alice.add_photo(case)
    return case


ROWS = {
    "POST /v1/cases": Row(201, lambda _: "/v1/cases", body=lambda: {"json": QUESTION}),
    "GET /v1/cases": Row(200, lambda _: "/v1/cases"),
    "GET /v1/cases/<case_id>": Row(200, Site.open_case, f"/v1/cases/{ABSENT_CASE}"),
    "POST /v1/cases/<case_id>/evidence": Row(
        201,
        lambda alice: f"{alice.open_case()}/evidence",
        f"/v1/cases/{ABSENT_CASE}/evidence",
        lambda: {"data": upload(photo())},
    ),
    "POST /v1/cases/<case_id>/submission": Row(
        202, lambda alice: f"{ready_case(alice)}/submission", f"/v1/cases/{ABSENT_CASE}/submission"
    ),
    "GET /v1/evidence/<evidence_id>/content": Row(
        200, evidence_address, f"/v1/evidence/{ABSENT_EVIDENCE}/content"
    ),
    "GET /v1/evidence/<evidence_id>/pictures/<kind>": Row(
        200, picture_address, f"/v1/evidence/{ABSENT_EVIDENCE}/pictures/thumbnail"
    ),
}


def webhook_address(alice: Site) -> str:
    return alice.post("/v1/webhooks", json={"url": HOOK}).headers["Location"]


def delivery_address(alice: Site) -> str:
    return alice.post(f"{webhook_address(alice)}/test").headers["Location"]


def key_address(alice: Site) -> str:
    return alice.post("/v1/keys", json={"name": "x", "scopes": ["keys:write"]}).headers["Location"]


ROWS |= {
    "GET /v1/events": Row(200, lambda _: "/v1/events"),
    "GET /v1/webhooks": Row(200, lambda _: "/v1/webhooks"),
    "POST /v1/webhooks": Row(201, lambda _: "/v1/webhooks", body=lambda: {"json": {"url": HOOK}}),
    "GET /v1/webhooks/<webhook_id>": Row(200, webhook_address, ABSENT_WEBHOOK),
    "PATCH /v1/webhooks/<webhook_id>": Row(
        200, webhook_address, ABSENT_WEBHOOK, lambda: {"json": {"enabled": False}}
    ),
    "DELETE /v1/webhooks/<webhook_id>": Row(204, webhook_address, ABSENT_WEBHOOK),
    "POST /v1/webhooks/<webhook_id>/rotation": Row(
        201, lambda alice: f"{webhook_address(alice)}/rotation", f"{ABSENT_WEBHOOK}/rotation"
    ),
    "POST /v1/webhooks/<webhook_id>/test": Row(
        202, lambda alice: f"{webhook_address(alice)}/test", f"{ABSENT_WEBHOOK}/test"
    ),
    "GET /v1/webhooks/<webhook_id>/deliveries": Row(
        200, lambda alice: f"{webhook_address(alice)}/deliveries", f"{ABSENT_WEBHOOK}/deliveries"
    ),
    "GET /v1/deliveries/<delivery_id>": Row(200, delivery_address, ABSENT_DELIVERY),
    "POST /v1/deliveries/<delivery_id>/replay": Row(
        202, lambda alice: f"{delivery_address(alice)}/replay", f"{ABSENT_DELIVERY}/replay"
    ),
    "GET /v1/keys": Row(200, lambda _: "/v1/keys"),
    "POST /v1/keys": Row(
        201, lambda _: "/v1/keys", body=lambda: {"json": {"name": "x", "scopes": ["keys:write"]}}
    ),
    "GET /v1/keys/<key_id>": Row(200, key_address, ABSENT_KEY),
    "DELETE /v1/keys/<key_id>": Row(204, key_address, ABSENT_KEY),
    "POST /v1/keys/<key_id>/rotation": Row(
        201, lambda alice: f"{key_address(alice)}/rotation", f"{ABSENT_KEY}/rotation", lambda: {"json": {}}
    ),
}


def session_address(alice: Site) -> str:
    return alice.asked_session().headers["Location"]


def frame_address(alice: Site) -> str:
    session = alice.get(alice.session_in_review()).json
    address: str = session["frames"][0]["content"]
    return address


def session_to_review(alice: Site) -> str:
    return f"{alice.choose_other_way(alice.asked_session())}/review"


def recruiter_with_selfie(alice: Site) -> str:
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    return recruiter


ROWS |= {
    "POST /v1/recruiters": Row(201, lambda _: "/v1/recruiters", body=lambda: {"json": {"reference": "new"}}),
    "GET /v1/recruiters": Row(200, lambda _: "/v1/recruiters?reference=account-4711-2"),
    "GET /v1/recruiters/<recruiter_id>": Row(200, Site.add_recruiter, ABSENT_RECRUITER),
    "POST /v1/recruiters/<recruiter_id>/portraits": Row(
        201,
        lambda alice: f"{alice.add_recruiter()}/portraits",
        f"{ABSENT_RECRUITER}/portraits",
        lambda: {"data": upload(photo(), kind="selfie")},
    ),
    "DELETE /v1/recruiters/<recruiter_id>/face": Row(
        204, lambda alice: f"{alice.add_recruiter()}/face", f"{ABSENT_RECRUITER}/face"
    ),
    "POST /v1/recruiters/<recruiter_id>/face-sessions": Row(
        201,
        lambda alice: f"{recruiter_with_selfie(alice)}/face-sessions",
        f"{ABSENT_RECRUITER}/face-sessions",
        lambda: {"json": {"purpose": "enrol"}},
    ),
    "GET /v1/face-sessions": Row(200, lambda _: "/v1/face-sessions"),
    "GET /v1/face-sessions/<session_id>": Row(200, session_address, ABSENT_SESSION),
    "GET /v1/face-sessions/<session_id>/frames/<attempt_id>/<at>": Row(
        200, frame_address, f"{ABSENT_SESSION}/frames/fat_{'0' * 26}/0"
    ),
    "POST /v1/face-sessions/<session_id>/review": Row(
        201, session_to_review, f"{ABSENT_SESSION}/review", lambda: {"json": REVIEW}
    ),
}


def permit_address(alice: Site) -> str:
    return alice.permit().headers["Location"]


def membership_address(alice: Site) -> str:
    wish = alice.wish()
    return f"/v1/employers/{wish['employer_id']}/recruiters/{wish['recruiter_id']}"


def stopped_employer(alice: Site) -> str:
    employer = alice.verified_employer()
    assert alice.post(f"{employer}/stop", json=STOP).status_code == 201
    return employer


def block_address(alice: Site) -> str:
    return alice.post("/v1/blocks", json=BLOCK).headers["Location"]


JOINER: dict[str, str] = {}  # of the address that was made last: who joins is named in the body


def joining_address(alice: Site) -> str:
    JOINER["recruiter_id"] = alice.add_recruiter().rpartition("/")[2]
    return f"{alice.open_employer()}/recruiters"


# A wish for an employer that is nobody's is answered, and the answer is no: so these have no `absent`.
ROWS |= {
    "POST /v1/posting-permits": Row(201, lambda _: "/v1/posting-permits", body=lambda: {"json": WISH}),
    "GET /v1/posting-permits/<permit_id>": Row(200, permit_address, ABSENT_PERMIT),
    "DELETE /v1/posting-permits/<permit_id>": Row(204, permit_address, ABSENT_PERMIT),
    "POST /v1/posting-permits/<permit_id>/redemption": Row(
        201,
        lambda alice: f"{permit_address(alice)}/redemption",
        f"{ABSENT_PERMIT}/redemption",
        lambda: {"json": {}},
    ),
    "POST /v1/posting-permits/<permit_id>/text-clearance": Row(
        201,
        lambda alice: f"{permit_address(alice)}/text-clearance",
        f"{ABSENT_PERMIT}/text-clearance",
        lambda: {"json": WORD},
    ),
    "POST /v1/employers": Row(201, lambda _: "/v1/employers", body=lambda: {"json": EMPLOYER}),
    "GET /v1/employers": Row(200, lambda _: "/v1/employers"),
    "GET /v1/employers/<employer_id>": Row(200, Site.open_employer, ABSENT_EMPLOYER),
    "GET /v1/employers/<employer_id>/timeline": Row(
        200, lambda alice: f"{alice.open_employer()}/timeline", f"{ABSENT_EMPLOYER}/timeline"
    ),
    "GET /v1/employers/<employer_id>/links": Row(
        200, lambda alice: f"{alice.open_employer()}/links", f"{ABSENT_EMPLOYER}/links"
    ),
    "POST /v1/employers/<employer_id>/recruiters": Row(
        201, joining_address, f"{ABSENT_EMPLOYER}/recruiters", lambda: {"json": dict(JOINER)}
    ),
    "DELETE /v1/employers/<employer_id>/recruiters/<recruiter_id>": Row(
        204, membership_address, f"{ABSENT_EMPLOYER}/recruiters/rec_{'0' * 26}"
    ),
    "POST /v1/employers/<employer_id>/stop": Row(
        201, lambda alice: f"{alice.open_employer()}/stop", f"{ABSENT_EMPLOYER}/stop", lambda: {"json": STOP}
    ),
    "POST /v1/employers/<employer_id>/restoration": Row(
        201,
        lambda alice: f"{stopped_employer(alice)}/restoration",
        f"{ABSENT_EMPLOYER}/restoration",
        lambda: {"json": WORD},
    ),
    "POST /v1/employers/<employer_id>/reopening": Row(
        201,
        lambda alice: f"{alice.verified_employer()}/reopening",
        f"{ABSENT_EMPLOYER}/reopening",
        lambda: {"json": {"ground": "complaint"}},
    ),
    "POST /v1/employers/<employer_id>/appeal": Row(
        201,
        lambda alice: f"{stopped_employer(alice)}/appeal",
        f"{ABSENT_EMPLOYER}/appeal",
        lambda: {"json": {"words": "It was not us."}},
    ),
    "POST /v1/employers/<employer_id>/links-clearance": Row(
        201,
        lambda alice: f"{alice.open_employer()}/links-clearance",
        f"{ABSENT_EMPLOYER}/links-clearance",
        lambda: {"json": WORD},
    ),
    "POST /v1/employers/<employer_id>/blocks": Row(
        201,
        lambda alice: f"{alice.verified_employer()}/blocks",
        f"{ABSENT_EMPLOYER}/blocks",
        lambda: {"json": WHY},
    ),
    "POST /v1/blocks": Row(201, lambda _: "/v1/blocks", body=lambda: {"json": BLOCK}),
    "GET /v1/blocks": Row(200, lambda _: "/v1/blocks"),
    "GET /v1/blocks/<block_id>": Row(200, block_address, ABSENT_BLOCK),
    "POST /v1/blocks/<block_id>/appeal": Row(
        201, lambda alice: f"{block_address(alice)}/appeal", f"{ABSENT_BLOCK}/appeal"
    ),
    "POST /v1/blocks/<block_id>/lifting": Row(
        201,
        lambda alice: f"{block_address(alice)}/lifting",
        f"{ABSENT_BLOCK}/lifting",
        lambda: {"json": WORD},
    ),
    "POST /v1/blocks/<block_id>/upholding": Row(
        201,
        lambda alice: f"{block_address(alice)}/upholding",
        f"{ABSENT_BLOCK}/upholding",
        lambda: {"json": WORD},
    ),
}


def decided_case(alice: Site) -> str:
    case = alice.submitted_case()
    alice.read(case)
    return case


ROWS |= {
    f"{verb} {path}/personal-data": Row(
        200, lambda alice, make=make: f"{make(alice)}/personal-data", f"{absent}/personal-data"
    )
    for verb in ("GET", "DELETE")
    for path, make, absent in (
        ("/v1/cases/<case_id>", decided_case, f"/v1/cases/{ABSENT_CASE}"),
        ("/v1/recruiters/<recruiter_id>", recruiter_with_selfie, ABSENT_RECRUITER),
        ("/v1/employers/<employer_id>", Site.verified_employer, ABSENT_EMPLOYER),
    )
}
OWNED = {name: row for name, row in ROWS.items() if row.absent}


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def endpoints(app: Flask) -> set[str]:
    return {
        f"{verb} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def method(name: str) -> str:
    return name.partition(" ")[0]


def ask(name: str, who: Site, path: str) -> TestResponse:
    return who.send(method(name), path, **ROWS[name].body())


def without_request_id(response: TestResponse) -> dict[str, Any]:
    return {name: value for name, value in response.json.items() if name != "request_id"}


def test_every_endpoint_has_a_row_here(app: Flask) -> None:
    assert endpoints(app) == PUBLIC | PAGE_FILES | BY_LINK | set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_alice_gets_what_is_hers(name: str, alice: Site) -> None:
    assert ask(name, alice, ROWS[name].path(alice)).status_code == ROWS[name].status


@pytest.mark.parametrize("name", OWNED)
def test_bob_cannot_tell_what_is_alices_from_what_is_nobodys(name: str, alice: Site, bob: Site) -> None:
    hers = ask(name, bob, ROWS[name].path(alice))
    nobodys = ask(name, bob, ROWS[name].absent or "")
    assert hers.status_code == 404
    assert without_request_id(hers) == without_request_id(nobodys)
    assert set(hers.headers.keys()) == set(nobodys.headers.keys())


@pytest.mark.parametrize("name", ROWS)
def test_a_key_with_every_scope_but_one_is_told_which_one_it_lacks(
    name: str, alice: Site, document: dict[str, Any]
) -> None:
    scope = scope_of(name, document)
    path = ROWS[name].path(alice)
    weak = replace(alice, key=key_with(alice, *(other for other in Scope if other is not scope)))
    refused = ask(name, weak, path)
    assert (refused.status_code, refused.json["code"]) == (403, "insufficient_scope")
    assert f"`{scope}`" in refused.json["detail"]
    granted = ask(name, replace(alice, key=key_with(alice, scope)), path)
    assert granted.status_code == ROWS[name].status


def scope_of(name: str, document: dict[str, Any]) -> Scope:
    path = FlaskPlugin.flaskpath2openapi(name.partition(" ")[2])
    ((scope,),) = document["paths"][path][method(name).lower()]["security"][0].values()
    return Scope(scope)


def key_with(alice: Site, *scopes: Scope) -> str:
    assert alice.ports is not None
    return usecases.create_key(alice.ports, alice.tenant_id, "weak", scopes=scopes)[1]


def test_scopes_are_checked_before_an_idempotency_key_gives_an_answer_again(alice: Site) -> None:
    key = {"Idempotency-Key": "the-same"}
    first = alice.post("/v1/webhooks", json={"url": HOOK}, headers=key)
    weak = replace(alice, key=key_with(alice, Scope.CASES_READ))
    assert first.status_code == 201
    assert weak.post("/v1/webhooks", json={"url": HOOK}, headers=key).status_code == 403


def test_bob_changes_nothing_of_alices(alice: Site, bob: Site) -> None:
    case = ready_case(alice)
    before = alice.get(case).json
    bob.add_photo(case)
    bob.submit(case)
    assert alice.get(case).json == before


def test_bob_does_not_find_alices_cases_in_his_list(alice: Site, bob: Site) -> None:
    hers = alice.open_case()
    his = bob.open_case()
    assert [item["url"] for item in bob.get("/v1/cases").json["items"]] == [his]
    cursor = hers.rpartition("/")[2]
    assert all(item["url"] == his for item in bob.get(f"/v1/cases?cursor={cursor}").json["items"])


def test_bobs_idempotency_key_is_not_alices(alice: Site, bob: Site) -> None:
    key = {"Idempotency-Key": "the-same"}
    hers = alice.post("/v1/cases", json=QUESTION, headers=key)
    his = bob.post("/v1/cases", json=QUESTION, headers=key)
    assert (hers.status_code, his.status_code) == (201, 201)
    assert hers.json["id"] != his.json["id"]


def test_bob_does_not_find_alices_recruiters_and_sessions_in_his_lists(alice: Site, bob: Site) -> None:
    hers = alice.asked_session().json
    assert bob.get("/v1/recruiters?reference=account-4711-2").json["items"] == []
    assert bob.get("/v1/face-sessions").json["items"] == []
    assert bob.get(f"/v1/face-sessions?recruiter_id={hers['recruiter_id']}").json["items"] == []
    his = bob.asked_session().json["id"]
    assert [item["id"] for item in bob.get("/v1/face-sessions").json["items"]] == [his]
    after = bob.get(f"/v1/face-sessions?cursor={hers['id']}").json["items"]
    assert {item["id"] for item in after} <= {his}


def test_bob_takes_no_face_and_decides_no_session_of_alices(alice: Site, bob: Site) -> None:
    session = alice.choose_other_way(alice.asked_session())
    recruiter = f"/v1/recruiters/{alice.get(session).json['recruiter_id']}"
    before = (alice.get(session).json, alice.get(recruiter).json)
    bob.send("DELETE", f"{recruiter}/face")
    bob.add_portrait(recruiter, "identity_document")
    bob.ask_face(recruiter)
    bob.post(f"{session}/review", json=REVIEW)
    assert (alice.get(session).json, alice.get(recruiter).json) == before
    assert len(alice.get("/v1/face-sessions").json["items"]) == 1


def test_bob_does_not_find_alices_employers_and_blocks_in_his_lists(alice: Site, bob: Site) -> None:
    hers = alice.open_employer("the-same")
    block = block_address(alice).rpartition("/")[2]
    assert bob.get("/v1/employers?reference=the-same").json["items"] == []
    assert bob.get(f"/v1/employers?cursor=emp_{'z' * 26}").json["items"] == []
    assert bob.get("/v1/blocks").json["items"] == []
    his = bob.open_employer("the-same")
    assert his != hers
    assert [item["url"] for item in bob.get("/v1/employers").json["items"]] == [his]
    assert bob.get(f"/v1/blocks?cursor={block}").json["items"] == []


def test_bobs_wish_for_alices_employer_is_answered_as_one_for_nobodys(alice: Site, bob: Site) -> None:
    wish = alice.wish()
    hers, nobodys = (bob.post("/v1/posting-permits", json=body).json for body in (wish, WISH))
    changing = {"id", "url", "employer_id", "recruiter_id", "job_sha256"}
    assert hers["answer"] == "deny"
    assert {name: hers[name] for name in hers if name not in changing} == {
        name: nobodys[name] for name in nobodys if name not in changing
    }


def test_bobs_recruiter_does_not_join_alices_employer(alice: Site, bob: Site) -> None:
    employer = alice.open_employer()
    his = bob.add_recruiter().rpartition("/")[2]
    assert alice.post(f"{employer}/recruiters", json={"recruiter_id": his}).status_code == 404
    assert alice.get(employer).json["recruiters"] == []


def test_bob_opens_no_case_for_alices_employer(alice: Site, bob: Site) -> None:
    employer = alice.open_employer()
    question = QUESTION | {"employer_id": employer.rpartition("/")[2]}
    assert bob.post("/v1/cases", json=question).status_code == 404
    assert bob.get("/v1/cases").json["items"] == []
    assert alice.get(employer).json["cases"] == []


WRONG_AUTHORIZATIONS = {
    "none": None,
    "empty": "",
    "scheme only": "Bearer",
    "empty token": "Bearer ",
    "wrong key": "Bearer bf_wrong",
    "another scheme": "Basic YWxpY2U6YWxpY2U=",
    "two words": "Bearer one two",
    "not ASCII": "Bearer schlüssel",
    "very long": "Bearer " + "x" * 10_000,
}


@pytest.mark.parametrize("wrong", WRONG_AUTHORIZATIONS)
@pytest.mark.parametrize("name", ROWS)
def test_charlie_is_asked_for_a_key(name: str, wrong: str, alice: Site, charlie: Site) -> None:
    authorization = WRONG_AUTHORIZATIONS[wrong]
    headers = {} if authorization is None else {"Authorization": authorization}
    response = charlie.send(method(name), ROWS[name].path(alice), headers=headers, **ROWS[name].body())
    assert (response.status_code, response.json["code"]) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="bonafide"'


@pytest.mark.parametrize("name", ROWS)
def test_a_revoked_key_opens_nothing(name: str, alice: Site) -> None:
    assert alice.ports is not None
    path = ROWS[name].path(alice)
    key, secret = usecases.create_key(alice.ports, alice.tenant_id, "left", scopes=tuple(Scope))
    usecases.revoke_key(alice.ports, alice.tenant_id, key.id)
    response = ask(name, replace(alice, key=secret), path)
    assert (response.status_code, response.json["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("added", ["OPTIONS", "HEAD"])
def test_the_methods_that_flask_adds_need_a_key_too(added: str, alice: Site, charlie: Site) -> None:
    assert charlie.send(added, alice.open_case()).status_code == 401


def test_charlie_stores_nothing(alice: Site, charlie: Site, ports: Ports) -> None:
    case = alice.open_case()
    charlie.post("/v1/cases", json=QUESTION, headers={"Idempotency-Key": "k"})
    charlie.add_photo(case)
    charlie.submit(case)
    assert len(alice.get("/v1/cases").json["items"]) == 1
    assert alice.get(case).json["evidence"] == []


def test_the_scheme_is_taken_in_any_case(alice: Site, charlie: Site) -> None:
    response = charlie.get("/v1/cases", headers={"Authorization": f"bearer {alice.key}"})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "endpoint", sorted(PUBLIC - {"GET /assets/<path:filename>", "GET /v1/docs/assets/<name>"})
)
def test_public_endpoints_need_no_key_and_set_no_cookie(endpoint: str, charlie: Site) -> None:
    response = charlie.get(endpoint.split()[1])
    assert response.status_code in (200, 503)
    assert "Set-Cookie" not in response.headers


HOSTILE_IDENTIFIERS = [
    "%00",
    "case_%00",
    "..%2f..%2fetc",
    "case_0",
    "CASE_" + "0" * 26,
    "%F0%9F%98%80",
    "'--",
    "x" * 4000,
]


@pytest.mark.parametrize("identifier", HOSTILE_IDENTIFIERS)
def test_what_is_no_identifier_names_nothing(identifier: str, alice: Site) -> None:
    assert alice.get(f"/v1/cases/{identifier}").status_code == 404
    assert alice.get(f"/v1/evidence/{identifier}/content").status_code == 404
    assert alice.get(f"/v1/recruiters/{identifier}").status_code == 404
    assert alice.get(f"/v1/face-sessions/{identifier}").status_code == 404
    assert alice.get(f"{ABSENT_SESSION}/frames/{identifier}/0").status_code == 404
    assert alice.get(f"/v1/posting-permits/{identifier}").status_code == 404
    assert alice.get(f"/v1/employers/{identifier}").status_code == 404
    assert alice.get(f"/v1/blocks/{identifier}").status_code == 404


@pytest.mark.parametrize("at", ["-1", "1.0", "01", "%EF%BC%91", "x", "1e3", "9" * 8, "9" * 5000, "%00", "+1"])
def test_what_is_no_time_in_a_film_names_no_frame(at: str, alice: Site) -> None:
    address = frame_address(alice)
    assert alice.get(address).status_code == 200
    response = alice.get(f"{address.rpartition('/')[0]}/{at}")
    assert (response.status_code, response.json["code"]) == (404, "not_found")
