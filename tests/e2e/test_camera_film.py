"""Filming in a real browser: from the preview to the result, and whatever ends it early."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.cameras import CHROMIUM, complaints
from tests.desks import SECOND, Desk, agree, film, fits, heading
from tests.fakes import World
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import SessionState

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]


def test_a_recruiter_who_does_what_is_asked_is_verified(page: Page, desk: Desk) -> None:
    complained = complaints(page)
    link = desk.link()
    agree(page, link)
    page.locator("#open").click()
    expect(page.locator("#guide")).to_have_text("很好，可以开始了。", timeout=20 * SECOND)
    assert fits(page)
    page.locator("#start").click()
    prompts = _prompts(page)
    heading(page, "正在核对")
    desk.office.work()
    heading(page, "确认完成")
    assert fits(page)
    assert desk.state(link) is SessionState.VERIFIED
    assert prompts[0] == "看着镜头，不要动"
    assert sum("转头" in prompt or "双眼" in prompt or "张大嘴" in prompt for prompt in prompts) == 3
    assert complained == []


def _prompts(page: Page) -> list[str]:
    """Every prompt that a screen reader hears, in order, until the film is over."""
    expect(page.locator("#shoot")).to_have_attribute("data-phase", "film")
    assert page.locator("#prompt").get_attribute("aria-live") == "assertive"
    heard: list[str] = []
    while page.locator("#shoot").is_visible():
        said = page.locator("#prompt").text_content() or ""
        if said and said not in heard[-1:]:
            heard.append(said)
        page.wait_for_timeout(100)
    return heard


def test_the_film_comes_in_batches_while_it_is_made_and_looks_as_the_contract_says(
    phone: Page, whole_desk: Desk, theirs: World
) -> None:
    desk = whole_desk
    puts: list[float] = []
    phone.on("request", lambda sent: puts.append(sent.timing["startTime"]) if sent.method == "PUT" else None)
    link = desk.link()
    agree(phone, link)
    film(phone)
    heading(phone, "正在核对")
    session = desk.session(link)
    with theirs.ports.view() as tx:
        (attempt,) = tx.attempts.of_session(session.tenant_id, session.id)
        batches = tx.attempts.batches(attempt.id)
    times = [at for batch in batches for at in batch.times]
    length = attempt.challenge.length
    assert len(puts) >= length // 1000
    assert all(later > earlier for earlier, later in pairwise(times))
    assert times[0] >= 0
    assert length - 700 < times[-1] < length + 1000
    assert 10 * length / 1000 <= len(times) <= 16 * length / 1000
    assert sum(batch.size for batch in batches) < 12_000_000
    desk.office.work()


def test_a_still_face_is_asked_to_try_again_with_advice_and_then_a_person_looks(
    phone: Page, desk: Desk, theirs: World
) -> None:
    theirs.judge.says = FaceOutcome.RETRY
    link = desk.link()
    agree(phone, f"{link}?lang=en")
    film(phone)
    heading(phone, "Checking")
    desk.office.work()
    heading(phone, "Nearly there: once more")
    expect(phone.locator("#ready")).to_contain_text("You can film 2 more times.")
    assert phone.locator("#ready .advice li").count() == 1
    theirs.judge.says = FaceOutcome.REVIEW
    film(phone)
    heading(phone, "Checking")
    desk.office.work()
    heading(phone, "A person takes a look")
    assert desk.state(link) is SessionState.REVIEW
    assert "picture_dark" not in phone.content()


def test_without_a_face_in_sight_filming_may_start_after_a_while(phone: Page, desk: Desk) -> None:
    phone.route("**/cascade.json", lambda route: route.abort())
    agree(phone, desk.link())
    phone.locator("#open").click()
    expect(phone.locator("#shoot")).to_be_visible()
    assert phone.locator("#start").is_disabled()
    expect(phone.locator("#start")).to_be_enabled(timeout=15 * SECOND)
    expect(phone.locator("#guide")).to_contain_text("准备好就可以开始")


def test_a_film_goes_on_where_it_stopped_when_the_connection_comes_back(phone: Page, desk: Desk) -> None:
    asked: list[str] = []
    phone.on("request", lambda sent: asked.append(f"{sent.method} {sent.url.rpartition('/attempts/')[2]}"))
    agree(phone, f"{desk.link()}?lang=en")
    film(phone)
    phone.wait_for_timeout(3 * SECOND)
    phone.context.set_offline(True)
    expect(phone.locator("#film-network")).to_contain_text("You are offline", timeout=20 * SECOND)
    expect(phone.locator("#send")).to_be_visible(timeout=30 * SECOND)
    phone.wait_for_timeout(2 * SECOND)
    expect(phone.locator("#send-network")).to_contain_text("You are offline")
    share = phone.locator("#send-progress").evaluate("(bar) => bar.value")
    assert 0 < share < 1
    expect(phone.locator("#send-said")).to_have_text(f"{round(100 * share)} % sent")
    lost = len(asked)
    phone.context.set_offline(False)
    heading(phone, "Checking")
    assert any(request == "GET 1" for request in asked[lost:])
    arrived = [request for request in asked[:lost] if request.startswith("PUT 1/batches/0")]
    assert arrived
    assert "PUT 1/batches/0" not in asked[lost:]
    desk.office.work()
    heading(phone, "Confirmed")


BREAKS = {
    "hidden": (
        "Object.defineProperty(document, 'hidden', { get: () => true });"
        "document.dispatchEvent(new Event('visibilitychange'))",
        "You left the page",
    ),
    "turned": ("screen.orientation.dispatchEvent(new Event('change'))", "The device was turned"),
    "interrupted": (
        "document.getElementById('preview').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))",
        "perhaps by a call",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_ends_a_film_early_is_said_with_a_retry_and_what_is_left(
    name: str, phone: Page, desk: Desk
) -> None:
    action, words = BREAKS[name]
    agree(phone, f"{desk.link()}?lang=en")
    film(phone)
    phone.wait_for_timeout(1500)
    phone.evaluate(action)
    heading(phone, "This film was not finished")
    expect(phone.locator("#trouble-said")).to_contain_text(words)
    expect(phone.locator("#trouble-said")).to_contain_text("You can film 2 more times.")
    phone.locator("#retry").click()
    heading(phone, "Bring your face into the oval")


def test_stopping_three_times_leaves_the_ways_to_a_person(phone: Page, desk: Desk) -> None:
    agree(phone, f"{desk.link()}?lang=en")
    film(phone)
    phone.locator("#stop").click()
    heading(phone, "This film was not finished")
    for _ in range(2):
        phone.locator("#retry").click()
        expect(phone.locator("#start")).to_be_enabled(timeout=20 * SECOND)
        phone.locator("#start").click()
        phone.locator("#stop").click()
    heading(phone, "No more films in this session")
    expect(phone.locator("button[value=video_call]")).to_be_visible()


def test_a_link_that_expires_before_the_film_starts_shows_it(phone: Page, desk: Desk, theirs: World) -> None:
    agree(phone, f"{desk.link()}?lang=en")
    phone.locator("#open").click()
    expect(phone.locator("#start")).to_be_enabled(timeout=20 * SECOND)
    theirs.clock.tick(minutes=31)
    phone.locator("#start").click()
    heading(phone, "The link has expired")
