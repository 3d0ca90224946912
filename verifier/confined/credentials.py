"""c2pa as we want it: what a file's content credentials declare, verified, and nothing asked of anybody.

No manifest, certificate status or trust list is fetched, and no signer is on a list of ours: a valid
signature says that the bytes are the signed ones, not that the signer is to be believed.
"""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import c2pa

from verifier.confined.refusal import Refusal, Refused

SETTINGS: Final[Mapping[str, Any]] = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_trust": False,
        "verify_timestamp_trust": False,
    },
    # Of all hosts none, should a setting above ever be renamed.
    "core": {"allowed_network_hosts": [], "max_decompressed_manifest_size_in_mb": 16},
}
MOST: Final = 16  # of anything listed
LONGEST: Final = 128  # characters of any text
ABSENT: Final = ("ManifestNotFound", "no JUMBF data found", "Remote: must fetch")  # elsewhere is not here


def describe(data: bytes, media_type: str) -> Mapping[str, Any]:
    """state, generator, actions, source_types and problems; {} where there are no credentials.

    Raises Refused where there are some that cannot be parsed.
    """
    try:
        context = c2pa.Context.from_dict(dict(SETTINGS))
        reader = c2pa.Reader(media_type, io.BytesIO(data), context=context)
        store = json.loads(reader.json())
    except c2pa.C2paError as error:
        if str(error).startswith(ABSENT):
            return {}
        raise Refused(Refusal.MALFORMED) from error
    return _summary(store)


def _summary(store: Mapping[str, Any]) -> Mapping[str, Any]:
    manifests = [*_ordered(store)]
    actions = [action for manifest in manifests for action in _actions(manifest)]
    return {
        "state": str(store.get("validation_state")),
        "generator": next(_generators(manifests), None),
        "actions": _texts(action.get("action") for action in actions),
        "source_types": _texts(action.get("digitalSourceType") for action in actions),
        "problems": _texts(problem.get("code") for problem in _failures(store)),
    }


def _ordered(store: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The active manifest, then those of what it was made of: one service states the origin only there."""
    manifests = store.get("manifests", {})
    active = store.get("active_manifest")
    if active in manifests:
        yield manifests[active]
    yield from (manifest for label, manifest in manifests.items() if label != active)


def _actions(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for assertion in manifest.get("assertions", []):
        if str(assertion.get("label", "")).startswith("c2pa.actions"):
            data = assertion.get("data")
            actions = data.get("actions", []) if isinstance(data, dict) else []
            yield from (action for action in actions if isinstance(action, dict))


def _generators(manifests: list[Mapping[str, Any]]) -> Iterator[str]:
    for manifest in manifests:
        for info in manifest.get("claim_generator_info") or [{"name": manifest.get("claim_generator")}]:
            if isinstance(info, dict) and isinstance(info.get("name"), str):
                yield info["name"][:LONGEST]


def _failures(store: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What is wrong with the active manifest, which is the one that is bound to these bytes."""
    failures: list[Mapping[str, Any]] = (
        store.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    )
    return failures


def _texts(values: Iterator[Any]) -> list[str]:
    """The first different texts, cut to length: a hostile manifest may list millions."""
    kept: dict[str, None] = {}
    for value in values:
        if isinstance(value, str):
            kept[value[:LONGEST]] = None
        if len(kept) == MOST:
            break
    return list(kept)
