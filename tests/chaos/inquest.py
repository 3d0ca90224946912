"""Looks, when all is quiet, whether anything was lost, done twice or left behind; names every fault."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from tests.chaos.client import Client, Ledger
from tests.receivers import Receiver
from verifier.store.blobs.sealed import SHA256
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.faces.keeping import GRACE
from verifier.usecases.faces.sessions import expire_sessions
from verifier.usecases.ports import Ports

ASK_FOR_BODIES = 50  # pieces of evidence that are fetched and compared to the byte
NAMED = (
    "SELECT tenant_id, sha256 FROM evidence",
    "SELECT tenant_id, sha256 FROM pictures",
    "SELECT tenant_id, sha256 FROM portraits",
    "SELECT tenant_id, sha256 FROM film_batches",
    "SELECT tenant_id, sha256 FROM kept_frames",
)
# Each is empty when all is well. What it would find is its name.
NONE = {
    "permit without its audit entry": "SELECT id FROM permits EXCEPT "
    "SELECT subject FROM audit WHERE action = 'permit.asked'",
    "audit entry without its permit": "SELECT subject FROM audit WHERE action = 'permit.asked' EXCEPT "
    "SELECT id FROM permits",
    "use of a permit without its audit entry": "SELECT id FROM permits WHERE redeemed_at IS NOT NULL EXCEPT "
    "SELECT subject FROM audit WHERE action = 'permit.redeemed'",
    "audit entry of a use without it": "SELECT subject FROM audit WHERE action = 'permit.redeemed' EXCEPT "
    "SELECT id FROM permits WHERE redeemed_at IS NOT NULL",
    "permit used and taken back": "SELECT id FROM permits WHERE redeemed_at IS NOT NULL AND "
    "revoked_at < redeemed_at",
    "deed recorded twice": "SELECT subject FROM audit WHERE action IN ('permit.asked', 'permit.redeemed', "
    "'case.submitted', 'case.decided', 'case.opened', 'evidence.added', 'recruiter.added', "
    "'employer.opened', 'face_session.asked', 'consent.given', 'face_session.reviewed') "
    "GROUP BY action, subject HAVING count(*) > 1",
    "case that waits": "SELECT id FROM cases WHERE state = 'submitted'",
    "case decided without a decision": "SELECT id FROM cases WHERE state <> 'open' EXCEPT "
    "SELECT case_id FROM decisions",
    "case decided twice": "SELECT case_id FROM decisions GROUP BY case_id HAVING count(*) > 1",
    "decision told more or less than once": "SELECT id FROM cases LEFT JOIN (SELECT subject FROM events "
    "WHERE type IN ('case.verified', 'case.escalated')) AS told ON subject = id WHERE state <> 'open' "
    "GROUP BY id HAVING count(subject) <> 1",
    "decision without its audit entry": "SELECT case_id FROM decisions EXCEPT "
    "SELECT subject FROM audit WHERE action = 'case.decided'",
    "session that waits for a worker": "SELECT id FROM face_sessions WHERE state = 'analysing'",
    "film decided twice": "SELECT attempt_id FROM face_decisions WHERE attempt_id IS NOT NULL "
    "GROUP BY attempt_id HAVING count(*) > 1",
    "session ended twice by the policy": "SELECT session_id FROM face_decisions WHERE decided_by = 'policy' "
    "AND outcome <> 'retry' GROUP BY session_id HAVING count(*) > 1",
    "session told twice": "SELECT subject FROM events WHERE type LIKE 'face_session.%' "
    "GROUP BY subject, type HAVING count(*) > 1",
    "task that waits": "SELECT id FROM tasks WHERE state IN ('queued', 'claimed')",
    "reading without its task, or task without its reading": "SELECT evidence_id, reader FROM tasks "
    "LEFT JOIN readings USING (evidence_id, reader) WHERE evidence_id IS NOT NULL "
    "AND (state = 'done') <> (recorded_at IS NOT NULL)",
    "delivery that is not delivered": "SELECT id FROM deliveries WHERE state <> 'delivered'",
    "employer verified without a case": "SELECT id FROM employers WHERE state = 'verified' "
    "AND case_id IS NULL",
}


class Faults(list[str]):
    """What was found, each in words."""

    def note(self, what: str, which: object) -> None:
        self.append(f"{what}: {which}")


def waits(engine: Engine) -> int:
    """How many tasks and deliveries have not ended yet."""
    query = (
        "SELECT (SELECT count(*) FROM tasks WHERE state IN ('queued', 'claimed')) + "
        "(SELECT count(*) FROM deliveries WHERE state IN ('waiting', 'claimed'))"
    )
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def of_rows(engine: Engine, faults: Faults) -> None:
    for what, query in NONE.items():
        for row in _rows(engine, query)[:5]:
            faults.note(what, tuple(row))


def of_answers(ledger: Ledger, clients: Mapping[str, Client], faults: Faults) -> None:
    """Whatever was accepted is there, and the bytes of evidence are what was handed in."""
    bodies = 0
    for accepted in list(ledger.accepted):
        client = clients[accepted.site]
        answer = client.get(accepted.location)
        if answer.status_code != 200:
            faults.note(f"accepted {accepted.what} is not there", (accepted.location, answer.status_code))
        elif accepted.data is not None and bodies < ASK_FOR_BODIES:
            bodies += 1
            if answer.content != accepted.data:
                faults.note("evidence is not what was handed in", accepted.location)


def of_events(client: Client, receiver: Receiver, secret: str, faults: Faults) -> int:
    """Each event of the log came, signed, its body always the same; how many messages came more than once."""
    came: dict[str, set[bytes]] = defaultdict(set)
    for got in receiver.got:
        if not got.is_signed_by(secret):
            faults.note("message without a valid signature", got.headers.get("webhook-id"))
        came[got.headers["webhook-id"]].add(got.body)
    for event in _events(client):
        bodies = came.get(event["id"], set())
        if [json.loads(body) for body in bodies] != [event]:
            faults.note("event that did not come as it is", (event["id"], event["type"], len(bodies)))
    return len(receiver.got) - len(came)


def of_blobs(ports: Ports, engine: Engine, folder: Path | None, faults: Faults) -> int:
    """No blob is orphaned or missing once the sweep has had its time; how many had waited for that.

    `folder` is where they lie as files, where they do.
    """
    later = replace(ports, clock=_Later(ports))
    erased = 0
    while count := clear_leftovers(later):
        erased += count
    expire_sessions(later)
    while count := clear_leftovers(later):
        erased += count
    named = {tuple(row) for query in NAMED for row in _rows(engine, query)}
    tenants = [row[0] for row in _rows(engine, "SELECT id FROM tenants")]
    stored = {(tenant, name) for tenant in tenants for name in ports.blobs.names(tenant)}
    for blob in sorted(stored - named):
        faults.note("orphaned blob", blob)
    for blob in sorted(named - stored):
        faults.note("missing blob", blob)
    for row in _rows(engine, "SELECT * FROM face_erasures"):
        faults.note("erasure that is not done", tuple(row))
    files = [path for path in folder.rglob("*") if path.is_file()] if folder else []
    for path in files:
        if not SHA256.fullmatch(path.name):
            faults.note("draft of a blob", path.name)
    return erased


def failed_tasks(engine: Engine) -> Mapping[str, int]:
    """Tasks that were given up, by why."""
    rows = _rows(engine, "SELECT failure FROM tasks WHERE state = 'failed'")
    return Counter(str(row[0]) for row in rows)


def counts(engine: Engine, tables: Sequence[str]) -> Mapping[str, int]:
    return {table: int(_rows(engine, f"SELECT count(*) FROM {table}")[0][0]) for table in tables}


class _Later:
    """The clock when every grace is over."""

    def __init__(self, ports: Ports) -> None:
        self._now: Callable[[], datetime] = ports.clock.now

    def now(self) -> datetime:
        return self._now() + GRACE + timedelta(hours=1)


def _rows(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(query)).all())


def _events(client: Client) -> Iterator[dict[str, Any]]:
    path: str | None = "/v1/events?limit=100"
    while path:
        page = client.get(path).json()
        yield from page["items"]
        path = f"/v1/events?limit=100&after={page['items'][-1]['id']}" if page["items"] else None
