"""The few properties of an XMP packet that say where a picture came from (ISO 16684-1). Keeps no other.

A packet with a document type or an entity is refused before anything unfolds (defusedxml), and so is one that
is larger than any program writes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

LARGEST: Final = 1 << 18  # bytes; 16 of 110 sample photos have a packet, the largest of 17 KiB
MOST_ELEMENTS: Final = 5_000
MOST_STEPS: Final = 1_000  # of the history; 110 sample photos have 2 at most
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP: Final = "{http://ns.adobe.com/xap/1.0/}"
MM: Final = "{http://ns.adobe.com/xap/1.0/mm/}"
EVENT: Final = "{http://ns.adobe.com/xap/1.0/sType/ResourceEvent#}"
IPTC: Final = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
TERMS: Final = "{http://purl.org/dc/terms/}"
LABELS: Final = ("{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC",)  # GB 45438-2025, as TC260's guide writes it


class BrokenXmp(ValueError):
    """A packet that does not parse, or that would unfold."""


@dataclass(frozen=True, slots=True)
class Xmp:
    """What was found: names of tools, steps of the history, and declarations as they stand."""

    tools: tuple[str, ...] = ()
    history: int = 0
    saves: int = 0
    source_types: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    remote_credentials: bool = False


def parsed(packet: bytes) -> Xmp:
    """The packet's properties. Raises BrokenXmp."""
    try:
        root = ElementTree.fromstring(_trimmed(packet), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BrokenXmp from error
    values = [*_values(root)]
    events = [*_events(root)]
    return Xmp(
        tools=(*_of(values, XMP + "CreatorTool"), *_of(values, EVENT + "softwareAgent")),
        history=len(events),
        saves=sum(event == "saved" for event in events),
        source_types=_of(values, IPTC + "DigitalSourceType", IPTC + "digitalSourceType"),
        labels=_of(values, *LABELS),
        remote_credentials=bool(_of(values, TERMS + "provenance")),
    )


def _trimmed(packet: bytes) -> bytes:
    """The packet without the padding that lets programs rewrite it in place."""
    return packet.strip(b"\0 \t\r\n")


def _elements(root: Element) -> Iterator[Element]:
    for count, element in enumerate(root.iter()):
        if count == MOST_ELEMENTS:
            return
        yield element


def _values(root: Element) -> Iterator[tuple[str, str]]:
    """Name and value of each property, which may be an attribute, a text, or a reference."""
    for element in _elements(root):
        yield from element.attrib.items()
        yield element.tag, element.attrib.get(RDF + "resource", element.text or "")


def _of(values: list[tuple[str, str]], *names: str) -> tuple[str, ...]:
    return tuple(value.strip() for name, value in values if name in names and value.strip())


def _events(root: Element) -> Iterator[str]:
    """What each step of the history did."""
    for history in root.iter(MM + "History"):
        for item in islice(history.iter(RDF + "li"), MOST_STEPS):
            stated = item.attrib.get(EVENT + "action") or item.findtext(EVENT + "action")
            yield stated or item.findtext(f"{RDF}Description/{EVENT}action") or ""
        return
