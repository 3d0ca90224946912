"""Idempotency-Key, as the IETF draft has it: the same key with the same request gets the same answer.

Only success is kept. A request that was refused changed nothing, so its key is free for the corrected one.
"""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, cast

from flask import Response, current_app, request
from werkzeug.datastructures import FileStorage

from verifier.api import context
from verifier.api.errors import MalformedIdempotencyKey
from verifier.usecases import idempotency
from verifier.usecases.idempotency import Once, Served
from verifier.usecases.ports import StoredResponse

KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPLAYED = "Idempotency-Replayed"
KEPT_HEADERS = ("Location", "Retry-After")

REPLAYED_DOC = {
    "schema": {"type": "boolean"},
    "description": "`true` when this is the first answer again; absent otherwise.",
}
HEADER_DOC = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\u0021-\u007e]*$"},
    "description": (
        "A fresh value for each thing you want done, the same one when you send it again; a UUID will do. "
        "The same key with the same request gets the first answer again, marked `Idempotency-Replayed: true`."
    ),
}


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Serve a request under its key once, and answer repetitions from what was kept."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        key = sent_key()
        if key is None:
            return view(*args, **kwargs)
        stored = idempotency.begin(
            context.ports(), context.tenant().id, key, fingerprint(), by=context.api_key()
        )
        if stored is not None:
            return respond(Served(stored, again=True))
        return _serve(key, lambda: view(*args, **kwargs))

    return wrapper


def sent_once() -> Once | None:
    """For a use case that keeps the response itself; None without a key. Raises MalformedIdempotencyKey."""
    key = sent_key()
    return None if key is None else Once(key, fingerprint())


def respond(served: Served) -> Response:
    """The response as it was made, and whether it was given before."""
    response = Response(served.response.body, served.response.status, mimetype="application/json")
    response.headers.update(served.response.headers)
    if served.again:
        response.headers[REPLAYED] = "true"
    return response


def sent_key() -> str | None:
    """The key, bare or as the quoted string of the draft. Raises MalformedIdempotencyKey."""
    sent = request.headers.get("Idempotency-Key")
    if sent is None:
        return None
    key = sent[1:-1] if len(sent) > 1 and sent[0] == sent[-1] == '"' else sent
    if not KEY.fullmatch(key):
        raise MalformedIdempotencyKey
    return key


def fingerprint() -> str:
    """SHA-256 of what makes a request the same: method, path, and the body's content without its boundary."""
    digest = hashlib.sha256()
    for item in (request.method.encode(), request.path.encode(), request.mimetype.encode(), *_content()):
        digest.update(len(item).to_bytes(8, "big"))
        digest.update(item)
    return digest.hexdigest()


def _content() -> Iterator[bytes]:
    if request.mimetype != "multipart/form-data":
        yield request.get_data(cache=True)
        return
    for name, value in sorted(request.form.items(multi=True)):
        yield from (name.encode(), value.encode())
    for name, part in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        yield from (name.encode(), part.mimetype.encode(), _digest(part))


def _digest(part: FileStorage) -> bytes:
    # SpooledTemporaryFile and BytesIO both have what the type asks for, and IO[bytes] does not say so.
    digest = hashlib.file_digest(cast(io.BytesIO, part.stream), "sha256").digest()
    part.stream.seek(0)
    return digest


def _serve(key: str, view: Callable[[], Any]) -> Response:
    served = False
    try:
        response = current_app.make_response(view())
        served = True
    finally:
        if not served:
            idempotency.abandon(context.ports(), context.tenant().id, key)
    idempotency.finish(context.ports(), context.tenant().id, key, _stored(response))
    return response


def _stored(response: Response) -> StoredResponse:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return StoredResponse(response.status_code, headers, response.get_data(as_text=True))
