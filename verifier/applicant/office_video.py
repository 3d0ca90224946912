"""The page of an office film: the word, the route, an upload by tus 1.0.0 or, without a script, a form."""

from typing import Final

from flask import Response, request, url_for

from verifier.api import context
from verifier.applicant import pages
from verifier.applicant.blueprint import LARGE, blueprint
from verifier.applicant.words import office_video as words
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.office_video import MOST_BYTES, OfficeVideo
from verifier.domain.proof import ApplicantLink, Proof, ProofState
from verifier.domain.proof_errors import UploadOffsetWrong, VideoEmpty
from verifier.hosted import languages
from verifier.usecases.proofs import links, office_video

VIDEO: Final = "/proofs/<proof_id>/video"
TUS: Final = "1.0.0"
PART: Final = "application/offset+octet-stream"
FORM_BYTES: Final = 21 << 20  # what a browser without a script sends at once

LARGE.update({"applicant.send_video_part", "applicant.send_video_form"})


def show(link: ApplicantLink, proof: Proof) -> str:
    """As it stands now."""
    video = office_video.video_of(context.ports(), link, proof.id)
    if proof.state is not ProofState.OPEN:
        return pages.page("proof", proof=proof, state=proof.state, advice=pages.advice(proof))
    return pages.page(
        "office_video",
        proof=proof,
        video=video,
        most=MOST_BYTES,
        advice=pages.advice(proof),
        script_words=words.for_script(languages.chosen()),
    )


@blueprint.post(f"{VIDEO}/word")
def ask_video_word(token: str, proof_id: str) -> Response:
    """Be given the word. Raises LinkUnknown, LinkOver, NotFound, ProofOver."""
    ports = context.ports()
    office_video.ask_word(ports, links.follow(ports, token), proof_id)
    return pages.onward(token, proof_id)


@blueprint.post(VIDEO)
def begin_video(token: str, proof_id: str) -> Response:
    """tus: creation. Raises NotFound, ProofOver, VideoEmpty, VideoTooLarge, Invalid."""
    ports = context.ports()
    length = _number("Upload-Length")
    office_video.begin_upload(ports, links.follow(ports, token), proof_id, length)
    response = Response(status=201)
    response.headers["Location"] = url_for("applicant.video_offset", token=token, proof_id=proof_id)
    return _tus(response)


@blueprint.route(VIDEO, methods=["HEAD"])
def video_offset(token: str, proof_id: str) -> Response:
    """tus: where the upload stands. Raises NotFound."""
    ports = context.ports()
    return _standing(_begun(office_video.video_of(ports, links.follow(ports, token), proof_id)), 200)


@blueprint.patch(VIDEO)
def send_video_part(token: str, proof_id: str) -> Response:
    """tus: the next part. Raises NotFound, ProofOver, UploadOffsetWrong, StorageUnavailable, Invalid."""
    if request.mimetype != PART:
        raise UploadOffsetWrong("A part is application/offset+octet-stream")
    request.max_content_length = office_video.PART_BYTES
    ports = context.ports()
    start, data = _number("Upload-Offset"), request.get_data(cache=False)
    return _standing(office_video.take_part(ports, links.follow(ports, token), proof_id, start, data), 204)


@blueprint.post(f"{VIDEO}/form")
def send_video_form(token: str, proof_id: str) -> Response:
    """A whole film as a plain form. Raises as the parts do."""
    request.max_content_length = FORM_BYTES
    ports = context.ports()
    link = links.follow(ports, token)
    file = request.files.get("film")
    data = file.read() if file else b""
    if not data:
        raise VideoEmpty
    office_video.begin_upload(ports, link, proof_id, len(data))
    for start in range(0, len(data), office_video.PART_BYTES):
        part = data[start : start + office_video.PART_BYTES]
        office_video.take_part(ports, link, proof_id, start, part)
    return pages.onward(token, proof_id)


def _begun(video: OfficeVideo | None) -> OfficeVideo:
    if video is None or video.length is None:
        raise NotFound
    return video


def _standing(video: OfficeVideo, status: int) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(video.received)
    response.headers["Upload-Length"] = str(video.length)
    response.headers["Cache-Control"] = "no-store"
    return _tus(response)


def _tus(response: Response) -> Response:
    response.headers["Tus-Resumable"] = TUS
    return response


def _number(header: str) -> int:
    """A header's whole number. Raises Invalid."""
    text = request.headers.get(header, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise Invalid(f"The header {header} must be a whole number")
    return int(text)
