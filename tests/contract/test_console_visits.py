"""Field visits over the console: a reviewer's order, what an agent's page sends, and what is refused."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.colleagues import OWN_PAGE, Browser, at_desk, joined
from tests.visit_acts import Field, field, photograph
from verifier.app import create_app
from verifier.domain.staff import Role
from verifier.domain.visit import Visit
from verifier.settings import Settings

PROBLEM = "application/problem+json"
AT = "2026-05-04T03:10:00+00:00"
ORDER = {
    "reason": "The address is shared.",
    "address": "杭州市样本路 1 号",
    "coordinates": "30.28745，120.15358",
    "datum": "gcj02",
    "starts_at": "2026-05-06T10:00",
    "ends_at": "2026-05-06T12:00",
}
PHOTO = {
    "id": "00000000-0000-0000-0000-000000000001",
    "item": "entrance_sign",
    "number": "1",
    "taken_at": AT,
    "sent_at": AT,
    "latitude": "30.28745",
    "longitude": "120.15358",
    "accuracy": "15",
}


class Desk:
    """A site's visits with a browser of a reviewer and one of the agent."""

    def __init__(self, place: Field, app: Any) -> None:
        self.place = place
        self.agent = at_desk(app, place.agent)
        self.reviewer = at_desk(app, joined(place.world, "lin", Role.REVIEWER))
        self.token = self.agent.form_token()

    def sends(self, visit: Visit, path: str, fields: dict[str, Any]) -> TestResponse:
        """As the page's script sends."""
        return self.agent.client.post(
            f"/console/visits/{visit.proof_id}/{path}",
            data={"form_token": self.token, **fields},
            content_type="multipart/form-data",
            headers={**OWN_PAGE, "Accept": PROBLEM},
        )

    def photo(self, visit: Visit, **more: Any) -> TestResponse:
        file = (io.BytesIO(photograph(1)), "photo.jpg")
        fields = {**PHOTO, "nonce": visit.nonce, "photo": file, **more}
        return self.sends(visit, "photos", {name: one for name, one in fields.items() if one is not None})


@pytest.fixture(scope="module")
def whole_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(tmp_path_factory.mktemp("visits")))
        place = field()
        yield Desk(place, create_app(Settings.from_env(), place.ports))


@pytest.fixture
def desk(whole_desk: Desk) -> Iterator[Desk]:
    first = whole_desk.place.store._state
    yield whole_desk
    whole_desk.place.store._state = first


def ordered(desk: Desk, browser: Browser, **more: str) -> tuple[TestResponse, Any]:
    case = desk.place.firm("firm")
    fields = {**ORDER, "agent": desk.place.member.id, **more}
    response = browser.post(f"/console/cases/{case.id}/visit", **fields)
    with desk.place.ports.view() as tx:
        return response, tx.visits.of_agent(desk.place.member.id, tenants=None, limit=9)


def test_a_reviewer_orders_a_visit_from_a_form(desk: Desk) -> None:
    response, (visit,) = ordered(desk, desk.reviewer)
    assert response.status_code == 303
    assert visit.registered is not None
    assert visit.registered.datum.value == "gcj02"
    assert (visit.registered.told.latitude, visit.registered.told.longitude) == (30.28745, 120.15358)
    assert visit.starts_at.isoformat() == "2026-05-06T02:00:00+00:00"  # China is eight hours ahead
    page = desk.reviewer.get(response.headers["Location"]).text
    assert f"/console/proofs/{visit.proof_id}" in page
    page = desk.reviewer.get(f"/console/proofs/{visit.proof_id}").text
    assert "尚未提交" in page


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("coordinates", "here"),
        ("coordinates", "95.0, 10.0"),
        ("coordinates", "1, 2, 3"),
        ("coordinates", "nan, nan"),
        ("datum", "moon"),
        ("starts_at", "tomorrow"),
        ("ends_at", "2026-05-05T10:00"),
        ("agent", "stf_nobody"),
        ("reason", ""),
        ("address", "x" * 501),
    ],
)
def test_a_form_that_says_nothing_useful_comes_back_with_what_was_typed(
    desk: Desk, name: str, text: str
) -> None:
    response, visits = ordered(desk, desk.reviewer, **{name: text})
    assert response.status_code == 422
    assert visits == ()
    if name != "reason":
        assert ORDER["reason"] in response.text
    assert "请改正标出的内容" in response.text


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({}, 204, None),
        ({"photo": None}, 422, "invalid_request"),
        ({"item": "cellar"}, 422, "invalid_request"),
        ({"number": "many"}, 422, "invalid_request"),
        ({"number": "nan"}, 422, "invalid_request"),
        ({"taken_at": "now"}, 422, "invalid_request"),
        ({"sent_at": "2026-05-04T03:10:00"}, 422, "invalid_request"),
        ({"latitude": "91"}, 422, "invalid_request"),
        ({"accuracy": "inf"}, 422, "invalid_request"),
        ({"no_place": "shy"}, 422, "invalid_request"),
        ({"no_place": "denied"}, 204, None),
        ({"nonce": "another"}, 422, "invalid_request"),
        ({"photo": (io.BytesIO(b"GIF89a"), "photo.jpg")}, 415, "unsupported_media_type"),
        ({"photo": (io.BytesIO(bytes(2_600_000)), "photo.jpg")}, 413, None),
        ({"form_token": "0" * 64}, 403, "form_outdated"),
    ],
)
def test_a_photograph_gets_what_it_deserves(
    desk: Desk, more: dict[str, Any], status: int, code: str | None
) -> None:
    visit = desk.place.ordered()
    response = desk.photo(visit, **more)
    assert response.status_code == status
    if code:
        assert response.mimetype == PROBLEM
        assert response.json is not None
        assert response.json["code"] == code
    assert len(desk.place.report(visit).photos) == (status == 204)


@pytest.mark.parametrize(
    "strokes",
    ["no json", "{}", "[[[1]]]", "[[[1, 2.5]]]", "[[[601, 1]]]", "[[]]", "[[[true, false]]]", "[" * 5000],
)
def test_a_signature_that_is_no_drawing_is_refused(desk: Desk, strokes: str) -> None:
    visit = desk.place.ordered()
    word = {"signer": "样本人", "role": "经理", "signed_at": AT, "report": "0" * 64, "strokes": strokes}
    assert desk.sends(visit, "countersignature", word).status_code == 422
    assert desk.sends(visit, "countersignature", {**word, "strokes": "[[[1, 2]]]"}).status_code == 204


def test_the_state_says_what_arrived_and_a_visit_is_sent_in_once(desk: Desk) -> None:
    visit = desk.place.ordered()
    assert desk.photo(visit).status_code == 204
    told = desk.agent.get(f"/console/visits/{visit.proof_id}/state").json
    assert told == {
        "form_token": desk.token,
        "submitted": False,
        "photos": [PHOTO["id"]],
        "answers": {},
        "by_firm": None,
    }
    early = {"photos": json.dumps([]), "report": desk.place.report(visit).digest}
    assert desk.sends(visit, "submit", early).status_code == 409
    whole = {**early, "photos": json.dumps([PHOTO["id"]])}
    answers = [desk.sends(visit, "submit", whole) for _ in range(2)]
    assert [one.json for one in answers] == [{"state": "review"}] * 2
    assert desk.photo(visit).status_code == 204  # as it was kept before
    late = desk.photo(visit, id="00000000-0000-0000-0000-000000000009")
    assert late.json is not None
    assert (late.status_code, late.json["code"]) == (409, "visit_over")


def test_photographs_are_shown_marked_and_every_look_is_recorded(desk: Desk) -> None:
    visit = desk.place.ordered()
    desk.photo(visit)
    address = f"/console/visit-photos/{visit.proof_id}/{PHOTO['id']}"
    shown = desk.reviewer.get(address)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.data != photograph(1)
    assert desk.agent.get(address).status_code == 403
    with desk.place.ports.view() as tx:
        told = tx.audit.of_subject(visit.tenant_id, visit.proof_id, limit=9)
    assert [entry.action for entry in told].count("visit.photo_seen") == 1
    assert {entry.actor_kind for entry in told if entry.action == "visit.photo_added"} == {"agent"}


def test_a_reviewer_changes_and_cancels_a_visit_at_its_page(desk: Desk) -> None:
    visit = desk.place.ordered()
    address = f"/console/proofs/{visit.proof_id}"
    other = joined(desk.place.world, "gao", Role.AGENT).member
    form = {"agent": other.id, "starts_at": "2026-05-06T14:00", "ends_at": "2026-05-06T15:00"}
    wrong = desk.reviewer.post(f"{address}/visit", **{**form, "ends_at": "2026-05-06T13:00"})
    assert wrong.status_code == 422
    assert 'value="2026-05-06T13:00"' in wrong.text
    assert "请改正标出的内容" in wrong.text
    assert desk.reviewer.post(f"{address}/visit", **form).status_code == 303
    assert 'value="2026-05-06T14:00"' in desk.reviewer.get(address).text
    gone = desk.sends(visit, "answers", {"item": "front_desk", "answer": "yes", "answered_at": AT})
    assert gone.status_code == 404
    assert desk.reviewer.post(f"{address}/visit", **{**form, "agent": visit.agent_id}).status_code == 303
    silent = desk.reviewer.post(f"{address}/visit/cancel", words=" ")
    assert silent.status_code == 422
    assert 'value="2026-05-06T14:00"' in silent.text
    assert desk.reviewer.post(f"{address}/visit/cancel", words="They moved.").status_code == 303
    late = desk.photo(visit)
    assert late.json is not None
    assert (late.status_code, late.json["code"]) == (409, "visit_cancelled")
    assert ">cancelled<" in desk.agent.get("/console/visits").text
    assert "/visit/cancel" not in desk.reviewer.get(address).text


def test_only_the_visits_page_may_use_the_camera_and_its_worker_may_fetch(desk: Desk) -> None:
    visit = desk.place.ordered()
    page = desk.agent.get(f"/console/visits/{visit.proof_id}")
    assert page.headers["Permissions-Policy"].startswith("camera=(self), geolocation=(self)")
    assert desk.agent.get("/console/visits").headers["Permissions-Policy"].startswith("camera=()")
    worker = desk.agent.get("/console/visits/visit-worker.js")
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
