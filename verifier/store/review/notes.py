"""Notes on cases and what applicants were asked for again, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from verifier.domain.escalation import DecisionGround, DocumentRequest, Note
from verifier.domain.evidence import EvidenceKind
from verifier.store.review import tables
from verifier.store.rows import add, change
from verifier.usecases.review_ports import DocumentRequests, Notes

_note = tables.notes.c
_request = tables.document_requests.c


class SqlNotes(Notes):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, note: Note) -> None:
        add(
            self._connection,
            tables.notes,
            id=note.id,
            tenant_id=note.tenant_id,
            case_id=note.case_id,
            who=note.by,
            at=note.at,
            words=note.words,
        )

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Note]:
        mine = (_note.tenant_id == tenant_id, _note.case_id == case_id)
        rows = self._connection.execute(select(tables.notes).where(*mine).order_by(_note.id))
        return tuple(Note(row.id, row.tenant_id, row.case_id, row.who, row.at, row.words) for row in rows)


class SqlDocumentRequests(DocumentRequests):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: DocumentRequest) -> None:
        add(
            self._connection,
            tables.document_requests,
            id=request.id,
            tenant_id=request.tenant_id,
            case_id=request.case_id,
            asked_at=request.asked_at,
            asked_by=request.asked_by,
            wanted=list(request.wanted),
            grounds=list(request.grounds),
            words=request.words,
            replaces=list(request.replaces),
            answered_at=request.answered_at,
        )

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[DocumentRequest]:
        mine = (_request.tenant_id == tenant_id, _request.case_id == case_id)
        rows = self._connection.execute(select(tables.document_requests).where(*mine).order_by(_request.id))
        return tuple(
            DocumentRequest(
                id=row.id,
                tenant_id=row.tenant_id,
                case_id=row.case_id,
                asked_at=row.asked_at,
                asked_by=row.asked_by,
                wanted=tuple(map(EvidenceKind, row.wanted)),
                grounds=tuple(map(DecisionGround, row.grounds)),
                words=row.words,
                replaces=tuple(row.replaces),
                answered_at=row.answered_at,
            )
            for row in rows
        )

    def answer(self, tenant_id: str, case_id: str, at: datetime) -> None:
        open_ones = (
            _request.tenant_id == tenant_id,
            _request.case_id == case_id,
            _request.answered_at.is_(None),
        )
        change(self._connection, update(tables.document_requests).where(*open_ones).values(answered_at=at))
