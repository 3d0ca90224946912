"""From a multipart body to frames, in memory alone: no picture of a face is spooled to a disk on the way."""

import io
from typing import IO, Final

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from verifier.api.errors import MalformedRequest, UnsupportedBody
from verifier.api.parsing import parsed_json
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.face_session import SentFrame

BATCH_BYTES: Final = 2_500_000  # a second of film is about 15 frames of 20 to 60 kB
BATCH_FRAMES: Final = 60
TIMES_BYTES: Final = 4_096  # times of sixty frames need about 400
LATEST: Final = 10 * 60_000  # milliseconds; no film is nearly as long


def sent_frames() -> tuple[SentFrame, ...]:
    """The frames of the request: one part `times`, a JSON list of milliseconds, and as many parts `frame`.

    Raises UnsupportedBody, MalformedRequest, Invalid; werkzeug refuses what is too large.
    """
    if request.mimetype != "multipart/form-data":
        raise UnsupportedBody("Send the body as multipart/form-data.")
    form, pictures = _parts()
    times = _times(form)
    if len(times) != len(pictures):
        raise Invalid(errors=(FieldError("/frame", "As many frames as times are expected."),))
    return tuple(SentFrame(at, jpeg) for at, jpeg in zip(times, pictures, strict=True))


def _parts() -> tuple[MultiDict[str, str], list[bytes]]:
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_form_memory_size=BATCH_BYTES,  # werkzeug counts its read buffer too, and so the files
        max_content_length=BATCH_BYTES,
        max_form_parts=BATCH_FRAMES + 1,
        silent=False,
    )
    try:
        _, form, files = parser.parse(
            request.stream, request.mimetype, request.content_length, request.mimetype_params
        )
    except ValueError:
        raise MalformedRequest("The body is no multipart form: check its boundary.") from None
    unknown = {*form, *files} - {"times", "frame"}
    if unknown or "frame" in form or "times" in files:
        raise Invalid(errors=(FieldError("", "A field `times` and files `frame` are expected."),))
    return form, [picture.read() for picture in files.getlist("frame")]


def _in_memory(
    total_content_length: int | None,  # noqa: ARG001
    content_type: str | None,  # noqa: ARG001
    filename: str | None,  # noqa: ARG001
    content_length: int | None = None,  # noqa: ARG001
) -> IO[bytes]:
    """werkzeug's own factory puts larger files on a disk; the batch's limit bounds these."""
    return io.BytesIO()


def _times(form: "MultiDict[str, str]") -> list[int]:
    found = form.getlist("times")
    told = len(found) == 1 and len(found[0]) <= TIMES_BYTES
    times = parsed_json(found[0].encode()) if told else None
    if not isinstance(times, list) or not 1 <= len(times) <= BATCH_FRAMES or not all(map(_is_time, times)):
        raise Invalid(errors=(FieldError("/times", f"1 to {BATCH_FRAMES} whole milliseconds are expected."),))
    return times


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -LATEST <= value <= LATEST
