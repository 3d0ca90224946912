"""Blueprints that document themselves: flask-smorest with our parser, our problems and types.

`OpenBlueprint` is for endpoints that need no key. `KeyedBlueprint` is for everything else: it refuses a
request without a valid key before the view, the body or the idempotency key is looked at.
"""

import re
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any, ClassVar, Final, TypeAlias, TypeVar, cast

import flask_smorest  # type: ignore[import-untyped]  # flask-smorest has no types
from flask import g, request
from marshmallow import Schema

from verifier.api import context, errors, idempotency, limiting, problems
from verifier.api.answers import ProblemAnswer
from verifier.api.last_used import note_use_afterwards
from verifier.api.parsing import JSON_LIMIT, RequestParser
from verifier.domain.api_key import Scope
from verifier.domain.errors import (
    IdempotencyMismatch,
    InsufficientScope,
    NotFound,
    RequestInFlight,
    Unauthenticated,
    VerifierError,
)
from verifier.usecases import authenticate

View = TypeVar("View", bound=Callable[..., Any])
Decorator: TypeAlias = Callable[[View], View]

SECURITY_SCHEME = "key"
FOR_ALL = (
    Unauthenticated,
    InsufficientScope,
    errors.AddressTooLong,
    errors.HeadersTooLarge,
    errors.RateLimited,
    errors.Unavailable,
    VerifierError,
)
FOR_REPEATABLE = (errors.MalformedIdempotencyKey, RequestInFlight, IdempotencyMismatch)
ULID_PATTERN: Final = "[0-9a-hjkmnp-tv-z]{26}"  # see verifier.usecases.identifiers
IDENTIFIER: Final = re.compile(f"[a-z]{{2,8}}_{ULID_PATTERN}")
EXAMPLE_REQUEST = "req_01jd4m8k2n4p6q8r0s2t4v6w8x"
HEADER_DOCS: Mapping[str, dict[str, object]] = {
    "WWW-Authenticate": {"schema": {"type": "string"}, "description": "How to authenticate."},
    "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds after which to ask again."},
    limiting.POLICY: {
        "schema": {"type": "string"},
        "description": 'The limits that the request falls under: `"NAME";q=REQUESTS;w=SECONDS`, by commas.',
    },
    limiting.STANDING: {
        "schema": {"type": "string"},
        "description": 'What is left of each: `"NAME";r=REQUESTS;t=SECONDS` until there is room for more.',
    },
    "Allow": {"schema": {"type": "string"}, "description": "The methods that the endpoint knows."},
}


def identifier(name: str, prefix: str, description: str) -> dict[str, object]:
    """Document an identifier of ours in the address."""
    schema = {"type": "string", "pattern": f"^{prefix}_{ULID_PATTERN}$"}
    return {"in": "path", "name": name, "description": description, "schema": schema}


class OpenBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """Endpoints for everybody. The methods add types and our way of documenting errors to flask-smorest's."""

    ARGUMENTS_PARSER = RequestParser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING: ClassVar = {
        "json": "application/json",
        "upload": "multipart/form-data",
    }

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        register = super().route(rule, **options)

        def named(view: View) -> View:
            return cast(View, register(self.doc(operationId=view.__name__)(view)))

        return named

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().arguments(schema, **options))

    def response(
        self, status_code: int, schema: type[Schema] | None = None, **options: Any
    ) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().response(status_code, schema, **options))

    def alt_response(self, status_code: int, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().alt_response(status_code, **options))

    def doc(self, **members: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().doc(**members))

    def header(self, parameter: Mapping[str, object]) -> Callable[[View], View]:
        """Document a request header beside the parameters that come from schemas."""

        def document(view: View) -> View:
            documented = self.doc()(view)  # a wrapper of its own, so that no other view is changed
            arguments = vars(documented)["_apidoc"].setdefault("arguments", {})
            arguments.setdefault("parameters", []).append(parameter)
            return documented

        return document

    def problems(self, *kinds: type[VerifierError]) -> Callable[[View], View]:
        """Document the errors that an endpoint may answer with, one example for each code."""

        def document(view: View) -> View:
            for status, group in groupby(sorted(kinds, key=_status), key=_status):
                view = self.alt_response(status, **_problem_docs(list(group)))(view)
            return view

        return document


class KeyedBlueprint(OpenBlueprint):
    """Endpoints for sites: each request shows a key, and belongs to the tenant whose key it is."""

    def __init__(self, *arguments: Any, json_limit: int = JSON_LIMIT, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._json_limit = json_limit  # bytes
        self._scopes: dict[str, Scope] = {}  # by the view's name
        self._hurried: set[str] = set()  # the views that take a key for good that was good a second ago
        self.before_request(self._require_key)

    def route(  # type: ignore[override]  # what needs a key has to say what for
        self, rule: str, *, scope: Scope, hurried: bool = False, **options: Any
    ) -> Callable[[View], View]:
        """As everywhere, and the scope that a key must have; `hurried`: a second ago will do."""
        register = super().route(rule, **options)

        def scoped(view: View) -> View:
            self._scopes[view.__name__] = scope
            if hurried:
                self._hurried.add(view.__name__)
            return register(self.doc(security=[{SECURITY_SCHEME: [scope.value]}])(view))

        return scoped

    def problems(self, *kinds: type[VerifierError]) -> Callable[[View], View]:
        return super().problems(*FOR_ALL, *kinds)

    def idempotent(self, view: View) -> View:
        """Serve a request with an Idempotency-Key once. List FOR_REPEATABLE among its problems."""
        return self.header(idempotency.HEADER_DOC)(cast(View, idempotency.once(view)))

    def idempotent_itself(self, view: View) -> View:
        """As `idempotent`, for a view that keeps its response in the transaction that does the work."""
        return self.header(idempotency.HEADER_DOC)(view)

    def _require_key(self) -> None:
        """Before anything of the request is touched.

        Raises Unauthenticated, RateLimited, InsufficientScope, NotFound.
        """
        view = (request.endpoint or "").rpartition(".")[2]
        require_key(hurried=view in self._hurried)
        scope = self._scopes[view]
        limiting.take_for_key(scope)
        if context.api_key().lacks([scope]):
            raise InsufficientScope(f"This needs a key with the scope `{scope}`.")
        require_identifiers()
        if request.mimetype != "multipart/form-data":
            request.max_content_length = self._json_limit


def require_key(*, hurried: bool = False) -> None:
    """Find whose key the request shows; `hurried` as for a route. Raises Unauthenticated, RateLimited."""
    asked = True
    try:
        if hurried:
            g.caller, asked = context.callers().of(_shown_key())
        else:
            g.caller = authenticate(context.ports(), _shown_key())
    except Unauthenticated:
        limiting.take_failure()
        raise
    if asked:  # one who is remembered was noted when the database was asked
        note_use_afterwards()


def _shown_key() -> str:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise Unauthenticated("Send your API key as `Authorization: Bearer KEY`.")
    return authorization.token


def require_identifiers() -> None:
    """An address that holds no identifier of ours names nothing. Raises NotFound.

    It must not reach a database, not all of which take every character.
    """
    named = (value for name, value in (request.view_args or {}).items() if name.endswith("_id"))
    if not all(IDENTIFIER.fullmatch(value) for value in named):
        raise NotFound


def _status(kind: type[VerifierError]) -> int:
    return kind.status


def _problem_docs(kinds: list[type[VerifierError]]) -> dict[str, Any]:
    headers = {name for kind in kinds for name in problems.headers_for(kind.status, kind.code)}
    if errors.RateLimited in kinds:
        headers |= {limiting.POLICY, limiting.STANDING}
    return {
        "schema": ProblemAnswer,
        "content_type": problems.MEDIA_TYPE,
        "description": _in_words(kinds),
        "headers": {name: HEADER_DOCS[name] for name in sorted(headers)} or None,
        "examples": {
            kind.code: {"summary": kind.title, "value": problems.document(kind, kind.title, EXAMPLE_REQUEST)}
            for kind in kinds
        },
    }


def _in_words(kinds: list[type[VerifierError]]) -> str:
    if len(kinds) == 1:
        return f"`{kinds[0].code}`: {kinds[0].title}."
    return "One of " + ", ".join(f"`{kind.code}`" for kind in kinds) + "; see the examples."
