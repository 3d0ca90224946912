"""Biometric templates in SQL, sealed under a key of their own; and keyed marks of films, under the same.

A row says nothing of whose face it is but to who has the key: its `owner` is a mark of tenant and recruiter,
its `place` one of the recruiter's enrolment or of the session that proposed it. A template that is moved to
another place, or whose engine is changed, does not open.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select

from verifier.domain.faces import FaceTemplate
from verifier.store.faces import tables
from verifier.store.rows import add, add_all, change
from verifier.store.sealing import Seal
from verifier.usecases.face_ports import FaceTemplates, FilmMarks

_template = tables.face_templates.c
_mark = tables.film_marks.c

TEMPLATE: Final = "face template"  # what a template is sealed for, and its marks' first part
FRAME: Final = "film frame"
PLACES_MAX: Final = 500  # in one statement
MARK_BYTES: Final = 16  # among a thousand million marks two that differ meet with a chance of 10^-21


class SqlFaceTemplates(FaceTemplates):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def propose(
        self, tenant_id: str, recruiter_id: str, session_id: str, templates: Sequence[FaceTemplate]
    ) -> None:
        self.forget_session(tenant_id, session_id)
        owner, place = self._owner(tenant_id, recruiter_id), self._proposed(tenant_id, session_id)
        for one in templates:
            self._add(owner, place, one, None)

    def enrol(self, tenant_id: str, recruiter_id: str, session_id: str, at: datetime) -> bool:
        owner, place = self._owner(tenant_id, recruiter_id), self._enrolled(tenant_id, recruiter_id)
        proposed = self._at(self._proposed(tenant_id, session_id))
        if not proposed:
            return False
        self._drop(place)
        for one in proposed:
            self._add(owner, place, one, at)
        self.forget_session(tenant_id, session_id)
        return True

    def of(self, tenant_id: str, recruiter_id: str) -> Sequence[FaceTemplate]:
        return self._at(self._enrolled(tenant_id, recruiter_id))

    def enrolled_at(self, tenant_id: str, recruiter_id: str) -> datetime | None:
        query = select(func.max(_template.enrolled_at)).where(
            _template.place == self._enrolled(tenant_id, recruiter_id)
        )
        at: datetime | None = self._connection.execute(query).scalar_one()
        return at

    def alike(self, tenant_id: str, recruiter_id: str, *, engine: str, least: float) -> Sequence[str]:
        own = [one for one in self.of(tenant_id, recruiter_id) if one.engine.startswith(engine)]
        places = self._places(tenant_id) if own else {}
        places.pop(self._enrolled(tenant_id, recruiter_id), None)
        found = set()
        wanted = list(places)
        for start in range(0, len(wanted), PLACES_MAX):
            some = wanted[start : start + PLACES_MAX]
            query = select(tables.face_templates).where(_template.place.in_(some))
            for row in self._connection.execute(query.where(_template.engine.startswith(engine))):
                theirs = self._to_template(row)
                if any(one.engine == theirs.engine and one.cosine(theirs) >= least for one in own):
                    found.add(places[bytes(row.place)])
        return tuple(sorted(found))

    def forget_session(self, tenant_id: str, session_id: str) -> None:
        self.drop_session(tenant_id, session_id)

    def forget(self, tenant_id: str, recruiter_id: str) -> bool:
        return self.drop_all(tenant_id, recruiter_id) > 0

    def drop_session(self, tenant_id: str, session_id: str) -> int:
        """As `forget_session`; how many rows."""
        return self._drop(self._proposed(tenant_id, session_id))

    def drop_all(self, tenant_id: str, recruiter_id: str) -> int:
        """As `forget`; how many rows."""
        owned = _template.owner == self._owner(tenant_id, recruiter_id)
        return change(self._connection, delete(tables.face_templates).where(owned))

    def kinds(self, tenant_id: str, recruiter_id: str) -> list[tuple[str, datetime | None]]:
        """Which engines' templates there are of the recruiter, and since when; None: proposed only."""
        query = select(_template.engine, _template.enrolled_at).where(
            _template.owner == self._owner(tenant_id, recruiter_id)
        )
        return [(row.engine, row.enrolled_at) for row in self._connection.execute(query)]

    def owned(self, tenant_id: str, recruiter_ids: Sequence[str]) -> list[str]:
        """Those of the recruiters of whom there is a template, in their order."""
        owners = {self._owner(tenant_id, one): one for one in recruiter_ids}
        query = select(_template.owner).where(_template.owner.in_(list(owners))).distinct()
        return sorted(owners[bytes(owner)] for owner in self._connection.execute(query).scalars())

    def count(self) -> int:
        return int(self._connection.execute(select(func.count(_template.owner.distinct()))).scalar_one())

    def _add(self, owner: bytes, place: bytes, one: FaceTemplate, enrolled_at: datetime | None) -> None:
        sealed = self._seal.close(one.vector, TEMPLATE, place.hex(), one.engine)
        values = {"place": place, "engine": one.engine, "owner": owner, "sealed": sealed}
        add(self._connection, tables.face_templates, **values, enrolled_at=enrolled_at)

    def _at(self, place: bytes) -> Sequence[FaceTemplate]:
        query = select(tables.face_templates).where(_template.place == place).order_by(_template.engine)
        return tuple(self._to_template(row) for row in self._connection.execute(query))

    def _drop(self, place: bytes) -> int:
        return change(self._connection, delete(tables.face_templates).where(_template.place == place))

    def _to_template(self, row: Row[Any]) -> FaceTemplate:
        vector = self._seal.open(bytes(row.sealed), TEMPLATE, bytes(row.place).hex(), row.engine)
        return FaceTemplate(row.engine, vector)

    def _places(self, tenant_id: str) -> dict[bytes, str]:
        """Where the enrolled templates of the tenant's recruiters are, if there are, and whose they are."""
        query = select(tables.recruiters.c.id).where(tables.recruiters.c.tenant_id == tenant_id)
        return {self._enrolled(tenant_id, one): one for one in self._connection.execute(query).scalars()}

    def _owner(self, tenant_id: str, recruiter_id: str) -> bytes:
        return self._seal.mark(TEMPLATE, "owner", tenant_id, recruiter_id)

    def _enrolled(self, tenant_id: str, recruiter_id: str) -> bytes:
        return enrolled_place(self._seal, tenant_id, recruiter_id)

    def _proposed(self, tenant_id: str, session_id: str) -> bytes:
        return self._seal.mark(TEMPLATE, "proposed", tenant_id, session_id)


def enrolled_place(seal: Seal, tenant_id: str, recruiter_id: str) -> bytes:
    """Where the templates of the recruiter's enrolment are, if they are enrolled."""
    return seal.mark(TEMPLATE, "enrolled", tenant_id, recruiter_id)


class SqlFilmMarks(FilmMarks):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def keep(self, tenant_id: str, attempt_id: str, digests: Sequence[bytes]) -> None:
        place = {"tenant_id": tenant_id, "attempt_id": attempt_id}
        marks = self._marks(tenant_id, digests)
        add_all(self._connection, tables.film_marks, [{**place, "mark": mark} for mark in marks])

    def known(self, tenant_id: str, digests: Sequence[bytes], *, except_attempt: str) -> int:
        query = select(func.count(_mark.mark.distinct())).where(
            _mark.tenant_id == tenant_id,
            _mark.mark.in_(self._marks(tenant_id, digests)),
            _mark.attempt_id != except_attempt,
        )
        return int(self._connection.execute(query).scalar_one())

    def _marks(self, tenant_id: str, digests: Sequence[bytes]) -> list[bytes]:
        marks = {self._seal.mark(FRAME, tenant_id, digest.hex())[:MARK_BYTES] for digest in digests}
        return sorted(marks)
