"""What an endpoint is: a method, a path, and a Python signature that says the rest.

Parameters that the path names go there; of the others, those of a GET go into the query, those of everything
else into the body; what is None is left out. The annotation of what it returns is the type of the answer.
"""

import os
import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from inspect import Signature
from pathlib import Path
from typing import IO, Any, Final, TypeAlias
from urllib.parse import quote

from bonafide.flows import Request, Upload
from bonafide.wire import plain

HEADERS: Final = {"idempotency_key": "Idempotency-Key"}  # parameters that are headers
FILE: Final = "file"  # the parameter that makes a body multipart
IN_PATH: Final = re.compile(r"{(\w+)}")

File: TypeAlias = bytes | os.PathLike[str] | IO[bytes]  # read in whole, from where it stands


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint. A status in `also` is an answer like 2xx."""

    method: str
    path: str
    signature: Signature
    also: Collection[int] = ()

    @property
    def answer(self) -> Any:
        """The type of the answer: `bytes` for a file, None for nothing."""
        return self.signature.return_annotation

    @property
    def in_path(self) -> list[str]:
        return IN_PATH.findall(self.path)

    @property
    def members(self) -> list[str]:
        """The parameters that go into the query or the body."""
        named = list(self.signature.parameters)[1:]
        return [name for name in named if name not in HEADERS and name not in self.in_path]

    def request(self, *args: Any, **kwargs: Any) -> Request:
        """What a call with these arguments asks for. Raises TypeError and ValueError, as a call does.

        A POST without a key of its own gets one here, once: it stays the same however often it is sent.
        """
        bound = self.signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        given = {name: value for name, value in bound.arguments.items() if value is not None}
        path = IN_PATH.sub(lambda found: segment(given[found[1]]), self.path)
        members = {name: plain(given[name]) for name in self.members if name in given and name != FILE}
        headers = repeatable(self.method, given.get("idempotency_key"))
        if self.method == "GET":
            return Request(self.method, path, query=_texts(members), headers=headers)
        if FILE in given:
            return Request(
                self.method, path, headers=headers, form=_texts(members), file=Upload(content(given[FILE]))
            )
        return Request(self.method, path, headers=headers, json=members if self.members else None)


def repeatable(method: str, key: str | None) -> Mapping[str, str]:
    """The header that makes a POST safe to send again; every other method is so by itself."""
    return {HEADERS["idempotency_key"]: key or str(uuid.uuid4())} if method == "POST" else {}


def _texts(members: Mapping[str, object]) -> Mapping[str, str]:
    return {name: str(value) for name, value in members.items()}


def segment(value: object) -> str:
    """A value as one segment of a path. Raises ValueError for what would name another address."""
    text = str(value)
    if text in {"", ".", ".."}:
        raise ValueError("An identifier is missing.")
    return quote(text, safe="")


def content(file: File) -> bytes:
    """The bytes of a file. Raises OSError."""
    if isinstance(file, bytes):
        return file
    return Path(file).read_bytes() if isinstance(file, os.PathLike) else file.read()
