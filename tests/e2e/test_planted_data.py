"""Nothing that was sent stays where it must not: the whole service at DEBUG, used and misused, then searched.

Every value is proved to have gone through: it is found where it may be. What single answers and log lines
hold is in tests/contract/test_api_secrecy.py, with the same values.
"""

import socket
import sqlite3
import subprocess
import zlib
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest
import requests
from redis import Redis

from tests.chaos import trial
from tests.planter import Planter, Seen
from tests.processes import until
from tests.receivers import Receiver, unheard_port
from tests.services import READY_WITHIN, Service
from verifier.assembly import assemble
from verifier.settings import Settings

pytestmark = pytest.mark.timeout(600)

# What the database may hold as it is: it is what sites and applicants declare, and what people write.
PLAIN = {
    "name", "code", "person", "address", "phone", "bank_account", "website", "agent", "reference",
    "recruiter", "employer", "reviewer", "review", "appeal", "key name", "idempotency key", "webhook path",
    "read name", "firm's name", "firm's code", "firm's address",
}  # fmt: skip
PLACES = (
    "log",
    "queue",
    "problems",
    "messages",
    "events",
    "deliveries",
    "audit",
    "metrics",
    "commands",
    "processes",
    "temporary",
)


COMMANDS = (
    ("verify-audit",),
    ("faces",),
    ("key", "list", "TENANT"),
    ("export-audit", "--tenant", "TENANT", "--out", "OUT"),
)


def test_what_was_planted_is_found_where_it_may_be_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    plan = trial.Plan(seed=0, kills=0, hurried=True)
    settings = {"LOG_LEVEL": "DEBUG", "METRICS_PORT": str(trial.free_port())}
    profile = trial.Profile("planted", settings, environment={"TMPDIR": str(temporary)})
    for name, value in trial.environment(profile, plan, tmp_path).items():
        monkeypatch.setenv(name, value)
    seen = Seen()
    with ExitStack() as stack:
        receiver = stack.enter_context(Receiver().running())
        deaf = stack.enter_context(unheard_port())
        service = trial.Subject(tmp_path / "data")
        stack.callback(service.stop)
        until(lambda: trial.serves(service), within=READY_WITHIN)
        planter = use(service, seen, receiver, deaf)
        collect(service, seen, planter, receiver)
        service.stop()
        seen.hay.add("log", service.output.read_bytes())
        seen.hay.add_files("temporary", temporary)
        seen.hay.add_files("queue", tmp_path / "data" / "queue")
        prove_what_is_sealed(seen, planter)
    seen.hay.add_files("data", tmp_path / "data")
    assert not seen.unproved()
    assert set(PLACES) - {"temporary"} <= {place for place, straw in seen.hay.straws.items() if straw.strip()}
    leaked = seen.hay.found(seen.needles, PLACES)
    # The operator may see the names of keys, and nothing else of what was planted.
    assert [leak for leak in leaked if leak[:2] != ("key name", "commands")] == []
    assert not seen.hay.found({name: seen.needles[name] for name in seen.needles.keys() - PLAIN}, ["data"])


def use(service: Service, seen: Seen, receiver: Receiver, deaf: int) -> Planter:
    """Everything, once; and a webhook whose receiver is not there."""
    key = trial.key()
    url = f"http://127.0.0.1:{Settings.from_env().port}"
    planter = Planter(url, key, seen)
    seen.plant("the site's key", key)
    hook = {"url": f"{receiver.url}/{seen.needles['webhook path']}"}
    made = planter.client.post("/v1/webhooks", json=hook)
    seen.plant("webhook secret", made.json()["secret"])
    planter.client.post(
        "/v1/webhooks", json={"url": f"http://127.0.0.1:{deaf}/{seen.needles['webhook path']}"}
    )
    planter.rightly()
    planter.wrongly()
    garble(service, seen)
    until(lambda: any(got.event["type"] == "employer.changed" for got in receiver.got))
    assert all(got.is_signed_by(made.json()["secret"]) for got in receiver.got)
    seen.proved |= {"webhook secret"}
    seen.prove(receiver.got[0].path, "webhook path")
    return planter


def garble(service: Service, seen: Seen) -> None:
    """Requests that gunicorn itself refuses."""
    port = Settings.from_env().port
    for line in ("GET /face/{} HTTP/9.9", "GET /face/{}\x00 HTTP/1.1", "{} /v1 HTTP/1.1\r\nbad header {}"):
        text = line.replace("{}", str(seen.needles["link token"])) + "\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(text.encode())
            seen.hay.add("problems", connection.recv(65_536))


def collect(service: Service, seen: Seen, planter: Planter, receiver: Receiver) -> None:
    """What stands where while the service runs."""
    hay = seen.hay
    for got in receiver.got:
        hay.add("messages", f"{sorted(got.headers.items())}")
        hay.add("messages", got.body)
    hay.add("events", planter.client.get("/v1/events?limit=100").text)
    for hook in planter.client.get("/v1/webhooks").json()["items"]:
        hay.add("deliveries", planter.client.get(f"/v1/webhooks/{hook['id']}/deliveries?limit=100").text)
    for pid in service.family():
        process = psutil.Process(pid)
        hay.add("processes", f"{process.cmdline()} {process.environ()}")
    metrics = requests.get(f"http://127.0.0.1:{Settings.from_env().metrics_port}/metrics", timeout=20)
    assert metrics.status_code == 200
    hay.add("metrics", metrics.text)
    client = Redis.from_url(Settings.from_env().queue_url)
    keys = list(client.scan_iter())
    assert any(b"rq:job:" in key for key in keys)
    for key in keys:
        hay.add("queue", key)
        hay.add("queue", client.dump(key) or b"")
        hay.add("queue", repr(_value(client, key)))
    with closing(sqlite3.connect(service.data_dir / "bonafide.sqlite", timeout=30)) as database:
        for row in database.execute("SELECT * FROM audit"):
            hay.add("audit", repr(row))
        (planter.tenant,) = database.execute("SELECT id FROM tenants").fetchone()
        seen.prove(repr(database.execute("SELECT key FROM replies").fetchall()), "idempotency key")
    out = service.data_dir.parent / "export"
    for arguments in COMMANDS:
        words = [{"TENANT": planter.tenant, "OUT": str(out)}.get(word, word) for word in arguments]
        ran = service.command(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = ran.communicate(timeout=120)
        assert ran.returncode == 0, said
        hay.add("commands", said)
    for path in out.parent.glob("export*"):
        hay.add("commands", path.read_bytes())


def _value(client: Redis, key: bytes) -> object:
    read: dict[bytes, Callable[[], object]] = {
        b"string": lambda: client.get(key),
        b"hash": lambda: client.hgetall(key),
        b"list": lambda: client.lrange(key, 0, -1),
        b"set": lambda: client.smembers(key),
        b"zset": lambda: client.zrange(key, 0, -1),
    }
    found = read.get(client.type(key), lambda: client.xrange(key))()
    packed = list(found.values()) if isinstance(found, dict) else []
    return found, [zlib.decompress(value) for value in packed if value[:2] == b"x\x9c"]


def prove_what_is_sealed(seen: Seen, planter: Planter) -> None:
    """Who has the keys finds the template."""
    ports = assemble(Settings.from_env())
    with ports.view() as tx:
        templates = tx.face_templates.of(planter.tenant, planter.enrolled)
    assert seen.needles["template"] in {one.vector for one in templates}
    seen.proved |= {"template"}
