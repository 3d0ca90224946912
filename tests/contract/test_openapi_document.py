"""The OpenAPI document: valid, complete, and true of what the app does."""

from typing import Any

import pytest
from flask import Flask
from flask_smorest.spec.plugins import FlaskPlugin
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from verifier.api.problems import MEDIA_TYPE, taxonomy
from verifier.domain.api_key import Scope

METHODS = ("get", "post", "put", "patch", "delete")
UNDOCUMENTED = {
    "/",
    "/assets/{filename}",
    "/v1/docs",
    "/v1/docs/assets/{name}",
    "/v1/openapi.json",
    "/v1/problems",
}
FOR_BROWSERS = (
    "/apply/",
    "/countersign/",
    "/assets/applicant/",
    "/assets/hosted/",
    "/assets/seeker/",
    "/seeker/",
    "/face/",
    "/mailbox/",
    "/assets/camera/",
    "/console",
    "/assets/console/",
)  # no site's program asks for them
ALWAYS = {"401", "403", "429", "500", "503"}  # of every endpoint that asks for a key


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document, cls=OpenAPIV31SpecValidator)


def test_every_endpoint_is_documented(app: Flask, document: dict[str, Any]) -> None:
    paths = {FlaskPlugin.flaskpath2openapi(rule.rule) for rule in app.url_map.iter_rules()}
    ours = {path for path in paths if path.startswith(FOR_BROWSERS)}
    assert paths - UNDOCUMENTED - ours == set(document["paths"])


def test_every_operation_says_what_it_is_for(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        assert operation["operationId"], name
        assert operation["security"] in ([], *([{"key": [scope]}] for scope in Scope)), name
    assert len({operation["operationId"] for _, operation in operations(document)}) == len(
        operations(document)
    )


def test_every_operation_with_a_key_documents_what_can_always_happen(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        if operation["security"]:
            assert set(operation["responses"]) >= ALWAYS, name


def test_every_post_documents_its_idempotency_key_and_its_location(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        if name.startswith("POST"):
            assert "Idempotency-Key" in {item["name"] for item in operation["parameters"]}, name
            assert {"400", "409", "422"} <= set(operation["responses"]), name
            (success,) = [item for status, item in operation["responses"].items() if status[0] == "2"]
            assert {"Location", "Idempotency-Replayed"} <= set(success["headers"]), name


def test_every_error_is_a_problem_with_an_example_for_each_code(document: dict[str, Any]) -> None:
    known = {kind.code: kind.status for kind in taxonomy()}
    for name, operation in operations(document):
        for status, response in operation["responses"].items():
            if status[0] in "45" and name != "GET /readyz":
                content = response["content"][MEDIA_TYPE]
                assert content["schema"]["$ref"].endswith("/ProblemAnswer"), (name, status)
                for code, shown in content["examples"].items():
                    assert known[code] == shown["value"]["status"] == int(status), (name, code)


def test_every_answer_has_an_example_and_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        bodies = [*operation["responses"].values(), operation.get("requestBody", {})]
        for media_type, content in [item for body in bodies for item in body.get("content", {}).items()]:
            if "json" not in media_type:
                continue
            examples = [shown["value"] for shown in content.get("examples", {}).values()]
            examples += [content["example"]] if "example" in content else []
            assert examples, name
            schema = {"components": document["components"], **content["schema"]}
            for example in examples:
                Draft202012Validator(schema).validate(example)


def test_every_member_is_described(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for member, body in schema["properties"].items():
            assert body.get("description") or "$ref" in body, f"{name}.{member}"


def test_questions_are_closed_and_answers_may_grow(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        closed = schema.get("additionalProperties") is False
        assert closed == name.endswith("Question"), name


def test_responses_with_retry_after_say_so(document: dict[str, Any]) -> None:
    for _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status == "202" or (status == "503" and operation["security"]):
                assert "Retry-After" in response["headers"]
