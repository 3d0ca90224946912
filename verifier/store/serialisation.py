"""Readings, films, findings and responses to plain JSON values and back.

Old rows must stay readable: a field that a row lacks takes its default, a field that we no longer know is
passed over. So fields may be added with a default, and never renamed. No I/O.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cattrs import Converter
from cattrs.strategies import configure_tagged_union

from verifier.domain.decision import Ruling
from verifier.domain.escalation import FirstWord
from verifier.domain.face_facts import FilmReading
from verifier.domain.face_session import Step
from verifier.domain.finding import Finding, Measure
from verifier.domain.office_video import VideoReading
from verifier.domain.paper import PaperReading
from verifier.domain.provenance import Provenance
from verifier.domain.reading import Body, LicenceReading, Reading, Unreadable
from verifier.domain.registry import RegistryExtract
from verifier.domain.relatives import Relatives
from verifier.domain.traces import Traces
from verifier.usecases.ports import StoredResponse

Json = Any  # what the json module makes of JSON

BODIES = {
    "licence": LicenceReading,
    "unreadable": Unreadable,
    "registry": RegistryExtract,
    "relatives": Relatives,
    "provenance": Provenance,
    "traces": Traces,
    "paper": PaperReading,
}
_TAGS = {body: tag for tag, body in BODIES.items()}


def _converter() -> Converter:
    converter = Converter()
    # First of all, for the union's hooks are made of those that are there by then.
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    # Named, not cattrs' default of the class name: a class may be renamed, a stored tag may not.
    configure_tagged_union(Body, converter, tag_name="type", tag_generator=lambda body: _TAGS[body])
    # JSON tells text, number and null apart by itself; an int stays an int.
    converter.register_structure_hook_func(lambda type_: type_ == Measure, lambda value, _: value)
    converter.register_unstructure_hook_func(lambda type_: type_ == Measure, lambda value: value)
    return converter


_convert = _converter()


def body_to_json(reading: Reading) -> Json:
    """What the reader measured, tagged with what it read the evidence as."""
    return _convert.unstructure(reading.body, Body)


def body_from_json(stored: Json) -> Body:
    """The inverse of `body_to_json`."""
    body: Body = _convert.structure(stored, Body)  # type: ignore[arg-type]  # cattrs types unions as type[T]
    return body


def findings_to_json(findings: Sequence[Finding]) -> Json:
    return _convert.unstructure(tuple(findings), tuple[Finding, ...])


def findings_from_json(stored: Json) -> tuple[Finding, ...]:
    return _convert.structure(stored, tuple[Finding, ...])


def ruling_to_json(ruling: Ruling) -> Json:
    return _convert.unstructure(ruling, Ruling)


def ruling_from_json(stored: Json) -> Ruling:
    return _convert.structure(stored, Ruling)


def first_word_to_json(word: FirstWord) -> Json:
    return _convert.unstructure(word, FirstWord)


def first_word_from_json(stored: Json) -> FirstWord:
    return _convert.structure(stored, FirstWord)


def film_to_json(reading: FilmReading) -> Json:
    return _convert.unstructure(reading, FilmReading)


def film_from_json(stored: Json) -> FilmReading:
    return _convert.structure(stored, FilmReading)


def video_to_json(reading: VideoReading) -> Json:
    return _convert.unstructure(reading, VideoReading)


def video_from_json(stored: Json) -> VideoReading:
    return _convert.structure(stored, VideoReading)


def steps_to_json(steps: Sequence[Step]) -> Json:
    return _convert.unstructure(tuple(steps), tuple[Step, ...])


def steps_from_json(stored: Json) -> tuple[Step, ...]:
    return _convert.structure(stored, tuple[Step, ...])


def response_to_bytes(response: StoredResponse) -> bytes:
    """A response as bytes, to be encrypted."""
    return json.dumps([response.status, dict(response.headers), response.body]).encode()


def response_from_bytes(stored: bytes) -> StoredResponse:
    """The inverse of `response_to_bytes`."""
    return StoredResponse(*json.loads(stored))
