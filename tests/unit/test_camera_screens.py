"""Which screen a visit shows, which browser shows it, and the cascade that helps to hold the camera."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from gunicorn.config import Config

from tests.face_films import POLICY
from tests.fakes import MORNING
from verifier.api.editions import edition_of
from verifier.camera import assets, cascade
from verifier.camera.browsers import messenger
from verifier.camera.screens import Screen, may_withdraw, screen_of
from verifier.domain.face_session import Consent, FaceSession, Purpose, SessionState
from verifier.gunicorn import DiscreetLogger
from verifier.usecases.faces.visits import Visit

SESSION = FaceSession(
    "fcs", "ten", "rec", Purpose.ENROL, SessionState.WAITING, MORNING, MORNING + timedelta(minutes=15)
)
CONSENT = Consent("1", "zh", "0" * 64, MORNING)


def visit(state: SessionState = SessionState.WAITING, **changes: object) -> Visit:
    made = Visit(replace(SESSION, state=state), state, "Site", tied=False, elsewhere=False, attempts_left=3)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "screen"),
    [
        (SessionState.WAITING, Screen.CONSENT),
        (SessionState.ACTIVE, Screen.CAMERA),
        (SessionState.ANALYSING, Screen.ANALYSING),
        (SessionState.VERIFIED, Screen.VERIFIED),
        (SessionState.REVIEW, Screen.REVIEW),
        (SessionState.REJECTED, Screen.REJECTED),
        (SessionState.EXPIRED, Screen.EXPIRED),
    ],
)
def test_every_state_has_its_screen_and_another_browser_none_of_them(
    state: SessionState, screen: Screen
) -> None:
    assert screen_of(visit(state, tied=True)) is screen
    assert screen_of(visit(state, elsewhere=True)) is Screen.ELSEWHERE


@pytest.mark.parametrize("state", SessionState)
def test_a_lock_closes_the_camera_and_nothing_else(state: SessionState) -> None:
    locked = visit(state, session=replace(SESSION, state=state, locked=True))
    open_states = (SessionState.WAITING, SessionState.ACTIVE)
    assert (screen_of(locked) is Screen.LOCKED) == (state in open_states)


def test_when_no_film_is_left_only_a_person_is_offered() -> None:
    assert screen_of(visit(SessionState.ACTIVE, attempts_left=0)) is Screen.SPENT
    assert screen_of(visit(SessionState.VERIFIED, attempts_left=0)) is Screen.VERIFIED


def test_only_a_consent_of_this_browser_can_be_withdrawn_here() -> None:
    agreed = replace(SESSION, consent=CONSENT)
    assert may_withdraw(visit(session=agreed, tied=True))
    assert not may_withdraw(visit(session=agreed, elsewhere=True))
    assert not may_withdraw(visit(tied=True))


SEEN_AS = {
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.43(0x18002b2d)": "wechat",
    "Mozilla/5.0 (Linux; Android 13) MQQBrowser/6.2 TBS/046 MicroMessenger/8.0.37": "wechat",
    "Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.0 MailPlugin_Electron": "wecom",
    "Mozilla/5.0 (Linux; Android 12) V1_AND_SQ_8.9.28_3700_YYB_D QQ/8.9.28.10155 NetType/WIFI": "qq",
    "Mozilla/5.0 (iPhone) Mobile/15E148 QQ/8.9.50.612 V1_IPH_SQ_8.9.50_1_APP_A": "qq",
    "Mozilla/5.0 (Linux; Android 12) MQQBrowser/13.0 Mobile Safari/537.36": None,
    "Mozilla/5.0 (Linux; U; Android 11) AlipayDefined AliApp(AP/10.3.0) AlipayClient/10.3.0.8": "alipay",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Weibo (iPhone14,5__weibo__13.2.1__iphone__os16.1)": "weibo",
    "Mozilla/5.0 (Linux; Android 10) AliApp(DingTalk/6.5.50) com.alibaba.android.rimet/1": "dingtalk",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile Lark/5.30.4 LarkLocale/zh_CN": "feishu",
    "Mozilla/5.0 (Macintosh) Chrome/120.0 Safari/537.36 Feishu/7.1.0": "feishu",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1) Version/17.1 Mobile/15E148 Safari/604.1": None,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/125.0.0.0 Safari/537.36 Edg/125.0": None,
    "": None,
}


@pytest.mark.parametrize("agent", SEEN_AS)
def test_a_messengers_own_browser_is_known_by_its_user_agent(agent: str) -> None:
    assert messenger(agent) == SEEN_AS[agent]


def test_the_cascade_is_opencvs_whole_and_carries_its_notice() -> None:
    packed = cascade.compact()
    assert packed is not None
    found = json.loads(packed)
    assert found["size"] == 20
    assert (len(found["stages"]), len(found["features"])) == (20, 2094)
    assert "Copyright (C) 2000, Intel Corporation, all rights reserved." in found["notice"]
    assert "provided by the copyright holders and contributors" in found["notice"]
    first_tree = found["stages"][0][1]
    assert first_tree == [[0, 1, 0, 0.004327233, -1, -2, 1, 0.01307616], [0.0383819, 0.8965257, 0.2629314]]
    assert found["features"][0] == [[2, 7, 16, 4, -1], [2, 9, 16, 2, 2]]


def test_hints_are_stricter_than_the_policy_so_that_who_heeds_them_is_not_sent_back() -> None:
    script = (assets.FOLDER / "guidance.js").read_text(encoding="utf-8")
    said = {
        name: float(value) for name, value in re.findall(r"^const (\w+) = ([\d.]+);", script, re.MULTILINE)
    }
    quality = POLICY.rules.rules["quality"].thresholds
    assert said["DARK"] > quality["light_min"]
    assert said["BRIGHT"] < quality["light_max"]
    assert said["BLURRED"] > quality["sharpness_min"]
    # The cascade's square is shorter than the face from hairline to chin.
    assert said["FURTHEST"] * 360 > quality["height_min"]


def test_the_edition_of_the_files_changes_with_any_of_them(tmp_path: Path) -> None:
    edition = edition_of.__wrapped__
    (tmp_path / "vendor").mkdir()
    for path in (tmp_path / "page.css", tmp_path / "vendor" / "viewer.js"):
        path.write_text("a")
        before = edition(tmp_path)
        path.write_text("b")
        assert edition(tmp_path) != before


def test_gunicorn_writes_no_access_log_even_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    config = Config()
    config.set("accesslog", "-")
    logger = DiscreetLogger(config)
    logger.access(None, None, {"PATH_INFO": "/face/token"}, timedelta())
    assert stream.getvalue() == ""
