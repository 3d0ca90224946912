"""The recruiter's page as a browser without scripts meets it: every screen, both languages, safe headers."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.fakes import World, world
from tests.visitors import ABSENT_TOKEN, SITE, Office, Visitor, office
from verifier.app import equip
from verifier.camera.screens import Screen
from verifier.domain.consent import consent_text
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay, SessionState
from verifier.settings import Settings
from verifier.usecases.faces import reviews

WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.40"


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def app(registered: Flask, settings: Settings, theirs: World) -> Flask:
    equip(registered, settings, theirs.ports)
    return registered


@pytest.fixture
def site(app: Flask, theirs: World) -> Office:
    return office(app, theirs)


@pytest.fixture
def visitor(site: Office) -> Visitor:
    return site.visitor()


def titled(visitor: Visitor, path: str = "") -> str:
    found = re.search(r"<h1[^>]*>([^<]+)</h1>", visitor.get(path).text)
    assert found is not None
    return found[1]


def on_screen(screen: Screen, site: Office) -> Visitor:
    """Somebody who finds themselves on this screen."""
    visitor = site.visitor()
    if screen is Screen.EXPIRED:
        site.world.clock.tick(minutes=16)
    elif screen is Screen.ELSEWHERE:
        site.visitor(visitor.token).agree()
    elif screen is Screen.LOCKED:
        return locked_out(site)
    elif screen is not Screen.CONSENT:
        visitor.agree()
        _go_on(screen, visitor, site)
    assert visitor.screen() == screen
    return visitor


def _go_on(screen: Screen, visitor: Visitor, site: Office) -> None:
    if screen is Screen.SPENT:
        for _ in range(3):
            visitor.begin()
    elif screen is not Screen.CAMERA:
        visitor.film()
    if screen in (Screen.REVIEW, Screen.REJECTED):
        site.world.judge.says = FaceOutcome.REVIEW
    if screen in (Screen.VERIFIED, Screen.REVIEW, Screen.REJECTED):
        site.work()
    if screen is Screen.REJECTED:
        session = site.session(visitor)
        reviews.decide_session(
            site.world.ports,
            site.tenant.id,
            session.id,
            outcome=FaceOutcome.REJECTED,
            reviewer="r1",
            words="no",
        )


def locked_out(site: Office) -> Visitor:
    """The seventh session of somebody who filmed six times a day in vain."""
    recruiter = site.recruiter()
    for _ in range(2):
        one = site.visitor(site.link(recruiter))
        one.agree()
        for _ in range(3):
            one.begin()
    return site.visitor(site.link(recruiter))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("screen", Screen)
def test_every_screen_is_a_page_in_both_languages_with_one_heading(
    screen: Screen, lang: str, site: Office
) -> None:
    response = on_screen(screen, site).get(f"?lang={lang}&again=1")
    assert response.status_code == 200
    assert f'<html lang="{"zh-Hans" if lang == "zh" else "en"}">' in response.text
    assert re.search(r"<title>[^<]+ · Bonafide</title>", response.text)
    assert len(re.findall(r'<h1(?: id="ready-title")?[^>]*>', response.text)) >= 1
    words = re.sub(r"<[^>]*>", "", response.text).replace("中文", "").replace(SITE, "")
    assert bool(re.search("[\u4e00-\u9fff]", words)) == (lang == "zh")


@pytest.mark.parametrize("screen", Screen)
def test_no_screen_runs_anything_inline_or_loads_from_elsewhere(screen: Screen, site: Office) -> None:
    response = on_screen(screen, site).get("?again=1")
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", response.text)
    assert not re.search(r'(src|href|action)="(https?:)?//', response.text)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("screen", Screen)
def test_no_screen_is_cached_or_tells_where_its_visitor_came_from(screen: Screen, site: Office) -> None:
    headers = on_screen(screen, site).get("?again=1").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"].startswith("camera=(self),")
    assert "Set-Cookie" not in headers


def test_every_file_that_a_screen_names_is_there_and_may_be_kept(site: Office) -> None:
    found = {
        address
        for screen in Screen
        for address in re.findall(
            r'(?:src|href)="(/assets[^"#]*)"', on_screen(screen, site).get("?again=1").text
        )
    }
    assert len(found) > 4
    for address in found:
        response = site.app.test_client().get(address)
        assert response.status_code == 200, address
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in response.headers


def test_the_first_screen_asks_for_a_separate_consent_with_every_section(visitor: Visitor) -> None:
    text = visitor.get("?lang=en").text
    for heading, body in consent_text("en", SITE).sections:
        assert heading in text
        assert body.replace("'", "&#39;") in text
    assert consent_text("en", SITE).sha256 in text
    box = re.search(r'<input type="checkbox"[^>]*>', text)
    assert box is not None
    assert "checked" not in box[0]


def test_the_ways_without_a_face_are_on_the_same_screen_with_buttons_of_the_same_look(
    visitor: Visitor,
) -> None:
    text = visitor.get().text
    agree = re.search(r'<button class="(\w+)"><b>同意并继续', text)
    ways = re.findall(r'<button class="(\w+)" name="way" value="(\w+)">', text)
    assert agree is not None
    assert {way for _, way in ways} == set(OtherWay)
    assert {look for look, _ in ways} == {agree[1]}


@pytest.mark.parametrize("way", OtherWay)
def test_refusing_the_camera_ends_with_a_person_and_says_what_happens_next(
    way: OtherWay, visitor: Visitor, site: Office
) -> None:
    response = visitor.fill("/other-way", way=way.value, lang="en")
    assert response.status_code == 303
    assert response.headers["Location"] == f"/face/{visitor.token}?lang=en"
    text = visitor.get("?lang=en").text
    assert "What happens next" in text
    assert f"{SITE} knows what you chose" in text
    session = site.session(visitor)
    assert (session.state, session.way) == (SessionState.REVIEW, way)


def test_agreeing_ties_the_link_to_the_browser_and_notes_what_was_read(
    visitor: Visitor, site: Office
) -> None:
    response = visitor.agree(keeps_frames="on")
    assert response.status_code == 303
    session = site.session(visitor)
    assert session.consent is not None
    assert session.consent.text_sha256 == consent_text("zh", SITE).sha256
    assert session.consent.keeps_frames
    assert visitor.screen() == Screen.CAMERA


def test_pictures_are_not_kept_unless_the_box_is_ticked(visitor: Visitor, site: Office) -> None:
    visitor.agree()
    session = site.session(visitor)
    assert session.consent is not None
    assert not session.consent.keeps_frames


def test_the_browsers_secret_is_a_cookie_that_nothing_else_can_read(visitor: Visitor) -> None:
    cookie = visitor.agree().headers["Set-Cookie"]
    parts = {part.strip() for part in cookie.split(";")}
    assert {"HttpOnly", "SameSite=Strict", "Path=/face/"} <= parts
    assert "Secure" not in parts  # over plain http it would never come back


def test_over_https_the_cookie_is_never_sent_in_the_clear(site: Office) -> None:
    visitor = site.visitor()
    shown = consent_text("zh", SITE).sha256
    response = visitor.post(
        "/consent", json={"text_sha256": shown}, environ_overrides={"wsgi.url_scheme": "https"}
    )
    assert response.status_code == 200
    assert "Secure" in response.headers["Set-Cookie"]


def test_opening_a_link_changes_nothing(visitor: Visitor, site: Office) -> None:
    before = site.session(visitor)
    for path in ("", "/state", "/withdrawal", "?again=1"):
        response = visitor.get(path)
        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers
    assert site.session(visitor) == before


def test_a_link_that_was_agreed_to_is_dead_in_another_browser(visitor: Visitor, site: Office) -> None:
    visitor.agree()
    other = site.visitor(visitor.token)
    assert titled(other, "?again=1") == "链接已在别的浏览器中使用"
    assert other.get("/state").json == {"screen": "elsewhere"}
    assert other.post("/attempts").json["code"] == "link_used"
    assert other.fill("/withdrawal").status_code == 409
    assert visitor.screen() == Screen.CAMERA


def test_a_browser_that_another_site_sent_is_asked_once_more_for_its_cookie(
    visitor: Visitor, site: Office
) -> None:
    visitor.agree()
    arriving = site.visitor(visitor.token, **{"Sec-Fetch-Site": "cross-site"})
    assert 'http-equiv="refresh" content="0; url=?lang=zh&amp;again=1"' in arriving.get().text
    assert "refresh" not in arriving.get("?again=1").text


def test_after_a_failed_film_there_is_advice_and_the_number_of_tries_left(
    visitor: Visitor, site: Office
) -> None:
    site.world.judge.says = FaceOutcome.RETRY
    visitor.agree()
    visitor.film()
    assert titled(visitor) == "正在核对"
    site.work()
    text = visitor.get("?lang=en").text
    assert "Nearly there" in text
    assert "You can film 2 more times." in text
    assert visitor.get("/state?lang=en").json["attempts_left"] == 2
    assert len(visitor.get("/state?lang=en").json["advice"]) == 1


@pytest.mark.parametrize("outcome", FaceOutcome)
def test_no_screen_shows_a_score_or_a_finding(outcome: FaceOutcome, visitor: Visitor, site: Office) -> None:
    if outcome is FaceOutcome.REJECTED:
        visitor = on_screen(Screen.REJECTED, site)
    else:
        site.world.judge.says = outcome
        visitor.agree()
        visitor.film()
        site.work()
    told = visitor.get("?again=1").text + visitor.get("/state").text
    for hidden in ("film_fine", "picture_dark", "film_odd", "12.0", "40.0", "faces-test"):
        assert hidden not in told


def test_withdrawing_is_offered_with_the_consent_and_deletes_at_once(visitor: Visitor, site: Office) -> None:
    assert "/withdrawal" not in visitor.get().text
    visitor.agree()
    visitor.film()
    site.work()
    assert f"/face/{visitor.token}/withdrawal" in visitor.get().text
    assert titled(visitor, "/withdrawal?lang=en").startswith("Withdraw your consent")
    response = visitor.fill("/withdrawal", lang="en")
    assert response.status_code == 303
    assert visitor.client.get(response.headers["Location"]).text.count("Withdrawn and deleted") == 2
    with site.world.ports.view() as tx:
        assert tx.face_templates.count() == 0


def test_a_link_that_nobody_gave_out_is_explained(site: Office) -> None:
    for token in (ABSENT_TOKEN, "x", "A" * 42, "A" * 44, "%00", "é"):
        response = site.visitor(token).get(headers={"Accept-Language": "en"})
        assert response.status_code == 404
        assert response.mimetype == "text/html"
        assert "There is no such link" in response.text
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_consent_to_another_text_is_not_taken_and_leads_back(visitor: Visitor) -> None:
    response = visitor.fill("/consent", text_sha256="0" * 64, lang="en")
    assert response.status_code == 409
    assert "has just changed" in response.text
    assert f'href="/face/{visitor.token}?lang=en"' in response.text
    assert visitor.screen() == Screen.CONSENT


def test_trouble_on_our_side_is_a_page_with_a_number_to_quote(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verifier.usecases.faces.visits.visit", lambda *_: 1 / 0)
    response = visitor.get("?lang=en")
    assert response.status_code == 500
    assert "on our side" in response.text
    assert response.headers["X-Request-Id"] in response.text


@pytest.mark.parametrize(
    ("asked", "accepted", "spoken"),
    [
        (None, "en-GB,en;q=0.9", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.5", "zh-Hans"),
        (None, "zh-TW", "zh-Hans"),
        (None, "fr", "zh-Hans"),
        (None, "", "zh-Hans"),
        ("en", "zh-CN", "en"),
        ("zh", "en", "zh-Hans"),
        ("tlh", "en", "en"),
    ],
)
def test_the_page_speaks_the_language_that_was_chosen_else_the_browsers(
    asked: str | None, accepted: str, spoken: str, visitor: Visitor
) -> None:
    query = f"?lang={asked}" if asked else ""
    text = visitor.get(query, headers={"Accept-Language": accepted}).text
    assert f'<html lang="{spoken}">' in text
    other = "zh" if spoken == "en" else "en"
    assert f'href="?lang={other}"' in text


def test_the_language_is_remembered_by_forms_and_never_by_a_cookie(visitor: Visitor) -> None:
    assert 'name="lang" value="en"' in visitor.get("?lang=en").text
    response = visitor.fill("/other-way", way="video_call", lang="en")
    assert response.headers["Location"].endswith("?lang=en")
    assert [cookie.partition("=")[0] for cookie in response.headers.getlist("Set-Cookie")] == [
        "bonafide_face"
    ]


def test_in_a_messenger_the_page_says_before_the_consent_how_to_leave_it(site: Office) -> None:
    text = site.visitor(**{"User-Agent": WECHAT}).get("?lang=en").text
    notice = text.index("You see this page inside WeChat")
    assert notice < text.index("Agree and go on")
    assert "before you agree" in text
    assert "You see this page inside" not in site.visitor().get("?lang=en").text


def test_the_page_says_how_long_the_link_is_good_for(visitor: Visitor, site: Office) -> None:
    assert "还有 15 分钟" in visitor.get().text
    site.world.clock.tick(seconds=timedelta(minutes=14, seconds=30).total_seconds())
    assert "不到一分钟" in visitor.get().text
