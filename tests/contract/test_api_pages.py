"""The pages for people, and the headers that every answer carries."""

import re

import pytest
from flask import Flask

from tests.sites import Site

PAGES = ["/", "/v1/docs", "/v1/problems"]
ASSETS = re.compile(r'(?:src|href)="(/[^"#]*)')


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(page: str, charlie: Site) -> None:
    response = charlie.get(page)
    assert response.status_code == 200
    assert "http://" not in response.text.replace("http://www.w3.org", "")
    assert not re.search(r'(src|href)="(https?:)?//', response.text)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", response.text)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_a_page_links_to_is_there(page: str, charlie: Site) -> None:
    found = ASSETS.findall(charlie.get(page).text)
    assert found
    for address in found:
        assert charlie.get(address).status_code in (200, 503), address


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_its_language_and_title(page: str, charlie: Site) -> None:
    text = charlie.get(page).text
    assert re.search(r'<html lang="(en|zh-Hans)">', text)
    assert re.search(r"<title>[^<]+</title>", text)
    assert 'name="viewport"' in text


def test_the_home_page_speaks_chinese_and_english(charlie: Site) -> None:
    text = charlie.get("/").text
    assert "招聘网站的雇主核验" in text
    assert "Employer verification for recruitment sites" in text


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "address", [*PAGES, "/v1/openapi.json", "/v1/cases", "/nothing", "/healthz", "/assets/pages.css"]
)
def test_every_answer_carries_the_security_headers(address: str, alice: Site) -> None:
    response = alice.get(address)
    assert {name: response.headers[name] for name in SAFE} == SAFE
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Request-Id"].startswith("req_")
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["/v1/cases", "/nothing", "/readyz"])
def test_what_tells_of_a_tenant_is_never_cached(address: str, alice: Site) -> None:
    assert alice.get(address).headers["Cache-Control"] == "private, no-store"


def test_a_request_id_is_ours_and_never_the_clients(alice: Site) -> None:
    first = alice.get("/v1/cases", headers={"X-Request-Id": "req_mine"}).headers["X-Request-Id"]
    assert first != "req_mine"
    assert first != alice.get("/v1/cases").headers["X-Request-Id"]


def test_swagger_ui_is_served_without_its_sample_page(charlie: Site, app: Flask) -> None:
    assert charlie.get("/v1/docs/assets/swagger-ui-bundle.js").mimetype == "text/javascript"
    assert charlie.get("/v1/docs/assets/oauth2-redirect.html").status_code == 404
