"""What the recruiter's page asks for in JSON, as an OpenAPI document for the fuzzing alone."""

from typing import Any

from verifier.camera.screens import Screen
from verifier.domain.face_session import OtherWay

PROBLEM = {
    "application/problem+json": {"schema": {"type": "object", "required": ["code", "status", "detail"]}}
}
LANG = {"type": "string", "enum": ["zh", "en"]}
NUMBER = {"type": "integer", "minimum": 0, "maximum": 9999}
STANDING = {
    "type": "object",
    "required": ["screen"],
    "properties": {
        "screen": {"enum": [screen.value for screen in Screen]},
        "attempts_left": {"type": "integer", "minimum": 0},
        "advice": {"type": "array", "items": {"type": "string"}},
        "attempt": {"type": ["integer", "null"]},
        "may_withdraw": {"type": "boolean"},
    },
    "additionalProperties": False,
}
CHALLENGE = {
    "type": "object",
    "required": ["number", "length", "steps", "bytes", "seconds"],
    "additionalProperties": False,
    "properties": {name: {} for name in ("number", "length", "steps", "bytes", "seconds")},
}
RECEIVED = {"type": "object", "required": ["received"], "properties": {"received": {"type": "array"}}}


def answers(status: int, schema: dict[str, Any] | None) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    refused = ("400", "403", "404", "409", "413", "414", "415", "422", "431", "503")
    return {str(status): {"description": "Done.", **content}} | {
        code: {"description": "Refused.", "content": PROBLEM} for code in refused
    }


def operation(
    name: str, status: int, schema: dict[str, Any] | None, *path: str, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": name,
        "parameters": [
            TOKEN,
            *({"in": "path", "name": one, "required": True, "schema": NUMBER} for one in path),
        ],
        "responses": answers(status, schema),
    }
    if body is not None:
        described["requestBody"] = {"required": True, "content": body}
    return described


def question(required: list[str], **members: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": required, "properties": members, "additionalProperties": False}
    return {"application/json": {"schema": schema}}


TOKEN = {
    "in": "path",
    "name": "token",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
}
BATCH = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["times", "frame"],
            "properties": {
                "times": {"type": "string"},
                "frame": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1},
            },
            "additionalProperties": False,
        }
    }
}
CONSENT = question(
    ["text_sha256"],
    text_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    keeps_frames={"type": "boolean"},
    lang=LANG,
)
WAY = question(["way"], way={"enum": [way.value for way in OtherWay]}, lang=LANG)
FINISH = question(["batches"], batches={"type": "integer", "minimum": 0, "maximum": 1000})
ATTEMPT = "/face/{token}/attempts/{number}"

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "The recruiter's page", "version": "1"},
    "paths": {
        "/face/{token}/state": {"get": operation("state", 200, STANDING)},
        "/face/{token}/consent": {"post": operation("consent", 200, STANDING, body=CONSENT)},
        "/face/{token}/other-way": {"post": operation("other_way", 200, STANDING, body=WAY)},
        "/face/{token}/attempts": {"post": operation("begin", 201, CHALLENGE)},
        ATTEMPT: {"get": operation("received", 200, RECEIVED, "number")},
        f"{ATTEMPT}/batches/{{index}}": {
            "put": operation("batch", 200, RECEIVED, "number", "index", body=BATCH)
        },
        f"{ATTEMPT}/finish": {"post": operation("finish", 200, STANDING, "number", body=FINISH)},
        "/face/{token}/withdrawal": {"post": operation("withdraw", 204, None)},
    },
}
