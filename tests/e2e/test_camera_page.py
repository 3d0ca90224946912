"""The recruiter's page in a real browser, from the link to the camera and to a person."""

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.cameras import CAMERA, CHROMIUM, SIZES, launched
from tests.desks import Desk, agree, film, fits, heading, opened
from tests.fakes import World
from verifier.domain.face_session import SessionState

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.40"


def test_refusing_leads_to_a_person_in_one_step(page: Page, desk: Desk) -> None:
    link = desk.link()
    page.goto(f"{link}?lang=en")
    assert not page.locator("input[name=keeps_frames]").is_checked()
    page.get_by_role("button", name="Company bank payment and e-mail").click()
    heading(page, "Noted: a person will check with you")
    expect(page.locator("main")).to_contain_text("gets in touch to arrange it")
    assert fits(page)
    assert desk.state(link) is SessionState.REVIEW


def test_without_scripts_every_way_to_a_person_is_open(filming: Browser, desk: Desk) -> None:
    page = opened(filming, java_script_enabled=False)
    link = desk.link()
    page.goto(link)
    expect(page.locator("#no-script")).to_be_visible()
    page.locator("form[action$='/consent'] button").click()
    expect(page.locator("#open")).to_be_hidden()
    page.locator("summary").click()
    page.locator("button[value=site_visit]").click()
    heading(page, "已经记下，由人工核实")
    assert desk.state(link) is SessionState.REVIEW
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_a_camera_that_is_denied_is_explained_and_can_be_allowed_later(
    size: str, desk: Desk, playwright: Playwright
) -> None:
    with launched(playwright, CAMERA) as browser:
        page = opened(browser, size, "en")
        agree(page, desk.link())
        page.locator("#open").click()
        heading(page, "The page may not use the camera")
        assert fits(page)
        expect(page.locator("#ways button").first).to_be_visible()
        page.locator("#retry").click()
        expect(page.locator("#opening")).to_have_text("Not yet. Do as described above and try again.")
        page.context.grant_permissions(["camera"])
        heading(page, "Bring your face into the oval")


TROUBLES = {
    "NotFoundError": "No camera was found",
    "NotReadableError": "The camera is in use",
    "SecurityError": "This page's connection is not secure",
    "TypeError": "The camera did not open",
}


@pytest.mark.parametrize("name", TROUBLES)
def test_every_failure_of_the_camera_has_its_words_a_retry_and_a_person(
    name: str, phone: Page, desk: Desk
) -> None:
    real = "navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)"
    phone.add_init_script(
        f"window.real = {real}; navigator.mediaDevices.getUserMedia = (wanted) => window.mended "
        f"? window.real(wanted) : Promise.reject(new DOMException('', '{name}'));"
    )
    agree(phone, f"{desk.link()}?lang=en")
    phone.locator("#open").click()
    heading(phone, TROUBLES[name])
    expect(phone.locator("#ways button[value=video_call]")).to_be_visible()
    phone.evaluate("window.mended = true")
    phone.locator("#retry").click()
    heading(phone, "Bring your face into the oval")


def test_a_browser_without_a_camera_for_pages_is_told_so_before_the_consent(phone: Page, desk: Desk) -> None:
    phone.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    phone.goto(f"{desk.link()}?lang=en")
    expect(phone.locator("#unable")).to_contain_text("This browser cannot open the camera.")
    expect(phone.locator("#copy button")).to_be_visible()
    phone.locator("form[action$='/consent'] button").click()
    phone.locator("#open").click()
    heading(phone, "This browser has no camera for pages")


def test_in_a_messenger_the_link_can_be_copied_before_it_is_tied(filming: Browser, desk: Desk) -> None:
    page = opened(filming, user_agent=WECHAT, permissions=["clipboard-read", "clipboard-write"])
    link = desk.link()
    page.goto(link)
    expect(page.locator(".notice").first).to_contain_text("微信")
    page.locator("#copy button").click()
    expect(page.locator("#copy [role=status]")).to_have_text("已复制链接。")
    assert page.evaluate("navigator.clipboard.readText()") == f"{link}?lang=zh"
    assert desk.state(link) is SessionState.WAITING
    page.context.close()


def test_two_cameras_can_be_chosen_from_and_an_infrared_one_says_so(phone: Page, desk: Desk) -> None:
    phone.add_init_script("""
      const found = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
      navigator.mediaDevices.enumerateDevices = async () => {
        const real = (await found()).filter(({ kind }) => kind === "videoinput");
        return [{ kind: "videoinput", deviceId: "ir", label: "IR Camera" }, ...real];
      };
    """)
    agree(phone, f"{desk.link()}?lang=en")
    phone.locator("#open").click()
    options = phone.locator("#picker option")
    expect(options).to_have_count(2)
    assert options.nth(1).text_content() == "IR Camera (infrared, not suitable)"
    assert phone.locator("#picker select").evaluate("(list) => list.selectedIndex") == 0


def test_a_link_that_is_used_in_a_second_browser_is_dead_there(
    filming: Browser, phone: Page, desk: Desk
) -> None:
    link = desk.link()
    agree(phone, link)
    thief = opened(filming, lang="en")
    thief.goto(link)
    heading(thief, "The link is in use in another browser")
    assert thief.locator("button").count() == 0
    thief.context.close()
    phone.reload()
    expect(phone.locator("#open")).to_be_visible()


def test_coming_back_by_the_sites_own_link_is_no_other_browser(phone: Page, desk: Desk) -> None:
    link = desk.link()
    agree(phone, link)
    other_site = desk.url.replace("127.0.0.1", "localhost")
    phone.route(
        f"{other_site}/jobs",
        lambda route: route.fulfill(body=f"<a href='{link}'>go</a>", content_type="text/html"),
    )
    phone.goto(f"{other_site}/jobs")
    phone.get_by_text("go").click()
    expect(phone.locator("#open")).to_be_visible()


def test_an_expired_link_says_what_to_do(page: Page, desk: Desk, theirs: World) -> None:
    link = desk.link()
    theirs.clock.tick(minutes=16)
    page.goto(f"{link}?lang=en")
    heading(page, "The link has expired")
    expect(page.locator("main")).to_contain_text("ask for a new link")
    assert fits(page)


def test_withdrawing_on_the_page_deletes_and_says_so(phone: Page, desk: Desk, theirs: World) -> None:
    agree(phone, f"{desk.link()}?lang=en")
    film(phone)
    heading(phone, "Checking")
    desk.office.work()
    heading(phone, "Confirmed")
    phone.get_by_role("link", name="Withdraw my consent").click()
    phone.get_by_role("button", name="Withdraw and delete").click()
    heading(phone, "Withdrawn and deleted")
    with theirs.ports.view() as tx:
        assert tx.face_templates.count() == 0


def test_the_language_can_be_switched_and_stays(phone: Page, desk: Desk) -> None:
    phone.goto(desk.link())
    heading(phone, "确认是您本人")
    phone.get_by_role("link", name="English").click()
    heading(phone, "Confirm that it is you")
    phone.locator("form[action$='/consent'] button").click()
    heading(phone, "Get the camera ready")
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["bonafide_face"]
    phone.get_by_role("link", name="中文").click()
    heading(phone, "准备摄像头")
