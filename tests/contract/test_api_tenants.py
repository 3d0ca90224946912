"""Bob, who has a key, finds and changes nothing of Alice's; Charlie, who has none, leaves nothing."""

from tests.access.cases import ready_case
from tests.access.faces import REVIEW
from tests.access.gate import WISH, block_address
from tests.sites import QUESTION, Site


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


def test_charlie_stores_nothing(alice: Site, charlie: Site) -> None:
    case = alice.open_case()
    charlie.post("/v1/cases", json=QUESTION, headers={"Idempotency-Key": "k"})
    charlie.add_photo(case)
    charlie.submit(case)
    assert len(alice.get("/v1/cases").json["items"]) == 1
    assert alice.get(case).json["evidence"] == []
