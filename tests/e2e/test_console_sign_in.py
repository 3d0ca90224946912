"""The console in a real browser: joining, signing in, being refused; by keyboard, on a phone, zh and en."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browsing import send, sound, tab_to
from tests.cameras import CHROMIUM, complaints, serving
from tests.colleagues import PASSWORD, Colleague, joined
from tests.desks import opened
from tests.fake_staff import STAFF_POLICY
from tests.fakes import World, world
from verifier.app import bare_app, equip
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases.staff import invitations

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]


@dataclass
class Console:
    """The console at an address by which browsers make passkeys."""

    world: World
    url: str

    def invite(self, name: str, role: Role = Role.REVIEWER) -> str:
        """The address of a new link."""
        _, token = invitations.invite(self.world.ports, name, role, display_name="王芳")
        return f"{self.url}/console/invitation/{token}"

    def show(self, page: Page, colleague: Colleague, path: str) -> None:
        """A page as the member sees it who is signed in."""
        cookie = {"name": "bonafide_console", "value": colleague.begun.token, "url": self.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
        page.goto(f"{self.url}{path}")


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.fixture
def console(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    settings, theirs = Settings.from_env(), world()
    equip(app, settings, theirs.ports)
    with serving(app) as address:
        url = address.replace("127.0.0.1", "localhost")
        theirs = replace(theirs, ports=replace(theirs.ports, public_url=url))
        equip(app, replace(settings, public_url=url), theirs.ports)
        yield Console(theirs, url)


def typed_code(console: Console, seed: str) -> str:
    console.world.clock.tick(seconds=30)
    return pyotp.TOTP(seed.replace(" ", "")).at(console.world.clock.now())


WORDS = {
    "zh-CN": ("欢迎加入", "设置第二步验证", "请保存恢复码", "第二步验证", "待审案件", "您已退出"),
    "en-GB": (
        "Welcome", "Set up the second step", "Keep your recovery codes", "The second step", "Queue",
        "You are signed out",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "size"), [("zh-CN", "phone"), ("en-GB", "desktop")])
def test_from_the_link_to_signed_in_and_out_and_in_again(
    lang: str, size: str, plain: Browser, console: Console
) -> None:
    welcome, second, codes, step, queue, out = WORDS[lang]
    page = opened(plain, size, lang)
    found = complaints(page)
    page.goto(console.invite("wang.fang"))
    expect(page.locator("h1")).to_have_text(welcome)
    sound(page)
    send(page, password=PASSWORD, again=PASSWORD)
    expect(page.locator("h1")).to_have_text(second)
    sound(page)
    seed = page.locator("form code").inner_text()
    send(page, code=typed_code(console, seed))
    expect(page.locator("h1")).to_have_text(codes)
    expect(page.locator(".codes li")).to_have_count(10)
    sound(page)
    page.locator("main a.main").click()
    expect(page.locator("h1")).to_have_text(queue)
    sound(page)
    page.locator(".who button").click()
    expect(page.locator("h1")).to_have_text(out)
    sound(page)
    page.goto(f"{console.url}/console/queue")
    send(page, name="wang.fang", password=PASSWORD)
    expect(page.locator("h1")).to_have_text(step)
    sound(page)
    send(page, code=typed_code(console, seed))
    expect(page.locator("h1")).to_have_text(queue)
    assert found == []
    page.context.close()


def test_wrong_codes_are_said_and_then_sign_in_rests(plain: Browser, console: Console) -> None:
    ling = joined(console.world)
    page = opened(plain, "phone", "en-GB")
    page.goto(f"{console.url}/console/sign-in")
    send(page, name="ling", password="wrong")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is not right.")
    expect(page.locator("[name=name]")).to_have_value("ling")
    sound(page)
    send(page, password=PASSWORD)
    for _ in range(STAFF_POLICY.account.free - 2):
        send(page, code="000000")
        expect(page.get_by_role("alert")).to_have_text("The code is not right, or was used before.")
    sound(page)
    send(page, code="000000")
    expect(page.get_by_role("alert")).to_have_text("There were too many failures. Try again in 1 min.")
    send(page, code=ling.code(console.world.clock.now()))
    expect(page.get_by_role("alert")).to_contain_text("Try again in 1 min.")
    console.world.clock.tick(seconds=60)
    send(page, code=ling.code())
    expect(page.locator(".flash.warn")).to_contain_text("有 5 次登录失败")  # in the member's language
    sound(page)
    page.context.close()


def test_the_keyboard_alone_signs_in_and_out(plain: Browser, console: Console) -> None:
    ling = joined(console.world)
    page = opened(plain, "desktop", "en-GB")
    page.goto(f"{console.url}/console/sign-in")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Name")
    page.keyboard.type("ling")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("The second step")
    tab_to(page, "Code")
    page.keyboard.type(ling.code())
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("待审案件")  # the member's own language
    tab_to(page, "English")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Queue")
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("You are signed out")
    page.context.close()


def test_a_passkey_joins_signs_in_and_is_bound_to_our_address(plain: Browser, console: Console) -> None:
    page = opened(plain, "desktop", "en-GB")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    authenticator = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": options | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )["authenticatorId"]
    page.goto(console.invite("zhao"))
    send(page, password=PASSWORD, again=PASSWORD)
    send(page, name="laptop")
    expect(page.locator("h1")).to_have_text("Keep your recovery codes")
    page.locator("main a.main").click()
    page.locator(".who button").click()
    page.goto(f"{console.url}/console/sign-in")
    send(page, name="zhao", password=PASSWORD)
    expect(page.locator("h1")).to_have_text("The second step")
    sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("Queue")
    page.goto(f"{console.url}/console/account")
    expect(page.locator("main")).to_contain_text("Passkey: laptop")
    page.locator(".who button").click()
    page.goto(f"{console.url}/console/sign-in")
    send(page, name="zhao", password=PASSWORD)
    session.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("form.passkey [role=alert]")).to_be_visible()
    sound(page)
    page.context.close()


@pytest.mark.parametrize(("size", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_no_page_of_staff_shuts_anybody_out(size: str, scheme: str, plain: Browser, console: Console) -> None:
    boss = joined(console.world, "boss", Role.ADMINISTRATOR)
    ling = joined(console.world, "ling", Role.LEAD)
    page = opened(plain, size, "en-GB", color_scheme=scheme)
    found = complaints(page)
    console.show(page, ling, "/console/account")
    for summary in page.locator("summary").all():
        summary.click()
    sound(page)
    page.context.clear_cookies()
    console.show(page, boss, "/console/staff")
    page.locator("summary").click()
    sound(page)
    page.locator("[name=name]").fill("new one")
    page.get_by_role("button", name="生成邀请链接").click()
    expect(page.locator(".fault")).to_be_visible()
    sound(page)
    page.locator("[name=name]").fill("new.one")
    page.get_by_role("button", name="生成邀请链接").click()
    expect(page.locator("main code")).to_contain_text("/console/invitation/")
    sound(page)
    page.goto(f"{console.url}/console/staff/{ling.member.id}")
    sound(page)
    assert [one for one in found if "422" not in one] == []
    page.goto(f"{console.url}/console/queue")
    expect(page.locator("h1")).to_have_text("您的角色不能这样做")
    sound(page)
    page.context.close()


def test_looks_are_chosen_by_a_button_and_stay(plain: Browser, console: Console) -> None:
    page = opened(plain, "desktop", "en-GB", color_scheme="light")
    page.goto(f"{console.url}/console/sign-in")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(paper) != light
    page.reload()
    assert page.evaluate(paper) != light
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    page.context.close()
