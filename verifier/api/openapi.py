"""The OpenAPI 3.1 document, made from the schemas and the views."""

from typing import Any

import flask_smorest  # type: ignore[import-untyped]  # flask-smorest has no types
from flask import Flask

from verifier.api import cases, evidence, health
from verifier.api import reviews as case_reviews
from verifier.api.blueprints import SECURITY_SCHEME
from verifier.api.faces import frames, portraits, recruiters, reviews, sessions
from verifier.api.gate import blocks, employers, life, permits, published
from verifier.api.integration import deliveries, events, keys, webhooks
from verifier.api.proofs import bank, mail
from verifier.api.proofs import routes as proofs
from verifier.api.retention import personal_data
from verifier.api.sandbox import bank as sandbox
from verifier.api.seekers import routes as seekers

DESCRIPTION = """\
Open a **case** for an employer, add **evidence** (a photo of its business licence), **submit** it, and read
the **decision**: `verified`, or `escalated` to a person, with every reason in words.

Before a **recruiter** posts a job, ask for a **face session**: they follow a one-time link and do before
their camera what a page asks of them; workers tell from the frames whether a live person did it, and which.

When they press *publish*, ask for a **posting permit**: `allow` with a signed token that you verify offline,
`step_up` with what is missing, or `deny`, each explained. Without an `allow`, publish nothing.

Before a recruiter reads a **résumé**, ask for that too: it goes by the job seeker's own **grant**, which they
take back as easily as they gave it. The text you then show can carry a mark that names the read if it leaks.

- **Key.** Every request shows `Authorization: Bearer KEY`, a key with the scope that the endpoint names. What
  belongs to another site answers as if it did not exist.
- **Be told.** Name a **webhook**, or read the **event log**, instead of asking for each case again and again.
- **Send it again without fear.** Give each POST an `Idempotency-Key`; repeat the request with the same key as
  often as you need. The first answer comes back, marked `Idempotency-Replayed: true`.
- **Limits.** `RateLimit-Policy` and `RateLimit` say what a key may ask for and what is left of it; over it
  you get 429 `rate_limited`: come again after `Retry-After`.
- **Errors** are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problems. Decide by `code`; the
  [list of codes](/v1/problems) is part of the interface.
- **Strict.** Unknown fields and wrong types are refused, so that a slip of the pen does not pass for a
  declaration.
- **Try it** in a sandbox, with neither papers nor camera: see the endpoints under `/v1/sandbox`.
- **Additions** to answers are not breaking changes: ignore members that you do not know.
"""

CASES = (cases, evidence, case_reviews)
FACES = (recruiters, portraits, sessions, frames, reviews)
GATE = (employers, life, proofs, mail, bank, permits, published, blocks)
INTEGRATION = (events, webhooks, deliveries, keys)
PARTS = (
    *CASES,
    *FACES,
    *GATE,
    seekers,
    personal_data,
    *INTEGRATION,
    sandbox,
    health,
)  # in the order of the reference


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest without its own errors: problems.py is the only one who answers them."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        return

    def _register_responses(self) -> None:
        """Nothing: every endpoint documents its own errors, and none is flask-smorest's."""

    def _register_pagination_header(self) -> None:
        """Nothing: our pages are made with cursors."""


def register(app: Flask, version: str) -> None:
    """Add the documented endpoints and /v1/openapi.json."""
    app.config.update(
        API_TITLE="Bonafide",
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app, spec_kwargs={"info": _info()})
    api.spec.components.security_scheme(SECURITY_SCHEME, _security_scheme())
    for part in PARTS:
        api.register_blueprint(part.blueprint)


def _info() -> dict[str, Any]:
    return {
        "description": DESCRIPTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        "summary": "Employer verification for recruitment sites",
    }


def _security_scheme() -> dict[str, str]:
    return {
        "type": "http",
        "scheme": "bearer",
        "description": "The API key of your site. `python -m verifier tenant create` makes one.",
    }
