"""The whole way with nothing stood in for but the draw of the challenge: browser, page, queue, workers.

The service runs as a user starts it, and its workers read the films. The page is served once more from this
process, over the same data, because the camera's film has to be made for a challenge that is known before.
What passes here is a portrait that is moved about: see tests/portraits for what that does not prove.
"""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.cameras import ALLOWED, CAMERA, CHROMIUM, FILM, launched, serving
from tests.desks import SECOND, agree, film, heading, opened
from tests.portraits import challenges, fake_camera
from tests.portraits.head import portrait_file
from tests.services import Service
from verifier import usecases
from verifier.api import context
from verifier.app import create_app
from verifier.domain.advice import advise
from verifier.domain.face_session import Challenge, PortraitKind, Purpose
from verifier.domain.faces import Action
from verifier.settings import Settings
from verifier.usecases.faces import recruiters, sessions
from verifier.usecases.ports import Ports

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
ASKED = challenges.challenge(Action.TURN_LEFT, Action.BLINK, Action.OPEN_MOUTH)
LEAD = 8 * SECOND  # from the camera's first picture to the film's; the face rests meanwhile
PRESS = 150  # milliseconds that the press of a button and the challenge's way take
OPENED = """
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    window.openedAt = performance.now();
    return stream;
  };
"""


def pinned() -> Challenge:
    return replace(ASKED, nonce=secrets.token_urlsafe(16))


@pytest.fixture(scope="module")
def page_of(service: Service) -> Iterator[tuple[str, Ports]]:
    """The page's address, and the ports behind it: the service's own data and queue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(service.data_dir))
        patch.setattr("verifier.usecases.faces.uploads.new_challenge", pinned)
        app = create_app(Settings.from_env())
        with serving(app) as url:
            yield url, app.extensions[context.PORTS]


def asked(page_of: tuple[str, Ports], reference: str) -> tuple[str, sessions.AskedSession]:
    """The link of a new recruiter's enrolment, and the session."""
    url, ports = page_of
    tenant, _ = usecases.create_tenant(ports, f"Site of {reference}")
    recruiter = recruiters.add_recruiter(ports, tenant.id, reference=reference, case_id=None)
    recruiters.add_portrait(
        ports,
        tenant.id,
        recruiter.id,
        kind=PortraitKind.SELFIE,
        data=portrait_file().read_bytes(),
        declared_media_type="image/jpeg",
    )
    made = sessions.ask_session(ports, tenant.id, recruiter.id, purpose=Purpose.ENROL)
    return f"{url}/face/{made.token}?lang=en", made


def film_at(page: Page, lead: int) -> None:
    """Open the camera, and have the film begin `lead` milliseconds after its first picture."""
    page.locator("#open").click()
    expect(page.locator("#start")).to_be_enabled(timeout=lead)
    page.evaluate(
        "(lead) => new Promise((done) => setTimeout(done, lead - (performance.now() - window.openedAt)))",
        lead - PRESS,
    )
    page.locator("#start").click()


def test_a_face_that_does_what_is_asked_is_verified_by_the_real_service(
    page_of: tuple[str, Ports], playwright: Playwright, tmp_path: Path
) -> None:
    camera = fake_camera.answer_file(tmp_path / "answer.y4m", ASKED, lead=LEAD)
    link, made = asked(page_of, "recruiter-live")
    with launched(playwright, CAMERA, ALLOWED, f"{FILM}{camera}") as browser:
        page = opened(browser)
        page.add_init_script(OPENED)
        agree(page, link)
        film_at(page, LEAD)
        heading(page, "Checking")
        expect(page.locator("h1:visible")).not_to_have_text("Checking", timeout=180 * SECOND)
        view = sessions.read_session(page_of[1], made.session.tenant_id, made.session.id)
        assert [reason.code for decision, _ in view.decisions for reason in decision.reasons] == []
        heading(page, "Confirmed")
    assert view.state == "verified"
    recruiter = recruiters.read_recruiter(page_of[1], made.session.tenant_id, made.session.recruiter_id)
    assert recruiter.enrolled_at is not None


def test_a_face_that_does_nothing_is_told_what_was_missing_and_may_try_again(
    page_of: tuple[str, Ports], playwright: Playwright, tmp_path: Path
) -> None:
    camera = fake_camera.answer_file(tmp_path / "rest.y4m", challenges.challenge(), lead=30 * SECOND, rate=15)
    link, made = asked(page_of, "recruiter-resting")
    with launched(playwright, CAMERA, ALLOWED, f"{FILM}{camera}") as browser:
        page = opened(browser)
        agree(page, link)
        film(page)
        heading(page, "Checking")
        expect(page.locator("h1:visible")).not_to_have_text("Checking", timeout=180 * SECOND)
        view = sessions.read_session(page_of[1], made.session.tenant_id, made.session.id)
        ((decision, findings),) = view.decisions
        assert {reason.code for reason in decision.reasons} == {"step_missed", "turn_unmeasured"}
        heading(page, "Nearly there: once more")
        assert page.locator("#ready .advice li").all_inner_texts() == [
            advice.en for advice in advise(decision.reasons)
        ]
        for finding in findings:
            assert finding.code not in page.content()
