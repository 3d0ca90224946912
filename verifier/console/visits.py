"""An agent's pages: my visits, and one visit, which works without a network and sends when there is one.

The page's script keeps answers, photographs and the signature in the browser's own store and posts each to an
address here when it can. Scripts get JSON and problem documents, people get pages.
"""

import io
from datetime import datetime
from typing import Any, Final

import segno
from flask import Response, json, jsonify, make_response, request

from verifier.api import context
from verifier.console import access, assets, frame, words
from verifier.console.access import needs, signed
from verifier.console.blueprint import blueprint
from verifier.console.words.visiting import FOR_SCRIPT
from verifier.domain.consent import LANGUAGES
from verifier.domain.coordinates import Coordinates
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.proof import ProofKind
from verifier.domain.staff import Right
from verifier.domain.visit import (
    NAME_MAX,
    NOTE_MAX,
    PAD,
    Answer,
    Answered,
    ChecklistItem,
    Countersignature,
    Fix,
    NoPlace,
    Report,
)
from verifier.usecases.proofs.visits import firm_links, visiting
from verifier.usecases.proofs.visits.submitting import submit_visit
from verifier.usecases.proofs.visits.visiting import OpenedVisit, SentPhoto

WORKER: Final = "visit-worker.js"
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'"  # it fetches the page and its files
# What the page needs without a network, by the names of files in static/.
SHELL: Final = (
    "console.css",
    "visit.css",
    "mark.svg",
    "times.js",
    "visit.js",
    "visit-camera.js",
    "visit-link.js",
    "visit-place.js",
    "visit-queue.js",
    "visit-report.js",
    "visit-sending.js",
    "visit-signing.js",
)
ACCURACY_MAX: Final = 1e7  # metres: nothing on earth is vaguer
JSON_MAX: Final = 60_000  # characters of a list in a form


@blueprint.get("/visits")
@needs(Right.VISIT)
def visits() -> str:
    """The agent's own, and nobody else's."""
    return frame.page("visits", visits=visiting.my_visits(context.ports(), signed().member))


@blueprint.get(f"/visits/{WORKER}")
@needs(Right.VISIT)
def visit_worker() -> Response:
    """The service worker. It lies here and not among the files, because its address is what it may serve."""
    response = make_response((assets.FOLDER / WORKER).read_text(encoding="utf-8"))
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


@blueprint.get("/visits/<proof_id>")
@needs(Right.VISIT)
def visit(proof_id: str) -> str:
    opened = visiting.read_visit(context.ports(), signed().member, proof_id)
    report = opened.report
    return frame.page(
        "visit",
        visit=report.visit,
        report=report,
        items=tuple(ChecklistItem),
        answers=tuple(Answer),
        wanted=_wanted(),
        pad=PAD,
        name_max=NAME_MAX,
        note_max=NOTE_MAX,
        told=_told(opened),
        both=_both,
    )


@blueprint.get("/visits/<proof_id>/state")
@needs(Right.VISIT)
def visit_state(proof_id: str) -> Response:
    """What has arrived, and the token of this session's forms: the page may be older than the session."""
    report = visiting.read_visit(context.ports(), signed().member, proof_id).report
    return jsonify(
        {
            "form_token": access.form_token(),
            "submitted": not report.visit.open,
            "photos": [photo.id for photo in report.photos],
            "answers": {one.item: one.answered_at.isoformat() for one in report.answers.values()},
            "by_firm": _by_firm(report),
        }
    )


@blueprint.post("/visits/<proof_id>/answers")
@needs(Right.VISIT)
def send_visit_answer(proof_id: str) -> Response:
    given = Answered(
        item=ChecklistItem(_one_of("item", ChecklistItem)),
        answer=Answer(_one_of("answer", Answer)),
        note=request.form.get("note", ""),
        answered_at=_moment("answered_at"),
    )
    visiting.send_answer(context.ports(), signed().member, proof_id, given)
    return Response(status=204)


@blueprint.post("/visits/<proof_id>/photos")
@needs(Right.VISIT)
def send_visit_photo(proof_id: str) -> Response:
    file = request.files.get("photo")
    if file is None:
        raise _wrong("photo", "Is missing")
    sent = SentPhoto(
        id=request.form.get("id", ""),
        item=ChecklistItem(_one_of("item", ChecklistItem)),
        number=round(_number("number", 1, visiting.NUMBER_MAX)),
        taken_at=_moment("taken_at"),
        sent_at=_moment("sent_at"),
        where=_where(),
        nonce=request.form.get("nonce", ""),
        jpeg=file.read(),
    )
    visiting.send_photo(context.ports(), signed().member, proof_id, sent)
    return Response(status=204)


@blueprint.post("/visits/<proof_id>/countersignature")
@needs(Right.VISIT)
def send_visit_signature(proof_id: str) -> Response:
    form = request.form
    signature = Countersignature(
        signer=form.get("signer", "").strip(),
        role=form.get("role", "").strip(),
        signed_at=_moment("signed_at"),
        report=form.get("report", ""),
        refused=form.get("refused") == "true",
        words=form.get("words", "").strip(),
        strokes=visiting.strokes_of(_json("strokes")),
    )
    visiting.send_countersignature(context.ports(), signed().member, proof_id, signature)
    return Response(status=204)


@blueprint.post("/visits/<proof_id>/firm-link")
@needs(Right.VISIT)
def make_firm_link(proof_id: str) -> Response:
    """A link for the firm's own telephone, and its QR code as SVG."""
    link = firm_links.make_firm_link(context.ports(), signed().member, proof_id)
    url = f"{context.public_url()}/countersign/{link.token}"
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", scale=6, light="#fff")
    return jsonify({"url": url, "qr": drawn.getvalue().decode(), "until": link.expires_at.isoformat()})


@blueprint.post("/visits/<proof_id>/submit")
@needs(Right.VISIT)
def submit_visit_report(proof_id: str) -> Response:
    photos = _json("photos")
    if not isinstance(photos, list) or not all(isinstance(one, str) for one in photos):
        raise _wrong("photos", "Must be a list of identifiers")
    digest = request.form.get("report", "")
    proof = submit_visit(context.ports(), signed().member, proof_id, photos=photos, digest=digest)
    return jsonify({"state": proof.state.value})


def _by_firm(report: Report) -> dict[str, Any] | None:
    """What the firm said on a device of its own, if that is of the report as it is."""
    word = report.countersignature
    if word is None or not word.own_device or word.report != report.digest:
        return None
    return {"signer": word.signer, "refused": word.refused}


def _wanted() -> dict[str, int]:
    """How many photographs each item needs, by the policy."""
    rules = context.ports().proof_policy.terms(ProofKind.FIELD_VISIT).rules.rules
    numbers = rules["visit_checklist"].thresholds if "visit_checklist" in rules else {}
    return {item.value: int(numbers.get(f"photos_{item}", 0)) for item in ChecklistItem}


def _told(opened: OpenedVisit) -> str:
    """What the script needs to know, as JSON for an attribute."""
    one, language = opened.report.visit, LANGUAGES.index(frame.chosen_language())
    there = one.registered.wgs84 if one.registered else None
    told: dict[str, Any] = {
        "visit": one.proof_id,
        "nonce": one.nonce,
        "address": [there.latitude, there.longitude] if there else None,
        "items": [item.value for item in ChecklistItem],
        "wanted": _wanted(),
        "ended": "cancelled" if opened.cancelled else "" if one.open else "sent",
        "assets": assets.address(),
        "shell": SHELL,
        "pad": PAD,
        "words": {key: said[language] for key, said in FOR_SCRIPT.items()},
        "both": {key: said for key, said in FOR_SCRIPT.items() if key.startswith("firm_")},
    }
    return json.dumps(told)


def _both(key: str) -> tuple[str, str]:
    """The words in Chinese and in English, for the firm's person, whose language nobody chose."""
    return words.say(LANGUAGES[0], key), words.say(LANGUAGES[1], key)


def _where() -> Fix | NoPlace:
    if "no_place" in request.form:
        return NoPlace(_one_of("no_place", NoPlace))
    latitude, longitude = _number("latitude", -90, 90), _number("longitude", -180, 180)
    return Fix(Coordinates(latitude, longitude), _number("accuracy", 0, ACCURACY_MAX))


def _one_of(name: str, known: Any) -> str:
    text = request.form.get(name, "")
    if text not in set(known):
        raise _wrong(name, f"Must be one of {', '.join(known)}")
    return text


def _number(name: str, least: float, most: float) -> float:
    text = request.form.get(name, "")
    try:
        number = float(text)
    except ValueError:
        raise _wrong(name, "Must be a number") from None
    if not least <= number <= most:
        raise _wrong(name, f"Must be from {least:g} to {most:g}")
    return number


def _moment(name: str) -> datetime:
    try:
        found = datetime.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise _wrong(name, "Must be a moment as of ISO 8601") from None
    if found.tzinfo is None or not 2000 < found.year < 2200:
        raise _wrong(name, "Must name its zone, and lie in this century")
    return found


def _json(name: str) -> object:
    text = request.form.get(name, "")
    try:
        return json.loads(text[:JSON_MAX])
    except (ValueError, RecursionError):
        raise _wrong(name, "Must be JSON") from None


def _wrong(name: str, words: str) -> Invalid:
    return Invalid(errors=[FieldError(f"/{name}", words)])
