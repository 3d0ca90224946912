"""Notes on a case: for other reviewers and inspectors, never for the applicant or the site."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.case import Case
from verifier.domain.errors import NotFound
from verifier.domain.escalation import Note
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.texts import must_say

WORDS_MAX: Final = 2_100  # characters; a first word that is taken back becomes a note


def write_note(ports: Ports, tenant_id: str, case_id: str, words: str, me: Reviewer) -> Note:
    """Add a note; who decides has to have seen it, so it makes a new version. Raises NotFound, Invalid."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        case = tx.cases.hold(tenant_id, case_id) if me.may_see(tenant_id) else None
        if case is None:
            raise NotFound
        note = add_note(tx, case, words, me, now)
        waiting = tx.escalations.waiting_of(tenant_id, case_id)
        if waiting is not None and waiting.holder(now) != me.id:
            tx.escalations.keep(replace(waiting, version=waiting.version + 1), seen=waiting.version)
        record(tx, tenant_id, Deed(Action.NOTE_WRITTEN, me.actor, case_id, {"note_id": note.id}), now=now)
    return note


def add_note(tx: Transaction, case: Case, words: str, me: Reviewer, now: datetime) -> Note:
    """The row alone; the case is held. Raises Invalid."""
    must_say({"/words": words}, WORDS_MAX, lines=True)
    last = tx.notes.of_case(case.tenant_id, case.id)
    note = Note(
        id=identifiers.following("note", now, last[-1].id if last else None),
        tenant_id=case.tenant_id,
        case_id=case.id,
        by=me.id,
        at=now,
        words=words,
    )
    tx.notes.add(note)
    return note
