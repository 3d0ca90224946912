"""What schemathesis cannot know of us: which things there are, what a photo is, which refusals are meant.

Loaded by schemathesis itself (SCHEMATHESIS_HOOKS), in its own process.
"""

import io
import json
import os
import re
import zlib
from collections.abc import Mapping
from typing import Any

import schemathesis
from PIL import Image
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import (
    AllowHeaderMismatch,
    EnsureResourceAvailability,
    RejectedPositiveData,
    UnsupportedMethodResponse,
    UseAfterFree,
)

IDENTIFIER = re.compile(r"\b([a-z]{2,8})_[0-9a-hjkmnp-tv-z]{26}\b")
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
HASH = re.compile(r"[0-9a-f]{64}")
OWN_KEY = os.environ.get("BONAFIDE_FUZZ_OWN_KEY", "")  # its id: who revokes the key it shows learns no more
SCOPES = frozenset(os.environ.get("BONAFIDE_FUZZ_SCOPES", "").split())  # of that key; empty: all
LINKS = os.environ.get("BONAFIDE_FUZZ_LINKS", "").split()  # tokens of recruiters' pages
CONSENT = os.environ.get("BONAFIDE_FUZZ_CONSENT", "")  # the hash of the Chinese text
KEPT = 200  # things of each kind
PRECONDITION_REQUIRED = 428

# What only a look at the world tells, so that no schema can refuse it: the detail of each error.
TOLD_BY_THE_WORLD = frozenset(
    {
        "Must be in the future.",
        "Must be in the future",
        "Must have a date in UTC.",
        "Says nothing of whose it is, or cannot be told by its value",
        "Not an address that can be read without doubt.",
        "Must begin with https://.",
        "Must hold no user, no password and no fragment.",
        "Must be an address of the public internet.",
        "As many frames as times are expected.",
        "Who decided, in at most 100 characters",
        "Give the account for we_pay, and for no other way.",
        "Not a 12-digit bank code: its last digit does not fit the others",
        "Not a recruiter of this employer",
        "Not one of your recruiters",
        "This kind is a recruiter's own",
        "In the future, within 366 days",
        "With an offer, and only then",
        "Either this or `seeker`",
        "A person's",  # the words `policy` and `site`, which are nobody's name
    }
)
WORLDLY_CODES = frozenset(
    {"idempotency_key_reused", "unsupported_media_type", "request_too_large", "escalation_changed"}
)

cookies: dict[str, str] = {}  # of the browser that agreed, by the link's token
# Nobody refuses a request for a header that it does not know, or for one that it may leave out; and some of
# what was meant to be wrong is right, by its own account or since `before_call` put a photo into it.
NOT_WRONG = ("Invalid component: in header -", "Invalid component: positive test case")

known: dict[str, list[str]] = {}  # identifiers of things that there are, by their prefix


def photo() -> bytes:
    """A blank page, large enough to be taken."""
    file = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(file, "JPEG")
    return file.getvalue()


PHOTO = photo()


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Remember what there is."""
    for cookie in response.headers.get("set-cookie", []):
        cookies[case.path_parameters["token"]] = cookie.partition("=")[2].partition(";")[0]
    for found in IDENTIFIER.finditer(response.text if b"\0" not in response.content[:64] else ""):
        things = known.setdefault(found[1], [])
        if found[0] not in things and len(things) < KEPT:
            things.append(found[0])


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Mostly speak of things that there are, and hand in photos; and never end the key that is shown."""
    if case.path_parameters:
        case.path_parameters = _with_known(case.path_parameters)
    if isinstance(case.body, dict):
        case.body = _with_known(case.body)
        if _is_file(case.body.get("file")) and _draw(repr(case.body["file"]), 3):
            case.body["file"] = PHOTO
    if "token" in case.path_parameters:
        _visit(case)
    if case.path_parameters.get("key_id") == OWN_KEY and case.method != "GET":
        case.path_parameters["key_id"] = "key_" + "0" * 26


def _visit(case: Any) -> None:
    """Mostly follow a link that there is, from the browser that agreed, to the text that it was shown."""
    token = str(case.path_parameters["token"])
    if LINKS and TOKEN.fullmatch(token) and _draw(token, 5):
        token = LINKS[zlib.crc32(token.encode()) % len(LINKS)]
        case.path_parameters["token"] = token
    if token in cookies and _draw(repr(case.body), 5):
        case.cookies = {"bonafide_face": cookies[token]}
    text = case.body.get("text_sha256") if isinstance(case.body, dict) else None
    if isinstance(text, str) and HASH.fullmatch(text) and _draw(text, 3):
        case.body = {**case.body, "text_sha256": CONSENT}


def _is_file(value: Any) -> bool:
    return isinstance(value, bytes | str) and type(value) is not str  # schemathesis' own kind of str


def _with_known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _known(value) if name.endswith("_id") else value for name, value in values.items()}


def _known(value: Any) -> Any:
    """A thing of the same kind that there is, chosen by the value; one time in four the value itself."""
    found = IDENTIFIER.fullmatch(value) if isinstance(value, str) else None
    things = known.get(found[1], []) if found else []
    return things[zlib.crc32(value.encode()) % len(things)] if things and _draw(value, 4) else value


def _draw(text: str, of: int) -> bool:
    """False once in `of` times, always the same for the same text."""
    return zlib.crc32(text.encode("utf-8", "replace")) // 7 % of > 0


@schemathesis.hook
def filter_failure(context: Any, failure: Failure, case: Any, response: Any) -> bool:
    """Whether it counts."""
    if _says_so(case.path, response.status_code):
        return False
    if isinstance(failure, RejectedPositiveData):
        return not _is_worldly(response)
    if isinstance(failure, UseAfterFree | EnsureResourceAvailability):
        return not _stays_readable(case.path)
    if isinstance(failure, AcceptedNegativeData):
        missed = response.status_code == PRECONDITION_REQUIRED  # a refusal, which schemathesis does not know
        return not missed and not any(said in failure.message for said in NOT_WRONG)
    if isinstance(failure, UnsupportedMethodResponse | AllowHeaderMismatch):
        return not case.path.endswith(
            "/withdrawal"
        )  # whose GET is a page, of which the document says nothing
    return True


def _says_so(path: str, status: int) -> bool:
    """A part may be away, and /readyz tells it; what is a sandbox's is nowhere else."""
    return (path, status) == ("/readyz", 503) or (path.startswith("/v1/sandbox") and status == 404)


def _stays_readable(path: str) -> bool:
    """A revoked key and a permit that was taken back can be read: that it is over is what they say.

    What is left after an erasure can be read, too; and who never joined an employer cannot leave it.
    """
    beside = ("/personal-data", "/recruiters/{recruiter_id}")
    return path.startswith(("/v1/keys", "/v1/posting-permits")) or path.endswith(beside)


def _is_worldly(response: Any) -> bool:
    try:
        problem = response.json()
    except ValueError:
        return False
    code = problem.get("code", "")
    if code == "invalid_request":
        errors = problem.get("errors", [])
        return bool(errors) and all(error["detail"] in TOLD_BY_THE_WORLD for error in errors)
    return code in WORLDLY_CODES or code.startswith("evidence_")


@schemathesis.check
def a_key_does_what_its_scopes_say(ctx: Any, response: Any, case: Any) -> None:
    """Raises AssertionError where a key does more. What a method may be is told to everybody."""
    if case.method == "OPTIONS":
        return
    asked = {
        scope for one in case.operation.definition.raw.get("security", []) for scope in one.get("key", [])
    }
    if SCOPES and asked and not asked & SCOPES and response.status_code < 400:
        raise AssertionError(f"This key lacks the scope {asked} and was answered {response.status_code}")


@schemathesis.check
def every_refusal_is_a_problem(ctx: Any, response: Any, case: Any) -> None:
    """Raises AssertionError for a refusal without its document, or one that says something of our inside."""
    if response.status_code < 400 or case.operation.path == "/readyz":
        return
    members = json.loads(response.content)
    assert response.headers["content-type"] == ["application/problem+json"], response.headers
    assert members["status"] == response.status_code
    assert members["code"] != "internal_error"
