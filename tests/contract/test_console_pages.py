"""The console as a browser without scripts meets it: from the link to signed in, words, headers, looks."""

import html
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pyotp
import pytest
from flask import Flask

from tests.colleagues import OWN_PAGE, PASSWORD, TOKEN, Browser, Colleague, at_desk, browser, joined
from tests.fake_staff import STAFF_POLICY
from tests.fakes import World, world
from verifier.app import equip
from verifier.console import access, words
from verifier.console.trial import IS_TRIAL
from verifier.domain.consent import LANGUAGES
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases.staff import demo, invitations, members
from verifier.usecases.staff_ports import IdentityProvider, ProviderAway

SEED = re.compile(r"<code>([A-Z2-7 ]{39})</code>")
LINK = re.compile(r"(http://\S+/console/invitation/[A-Za-z0-9_-]{43})")


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def app(registered: Flask, settings: Settings, theirs: World) -> Flask:
    equip(registered, settings, theirs.ports)
    return registered


@pytest.fixture
def ling(theirs: World) -> Colleague:
    return joined(theirs)


def title(text: str) -> str:
    found = re.search(r"<h1>([^<]+)", text)
    assert found is not None
    return html.unescape(found[1]).strip()


def test_from_the_administrators_form_to_a_member_who_is_signed_in(app: Flask, theirs: World) -> None:
    boss = at_desk(app, joined(theirs, "boss", Role.ADMINISTRATOR))
    shown = boss.post("/console/staff", name="wang", role="reviewer", display_name="王芳", tenants="")
    link = LINK.search(shown.text)
    assert link is not None
    own, path = browser(app), urlsplit(link[1]).path
    assert "王芳" in own.get(path).text
    assert own.post(path, password=PASSWORD, again=PASSWORD).location == "/console/join"
    page = own.get("/console/join").text
    seed = SEED.search(page)
    assert seed is not None
    assert "<svg" in page
    code = pyotp.TOTP(seed[1].replace(" ", "")).at(theirs.clock.now())
    kept = own.post("/console/join/authenticator", code=code)
    assert len(re.findall(r"<li><code>(?:[0-9a-z]{4}-){3}[0-9a-z]{4}</code>", kept.text)) == 10
    assert own.get("/console").location == "/console/queue"
    assert own.get(path).status_code == 404


def test_signing_in_leads_back_to_the_page_that_was_asked_for(app: Flask, ling: Colleague) -> None:
    own = browser(app)
    asked = own.get("/console/queue?page=2")
    assert asked.location == "/console/sign-in?next=/console/queue?page%3D2"
    form = own.get(asked.location).text
    assert 'name="next" value="/console/queue?page=2"' in form
    first = own.post("/console/sign-in", name="ling", password=PASSWORD, next="/console/queue?page=2")
    second = own.get(first.location).text
    assert 'name="next" value="/console/queue?page=2"' in second
    done = own.post("/console/sign-in/second-step", code=ling.code(), next="/console/queue?page=2")
    assert done.location == "/console/queue?page=2"
    assert own.get(done.location).status_code == 200


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/console", "//evil.example/console", "/\\evil.example", "/consoles", "/v1/keys",
        "javascript:alert(1)", "/console\n/x", "\\\\evil", "/console/../v1", "/console/%2e%2e/v1",
        "console", "",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(away: str, app: Flask, ling: Colleague) -> None:
    own = browser(app)
    own.post("/console/sign-in", name="ling", password=PASSWORD, next=away)
    done = own.post("/console/sign-in/second-step", code=ling.code(), next=away)
    assert done.location == "/console"
    assert access.own_path(away) is None


def test_the_cookie_is_out_of_reach_and_new_after_each_step(app: Flask, ling: Colleague) -> None:
    own = browser(app)
    first = own.post("/console/sign-in", name="ling", password=PASSWORD)
    done = own.post("/console/sign-in/second-step", code=ling.code())
    cookies = [answer.headers["Set-Cookie"] for answer in (first, done)]
    assert len({cookie.partition(";")[0] for cookie in cookies}) == 2
    for cookie in cookies:
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Expires" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(app: Flask, ling: Colleague) -> None:
    app.extensions["bonafide.public_url"] = "https://verify.example.com"
    cookie = browser(app).post("/console/sign-in", name="ling", password=PASSWORD).headers["Set-Cookie"]
    assert cookie.startswith("__Host-bonafide_console=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_itself(app: Flask, ling: Colleague) -> None:
    own = at_desk(app, ling)
    other = at_desk(app, ling)
    assert own.post("/console/sign-out").location == "/console/signed-out"
    assert other.get("/console/queue").location.startswith("/console/sign-in")


def test_a_wrong_name_and_a_wrong_password_read_the_same(app: Flask, ling: Colleague) -> None:
    texts = [
        browser(app).post("/console/sign-in", name=name, password="x").text.replace(name, "…")
        for name in ("ling", "nobody-here")
    ]
    assert texts[0] == texts[1]


def test_who_is_locked_out_reads_for_how_long(app: Flask, ling: Colleague) -> None:
    own = browser(app)
    for _ in range(STAFF_POLICY.account.free + 1):
        answer = own.post("/console/sign-in", name="ling", password="x")
    assert answer.status_code == 403
    assert "请 1 分钟后再试" in answer.text


def test_failures_are_told_after_signing_in_and_on_the_own_page(
    app: Flask, ling: Colleague, theirs: World
) -> None:
    own = browser(app)
    for _ in range(2):
        own.post("/console/sign-in", name="ling", password="x")
    own.post("/console/sign-in", name="ling", password=PASSWORD)
    own.post("/console/sign-in/second-step", code=ling.code())
    assert "有 2 次登录失败" in own.get("/console/queue").text
    theirs.clock.tick(minutes=3)
    assert "登录失败" not in own.get("/console/queue").text
    assert "失败 2 次" in own.get("/console/account").text


def test_changes_of_ones_account_need_the_password(app: Flask, ling: Colleague) -> None:
    own = at_desk(app, ling)
    assert own.post("/console/account/recovery-codes", password="wrong").status_code == 403
    codes = own.post("/console/account/recovery-codes", password=PASSWORD)
    assert codes.text.count("<li><code>") == 10
    new = "violet anchor stream 9"
    assert (
        own.post("/console/account/password", password=PASSWORD, new="short", again="short").status_code
        == 422
    )
    changed = own.post("/console/account/password", password=PASSWORD, new=new, again=new)
    assert changed.location == "/console/account?said=password_changed"
    assert "密码已修改" in own.get(changed.location).text


def test_words_to_be_said_are_ours_alone(app: Flask, ling: Colleague) -> None:
    text = at_desk(app, ling).get("/console/account?said=<script>evil</script>").text
    assert "evil</script>" not in text
    assert 'class="flash' not in text


def test_another_authenticator_is_set_up_by_its_first_code(
    app: Flask, ling: Colleague, theirs: World
) -> None:
    own = at_desk(app, ling)
    seed = SEED.search(own.post("/console/account/authenticator", password=PASSWORD).text)
    assert seed is not None
    again = own.post("/console/account/authenticator/code", code="000000")
    assert again.status_code == 403
    assert SEED.search(again.text) is not None
    code = pyotp.TOTP(seed[1].replace(" ", "")).at(theirs.clock.now())
    assert own.post("/console/account/authenticator/code", code=code).location.endswith("said=factor_added")


def test_being_away_is_until_the_end_of_a_day(app: Flask, ling: Colleague, theirs: World) -> None:
    own = at_desk(app, ling)
    day = f"{theirs.clock.now():%Y-%m-%d}"
    assert own.post("/console/account/away", until=day).status_code == 303
    assert f"到 {day}" in own.get("/console/account").text
    assert own.post("/console/account/away", until="").status_code == 303
    for wrong in ("yesterday", "2026-02-30", "2020-01-01", "9999-12-31"):
        assert own.post("/console/account/away", until=wrong).status_code == 422


def test_an_administrator_changes_others_and_not_themselves(
    app: Flask, theirs: World, ling: Colleague
) -> None:
    boss = joined(theirs, "boss", Role.ADMINISTRATOR)
    own, path = at_desk(app, boss), f"/console/staff/{ling.member.id}"
    assert own.post(f"{path}/duties", role="lead", tenants="").status_code == 303
    assert members.read_member(theirs.ports, ling.member.id).role is Role.LEAD
    wrong = own.post(f"{path}/duties", role="lead", tenants="ten_none")
    assert (wrong.status_code, "没有这样的招聘网站" in wrong.text) == (422, True)
    assert own.post(f"/console/staff/{boss.member.id}/disable").status_code == 409
    assert own.post(f"{path}/disable").status_code == 303
    assert own.get("/console/staff/stf_none").status_code == 404


def test_every_page_has_its_policy_and_no_script_or_style_of_its_own(app: Flask, ling: Colleague) -> None:
    own = at_desk(app, ling)
    for path in ("/console/account", "/console/queue", "/console/nowhere", "/console/signed-out"):
        answer = own.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "no-store" in answer.headers["Cache-Control"]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", answer.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_is_kept_by_the_browser_and_by_the_member(
    lang: str, app: Flask, ling: Colleague, theirs: World
) -> None:
    said = {"zh": "登录审核台", "en": "Sign in to the console"}[lang]
    stranger = browser(app)
    kept = stranger.post("/console/language", language=lang, here="/console/sign-in")
    assert kept.location == "/console/sign-in"
    assert title(stranger.get("/console/sign-in").text) == said
    at_desk(app, ling).post("/console/language", language=lang)
    assert members.read_member(theirs.ports, ling.member.id).language == lang


def test_looks_are_kept_and_others_refused(app: Flask) -> None:
    own = browser(app)
    assert 'data-theme="auto"' in own.get("/console/sign-in").text
    assert own.post("/console/theme", theme="dark", here="https://evil.example").location == "/console"
    assert 'data-theme="dark"' in own.get("/console/sign-in").text
    assert own.post("/console/theme", theme="x").status_code == 404


def test_the_watermark_is_the_viewers_and_kept_by_nobody(app: Flask, theirs: World) -> None:
    own = at_desk(app, joined(theirs, "wang", display_name='王<芳>&"'))
    answer = own.get("/console/watermark.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "王&lt;芳&gt;&amp;&#34; · wang" in answer.text
    assert f"{theirs.clock.now():%Y-%m-%d %H:%M} UTC" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_both_languages_say_everything_with_the_same_values() -> None:
    for key, (chinese, english) in words.SAID.items():
        assert chinese, key
        assert english, key
        assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english)), key
        assert not re.search(r"[\u4e00-\u9fff]", english), key


def test_no_key_has_the_words_of_two_pages() -> None:
    modules = (module for module in vars(words).values() if hasattr(module, "SAID"))
    keys = [key for module in modules for key in module.SAID]
    assert len(keys) > 300
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_demos_link_works_where_the_service_is_tried_alone(app: Flask, theirs: World) -> None:
    token = demo.demo_token(theirs.ports, Role.REVIEWER)
    assert app.extensions[IS_TRIAL] is True
    app.extensions[IS_TRIAL] = False
    assert browser(app).get(f"/console/demo/{token}").status_code == 404
    assert browser(app).post(f"/console/demo/{token}").status_code == 404
    app.extensions[IS_TRIAL] = True
    own = browser(app)
    assert own.get(f"/console/demo/{token}").status_code == 200
    assert own.post(f"/console/demo/{token}").location == "/console"
    assert own.get("/console/queue").status_code == 200
    assert browser(app).post(f"/console/demo/{token}").status_code == 404


class FakeProvider(IdentityProvider):
    """Says that it is whoever it was told; None is nobody, `away` is one that does not answer."""

    def __init__(self, name: str | None, *, away: bool = False) -> None:
        self.name, self.away = name, away

    def question(self, back: str, secret: str) -> str:
        if self.away:
            raise ProviderAway
        return f"https://id.example/?back={back}"

    def answer(self, back: str, secret: str, code: str, state: str) -> str | None:
        return self.name


@pytest.mark.parametrize(("name", "status"), [("ling", 303), ("nobody", 403), (None, 403)])
def test_another_providers_word_makes_no_member(
    name: str | None, status: int, app: Flask, ling: Colleague, theirs: World
) -> None:
    app.extensions["bonafide.ports"] = replace(theirs.ports, identity_provider=FakeProvider(name))
    own = browser(app)
    assert "/console/single-sign-on" in own.get("/console/sign-in").text
    assert own.get("/console/single-sign-on").location.startswith("https://id.example/")
    assert own.get("/console/single-sign-on/back?code=1&state=2").status_code == status
    assert (own.get("/console/queue").status_code == 200) is (status == 303)


def test_an_answer_that_nobody_asked_for_is_refused(app: Flask, ling: Colleague, theirs: World) -> None:
    app.extensions["bonafide.ports"] = replace(theirs.ports, identity_provider=FakeProvider("ling"))
    assert browser(app).get("/console/single-sign-on/back?code=1&state=2").status_code == 403


def test_a_provider_that_is_away_is_said_in_words(app: Flask, theirs: World) -> None:
    app.extensions["bonafide.ports"] = replace(theirs.ports, identity_provider=FakeProvider("x", away=True))
    answer = browser(app).get("/console/single-sign-on")
    assert (answer.status_code, title(answer.text)) == (503, "暂时连不上")


def test_no_name_password_code_or_token_reaches_the_log(
    app: Flask,
    ling: Colleague,
    theirs: World,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    _, token = invitations.invite(theirs.ports, "zhao", Role.LEAD)
    own = browser(app)
    own.get(f"/console/invitation/{token}")
    own.post("/console/sign-in", name="ling", password="a wrong secret")
    own.post("/console/sign-in", name="ling", password=PASSWORD)
    code = ling.code()
    own.post("/console/sign-in/second-step", code=code)
    said = "".join((*capfd.readouterr(), caplog.text))
    assert "request_served" in said
    for secret in (token, "a wrong secret", PASSWORD, f"={code}", "ling", "zhao"):
        assert secret not in said


def test_a_form_is_small(app: Flask) -> None:
    own = Browser(app.test_client(), OWN_PAGE)
    assert own.post("/console/sign-in", name="x" * 70_000, password="x").status_code == 413


def test_the_forms_token_is_the_sessions_and_not_its_secret(app: Flask, ling: Colleague) -> None:
    text = at_desk(app, ling).get("/console/account").text
    assert len(set(TOKEN.findall(text))) == 1
    assert ling.begun.token not in text
