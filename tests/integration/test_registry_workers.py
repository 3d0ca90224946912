"""What workers share about a vendor through a real queue server, and a real worker that asks the snapshot."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.acts import added
from tests.processes import QueueServer
from tests.registries import (
    MAPPING,
    SECRET,
    answer_bytes,
    question,
    vendor_server,
    write_csv,
)
from tests.stand_ins import Quick
from verifier import usecases
from verifier.assembly import assemble
from verifier.domain.case import AccountType, Declared
from verifier.domain.registry import Reason, Registry, RegistryOutcome
from verifier.providers.queue import connect
from verifier.providers.registry.opening import folder_of, open_registry, snapshot_of
from verifier.providers.registry.snapshots.loading import Plan, load
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.vendors.mapping import Limits
from verifier.providers.registry.vendors.restraint import RedisBudget
from verifier.providers.registry.vendors.trouble import Trouble
from verifier.settings import Settings
from workers import runtime
from workers.jobs import run_task
from workers.runtime import Equipment, Readers

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[QueueServer]:
    server = QueueServer(tmp_path / "queue")
    yield server
    server.kill()


def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **names: str) -> Settings:
    for name, value in {"DATA_DIR": str(tmp_path / "data"), **names}.items():
        monkeypatch.setenv(f"BONAFIDE_{name}", value)
    return Settings.from_env()


def _vendor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, queue: str, old: str = "", new: str = ""
) -> Registry:
    """What one worker opens; each call is another worker."""
    mapping = tmp_path / "vendor.toml"
    mapping.write_text(MAPPING.format(url=url).replace(old, new), encoding="utf-8")
    settings = _settings(
        monkeypatch, tmp_path, REGISTRY=str(mapping), REGISTRY_SECRET=SECRET, REDIS_URL=queue
    )
    return open_registry(settings)


def test_of_many_workers_only_as_many_requests_pass_as_the_budget_has(server: QueueServer) -> None:
    def take(_: int) -> bool:
        try:
            RedisBudget(connect(server.url), "v", per_day=7).take(NOW)
        except Trouble:
            return False
        return True

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(take, range(40))) == 7
    assert connect(server.url).ttl("bonafide:registry:v:spent:20260504") > 86_400


def test_the_budget_is_whole_again_the_next_day(server: QueueServer) -> None:
    budget = RedisBudget(connect(server.url), "v", per_day=1)
    budget.take(NOW)
    with pytest.raises(Trouble):
        budget.take(NOW)
    budget.take(NOW.replace(day=5))


def test_the_budget_outlives_the_queue_servers_death(server: QueueServer) -> None:
    RedisBudget(connect(server.url), "v", per_day=1).take(NOW)
    time.sleep(1.5)  # its file is on the disk every second
    server.kill()
    server.start()
    with pytest.raises(Trouble) as trouble:
        RedisBudget(connect(server.url), "v", per_day=1).take(NOW)
    assert trouble.value.reason is Reason.BUDGET_SPENT


def test_without_the_queue_server_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: QueueServer
) -> None:
    with vendor_server() as vendor:
        registry = _vendor(monkeypatch, tmp_path, vendor.url, server.url)
        assert registry.verify(question()).outcome is RegistryOutcome.MATCH
        server.kill()
        assert registry.verify(question()).reason is Reason.BUDGET_UNKNOWN
        assert len(vendor.asked) == 1


def test_what_one_worker_learns_of_a_failing_vendor_the_others_know(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: QueueServer
) -> None:
    with vendor_server() as vendor:
        vendor.act = lambda on: answer_bytes(on, b"", 500)

        def worker() -> Registry:
            return _vendor(
                monkeypatch, tmp_path, vendor.url, server.url, "rest_seconds = 1", "rest_seconds = 60"
            )

        assert worker().verify(question()).reason is Reason.SERVER_ERROR
        assert worker().verify(question()).reason is Reason.CIRCUIT_OPEN
        asked = len(vendor.asked)
        assert worker().verify(question()).reason is Reason.CIRCUIT_OPEN
        assert len(vendor.asked) == asked == 4


def test_nothing_about_the_firm_reaches_the_queue_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: QueueServer
) -> None:
    with vendor_server() as vendor:
        registry = _vendor(monkeypatch, tmp_path, vendor.url, server.url)
        registry.verify(question())
        vendor.act = lambda on: answer_bytes(on, b"", 500)
        registry.verify(question())
    redis = connect(server.url)
    kept = [(key, redis.get(key)) for key in redis.keys()]  # noqa: SIM118  it is no dictionary
    assert len(kept) >= 4
    said = b"".join(key + (value or b"") for key, value in kept)
    for secret in (question().name, question().code, question().person, SECRET):
        assert secret.encode() not in said


def test_the_service_asks_the_snapshot_unless_a_mapping_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _settings(monkeypatch, tmp_path)
    ports = assemble(settings)
    assert not ports.registry.configured()
    day = datetime.now(UTC).date()
    load(Plan(write_csv(tmp_path / "f.csv"), day), folder_of(settings), SnapshotSeal(settings.blob_key))
    assert ports.registry.configured()
    assert ports.registry.verify(question()).provider == "snapshot"
    assert snapshot_of(settings).page().rows > 0


def test_a_worker_asks_the_snapshot_and_the_decision_names_what_it_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, server: QueueServer
) -> None:
    settings = _settings(monkeypatch, tmp_path, REDIS_URL=server.url)
    ports = assemble(settings)
    day = datetime.now(UTC).date()
    load(Plan(write_csv(tmp_path / "f.csv"), day), folder_of(settings), SnapshotSeal(settings.blob_key))
    monkeypatch.setattr(runtime, "_equipment", [Equipment(ports, Readers({"licence": Quick()}))])
    asked = question("C")
    tenant, _ = usecases.create_tenant(ports, "site")
    case = usecases.open_case(
        ports,
        tenant.id,
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=Declared(asked.name, asked.code, asked.person),
        reference=None,
    )
    item = added(ports, case)
    usecases.submit_case(ports, tenant.id, case.id)
    run_task(f"registry-{item.id}")
    run_task(f"licence-{item.id}")
    view = usecases.read_case(ports, tenant.id, case.id)
    assert [one.reader for one in view.readings] == ["licence", "registry"]
    assert "registry_revoked" in {finding.code for finding in view.findings}
    assert view.decision


def test_the_limits_of_a_mapping_have_defaults_within_a_tasks_time() -> None:
    limits = Limits(per_day=1)
    assert limits.attempts * limits.seconds < 40
