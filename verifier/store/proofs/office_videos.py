"""Office films in SQL: how far each has come, its parts, its marks and its filmstrip."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from verifier.domain.office_video import OfficeVideo, VideoPart
from verifier.domain.proof import RUNNING
from verifier.store.proofs import tables
from verifier.store.rows import add, add_all, change
from verifier.store.serialisation import video_from_json, video_to_json
from verifier.usecases.office_video_ports import OfficeVideos

_video = tables.office_videos.c
_part = tables.office_video_parts.c
_strip = tables.office_video_strips.c
_mark = tables.office_video_marks.c
_proof = tables.proofs.c


class SqlOfficeVideos(OfficeVideos):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, video: OfficeVideo) -> None:
        fixed = {
            "proof_id": video.proof_id,
            "tenant_id": video.tenant_id,
            "employer_id": video.employer_id,
            "word": video.word,
            "given_at": video.given_at,
        }
        add(self._connection, tables.office_videos, **fixed, **_changing(video))

    def get(self, tenant_id: str, proof_id: str) -> OfficeVideo | None:
        query = select(tables.office_videos).where(_video.tenant_id == tenant_id, _video.proof_id == proof_id)
        row = self._connection.execute(query).one_or_none()
        return _to_video(row) if row else None

    def keep(self, video: OfficeVideo) -> None:
        mine = (_video.tenant_id == video.tenant_id, _video.proof_id == video.proof_id)
        change(self._connection, update(tables.office_videos).where(*mine).values(**_changing(video)))
        change(self._connection, delete(tables.office_video_marks).where(_mark.proof_id == video.proof_id))
        marks = video.reading.marks if video.reading else ()
        rows = [
            {"proof_id": video.proof_id, "tenant_id": video.tenant_id, "at": at, "mark": mark}
            for at, mark in marks
        ]
        add_all(self._connection, tables.office_video_marks, rows)

    def add_part(self, part: VideoPart) -> None:
        change(
            self._connection,
            insert(tables.office_video_parts).values(
                proof_id=part.proof_id,
                tenant_id=part.tenant_id,
                start=part.start,
                size=part.size,
                sha256=part.sha256,
            ),
        )

    def parts(self, tenant_id: str, proof_id: str) -> Sequence[VideoPart]:
        mine = (_part.tenant_id == tenant_id, _part.proof_id == proof_id)
        rows = self._connection.execute(select(tables.office_video_parts).where(*mine).order_by(_part.start))
        return tuple(VideoPart(row.proof_id, row.tenant_id, row.start, row.size, row.sha256) for row in rows)

    def drop_parts(self, tenant_id: str, proof_id: str) -> Sequence[str]:
        names = tuple(dict.fromkeys(part.sha256 for part in self.parts(tenant_id, proof_id)))
        mine = (_part.tenant_id == tenant_id, _part.proof_id == proof_id)
        change(self._connection, delete(tables.office_video_parts).where(*mine))
        return names

    def left_parts(self, limit: int) -> Sequence[tuple[str, str]]:
        query = (
            select(_part.tenant_id, _part.proof_id)
            .join(tables.proofs, _proof.id == _part.proof_id)
            .where(_proof.state.not_in(RUNNING))
            .distinct()
            .limit(limit)
        )
        return tuple((row.tenant_id, row.proof_id) for row in self._connection.execute(query))

    def keep_strip(self, tenant_id: str, proof_id: str, sha256: str) -> None:
        add(
            self._connection,
            tables.office_video_strips,
            proof_id=proof_id,
            tenant_id=tenant_id,
            sha256=sha256,
        )

    def strip(self, tenant_id: str, proof_id: str) -> str | None:
        query = select(_strip.sha256).where(_strip.tenant_id == tenant_id, _strip.proof_id == proof_id)
        name: str | None = self._connection.execute(query).scalar_one_or_none()
        return name

    def marks_of_others(self, tenant_id: str, employer_id: str) -> Sequence[tuple[str, str]]:
        query = (
            select(_mark.proof_id, _mark.mark)
            .join(tables.office_videos, _video.proof_id == _mark.proof_id)
            .where(_mark.tenant_id == tenant_id, _video.employer_id != employer_id)
            .order_by(_mark.proof_id)
        )
        return tuple((row.proof_id, row.mark) for row in self._connection.execute(query))


def _changing(video: OfficeVideo) -> dict[str, Any]:
    return {
        "length": video.length,
        "received": video.received,
        "finished_at": video.finished_at,
        "reading": video_to_json(video.reading) if video.reading else None,
        "trouble": video.trouble,
    }


def _to_video(row: Row[Any]) -> OfficeVideo:
    return OfficeVideo(
        proof_id=row.proof_id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        word=row.word,
        given_at=row.given_at,
        length=row.length,
        received=row.received,
        finished_at=row.finished_at,
        reading=video_from_json(row.reading) if row.reading is not None else None,
        trouble=row.trouble,
    )
