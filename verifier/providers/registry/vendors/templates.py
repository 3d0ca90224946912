"""What a vendor is sent: templates of the mapping file filled in, and the signature over them. Pure.

A template knows {name} {code} {person} {secret} {timestamp} {milliseconds} {nonce}; a recipe for a signature
also {parameters}, the parameters sorted by name as `a=1&b=2`, and every parameter by its own name.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

PLACE: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]*)\}")
QUESTION: Final = frozenset(("name", "code", "person"))
KNOWN: Final = QUESTION | {"secret", "timestamp", "milliseconds", "nonce"}
SORTED: Final = "parameters"


class Algorithm(StrEnum):
    HMAC_SHA256 = "hmac-sha256"
    HMAC_SHA1 = "hmac-sha1"
    HMAC_MD5 = "hmac-md5"
    SHA256 = "sha256"
    MD5 = "md5"


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with every place filled in. Values are not looked into again."""
    return PLACE.sub(lambda match: values[match[1]], template)


def strange(template: str, known: Iterable[str]) -> tuple[str, ...]:
    """The places that nothing would fill."""
    return tuple(sorted(set(PLACE.findall(template)) - set(known)))


def signature(
    algorithm: Algorithm, recipe: str, values: Mapping[str, str], parameters: Mapping[str, str]
) -> str:
    """The signature in lower-case hex. An HMAC's key is the secret; a plain digest has it in its recipe."""
    in_order = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    message = filled(recipe, {**parameters, **values, SORTED: in_order}).encode()
    keyed, _, digest = str(algorithm).rpartition("-")
    if keyed:
        return hmac.new(values["secret"].encode(), message, digest).hexdigest()
    return hashlib.new(digest, message, usedforsecurity=False).hexdigest()
