"""The Python client has every endpoint, every member and every word of the OpenAPI document, and no other."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.client_document import differences, endpoints

Document = dict[str, Any]


@pytest.fixture
def document(app: Flask) -> Document:
    return app.test_client().get("/v1/openapi.json").json


def test_the_client_is_the_documents(document: Document) -> None:
    assert differences(document) == []
    assert len(endpoints()) == sum(
        method in ("get", "post", "patch", "delete") for item in document["paths"].values() for method in item
    )


def schema(name: str, change: Callable[[Document], object]) -> Callable[[Document], object]:
    return lambda document: change(document["components"]["schemas"][name])


def listed(change: Callable[[Document], object]) -> Callable[[Document], object]:
    return lambda document: change(document["paths"]["/v1/cases"]["get"])


CHANGES = {
    "an endpoint": (lambda it: it["paths"].update({"/v1/new": {"get": {}}}), "GET /v1/new: only in one"),
    "a query parameter": (
        listed(lambda it: it["parameters"].append({"name": "state", "in": "query", "schema": {}})),
        "GET /v1/cases: parameters: the client lacks ['state']",
    ),
    "a query parameter that has to be there": (
        listed(lambda it: it["parameters"][0].update(required=True)),
        "GET /v1/cases: cursor is required",
    ),
    "a request member": (
        schema("DeclaredQuestion", lambda it: it["properties"].update(mail={"type": "string"})),
        "POST /v1/cases: declared: the client lacks ['mail']",
    ),
    "a request member that has to be there": (
        schema("RecruiterQuestion", lambda it: it["required"].append("case_id")),
        "POST /v1/recruiters: case_id is required",
    ),
    "a word that may be asked for": (
        schema("StopQuestion", lambda it: it["properties"]["state"]["enum"].append("paused")),
        "POST /v1/employers/{employer_id}/stop: words of state: the client lacks ['paused']",
    ),
    "an answer member, deep inside": (
        schema("JpegAnswer", lambda it: it["properties"].update(comment={"type": "string"})),
        "GET /v1/cases/{case_id}: answer.readings[].provenance.container.jpeg: the client lacks ['comment']",
    ),
    "an answer member less": (
        schema("EventAnswer", lambda it: it["properties"].pop("data")),
        "GET /v1/events: answer.items[]: the service has no ['data']",
    ),
    "another type": (
        schema("ProgressAnswer", lambda it: it["properties"]["done"].update(type="string")),
        "GET /v1/cases/{case_id}: answer.progress.done is string, not <class 'int'>",
    ),
    "no moment any more": (
        schema("BlockAnswer", lambda it: it["properties"]["until"].pop("format")),
        "GET /v1/blocks: answer.items[].until is string, not <class 'datetime.datetime'>",
    ),
    "null": (
        schema("KeyAnswer", lambda it: it["properties"]["name"].update(type=["string", "null"])),
        "GET /v1/keys: answer.items[].name is null",
    ),
    "null no more": (
        schema("KeyAnswer", lambda it: it["properties"]["expires_at"].update(type="string")),
        "GET /v1/keys: answer.items[].expires_at is never null",
    ),
    "a member that may be absent": (
        schema("HealthAnswer", lambda it: it["required"].clear()),
        "GET /healthz: answer.status may be absent",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_way_in_which_the_document_may_change_is_noticed(document: Document, name: str) -> None:
    change, sentence = CHANGES[name]
    changed = copy.deepcopy(document)
    change(changed)
    assert any(found.startswith(sentence) for found in differences(changed)), differences(changed)
