"""Every page of the console under every role, and without sign-in: the rows of tests/console_pages.py."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask

from tests.colleagues import Browser, Colleague, at_desk, browser, joined
from tests.console_pages import PAGES, STAGES, ConsolePage
from tests.fakes import MemoryStore, world
from verifier.app import create_app
from verifier.console import access
from verifier.domain.staff import Role
from verifier.settings import Settings

IDS = [page.endpoint for page in PAGES]
FORMS = [page for page in PAGES if page.method == "POST"]


class Office:
    """An app with a colleague of each role, made once; each test finds it as it was at first."""

    def __init__(
        self, app: Flask, store: MemoryStore, colleagues: Mapping[Role, Colleague], other: str
    ) -> None:
        self.app, self.store, self.colleagues, self.other = app, store, colleagues, other
        self._first = store._state  # kept frozen: transactions work on a copy

    def reset(self) -> "Office":
        self.store._state = self._first
        return self

    def send(
        self, page: ConsolePage, browser: Browser, form_token: str | None = None
    ) -> tuple[int, str, str]:
        """Status, text, and where it leads."""
        path = (
            page.address.replace("<member_id>", self.other)
            .replace("<token>", "none")
            .replace("<alert_id>", "none")
        )
        if page.method == "GET":
            response = browser.get(path)
        else:
            response = browser.post(path, form_token=form_token, **page.fields)
        return response.status_code, response.text, response.headers.get("Location", "")


@pytest.fixture(scope="module")
def whole_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(tmp_path_factory.mktemp("office")))
        store = MemoryStore()
        theirs = world(store=store)
        app = create_app(Settings.from_env(), theirs.ports)
        other = joined(theirs, "other", Role.REVIEWER)
        yield Office(app, store, {role: joined(theirs, role.value, role) for role in Role}, other.member.id)


@pytest.fixture
def office(whole_office: Office) -> Office:
    return whole_office.reset()


def test_every_page_has_a_row(office: Office) -> None:
    rules = (rule for rule in office.app.url_map.iter_rules() if rule.endpoint.startswith("console."))
    found = {
        f"{method} {rule.rule}" for rule in rules for method in (rule.methods or ()) - {"HEAD", "OPTIONS"}
    }
    assert found == {page.endpoint for page in (*PAGES, *STAGES)}


def test_every_page_names_a_right_or_is_on_a_list(office: Office) -> None:
    with office.app.app_context():
        for name in office.app.view_functions:
            if name.startswith("console."):
                listed = name in access.OPEN, name in access.STAGES, access.right_of(name) is not None
                assert sum(listed) == 1, name


def test_the_lists_name_no_page_that_is_not_there(office: Office) -> None:
    assert set(access.OPEN) | set(access.STAGES) <= set(office.app.view_functions)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_a_role_has_its_pages_and_no_other(page: ConsolePage, role: Role, office: Office) -> None:
    status, text, _ = office.send(page, at_desk(office.app, office.colleagues[role]))
    assert status == (page.answers if role in page.may else 403)
    if role not in page.may:
        assert "trouble" not in text
        assert "您的角色不能这样做" in text


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_without_sign_in_only_the_open_pages_answer(page: ConsolePage, office: Office) -> None:
    status, text, leads = office.send(page, browser(office.app), form_token="")
    if page.open:
        assert status == (200 if page.endpoint == "GET /console/sign-in" else page.answers)
    elif page.method == "GET":
        assert (status, leads.partition("?")[0]) == (303, "/console/sign-in")
    else:
        assert status == 401
        assert "请先登录" in text


@pytest.mark.parametrize("page", STAGES, ids=[page.endpoint for page in STAGES])
def test_a_step_of_signing_in_is_for_that_step_alone(page: ConsolePage, office: Office) -> None:
    for own in (at_desk(office.app, office.colleagues[Role.LEAD]), browser(office.app)):
        status, _, leads = office.send(page, own, form_token="0" * 64)
        assert (status, leads.partition("?")[0]) in ((303, "/console/sign-in"), (401, ""))


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.method == "POST" and not p.open], ids=lambda p: p.endpoint
)
def test_a_form_without_the_sessions_token_changes_nothing(page: ConsolePage, office: Office) -> None:
    role = next(iter(sorted(page.may)))
    own = at_desk(office.app, office.colleagues[role])
    before = office.store._state
    stranger = office.colleagues[Role.LEAD if role is not Role.LEAD else Role.AUDITOR]
    for sent in ("", "0" * 64, at_desk(office.app, stranger).form_token()):
        status, text, _ = office.send(page, own, form_token=sent)
        assert status == 403
        assert "这个页面已经过期" in text
    assert office.store._state is before


@pytest.mark.parametrize("page", FORMS, ids=lambda p: p.endpoint)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
    ids=str,
)
def test_a_form_of_another_site_changes_nothing(
    page: ConsolePage, headers: dict[str, str], office: Office
) -> None:
    role = next(iter(sorted(page.may)))
    own = at_desk(office.app, office.colleagues[role])
    token, before = own.form_token(), office.store._state
    own.headers = headers
    status, text, _ = office.send(page, own, form_token=token)
    assert status == 403
    assert "这个请求来自别的网站" in text
    assert office.store._state is before


def test_a_page_that_names_no_right_is_shut_to_everybody(office: Office, tmp_path: Path) -> None:
    theirs = world()
    app = create_app(Settings.from_env(), theirs.ports)
    app.view_functions["console.queue"] = lambda: "open"
    assert at_desk(app, joined(theirs, role=Role.LEAD)).get("/console/queue").status_code == 403
