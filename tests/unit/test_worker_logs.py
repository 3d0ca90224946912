"""What a job logs, wherever in the code: JSON lines that carry the task's id."""

import io
import json
import logging

import pytest
import structlog

from tests.acts import submitted
from tests.fakes import world
from verifier import logs
from verifier.domain.reading import Reading, Unreadable
from verifier.usecases.tenants import create_tenant
from workers import runtime
from workers.runtime import AttemptFailed, Equipment, Readers


class Talking:
    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        structlog.get_logger("models.talking").info("looked", pages=1)
        return Reading(evidence_id, "licence", "stand-in", "1", 1, Unreadable("stand_in", "A stand-in."))


class Failing:
    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        raise RuntimeError("what somebody wrote")


@pytest.mark.parametrize(
    ("reader", "events"), [(Talking(), {"looked", "task_read"}), (Failing(), {"attempt_failed"})]
)
def test_every_line_of_a_job_is_json_and_names_its_task(
    monkeypatch: pytest.MonkeyPatch, reader: Talking | Failing, events: set[str]
) -> None:
    ports = world().ports
    _, (task_id,) = submitted(ports, create_tenant(ports, "site")[0].id)
    monkeypatch.setattr(runtime, "_equipment", [Equipment(ports, Readers({"licence": reader}))])
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(logging.INFO)
    try:
        runtime.perform(task_id)
    except AttemptFailed:
        pass
    finally:
        root.handlers, root.level = before
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {line["event"] for line in lines} == events
    assert all(line["task"] == task_id for line in lines)
    assert "task" not in structlog.contextvars.get_contextvars()


@pytest.mark.parametrize(
    ("level", "told"),
    [(logging.DEBUG, logging.INFO), (logging.INFO, logging.INFO), (logging.WARNING, logging.WARNING)],
)
def test_the_web_server_is_as_quiet_as_we_are_and_never_tells_addresses(level: int, told: int) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logs.configure(level)
        assert logging.getLogger("gunicorn.error").getEffectiveLevel() == told
    finally:
        root.handlers, root.level = before
