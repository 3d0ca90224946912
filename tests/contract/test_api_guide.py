"""docs/api.md is held to the code: its table of errors, its endpoints, its examples."""

import json
import re
from pathlib import Path

from flask import Flask

from tests.sites import Site
from verifier.api.problems import taxonomy

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z_]+)` \| (\d{3}) \| [A-Z]", re.MULTILINE)


def test_the_table_holds_every_error_with_its_status_and_no_other() -> None:
    assert dict(ROW.findall(GUIDE)) == {kind.code: str(kind.status) for kind in taxonomy()}


def test_the_guide_names_every_endpoint(app: Flask) -> None:
    for path in app.test_client().get("/v1/openapi.json").json["paths"]:
        assert re.sub(r"\{\w+_id\}", "{id}", path) in GUIDE, path


def test_the_opening_in_the_guide_opens_a_case(alice: Site) -> None:
    body = re.search(r"-d '(\{.*?\})'", GUIDE, re.DOTALL)
    assert body is not None
    assert alice.post("/v1/cases", json=json.loads(body[1])).status_code == 201
