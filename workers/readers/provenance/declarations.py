"""Finds where a file declares that a machine made it, in any of the four ways that are in use.

An unsigned declaration counts as a signed one: nobody has a reason to forge it about a paper of their own.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from verifier.domain.provenance import Credentials, Declaration, Declarer, Origin
from workers.readers.provenance.xmp import Xmp

# IPTC's vocabulary (cv.iptc.org/newscodes/digitalsourcetype), and the one value that C2PA adds to it.
ORIGINS: Final[Mapping[str, Origin]] = {
    "trainedAlgorithmicMedia": Origin.MADE,
    "trainedAlgorithmicData": Origin.MADE,
    "compositeWithTrainedAlgorithmicMedia": Origin.PARTLY,
    "compositeSynthetic": Origin.PARTLY,
}
# GB 45438-2025: 1 is generated, 2 may be, 3 is suspected to be.
LABELS: Final[Mapping[str, Origin]] = {"1": Origin.MADE, "2": Origin.SUSPECTED, "3": Origin.SUSPECTED}
LABEL_TEXTS: Final = ("AIGC",)  # the keyword of a PNG text
LONGEST_LABEL: Final = 16_384  # characters of JSON


def declarations_of(
    credentials: Credentials | None, xmp: Xmp, texts: Mapping[str, str], comment: str
) -> tuple[Declaration, ...]:
    """Every different declaration; `comment` is EXIF's user comment, where some write the label."""
    labels = (*xmp.labels, *(texts[key] for key in LABEL_TEXTS if key in texts), comment)
    found = (
        *_typed(Declarer.CONTENT_CREDENTIALS, credentials.source_types if credentials else ()),
        *_typed(Declarer.IPTC, xmp.source_types),
        *(Declaration(Declarer.GB_45438, origin) for label in labels for origin in _labelled(label)),
        *(Declaration(Declarer.PARAMETERS, Origin.MADE) for _ in _parameters(texts)),
    )
    return tuple(dict.fromkeys(found))


def _typed(by: Declarer, source_types: tuple[str, ...]) -> Iterator[Declaration]:
    for source_type in source_types:
        origin = ORIGINS.get(source_type.rstrip("/").rpartition("/")[2])
        if origin is not None:
            yield Declaration(by, origin)


def _labelled(text: str) -> Iterator[Origin]:
    """What a label of GB 45438 says; it is JSON, by itself or under the name AIGC."""
    if '"Label"' not in text or len(text) > LONGEST_LABEL:
        return
    try:
        label = json.loads(text.strip("\0 \r\n\t"))
    except (ValueError, RecursionError):
        return
    inner = label.get("AIGC", label) if isinstance(label, dict) else None
    origin = LABELS.get(str(inner.get("Label"))) if isinstance(inner, dict) else None
    if origin is not None:
        yield origin


def _parameters(texts: Mapping[str, str]) -> Iterator[str]:
    """What the two programs leave that most use: a line of settings, or a graph of nodes in JSON."""
    settings = texts.get("parameters", "")
    if "Steps: " in settings and "Sampler: " in settings:
        yield "parameters"
    if '"class_type"' in texts.get("prompt", ""):
        yield "prompt"
