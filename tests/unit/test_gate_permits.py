"""Permits from asking to use: bound to whom, what and where they were given for, and good once."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest

from tests import face_acts
from tests.gate_acts import (
    DEVICE,
    JOB,
    OTHER_FIRM,
    WORD,
    Gate,
    codes,
    finding,
    gate,
    gate_policy,
    suspicion,
    verified,
)
from verifier import usecases
from verifier.domain.employer import EmployerState, Ground
from verifier.domain.errors import Invalid, NotFound, PermitForeign, PermitSpent
from verifier.domain.face_session import Purpose, SessionState
from verifier.domain.permit import Answer, Need, Use, device_digest, job_digest
from verifier.domain.screening import ScreeningAction
from verifier.usecases.faces.recruiters import withdraw_face
from verifier.usecases.faces.sessions import read_session
from verifier.usecases.gate.employers import reopen_employer, stop_employer
from verifier.usecases.gate.members import join, leave
from verifier.usecases.gate.permits import (
    ask_permit,
    clear_text,
    read_permit,
    redeem_permit,
    revoke_permit,
)
from verifier.usecases.gate.signing import key_set

USE = Use(job=JOB, device=DEVICE)


@pytest.fixture
def here() -> Gate:
    return gate()


def claims_of(here: Gate, token: str) -> Mapping[str, Any]:
    """What a site reads from a token offline, with nothing but the published keys."""
    published = jwt.PyJWKSet.from_dict(json.loads(json.dumps(key_set(here.ports))))
    key = published[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(
        token,
        key,
        algorithms=["EdDSA"],
        audience=here.tenant_id,
        issuer=here.ports.public_url,
        options={"verify_exp": False, "verify_iat": False, "require": ["exp", "iat", "jti", "sub"]},
    )  # the test's clock stands still, years from the library's


def test_a_verified_employer_with_a_recruiter_of_just_now_may_post(here: Gate) -> None:
    answered = here.ask()
    assert answered.permit.answer is Answer.ALLOW
    assert codes(answered.permit) == set()
    assert answered.permit.policy_version == "gate-v1"
    assert answered.permit.expires_at - answered.permit.asked_at == timedelta(minutes=15)
    assert read_permit(here.ports, here.tenant_id, answered.permit.id) == answered.permit


def test_the_token_verifies_offline_and_is_bound_to_employer_recruiter_job_and_device(here: Gate) -> None:
    answered = here.ask()
    assert answered.token is not None
    now = here.ports.clock.now()
    assert claims_of(here, answered.token) == {
        "iss": here.ports.public_url,
        "aud": here.tenant_id,
        "sub": here.recruiter.id,
        "jti": answered.permit.token_id,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=15)).timestamp()),
        "permit": answered.permit.id,
        "employer": here.employer.id,
        "job": job_digest(JOB),
        "device": device_digest(DEVICE),
        "policy": "gate-v1",
    }


def test_a_token_names_nobody_and_holds_no_text(here: Gate) -> None:
    token = here.ask().token
    assert token is not None
    told = json.dumps(dict(claims_of(here, token)), ensure_ascii=False)
    for secret in (JOB.title, JOB.text, DEVICE, here.recruiter.reference, here.employer.reference):
        assert secret not in told


def test_a_changed_token_does_not_verify(here: Gate) -> None:
    token = here.ask().token
    assert token is not None
    head, body, signature = token.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        claims_of(here, f"{head}.{body[:-2]}{'A' if body[-2] != 'A' else 'B'}{body[-1]}.{signature}")


def test_answers_other_than_allow_have_no_token(here: Gate) -> None:
    here.world.clock.tick(hours=13)
    answered = here.ask()
    assert answered.permit.answer is Answer.STEP_UP
    assert answered.permit.token_id is None
    assert answered.token is None
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, answered.permit.id)


@pytest.mark.parametrize(
    "use",
    [
        Use(job=replace(JOB, title="另一职位")),
        Use(job=replace(JOB, text="另一段文字")),
        Use(job=replace(JOB, place="上海")),
        Use(job=replace(JOB, industry="金融")),
        Use(device="fingerprint-2"),
        Use(recruiter_id="rec_other"),
        Use(employer_id="emp_other"),
    ],
)
def test_a_permit_is_good_for_nothing_else_and_stays_good_for_its_own(here: Gate, use: Use) -> None:
    permit = here.ask().permit
    with pytest.raises(PermitForeign):
        redeem_permit(here.ports, here.tenant_id, permit.id, use=use)
    assert redeem_permit(here.ports, here.tenant_id, permit.id, use=USE).redeemed_at is not None


def test_a_permit_is_good_once(here: Gate) -> None:
    permit = here.ask().permit
    redeemed = redeem_permit(here.ports, here.tenant_id, permit.id, use=USE)
    assert redeemed == read_permit(here.ports, here.tenant_id, permit.id)
    for spend in (redeem_permit, revoke_permit):
        with pytest.raises(PermitSpent):
            spend(here.ports, here.tenant_id, permit.id)


def test_a_permit_expires(here: Gate) -> None:
    permit = here.ask().permit
    here.world.clock.tick(minutes=15)
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)


def test_a_permit_that_was_taken_back_is_good_no_more(here: Gate) -> None:
    permit = here.ask().permit
    assert revoke_permit(here.ports, here.tenant_id, permit.id).revoked_at is not None
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)


def test_no_permit_outlives_the_verification_that_it_rests_on(here: Gate) -> None:
    end = here.employer.verified_until
    assert end is not None
    here.world.clock.tick(seconds=(end - here.ports.clock.now() - timedelta(minutes=5)).total_seconds())
    here.show_face()
    assert here.ask().permit.expires_at == end
    here.world.clock.tick(minutes=5)
    answered = here.ask()
    assert answered.permit.answer is Answer.STEP_UP
    assert answered.permit.needs == (Need.DOCUMENT,)
    assert codes(answered.permit) == {"verification_lapsed"}


def test_another_site_sees_no_permit_and_no_employer_of_this_one(here: Gate) -> None:
    permit = here.ask().permit
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    for act in (read_permit, redeem_permit, revoke_permit):
        with pytest.raises(NotFound):
            act(here.ports, other.id, permit.id)
    stranger = ask_permit(here.ports, other.id, here.wish()).permit
    assert stranger.answer is Answer.DENY
    assert {"employer_unknown", "recruiter_unknown"} <= codes(stranger)


def test_a_recruiter_who_left_may_not_post_and_their_permits_are_gone(here: Gate) -> None:
    permit = here.ask().permit
    leave(here.ports, here.tenant_id, here.employer.id, here.recruiter.id)
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)
    assert codes(here.ask().permit) == {"recruiter_left"}
    join(here.ports, here.tenant_id, here.employer.id, here.recruiter.id)
    assert here.ask().permit.answer is Answer.ALLOW


def test_a_recruiter_of_another_employer_may_not_post_for_this_one(here: Gate) -> None:
    other = verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)
    answered = here.ask(employer_id=other.id)
    assert answered.permit.answer is Answer.DENY
    assert "recruiter_not_member" in codes(answered.permit)


@pytest.mark.parametrize("state", [EmployerState.SUSPENDED, EmployerState.REVOKED, EmployerState.CLOSED])
def test_stopping_an_employer_ends_its_permits_at_once(here: Gate, state: EmployerState) -> None:
    permit = here.ask().permit
    stop_employer(here.ports, here.tenant_id, here.employer.id, state=state, word=WORD)
    assert read_permit(here.ports, here.tenant_id, permit.id).revoked_at == here.ports.clock.now()
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)
    assert here.ask().permit.answer is Answer.DENY


def test_an_employer_that_is_looked_at_again_does_not_post_meanwhile(here: Gate) -> None:
    permit = here.ask().permit
    reopen_employer(here.ports, here.tenant_id, here.employer.id, ground=Ground.COMPLAINT)
    with pytest.raises(PermitSpent):
        redeem_permit(here.ports, here.tenant_id, permit.id)
    answered = here.ask()
    assert (answered.permit.answer, answered.permit.needs) == (Answer.STEP_UP, (Need.REVIEW,))


def test_a_stale_face_is_stepped_up_with_the_link_of_a_session_that_mends_it(here: Gate) -> None:
    here.world.clock.tick(hours=13)
    answered = here.ask()
    assert answered.permit.needs == (Need.FACE_SESSION,)
    assert answered.session is not None
    assert answered.session.purpose is Purpose.REAUTHENTICATE
    assert answered.link_token is not None
    link = face_acts.agreed(here.ports, face_acts.Link(answered.session, answered.link_token))
    face_acts.read(here.ports, face_acts.finished(here.ports, link, seed=77))
    assert here.ask().permit.answer is Answer.ALLOW


def test_a_recruiter_without_a_face_is_asked_to_enrol_once_there_is_a_selfie(here: Gate) -> None:
    newcomer = face_acts.recruited(here.ports, here.tenant_id, "recruiter-2")
    join(here.ports, here.tenant_id, here.employer.id, newcomer.id)
    answered = here.ask(recruiter_id=newcomer.id)
    assert codes(answered.permit) == {"face_not_enrolled", "device_new"}
    assert answered.session is not None
    assert answered.session.purpose is Purpose.ENROL
    bare = face_acts.recruiters.add_recruiter(
        here.ports, here.tenant_id, reference="recruiter-3", case_id=None
    )
    join(here.ports, here.tenant_id, here.employer.id, bare.id)
    assert here.ask(recruiter_id=bare.id).session is None


def test_a_session_that_waits_for_a_person_asks_for_that_person(here: Gate) -> None:
    link = face_acts.active(here.ports, here.recruiter, Purpose.REAUTHENTICATE)
    face_acts.visits.take_other_way(here.ports, *link.place, way=face_acts_way())
    assert read_session(here.ports, here.tenant_id, link.session.id).state is SessionState.REVIEW
    answered = here.ask()
    assert (answered.permit.needs, codes(answered.permit)) == ((Need.REVIEW,), {"face_in_review"})
    assert answered.session is None


def face_acts_way() -> Any:
    from verifier.domain.face_session import OtherWay

    return OtherWay.VIDEO_CALL


def test_a_face_that_was_withdrawn_hours_ago_has_to_be_enrolled_again(here: Gate) -> None:
    here.world.clock.tick(hours=13)
    withdraw_face(here.ports, here.tenant_id, here.recruiter.id)
    answered = here.ask()
    assert answered.permit.answer is Answer.STEP_UP
    assert answered.session is None  # its selfie went, too


def test_a_new_device_asks_for_a_face_of_just_now_and_is_known_once_used(here: Gate) -> None:
    first = here.ask()
    assert finding(first.permit, "device").code == "device_proven"
    redeem_permit(here.ports, here.tenant_id, first.permit.id, use=USE)
    here.world.clock.tick(hours=2)
    assert finding(here.ask().permit, "device").code == "device_known"
    elsewhere = here.ask(device="fingerprint-2")
    assert elsewhere.permit.needs == (Need.FACE_SESSION,)
    assert codes(elsewhere.permit) == {"device_new", "face_stale"}
    assert finding(here.ask(device=None).permit, "device").code == "device_not_told"


def test_a_device_is_not_known_from_a_permit_that_nobody_used(here: Gate) -> None:
    here.ask()
    here.world.clock.tick(hours=2)
    assert "device_new" in codes(here.ask().permit)


def test_a_face_before_every_posting_is_a_setting() -> None:
    rule = gate_policy().rules.rules["face"]
    rules = {
        **gate_policy().rules.rules,
        "face": replace(rule, thresholds={**rule.thresholds, "every_posting": 1.0}),
    }
    here = gate(policy=replace(gate_policy(), rules=replace(gate_policy().rules, rules=rules)))
    assert here.ask().permit.answer is Answer.ALLOW
    assert codes(here.ask().permit) == {"face_spent"}
    here.world.clock.tick(seconds=1)
    here.show_face()
    assert here.ask().permit.answer is Answer.ALLOW


@pytest.mark.parametrize("outage", [Answer.DENY, Answer.STEP_UP])
def test_a_screener_that_does_not_answer_is_answered_by_the_setting_for_an_outage(outage: Answer) -> None:
    here = gate(policy=replace(gate_policy(), on_outage=outage))
    here.world.screener.up = False
    answered = here.ask()
    assert answered.permit.answer is outage
    assert codes(answered.permit) == {"not_asked"}
    here.world.screener.up = True
    assert here.ask().permit.answer is Answer.ALLOW


def test_the_text_is_screened_with_the_scope_of_the_licence(here: Gate) -> None:
    here.ask()
    assert here.world.screener.scopes == ["软件开发；样本销售。"]


def test_a_text_for_review_is_let_pass_by_a_person_for_this_employer_alone(here: Gate) -> None:
    here.world.screener.says = suspicion(ScreeningAction.REVIEW)
    stepped = here.ask()
    assert (stepped.permit.needs, codes(stepped.permit)) == ((Need.REVIEW,), {"text_for_review"})
    clear_text(here.ports, here.tenant_id, stepped.permit.id, word=WORD)
    assert finding(here.ask().permit, "screening").code == "text_cleared"
    assert here.ask().permit.answer is Answer.ALLOW
    assert "text_for_review" in codes(here.ask(job=replace(JOB, text="另一段文字")).permit)
    other = verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)
    assert "text_for_review" in codes(here.ask(employer_id=other.id).permit)


@pytest.mark.parametrize(
    "changes",
    [
        {"employer_id": " "},
        {"recruiter_id": "x" * 101},
        {"job": replace(JOB, title="")},
        {"job": replace(JOB, title="两行\n标题")},
        {"job": replace(JOB, text="\x00")},
        {"job": replace(JOB, text="字" * 20_001)},
        {"device": "\ud800"},
        {"network": "x" * 1_001},
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused(here: Gate, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        here.ask(**changes)


def test_a_text_of_several_lines_is_taken(here: Gate) -> None:
    assert here.ask(job=replace(JOB, text="第一行\r\n\t第二行")).permit.answer is Answer.ALLOW


def test_equal_jobs_have_one_digest_and_others_another() -> None:
    assert job_digest(JOB) == job_digest(replace(JOB))
    split = replace(JOB, title=JOB.title + "x", text=JOB.text)
    assert job_digest(split) != job_digest(replace(JOB, text="x" + JOB.text))


def test_the_digest_of_a_job_is_that_of_its_canonical_json() -> None:
    import hashlib

    canonical = (
        '{"industry":"软件","place":"杭州","text":"在样本路 1 号上班，早九晚五。","title":"样本工程师"}'
    )
    assert job_digest(JOB) == hashlib.sha256(canonical.encode()).hexdigest()
