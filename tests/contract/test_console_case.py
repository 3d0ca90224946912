"""The case page as a browser without scripts meets it: covered, revealed, decided, nothing typed lost."""

import hashlib
import io
import re
import tomllib
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image

from tests.acts import claimed, opened, submitted
from tests.case_files import PERSON, SIZE, as_shipped, full_case, jpeg
from tests.colleagues import Browser, Colleague, at_desk, joined
from tests.licences import licence
from tests.review_acts import Desk, broken, desk
from verifier import policies, usecases
from verifier.app import equip
from verifier.console.assets import FOLDER
from verifier.domain.case import Case
from verifier.domain.escalation import Verdict
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.reading import FieldName, Frame, Reading
from verifier.domain.review_policy import FourEyes, Viewing
from verifier.domain.staff import Role
from verifier.settings import POLICIES, Settings
from verifier.usecases import webhooks
from verifier.usecases.review.claims import claim
from verifier.usecases.review.notes import write_note
from verifier.usecases.review.reviewer import Reviewer


@pytest.fixture
def here() -> Desk:
    made = desk()
    review = replace(made.ports.review_policy, viewing=Viewing(100, 100, 100, 100))
    ports = replace(made.ports, policy=policies.load(POLICIES / "v1.toml"), review_policy=review)
    return replace(made, world=replace(made.world, ports=ports), ports=ports)


@pytest.fixture
def app(registered: Flask, settings: Settings, here: Desk) -> Flask:
    equip(registered, settings, here.ports)
    return registered


@pytest.fixture
def ling(here: Desk) -> Colleague:
    return joined(here.world)


def escalated(here: Desk) -> Case:
    """A case whose licence names somebody else than was declared, with a picture of its page."""
    case, (task_id,) = submitted(here.ports, here.tenant.id)
    taken = claimed(here.ports, task_id)
    body = replace(licence({"person": PERSON}), frame=Frame(*SIZE))
    reading = Reading(taken.evidence.id, taken.task.reader, "none", "0", 1, body)
    picture = Picture(PictureKind.PAGE, "image/jpeg", jpeg())
    assert usecases.record_reading(here.ports, taken, reading, [picture])
    return case


def evidence_id(here: Desk, case: Case) -> str:
    return usecases.read_case(here.ports, case.tenant_id, case.id).evidence[0].id


def address(case: Case, rest: str = "") -> str:
    return f"/console/cases/{case.id}{rest}"


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def rejects(own: Browser, case: Case, text: str, **more: str) -> dict[str, str]:
    """The fields of the form as somebody fills them in who rejects."""
    return {
        "version": hidden(text, "version"),
        "opened_at": hidden(text, "opened_at"),
        "verdict": "reject",
        "grounds_reject": "forged",
        "applicant_reject": "It does not hold.",
        "auditor": "The name is painted over.",
    } | more


def test_the_page_says_why_the_case_is_here_and_shows_nobody(app: Flask, here: Desk, ling: Colleague) -> None:
    case = escalated(here)
    text = at_desk(app, ling).get(address(case)).text
    assert "person_differs" in text
    assert 'data-row="person"' in text
    assert PERSON not in text
    assert case.declared.person not in text
    assert "order 700" in text.lower()  # the policy's words for where the check comes from
    assert re.search(r'class="marked|marked"', text)


def test_a_name_is_revealed_for_a_reason_and_to_nobody_else(app: Flask, here: Desk, ling: Colleague) -> None:
    case, own = escalated(here), at_desk(app, ling)
    done = own.post(address(case, "/reveal"), what="person", reason="call_applicant", why="")
    assert done.status_code == 303
    assert PERSON in own.get(address(case)).text
    assert PERSON not in at_desk(app, joined(here.world, "wang")).get(address(case)).text
    assert own.post(address(case, "/reveal"), what="person", reason="curious").status_code == 422


def middle(answer: bytes, box: tuple[int, int, int, int]) -> tuple[int, ...]:
    picture = Image.open(io.BytesIO(answer)).convert("RGB")
    pixel = picture.getpixel(((box[0] + box[2]) // 2, (box[1] + box[3]) // 2))
    assert isinstance(pixel, tuple)
    return pixel


def test_the_picture_is_covered_in_its_pixels_until_it_is_revealed(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, own = escalated(here), at_desk(app, ling)
    box = licence().fields[FieldName.PERSON].box
    page = address(case, f"/evidence/{evidence_id(here, case)}/page")
    answer = own.get(page)
    assert answer.mimetype == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    assert middle(answer.data, box)[0] < 90
    original = address(case, f"/evidence/{evidence_id(here, case)}/original")
    assert own.get(original).status_code == 404
    own.post(address(case, "/reveal"), what="page", reason="compare_document", why="")
    assert middle(own.get(page).data, box)[0] > 180
    assert own.get(original).headers["Content-Security-Policy"].endswith("sandbox")


def test_a_picture_is_marked_with_who_looks_and_looking_is_on_record(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, own = escalated(here), at_desk(app, ling)
    page = address(case, f"/evidence/{evidence_id(here, case)}/page")
    mine = own.get(page).data
    other = at_desk(app, joined(here.world, "wang")).get(page).data
    assert mine != other
    own.get(page)
    with here.ports.view() as tx:
        seen = [
            one.what for one in tx.viewings.of_case(case.tenant_id, case.id) if one.staff_id == ling.member.id
        ]
        entries = tx.audit.of_subject(case.tenant_id, evidence_id(here, case), limit=10)
    assert seen == [f"page:{evidence_id(here, case)}"]
    assert [entry.actor_id for entry in entries if entry.action == "picture.fetched"].count(
        ling.member.id
    ) == 1


def test_whoever_rejects_is_led_to_the_next_case(app: Flask, here: Desk, ling: Colleague) -> None:
    case, following = escalated(here), escalated(here)
    own = at_desk(app, ling)
    text = own.get(address(case)).text
    done = own.post(address(case, "/decide"), **rejects(own, case, text))
    assert done.location == f"{address(following)}?said=decided"
    assert here.state(case) == "rejected"
    assert here.waiting(following).assignee == ling.member.id
    text = own.get(address(following)).text
    done = own.post(address(following, "/decide"), **rejects(own, following, text))
    assert done.location == "/console/queue?said=decided"


def test_what_changed_meanwhile_is_told_and_nothing_typed_is_lost(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, own = escalated(here), at_desk(app, ling)
    text = own.get(address(case)).text
    here.world.clock.tick(seconds=5)
    write_note(here.ports, case.tenant_id, case.id, "They rang.", Reviewer("stf_wang"))
    own.post(address(case, "/notes"), note="Mine.")
    refused = own.post(address(case, "/decide"), **rejects(own, case, text))
    assert refused.status_code == 412
    assert "The name is painted over." in refused.text
    assert "It does not hold." in refused.text
    assert "They rang." in refused.text
    told = refused.text.partition('id="trouble"')[2].partition("</div>")[0]
    assert told.count("写备注") == 1  # what they did themselves is no news
    assert 'value="forged" checked' in refused.text
    assert here.state(case) == "escalated"
    again = own.post(address(case, "/decide"), **rejects(own, case, refused.text))
    assert again.status_code == 303
    assert here.state(case) == "rejected"


def test_who_comes_second_is_told_who_was_faster(app: Flask, here: Desk, ling: Colleague) -> None:
    case, own = escalated(here), at_desk(app, ling)
    text = own.get(address(case)).text
    wang = joined(here.world, "wang", display_name="王芳")
    claim(here.ports, here.waiting(case).id, Reviewer(wang.member.id))
    refused = own.post(address(case, "/decide"), **rejects(own, case, text))
    assert refused.status_code == 409
    assert "王芳" in refused.text
    assert here.state(case) == "escalated"


def test_a_form_that_lacks_something_says_what(app: Flask, here: Desk, ling: Colleague) -> None:
    case, own = escalated(here), at_desk(app, ling)
    text = own.get(address(case)).text
    for more, key in (
        ({"grounds_reject": ""}, "理由"),
        ({"auditor": " "}, "审计"),
        ({"verdict": "x"}, "结论"),
    ):
        refused = own.post(address(case, "/decide"), **rejects(own, case, text, **more))
        assert refused.status_code == 422
        assert key in refused.text.partition('id="trouble"')[2].partition("</div>")[0]
    assert here.state(case) == "escalated"


def test_the_applicant_is_asked_for_more_in_words_that_begin_with_the_advice(
    app: Flask, here: Desk, ling: Colleague
) -> None:
    case, own = escalated(here), at_desk(app, ling)
    text = own.get(address(case)).text
    form = rejects(own, case, text) | {
        "verdict": "ask_for_more",
        "grounds_ask_for_more": "illegible",
        "applicant_ask_for_more": "请重拍。",
        "wanted": "business_licence",
    }
    assert own.post(address(case, "/decide"), **form).location == "/console/queue?said=returned"
    assert here.state(case) == "returned"
    assert "请重拍。" in own.get(address(case)).text


def test_where_two_have_to_agree_the_first_word_waits(app: Flask, here: Desk, ling: Colleague) -> None:
    two = FourEyes(frozenset({Verdict.REJECT}), frozenset({"person_differs"}))
    ports = replace(here.ports, review_policy=replace(here.ports.review_policy, four_eyes=two))
    here = replace(here, world=replace(here.world, ports=ports), ports=ports)
    app.extensions["bonafide.ports"] = ports
    case, own = escalated(here), at_desk(app, ling)
    done = own.post(address(case, "/decide"), **rejects(own, case, own.get(address(case)).text))
    assert done.location == "/console/queue?said=first_word"
    again = own.post(address(case, "/decide"), **rejects(own, case, own.get(address(case)).text))
    assert again.status_code == 409
    other = at_desk(app, joined(here.world, "wang"))
    text = other.get(address(case)).text
    assert "The name is painted over." in text
    assert ">It does not hold.</textarea>" in text  # the first's words to the applicant, to begin from
    assert other.post(address(case, "/decide"), **rejects(other, case, text)).status_code == 303
    assert here.state(case) == "rejected"


def test_a_case_is_handed_to_a_colleague_with_words(app: Flask, here: Desk, ling: Colleague) -> None:
    case, own, wang = escalated(here), at_desk(app, ling), joined(here.world, "wang")
    form = {"verdict": "hand_over", "to": wang.member.id, "hand_over_words": "You know them.", "version": "1"}
    assert own.post(address(case, "/decide"), **form).status_code == 303
    assert here.waiting(case).assignee == wang.member.id
    assert "You know them." in at_desk(app, wang).get(address(case)).text
    boss = joined(here.world, "boss", Role.ADMINISTRATOR)
    assert (
        at_desk(app, wang).post(address(case, "/decide"), **form | {"to": boss.member.id}).status_code == 422
    )


def test_an_auditor_sees_and_neither_reveals_nor_decides(app: Flask, here: Desk) -> None:
    case = escalated(here)
    own = at_desk(app, joined(here.world, "audit", Role.AUDITOR))
    text = own.get(address(case)).text
    assert 'name="verdict"' not in text
    assert 'name="reason"' not in text
    assert PERSON not in text


def test_who_serves_another_site_finds_no_case(app: Flask, here: Desk) -> None:
    case = escalated(here)
    other = usecases.create_tenant(here.ports, "Another site")[0]
    own = at_desk(app, joined(here.world, "far", tenants=[other.id]))
    for rest in (
        "",
        f"/evidence/{evidence_id(here, case)}/page",
        f"/evidence/{evidence_id(here, case)}/original",
    ):
        assert own.get(address(case, rest)).status_code == 404
    for rest in ("/claim", "/release", "/decide", "/reveal", "/notes"):
        assert (
            own.post(address(case, rest), verdict="reject", what="person", reason="complaint").status_code
            == 404
        )


def test_a_case_is_taken_let_go_and_opened_again_by_a_lead(app: Flask, here: Desk, ling: Colleague) -> None:
    case, own = escalated(here), at_desk(app, ling)
    assert own.post(address(case, "/claim")).location.endswith("said=claimed")
    assert here.waiting(case).assignee == ling.member.id
    assert own.post(address(case, "/release")).location.endswith("said=released")
    assert here.waiting(case).assignee is None
    own.post(address(case, "/decide"), **rejects(own, case, own.get(address(case)).text))
    assert "reopen_words" not in own.get(address(case)).text
    lead = at_desk(app, joined(here.world, "lead", Role.LEAD))
    assert lead.post(address(case, "/reopen"), reopen_words=" ").status_code == 422
    assert "reopen_words" in lead.get(address(case)).text
    assert lead.post(address(case, "/reopen"), reopen_words="They appealed.").status_code == 303
    assert here.state(case) == "escalated"
    assert "They appealed." in own.get(address(case)).text


def test_a_case_has_a_page_whatever_is_known_of_it(app: Flask, here: Desk, ling: Colleague) -> None:
    own = at_desk(app, ling)
    empty = opened(here.ports, here.tenant.id)
    waiting, (task_id,) = submitted(here.ports, here.tenant.id)
    for case in (empty, waiting):
        assert own.get(address(case)).status_code == 200
    broken(here.ports, task_id)
    text = own.get(address(waiting)).text
    assert "无法显示这个文件" in text
    own.post(address(waiting, "/reveal"), what="page", reason="compare_document", why="")
    original = address(waiting, f"/evidence/{evidence_id(here, waiting)}/original")
    assert f'src="{original}"' in own.get(address(waiting)).text
    assert own.get(original).data.startswith(b"\x89PNG")


def test_no_page_of_a_case_has_a_script_or_a_style_in_it(app: Flask, here: Desk, ling: Colleague) -> None:
    text = at_desk(app, ling).get(address(escalated(here))).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)


@pytest.fixture
def shipped(app: Flask, here: Desk) -> Desk:
    """With the shipped policies and every reader."""
    ports = as_shipped(here.ports)
    app.extensions["bonafide.ports"] = ports
    return replace(here, ports=ports)


def test_relatives_are_shown_covered_with_what_they_share(app: Flask, shipped: Desk, ling: Colleague) -> None:
    older = full_case(shipped.ports, shipped.tenant.id)
    case = full_case(shipped.ports, shipped.tenant.id, kin=(older,))
    own = at_desk(app, ling)
    text = own.get(address(case)).text
    thumbnail = address(older, f"/evidence/{evidence_id(shipped, older)}/thumbnail")
    assert f'src="{thumbnail}"' in text
    assert "同一图像" in text
    box = licence().fields[FieldName.PERSON].box
    small = tuple(value // 4 for value in box)
    assert middle(own.get(thumbnail).data, (small[0], small[1], small[2], small[3]))[0] < 90


def test_the_faces_of_a_film_are_seen_by_who_revealed_them_and_by_nobody_else(
    app: Flask, shipped: Desk, ling: Colleague
) -> None:
    case = full_case(shipped.ports, shipped.tenant.id)
    with shipped.ports.view() as tx:
        (session,) = tx.face_sessions.page(
            case.tenant_id, recruiter_id=None, state=None, before=None, limit=9
        )
        frame = tx.attempts.kept_frames(case.tenant_id, session.id)[0]
    own = at_desk(app, ling)
    path = address(case, f"/frames/{session.id}/{frame.attempt_id}/{frame.at}")
    text = own.get(address(case)).text
    assert "<img loading" not in text.partition('id="faces"')[2].partition("</section>")[0]
    assert own.get(path).status_code == 404
    own.post(address(case, "/reveal"), what="faces", reason="suspected_fraud", why="")
    assert f'src="{path}"' in own.get(address(case)).text
    assert own.get(path).mimetype == "image/jpeg"
    other = full_case(shipped.ports, shipped.tenant.id)
    own.post(address(other, "/reveal"), what="faces", reason="suspected_fraud", why="")
    assert own.get(address(other, f"/frames/{session.id}/{frame.attempt_id}/{frame.at}")).status_code == 404


def test_the_site_was_told_or_not_and_the_timeline_says_so(app: Flask, here: Desk, ling: Colleague) -> None:
    webhooks.create_webhook(here.ports, here.tenant.id, "https://site.example/hook")
    case, own = escalated(here), at_desk(app, ling)
    own.post(address(case, "/decide"), **rejects(own, case, own.get(address(case)).text))
    told = own.get(address(case)).text.partition('id="timeline"')[2]
    assert "case.rejected" in told
    assert "等待发送" in told


def test_what_stands_out_is_marked_on_the_picture_and_at_its_field(
    app: Flask, shipped: Desk, ling: Colleague
) -> None:
    case = full_case(shipped.ports, shipped.tenant.id)
    text = at_desk(app, ling).get(address(case)).text
    layer = text.partition('<g class="layer suspicious">')[2].partition("</g>")[0]
    assert 'data-field="name"' in layer
    row = text.partition('data-row="name"')[2].partition("</tr>")[0]
    assert "suspected" in row
    assert "可疑" in row


def test_what_others_made_is_served_as_they_made_it() -> None:
    vendor = FOLDER / "vendor"
    manifest = tomllib.loads((vendor / "manifest.toml").read_text(encoding="utf-8"))["file"]
    named = {"manifest.toml", *(one["name"] for one in manifest), *(one["licence_file"] for one in manifest)}
    assert {path.name for path in vendor.iterdir()} == named
    for one in manifest:
        assert hashlib.sha256((vendor / one["name"]).read_bytes()).hexdigest() == one["sha256"]
