"""The whole story of a case for one reviewer: gathered in one view, covered, and recorded before it is given.

What is covered never leaves this module in plain: a template cannot show what it was not given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.case import Case
from verifier.domain.decision import Decision
from verifier.domain.errors import NotFound
from verifier.domain.escalation import Escalation
from verifier.domain.evidence import Evidence
from verifier.domain.finding import Finding, Outcome
from verifier.domain.masking import COVER, PRINTED, Cover, Personal, cover, declared
from verifier.domain.picture import StoredPicture
from verifier.domain.reading import Box, FieldName, LicenceReading, Line, PaperReading, Reading
from verifier.domain.registry import RegistryExtract
from verifier.domain.relatives import Relatives
from verifier.domain.traces import Traces
from verifier.domain.wording import comparable, persons
from verifier.usecases import identifiers
from verifier.usecases.audit import record, unrecorded
from verifier.usecases.evaluation import current
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review import papers
from verifier.usecases.review.case_file import CaseFile, Filmed, Judged, Kin, Row, Sheet
from verifier.usecases.review.revealing import revealed
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review.watching import watch
from verifier.usecases.review_ports import Seen, Viewing

SEEN_EVERY: Final = timedelta(hours=1)  # one viewing of a case by one member
TIMELINE_MAX: Final = 200  # entries, the newest
COMPARED: Final = (FieldName.NAME, FieldName.CODE, FieldName.PERSON)


def look(ports: Ports, case_id: str, me: Reviewer) -> CaseFile:
    """The file of a case, recorded before it is given. Raises NotFound, also for another tenant's."""
    now = ports.clock.now()
    with ports.view() as tx:
        case = tx.cases.find(case_id, tenants=me.tenants)
        if case is None:
            raise NotFound
        file = _file(ports, tx, case, me, now)
        deed = Deed(Action.CASE_READ, me.actor, case.id, {"state": case.state.value})
        new = unrecorded(tx, case.tenant_id, deed, now)
        seen = _seen_lately(tx, case, me, now)
    if new or not seen:
        _note_viewing(ports, case, me, new, now)
    return file


def _note_viewing(ports: Ports, case: Case, me: Reviewer, new: tuple[Deed, ...], now: datetime) -> None:
    viewing = Viewing(
        identifiers.new("vwg", now), me.id, case.tenant_id, case.id, Seen.CASE, now, what="case"
    )
    with ports.transaction() as tx:
        tx.viewings.add(viewing)
        watch(ports, tx, me, now)
        if new:
            record(tx, case.tenant_id, *new, now=now)


def _seen_lately(tx: Transaction, case: Case, me: Reviewer, now: datetime) -> bool:
    return any(
        one.staff_id == me.id and one.seen is Seen.CASE and one.at > now - SEEN_EVERY
        for one in tx.viewings.of_case(case.tenant_id, case.id)
    )


def _file(ports: Ports, tx: Transaction, case: Case, me: Reviewer, now: datetime) -> CaseFile:
    place = (case.tenant_id, case.id)
    evidence, readings = tx.evidence.of_case(*place), tx.readings.of_case(*place)
    requests = tuple(tx.document_requests.of_case(*place))
    rounds, latest = tuple(tx.decisions.of_case(*place)), tx.decisions.latest(*place)
    escalations = tx.escalations.of_case(*place)
    counting = {item.id for item in current(evidence, requests)}
    bare = revealed(tx, *place, me, now)
    hides = covers(case, readings, bare)
    tenant = tx.tenants.get(case.tenant_id)
    films = tuple(_films(tx, case))
    pictures = tx.pictures.of_case(*place)
    return CaseFile(
        site=tenant.name if tenant else "",
        case=replace(case, declared=declared(case.declared, bare)),
        employer=tx.employers.get(case.tenant_id, case.employer_id) if case.employer_id else None,
        escalation=_covered_words(escalations[-1], hides) if escalations else None,
        rounds=tuple(_covered(one, hides) for one in rounds),
        rows=tuple(_rows(case, readings, counting, hides)),
        sheets=tuple(
            _sheet(item, readings, pictures, counting, _Shown(case, bare, hides)) for item in evidence
        ),
        findings=_judged(ports, latest[1] if latest else (), hides),
        kin=tuple(_kin(tx, case, readings)),
        films=films,
        notes=tuple(replace(note, words=hides.text(note.words)) for note in tx.notes.of_case(*place)),
        requests=requests,
        timeline=tuple(tx.audit.of_subject(*place, limit=TIMELINE_MAX)),
        deliveries=tuple(tx.deliveries.about(*place, limit=TIMELINE_MAX)),
        revealed=bare,
        may_reveal=tuple(_may_reveal(case, readings, films, bare)),
    )


def _personal(case: Case, readings: Sequence[Reading]) -> Iterator[tuple[Personal, str | None]]:
    """Every personal value of the case, from whichever source."""
    said = case.declared
    yield from ((Personal.PERSON, name) for name in (said.person, *persons(said.person)))
    yield from (
        (Personal.ADDRESS, said.address),
        (Personal.PHONE, said.phone),
        (Personal.BANK_ACCOUNT, said.bank_account),
        (Personal.PERSON, said.agent),
    )
    for reading in readings:
        if isinstance(reading.body, LicenceReading):
            for name, kind in PRINTED.items():
                if found := reading.body.fields.get(name):
                    yield kind, found.value
                    yield kind, found.normalised
        if isinstance(reading.body, RegistryExtract) and reading.body.registered:
            yield Personal.PERSON, reading.body.registered.person
    yield from papers.personal(readings)


def covers(case: Case, readings: Sequence[Reading], bare: frozenset[Personal]) -> Cover:
    """What covers the personal values of a case that were not revealed."""
    return cover(tuple(_personal(case, readings)), bare)


def _rows(case: Case, readings: Sequence[Reading], counting: set[str], hides: Cover) -> Iterator[Row]:
    """The fields of the licence that counts, each beside what the other sources say."""
    licence = next(
        (r for r in readings if isinstance(r.body, LicenceReading) and r.evidence_id in counting), None
    )
    extract = next((r.body for r in readings if isinstance(r.body, RegistryExtract)), None)
    for name in FieldName:
        row = _row(name, case, licence, extract)
        if row is not None:
            yield _covered_row(row, hides)
    yield from _told_alone(case, hides)


def _covered_row(row: Row, hides: Cover) -> Row:
    declared, printed, qr, registry = (
        text and hides.text(text) for text in (row.declared, row.printed, row.qr, row.registry)
    )
    return replace(row, declared=declared, printed=printed, qr=qr, registry=registry)


def _row(name: FieldName, case: Case, licence: Reading | None, extract: RegistryExtract | None) -> Row | None:
    body = licence.body if licence and isinstance(licence.body, LicenceReading) else None
    printed = body.fields.get(name) if body else None
    told = getattr(case.declared, name.value, None)
    qr = _in_qr(name, body)
    registered = extract.registered if extract else None
    registry = getattr(registered, name.value, None) if registered and name in COMPARED else None
    texts = (told, printed.value if printed else None, qr, registry)
    if not any(texts):
        return None
    return Row(
        field=name.value,
        declared=told,
        printed=texts[1],
        qr=qr,
        registry=registry,
        differs=len({comparable(text) for text in texts if text}) > 1,
        personal=PRINTED.get(name),
        boxes=(printed.box,) if printed else (),
        evidence_id=licence.evidence_id if licence and printed else None,
        score=printed.score if printed else None,
    )


def _told_alone(case: Case, hides: Cover) -> Iterator[Row]:
    """What was declared and no licence says."""
    said = case.declared
    for name, text, kind in (
        ("agent", said.agent, Personal.PERSON),
        ("phone", said.phone, Personal.PHONE),
        ("bank_account", said.bank_account, Personal.BANK_ACCOUNT),
    ):
        if text:
            yield Row(name, hides.text(text), None, None, None, differs=False, personal=kind)


def _in_qr(name: FieldName, body: LicenceReading | None) -> str | None:
    codes = body.qr_codes if body else ()
    if name is FieldName.CODE:
        return next((code.code for code in codes if code.code), None)
    if name is FieldName.NAME:
        return next((code.name for code in codes if code.name), None)
    return None


@dataclass(frozen=True, slots=True)
class _Shown:
    """The case that its pages belong to, what this reviewer has revealed of it, and what covers the rest."""

    case: Case
    bare: frozenset[Personal]
    hides: Cover


def _sheet(
    item: Evidence,
    readings: Sequence[Reading],
    pictures: Sequence[StoredPicture],
    counting: set[str],
    shown: _Shown,
) -> Sheet:
    bare, hides = shown.bare, shown.hides
    bodies = [reading.body for reading in readings if reading.evidence_id == item.id]
    licence = next((body for body in bodies if isinstance(body, LicenceReading)), None)
    paper = next((body for body in bodies if isinstance(body, PaperReading)), None)
    return Sheet(
        evidence=item,
        counts=item.id in counting,
        licence=_without_words(licence, hides) if licence else None,
        traces=next((body for body in bodies if isinstance(body, Traces)), None),
        pictures=tuple(picture for picture in pictures if picture.evidence_id == item.id),
        hidden=hidden_boxes(licence or paper, bare, hides),
        paper=papers.without_words(paper, bare, hides) if paper else None,
        rows=tuple(papers.rows(item.id, paper, shown.case.declared, hides)) if paper else (),
    )


def hidden_boxes(
    page: LicenceReading | PaperReading | None, bare: frozenset[Personal], hides: Cover
) -> tuple[Box, ...] | None:
    """Where a page's picture has to be covered; None: all of it."""
    if isinstance(page, PaperReading):
        return papers.hidden_on(page, bare, hides)
    return _hidden_on_licence(page, bare)


def _hidden_on_licence(licence: LicenceReading | None, bare: frozenset[Personal]) -> tuple[Box, ...] | None:
    if Personal.PAGE in bare:
        return ()
    if licence is None or not set(PRINTED) & set(licence.fields):
        return None
    return tuple(
        licence.fields[name].box
        for name, kind in PRINTED.items()
        if name in licence.fields and kind not in bare
    )


def _without_words(licence: LicenceReading, hides: Cover) -> LicenceReading:
    """The reading with covered values; its lines keep their places, and their text where it tells nobody."""
    fields = {
        name: replace(found, value=hides.text(found.value), normalised=None, repairs=())
        if name in PRINTED
        else found
        for name, found in licence.fields.items()
    }
    places = tuple(licence.fields[name].box for name in PRINTED if name in licence.fields and hides.values)
    lines = tuple(
        replace(line, text=COVER if _within(line, places) else hides.text(line.text))
        for line in licence.lines
    )
    return replace(licence, fields=fields, lines=lines)


def _within(line: Line, places: Sequence[Box]) -> bool:
    """Whether the line's middle lies in one of the places."""
    x = sum(point[0] for point in line.polygon) / len(line.polygon)
    y = sum(point[1] for point in line.polygon) / len(line.polygon)
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in places)


def _judged(ports: Ports, findings: Sequence[Finding], hides: Cover) -> Mapping[Outcome, tuple[Judged, ...]]:
    judged = [Judged(hides.finding(one), ports.policy.rules.get(one.check)) for one in findings]
    return {outcome: tuple(one for one in judged if one.finding.outcome is outcome) for outcome in Outcome}


def _covered(decision: Decision, hides: Cover) -> Decision:
    reasons = tuple(hides.finding(reason) for reason in decision.proposal.reasons)
    said = decision.ruling
    ruling = said and replace(said, applicant=hides.text(said.applicant), auditor=hides.text(said.auditor))
    return replace(decision, proposal=replace(decision.proposal, reasons=reasons), ruling=ruling)


def _covered_words(escalation: Escalation, hides: Cover) -> Escalation:
    """What the first of two people said may repeat what is covered."""
    first = escalation.first_word
    if first is None:
        return escalation
    said = replace(
        first.said, applicant=hides.text(first.said.applicant), auditor=hides.text(first.said.auditor)
    )
    return replace(escalation, first_word=replace(first, said=said))


def _kin(tx: Transaction, case: Case, readings: Sequence[Reading]) -> Iterator[Kin]:
    """Relatives are of the same tenant, so whoever sees the case sees theirs; their people stay covered."""
    for reading in readings:
        if isinstance(reading.body, Relatives):
            for relative in reading.body.relatives:
                theirs = tx.cases.get(case.tenant_id, relative.case_id)
                bare = replace(theirs, declared=declared(theirs.declared, ())) if theirs else None
                yield Kin(relative, bare)


def _films(tx: Transaction, case: Case) -> Iterator[Filmed]:
    """The latest session of each who recruits for the employer, or was added for this case."""
    if case.employer_id is None:
        return
    for member in tx.memberships.of_employer(case.tenant_id, case.employer_id):
        sessions = tx.face_sessions.page(
            case.tenant_id, recruiter_id=member.recruiter_id, state=None, before=None, limit=1
        )
        for session in sessions:
            place = (case.tenant_id, session.id)
            decisions = tx.face_decisions.of_session(*place)
            yield Filmed(
                session=session,
                attempts=tuple(tx.attempts.of_session(*place)),
                decisions=tuple((decision, tuple(found)) for decision, found in decisions),
                frames=tuple(tx.attempts.kept_frames(*place)),
            )


def _may_reveal(
    case: Case, readings: Sequence[Reading], films: Sequence[Filmed], bare: frozenset[Personal]
) -> Iterator[Personal]:
    """What of this case is covered still."""
    there = {kind for kind, text in _personal(case, readings) if text} | {Personal.PAGE}
    pictured = any(isinstance(r.body, PaperReading) and r.body.portrait for r in readings)
    if pictured or any(film.frames for film in films):
        there.add(Personal.FACES)
    yield from (kind for kind in Personal if kind in there - bare)
