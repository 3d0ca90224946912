"""Field visits in SQL; a countersignature is sealed whole, for it names somebody of the firm."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from verifier.domain.coordinates import Coordinates, Datum, Registered
from verifier.domain.visit import (
    Answer,
    Answered,
    ChecklistItem,
    Countersignature,
    Fix,
    NoPlace,
    Photo,
    Report,
    Seen,
    Visit,
)
from verifier.store.proofs import visit_tables as tables
from verifier.store.rows import add, add_if_absent, change
from verifier.store.sealing import Seal
from verifier.usecases.review_ports import Tenants
from verifier.usecases.visit_ports import Visits

SIGNATURE: Final = "visit countersignature"
FIRM_LINK: Final = "visit firm link"
MILLISECOND: Final = timedelta(milliseconds=1)
_visit = tables.visits.c
_answer = tables.visit_answers.c
_photo = tables.visit_photos.c


class SqlVisits(Visits):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, visit: Visit) -> None:
        place = visit.registered
        add(
            self._connection,
            tables.visits,
            proof_id=visit.proof_id,
            tenant_id=visit.tenant_id,
            employer_id=visit.employer_id,
            agent_id=visit.agent_id,
            ordered_by=visit.ordered_by,
            ordered_at=visit.ordered_at,
            firm=visit.firm,
            reason=visit.reason,
            address=visit.address,
            latitude=place and place.told.latitude,
            longitude=place and place.told.longitude,
            datum=place and place.datum,
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            nonce=visit.nonce,
        )

    def get(self, tenant_id: str, proof_id: str) -> Visit | None:
        query = select(tables.visits).where(_visit.tenant_id == tenant_id, _visit.proof_id == proof_id)
        row = self._connection.execute(query).one_or_none()
        return _to_visit(row) if row else None

    def find(self, proof_id: str, *, agent_id: str, tenants: Tenants) -> Visit | None:
        query = select(tables.visits).where(_visit.proof_id == proof_id, _visit.agent_id == agent_id)
        row = self._connection.execute(query).one_or_none()
        seen = row is not None and (tenants is None or row.tenant_id in tenants)
        return _to_visit(row) if row is not None and seen else None

    def of_agent(self, agent_id: str, *, tenants: Tenants, limit: int) -> Sequence[Visit]:
        query = select(tables.visits).where(_visit.agent_id == agent_id)
        if tenants is not None:
            query = query.where(_visit.tenant_id.in_(tenants))
        query = query.order_by(_visit.starts_at.desc(), _visit.proof_id).limit(limit)
        return tuple(_to_visit(row) for row in self._connection.execute(query))

    def report(self, visit: Visit) -> Report:
        answers = select(tables.visit_answers).where(_answer.proof_id == visit.proof_id)
        photos = select(tables.visit_photos).where(_photo.proof_id == visit.proof_id)
        given = [_to_answered(row) for row in self._connection.execute(answers)]
        ordered = photos.order_by(_photo.number, _photo.id)
        return Report(
            visit=visit,
            answers={one.item: one for one in given},
            photos=tuple(_to_photo(row) for row in self._connection.execute(ordered)),
            countersignature=self._countersignature(visit),
        )

    def answer(self, visit: Visit, given: Answered) -> bool:
        place = {"proof_id": visit.proof_id, "item": given.item}
        told = {"answer": given.answer, "note": given.note, "answered_at": given.answered_at}
        if add_if_absent(self._connection, tables.visit_answers, tenant_id=visit.tenant_id, **place, **told):
            return True
        older = (
            update(tables.visit_answers)
            .where(_answer.proof_id == visit.proof_id, _answer.item == given.item)
            .where(_answer.answered_at < given.answered_at)
            .values(**told)
        )
        return change(self._connection, older) == 1

    def photo(self, visit: Visit, photo_id: str) -> Photo | None:
        mine = (_photo.proof_id == visit.proof_id, _photo.id == photo_id)
        row = self._connection.execute(select(tables.visit_photos).where(*mine)).one_or_none()
        return _to_photo(row) if row else None

    def add_photo(self, visit: Visit, photo: Photo) -> None:
        fix = photo.where if isinstance(photo.where, Fix) else None
        add(
            self._connection,
            tables.visit_photos,
            proof_id=visit.proof_id,
            tenant_id=visit.tenant_id,
            id=photo.id,
            item=photo.item,
            number=photo.number,
            taken_at=photo.taken_at,
            received_at=photo.received_at,
            skew_ms=round(photo.skew / MILLISECOND),
            latitude=fix and fix.at.latitude,
            longitude=fix and fix.at.longitude,
            accuracy=fix and fix.accuracy,
            no_place=photo.where if isinstance(photo.where, NoPlace) else None,
            sha256=photo.sha256,
            size=photo.size,
            look=photo.look,
        )

    def countersign(self, visit: Visit, signature: Countersignature) -> None:
        sealed = self._seal.close(_to_bytes(signature), SIGNATURE, visit.tenant_id, visit.proof_id)
        self._change(visit, countersignature=sealed)

    def change(self, visit: Visit) -> None:
        self._change(visit, agent_id=visit.agent_id, starts_at=visit.starts_at, ends_at=visit.ends_at)

    def firm_key(self, visit: Visit) -> bytes:
        return self._seal.mark(FIRM_LINK, visit.tenant_id, visit.proof_id)

    def submit(self, visit: Visit, at: datetime) -> None:
        self._change(visit, submitted_at=at)

    def seen(self, visit: Visit, photos: Sequence[Photo], *, within: int, limit: int) -> Sequence[Seen]:
        """Compares with every look of the tenant: 64 bits each, so that ten thousand take milliseconds."""
        others = (
            select(_photo.proof_id, _photo.sha256, _photo.look, _visit.employer_id)
            .join(tables.visits, _visit.proof_id == _photo.proof_id)
            .where(_photo.tenant_id == visit.tenant_id, _photo.proof_id != visit.proof_id)
        )
        ours = [(one, int.from_bytes(one.look, "big")) for one in photos]
        found = []
        for row in self._connection.execute(others):
            theirs = int.from_bytes(row.look, "big")
            for photo, look in ours:
                distance = (look ^ theirs).bit_count()
                if distance <= within:
                    foreign = row.employer_id != visit.employer_id
                    same = row.sha256 == photo.sha256
                    found.append(Seen(photo.id, row.proof_id, distance, same, foreign))
        return sorted(found, key=lambda one: (not one.same, one.distance, one.proof_id, one.photo_id))[:limit]

    def _change(self, visit: Visit, **values: Any) -> None:
        mine = (_visit.tenant_id == visit.tenant_id, _visit.proof_id == visit.proof_id)
        change(self._connection, update(tables.visits).where(*mine).values(**values))

    def _countersignature(self, visit: Visit) -> Countersignature | None:
        query = select(_visit.countersignature).where(_visit.proof_id == visit.proof_id)
        sealed = self._connection.execute(query).scalar_one_or_none()
        if sealed is None:
            return None
        return _to_countersignature(self._seal.open(sealed, SIGNATURE, visit.tenant_id, visit.proof_id))


def _to_visit(row: Row[Any]) -> Visit:
    return Visit(
        proof_id=row.proof_id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        agent_id=row.agent_id,
        ordered_by=row.ordered_by,
        ordered_at=row.ordered_at,
        firm=row.firm,
        reason=row.reason,
        address=row.address,
        registered=_to_registered(row),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        nonce=row.nonce,
        submitted_at=row.submitted_at,
    )


def _to_registered(row: Row[Any]) -> Registered | None:
    if row.latitude is None:
        return None
    return Registered(Coordinates(row.latitude, row.longitude), Datum(row.datum))


def _to_answered(row: Row[Any]) -> Answered:
    return Answered(ChecklistItem(row.item), Answer(row.answer), row.note, row.answered_at)


def _to_photo(row: Row[Any]) -> Photo:
    return Photo(
        id=row.id,
        item=ChecklistItem(row.item),
        number=row.number,
        taken_at=row.taken_at,
        received_at=row.received_at,
        skew=row.skew_ms * MILLISECOND,
        where=_where(row),
        sha256=row.sha256,
        size=row.size,
        look=bytes(row.look),
    )


def _where(row: Row[Any]) -> Fix | NoPlace:
    if row.latitude is None:
        return NoPlace(row.no_place)
    return Fix(Coordinates(row.latitude, row.longitude), row.accuracy)


def _to_bytes(signature: Countersignature) -> bytes:
    told = {
        "signer": signature.signer,
        "role": signature.role,
        "signed_at": signature.signed_at.isoformat(),
        "report": signature.report,
        "refused": signature.refused,
        "words": signature.words,
        "strokes": signature.strokes,
        "own_device": signature.own_device,
    }
    return json.dumps(told).encode()


def _to_countersignature(opened: bytes) -> Countersignature:
    told = json.loads(opened)
    strokes = tuple(tuple((x, y) for x, y in stroke) for stroke in told.pop("strokes"))
    at = datetime.fromisoformat(told.pop("signed_at"))
    return Countersignature(**told, signed_at=at, strokes=strokes)
