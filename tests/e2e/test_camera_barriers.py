"""The recruiter's page for everybody: the keyboard alone, axe, a slow line."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.cameras import CHROMIUM
from tests.desks import SECOND, Desk, agree, heading, opened
from tests.fakes import World
from verifier.domain.face_decision import FaceOutcome

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
BEFORE_THE_CAMERA = 200_000  # bytes, at most


def test_the_keyboard_alone_goes_from_the_link_to_the_film(phone: Page, desk: Desk) -> None:
    phone.goto(f"{desk.link()}?lang=en")
    _tab_to(phone, "Skip to the content")
    _tab_to(phone, "If a person has to look")
    phone.keyboard.press("Space")
    assert phone.locator("input[name=keeps_frames]").is_checked()
    _tab_to(phone, "Agree and go on")
    phone.keyboard.press("Enter")
    heading(phone, "Get the camera ready")
    _tab_to(phone, "Open the camera")
    phone.keyboard.press("Enter")
    expect(phone.locator("#start")).to_be_enabled(timeout=20 * SECOND)
    _tab_to(phone, "Start filming")
    phone.keyboard.press("Enter")
    expect(phone.locator("#shoot")).to_have_attribute("data-phase", "film")
    _tab_to(phone, "Stop")
    phone.keyboard.press("Enter")
    heading(phone, "This film was not finished")
    _tab_to(phone, "Film again")


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until this has the focus, and shows it."""
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement;"
            " return [(at.labels?.[0] ?? at).textContent.trim(), getComputedStyle(at).outlineStyle]; }"
        )
        if focused[0].startswith(name):
            assert focused[1] != "none"
            return
    pytest.fail(f"the keyboard does not reach {name!r}")


def test_the_page_weighs_little_before_the_camera_opens(filming: Browser, desk: Desk) -> None:
    page = opened(filming)
    weights: dict[str, int] = {}
    page.on(
        "response", lambda answer: weights.update({answer.url: len(answer.body())}) if answer.ok else None
    )
    agree(page, desk.link())
    page.wait_for_load_state("networkidle")
    assert any(url.endswith("/camera.js") for url in weights)
    assert not any("cascade" in url for url in weights)
    assert sum(weights.values()) <= BEFORE_THE_CAMERA
    page.context.close()


def barriers(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in grave]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_no_grave_barrier_on_any_screen(
    scheme: str, lang: str, filming: Browser, desk: Desk, theirs: World
) -> None:
    page = opened(filming, color_scheme=scheme)
    page.goto(f"{desk.link()}?lang={lang}")
    assert barriers(page) == []
    agree(page, f"{desk.link()}?lang={lang}")
    assert barriers(page) == []
    page.locator("summary").click()
    page.locator("#open").click()
    expect(page.locator("#start")).to_be_enabled(timeout=20 * SECOND)
    assert barriers(page) == []
    page.locator("#start").click()
    expect(page.locator("#shoot")).to_have_attribute("data-phase", "film")
    assert barriers(page) == []
    expect(page.locator(".outcome")).to_be_visible(timeout=60 * SECOND)
    assert barriers(page) == []
    theirs.judge.says = FaceOutcome.RETRY
    desk.office.work()
    expect(page.locator("#open")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name={"zh": "撤回同意", "en": "Withdraw my consent"}[lang]).click()
    assert barriers(page) == []
    page.goto(f"{desk.link()}?lang={lang}")
    page.locator("button[value=video_call]").click()
    expect(page.locator(".outcome")).to_be_visible()
    assert barriers(page) == []
    page.context.close()
