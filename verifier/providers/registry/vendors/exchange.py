"""One exchange with a vendor: a request out, its JSON in, within a time and a size. Knows no meaning.

TLS is checked; no redirect, proxy or password file of the machine is followed, for each could take a person's
name elsewhere.
"""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import requests
from urllib3.exceptions import HTTPError

from verifier.domain.registry import Reason, RegistryQuestion
from verifier.domain.wording import comparable
from verifier.providers.registry.vendors.mapping import Vendor
from verifier.providers.registry.vendors.templates import filled, signature
from verifier.providers.registry.vendors.trouble import Trouble

BRACKETS: Final = str.maketrans({"(": "（", ")": "）", " ": ""})  # as registered names have them
CHUNK: Final = 16_384  # bytes
TOO_MANY: Final = 429
T = TypeVar("T")


def exchange(vendor: Vendor, secret: str, question: RegistryQuestion) -> tuple[int, Any]:
    """The status and the JSON of one answer. Raises Trouble."""
    return _within(vendor.limits.seconds, lambda: _exchange(vendor, _prepared(vendor, secret, question)))


def _prepared(vendor: Vendor, secret: str, question: RegistryQuestion) -> requests.PreparedRequest:
    request, now = vendor.request, time.time()
    values = {
        "name": question.name.translate(BRACKETS).strip(),
        "code": comparable(question.code),
        "person": question.person.strip(),
        "secret": secret,
        "timestamp": str(int(now)),
        "milliseconds": str(int(now * 1000)),
        "nonce": secrets.token_hex(16),
    }
    parameters = {name: filled(template, values) for name, template in request.parameters.items()}
    headers = {name: filled(template, values) for name, template in request.headers.items()}
    if request.signature:
        sign = signature(request.signature.algorithm, request.signature.recipe, values, parameters)
        place = headers if request.signature.header else parameters
        place[request.signature.name] = sign.upper() if request.signature.upper_case else sign
    return _request(vendor, parameters, headers)


def _request(
    vendor: Vendor, parameters: Mapping[str, str], headers: Mapping[str, str]
) -> requests.PreparedRequest:
    place = {"query": "params", "form": "data", "json": "json"}[vendor.request.body]
    parts: dict[str, Any] = {place: parameters}
    prepared = requests.Request(vendor.request.method, vendor.request.url, headers=headers, **parts).prepare()
    prepared.headers.setdefault("Accept", "application/json")
    prepared.headers.setdefault("User-Agent", "bonafide")
    return prepared


def _exchange(vendor: Vendor, request: requests.PreparedRequest) -> tuple[int, Any]:
    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.send(
                request, stream=True, allow_redirects=False, timeout=vendor.limits.seconds
            ) as response:
                _must_be_an_answer(vendor, response)
                return response.status_code, _json(_content(response, vendor.limits.answer_bytes))
        except requests.Timeout as error:
            raise Trouble(Reason.TIMED_OUT, transient=True) from error
        except requests.exceptions.SSLError as error:
            raise Trouble(Reason.UNREACHABLE) from error
        except (requests.RequestException, HTTPError) as error:
            raise Trouble(Reason.UNREACHABLE, transient=True) from error


def _must_be_an_answer(vendor: Vendor, response: requests.Response) -> None:
    status = response.status_code
    if status in vendor.answer.not_found_http:
        return
    if status == TOO_MANY:
        raise Trouble(Reason.RATE_LIMITED, transient=True)
    if status >= 500:
        raise Trouble(Reason.SERVER_ERROR, transient=True)
    if status >= 400:
        raise Trouble(Reason.REFUSED)
    if status >= 300:
        raise Trouble(Reason.REDIRECTED)


def _content(response: requests.Response, most: int) -> bytes:
    content = bytearray()
    for chunk in response.iter_content(CHUNK):
        content += chunk
        if len(content) > most:
            raise Trouble(Reason.TOO_LARGE)
    return bytes(content)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:  # no JSON, or no text, or nested a thousand deep
        raise Trouble(Reason.GARBLED) from error


def _within(seconds: float, act: Callable[[], T]) -> T:
    """What `act` returns or raises, or Trouble when that takes too long, in names, headers or anything else.

    The time-outs of sockets begin anew with every byte, and looking up a name has none at all. A thread
    that is left behind ends with the job's process.
    """
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        return pool.submit(act).result(seconds)
    except TimeoutError as error:
        raise Trouble(Reason.TIMED_OUT, transient=True) from error
    finally:
        pool.shutdown(wait=False)
