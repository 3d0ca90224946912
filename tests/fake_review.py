"""The reviewers' work in memory. It passes the contract suite of the real repositories."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tests.fake_rows import Repository, must
from verifier.domain.case import Case
from verifier.domain.escalation import DocumentRequest, Escalation, Note, Risk
from verifier.usecases.review_ports import (
    Ageing,
    Alert,
    Alerts,
    DocumentRequests,
    Escalations,
    Notes,
    Place,
    SavedView,
    SavedViews,
    Seen,
    Tenants,
    Viewing,
    Viewings,
    Waiting,
    Wanted,
    Whose,
)

AGES = (4, 24, 72, 168)


class MemoryEscalations(Repository, Escalations):
    def add(self, escalation: Escalation) -> None:
        case = self._state.cases.get(escalation.case_id)
        must(case is not None and case.tenant_id == escalation.tenant_id)
        must(self.waiting_of(escalation.tenant_id, escalation.case_id) is None)
        must(escalation.id not in self._state.escalations)
        self._state.escalations[escalation.id] = escalation

    def get(self, tenant_id: str, escalation_id: str) -> Escalation | None:
        return self.find(escalation_id, tenants=frozenset({tenant_id}))

    def waiting_of(self, tenant_id: str, case_id: str) -> Escalation | None:
        waiting = (one for one in self.of_case(tenant_id, case_id) if one.ended_at is None)
        return next(waiting, None)

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Escalation]:
        mine = (tenant_id, case_id)
        return [one for one in self._sorted() if (one.tenant_id, one.case_id) == mine]

    def keep(self, escalation: Escalation, *, seen: int) -> bool:
        known = self._state.escalations.get(escalation.id)
        if known is None or known.version != seen:
            return False
        must(known.due_at == escalation.due_at)
        first = escalation.first_word
        must(first is None or escalation.ended_by != first.by)
        must((escalation.ended_at is None) == (escalation.ended_by is None))
        self._state.escalations[escalation.id] = escalation
        return True

    def find(self, escalation_id: str, *, tenants: Tenants) -> Escalation | None:
        found = self._state.escalations.get(escalation_id)
        return found if found and (tenants is None or found.tenant_id in tenants) else None

    def page(
        self, wanted: Wanted, *, me: str, now: datetime, after: Place | None, limit: int
    ) -> Sequence[Waiting]:
        queue = self._queue()[:: -1 if wanted.ended else 1]
        found = [one for one in queue if self._fits(one, wanted, me, now)]
        if after is not None:
            place = (after.due_at, after.risk, after.id)
            found = [one for one in found if _lies_beyond(one, place, wanted.ended)]
        return [Waiting(one, self._case(one)) for one in found[:limit]]

    def next_free(self, wanted: Wanted, *, me: str, now: datetime) -> Escalation | None:
        for one in self._queue():
            may_say = one.first_word is None or one.first_word.by != me
            if self._fits(one, wanted, me, now) and one.holder(now) is None and may_say:
                return one
        return None

    def ageing(self, wanted: Wanted, *, now: datetime, me: str = "") -> Ageing:
        found = [one for one in self._queue() if self._fits(one, wanted, me, now)]
        ages: Counter[str] = Counter({str(hours): 0 for hours in AGES} | {"older": 0})
        for one in found:
            step = next((str(h) for h in AGES if one.opened_at > now - timedelta(hours=h)), "older")
            ages[step] += 1
        return Ageing(
            waiting=len(found),
            overdue=sum(one.due_at <= now for one in found),
            claimed=sum(one.claimed_until is not None and one.claimed_until > now for one in found),
            second_word=sum(one.first_word is not None for one in found),
            by_risk={risk: sum(one.risk is risk for one in found) for risk in Risk},
            by_age=dict(ages),
            oldest=min((one.opened_at for one in found), default=None),
        )

    def reasons(self, *, tenants: Tenants) -> Sequence[tuple[str, int]]:
        waiting = (one for one in self._queue() if one.ended_at is None)
        seen = (one for one in waiting if tenants is None or one.tenant_id in tenants)
        counted = Counter(code for one in seen for code in set(one.reasons))
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))

    def _sorted(self) -> list[Escalation]:
        return sorted(self._state.escalations.values(), key=lambda one: one.id)

    def _queue(self) -> list[Escalation]:
        return sorted(self._state.escalations.values(), key=lambda one: (one.due_at, one.risk, one.id))

    def _case(self, escalation: Escalation) -> Case:
        return self._state.cases[escalation.case_id]

    def _fits(self, one: Escalation, wanted: Wanted, me: str, now: datetime) -> bool:
        holder = one.holder(now)
        owner = one.assignee if one.ended_at is not None else holder  # or was, when it ended
        exact = {
            one.tenant_id: wanted.tenant_id,
            one.account_type: wanted.account_type,
            one.risk: wanted.risk,
            owner: wanted.assignee,
        }
        return (
            (one.ended_at is not None) == wanted.ended
            and (wanted.tenants is None or one.tenant_id in wanted.tenants)
            and all(value is None or value == has for has, value in exact.items())
            and (wanted.reason is None or (one.ended_at is None and wanted.reason in one.reasons))
            and (wanted.whose is not Whose.MINE or owner == me)
            and (wanted.whose is not Whose.NOBODY or holder is None)
            and (not wanted.overdue or one.due_at <= now)
            and (not wanted.second_word or one.first_word is not None)
            and (wanted.opened_before is None or one.opened_at < wanted.opened_before)
            and (wanted.text is None or _says(self._case(one), wanted.text))
        )


def _lies_beyond(one: Escalation, place: tuple[datetime, Risk, str], backwards: bool) -> bool:
    here = (one.due_at, one.risk, one.id)
    return here < place if backwards else here > place


def _says(case: Case, text: str) -> bool:
    return (
        text.lower() in case.declared.name.lower()
        or case.declared.code == text.upper()
        or case.id == text.lower()
        or case.reference == text
    )


class MemoryNotes(Repository, Notes):
    def add(self, note: Note) -> None:
        self._state.notes[note.id] = note

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Note]:
        mine = (one for one in self._state.notes.values() if one.tenant_id == tenant_id)
        return sorted((one for one in mine if one.case_id == case_id), key=lambda one: one.id)


class MemoryDocumentRequests(Repository, DocumentRequests):
    def add(self, request: DocumentRequest) -> None:
        self._state.document_requests[request.id] = request

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[DocumentRequest]:
        mine = (one for one in self._state.document_requests.values() if one.tenant_id == tenant_id)
        return sorted((one for one in mine if one.case_id == case_id), key=lambda one: one.id)

    def answer(self, tenant_id: str, case_id: str, at: datetime) -> None:
        for request in self.of_case(tenant_id, case_id):
            if request.answered_at is None:
                self._state.document_requests[request.id] = replace(request, answered_at=at)


class MemorySavedViews(Repository, SavedViews):
    def keep(self, view: SavedView) -> None:
        for known in self.of(view.staff_id):
            if known.name == view.name:
                del self._state.saved_views[known.id]
        self._state.saved_views[view.id] = view

    def of(self, staff_id: str) -> Sequence[SavedView]:
        mine = (one for one in self._state.saved_views.values() if one.staff_id == staff_id)
        return sorted(mine, key=lambda one: one.name)

    def remove(self, staff_id: str, view_id: str) -> None:
        known = self._state.saved_views.get(view_id)
        if known is not None and known.staff_id == staff_id:
            del self._state.saved_views[view_id]


class MemoryViewings(Repository, Viewings):
    def add(self, viewing: Viewing) -> None:
        must(viewing.seen is not Seen.REVEALED or bool(viewing.reason))
        self._state.viewings[viewing.id] = viewing

    def revealed(self, staff_id: str, tenant_id: str, case_id: str, *, since: datetime) -> Sequence[str]:
        shown = self._of(staff_id, Seen.REVEALED, since)
        mine = (tenant_id, case_id)
        return sorted({one.what for one in shown if (one.tenant_id, one.case_id) == mine})

    def count(self, staff_id: str, seen: Seen, *, since: datetime) -> int:
        found = self._of(staff_id, seen, since)
        return len({one.case_id for one in found}) if seen is Seen.CASE else len(found)

    def idle_reveals(self, staff_id: str, *, since: datetime) -> int:
        theirs = {
            one.case_id
            for one in self._state.escalations.values()
            if staff_id in (one.assignee, one.ended_by)
        }
        return sum(one.case_id not in theirs for one in self._of(staff_id, Seen.REVEALED, since))

    def of_staff(
        self, staff_id: str, *, since: datetime, until: datetime, tenants: Tenants, limit: int
    ) -> Sequence[Viewing]:
        found = [
            one
            for one in self._state.viewings.values()
            if one.staff_id == staff_id
            and since <= one.at <= until
            and (tenants is None or one.tenant_id in tenants)
        ]
        return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:limit]

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Viewing]:
        mine = (one for one in self._state.viewings.values() if one.tenant_id == tenant_id)
        return sorted((one for one in mine if one.case_id == case_id), key=lambda one: one.id)

    def _of(self, staff_id: str, seen: Seen, since: datetime) -> list[Viewing]:
        mine = (one for one in self._state.viewings.values() if one.staff_id == staff_id)
        return [one for one in mine if one.seen is seen and one.at >= since]


class MemoryAlerts(Repository, Alerts):
    def add(self, alert: Alert) -> None:
        must(alert.settled_by != alert.staff_id)
        self._state.alerts[alert.id] = alert

    def latest(self, staff_id: str, rule: str) -> Alert | None:
        mine = [one for one in self._state.alerts.values() if (one.staff_id, one.rule) == (staff_id, rule)]
        return max(mine, key=lambda one: one.id, default=None)

    def get(self, alert_id: str) -> Alert | None:
        return self._state.alerts.get(alert_id)

    def page(self, *, open_only: bool, before: str | None, limit: int) -> Sequence[Alert]:
        newest = sorted(self._state.alerts.values(), key=lambda one: one.id, reverse=True)
        wanted = (one for one in newest if one.settled_at is None or not open_only)
        return [one for one in wanted if before is None or one.id < before][:limit]

    def settle(self, alert: Alert) -> bool:
        known = self._state.alerts.get(alert.id)
        if known is None or known.settled_at is not None:
            return False
        must(alert.settled_by != alert.staff_id)
        self._state.alerts[alert.id] = alert
        return True
