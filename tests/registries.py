"""Registries for tests: fictional firms, files of them, a vendor that can fail, and a fake."""

import csv
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pybreaker import STATE_CLOSED, CircuitMemoryStorage

from tests.licences import made_code
from verifier.domain.registry import (
    Reason,
    Registry,
    RegistryExtract,
    RegistryQuestion,
    unavailable,
)
from verifier.domain.wording import comparable
from verifier.providers.registry.comparing import Origin, Record, extract_of, not_found
from verifier.providers.registry.snapshots.rows import kept, meanings, record_of
from verifier.providers.registry.vendors.mapping import load
from verifier.providers.registry.vendors.restraint import breaker_on
from verifier.providers.registry.vendors.trouble import Trouble
from verifier.providers.registry.vendors.vendor import VendorRegistry

AS_OF = date(2026, 2, 20)
SECRET = "kept-by-the-operator"
HEADERS = (
    "企业名称", "统一社会信用代码", "注册号", "法定代表人", "登记状态", "营业期限自", "营业期限至",
    "列入经营异常名录日期", "移出经营异常名录日期", "列入经营异常名录原因", "列入严重违法失信名单日期",
)  # fmt: skip
COLUMNS = (
    "name", "code", "number", "person", "status", "term_from", "term_to",
    "abnormal_listed", "abnormal_removed", "abnormal_reason", "serious_listed",
)  # fmt: skip
NUMBER = "110108000000016"
UNREACHABLE = "通过登记的住所或者经营场所无法联系"


def _firm(name: str, code: str, person: str, status: str = "存续", **more: str) -> tuple[str, ...]:
    known = {"name": name, "code": code, "person": person, "status": status, "term_from": "2019-05-06"} | more
    return tuple(known.get(column, "") for column in COLUMNS)


IN_FULL = "存续（在营、开业、在册）"
CODES = {letter: made_code(f"9144030{digit}") for digit, letter in enumerate("ABCDEFGHI")}
FIRMS: tuple[tuple[str, ...], ...] = (
    _firm("深圳市云杉信息技术（集团）有限公司", CODES["A"], "林晓东", IN_FULL, term_to="长期"),
    _firm("深圳市青禾贸易有限公司", CODES["B"], "王一、李二", "注销"),
    _firm("深圳市远山物流有限公司", CODES["C"], "赵三", "吊销，未注销"),
    _firm(
        "深圳市蓝海咨询有限公司", CODES["D"], "钱四", "在营",
        abnormal_listed="2025年7月1日", abnormal_reason=UNREACHABLE,
    ),
    _firm(
        "深圳市星河餐饮有限公司", CODES["E"], "孙五", "开业",
        abnormal_listed="2024-07-01", abnormal_removed="2024/08/02",
    ),
    _firm("深圳市启明教育有限公司", CODES["F"], "周六", "歇业"),
    _firm("深圳市乾元劳务有限公司", CODES["G"], "吴七", "在业", serious_listed="20250303"),
    _firm("深圳市迁徙家政有限公司", CODES["H"], "郑八", "迁出"),
    _firm("北京老字号食品厂", "", "冯九", "存续", number=NUMBER),
)  # fmt: skip


def question(letter: str = "A", **changed: str) -> RegistryQuestion:
    """What an honest applicant of the firm declares, with something changed."""
    row = FIRMS["ABCDEFGHI".index(letter)]
    asked = {"name": row[0], "code": row[1] or row[2], "person": row[3]} | changed
    return RegistryQuestion(**asked)


STRANGER = RegistryQuestion("上海市不存在有限公司", made_code("91310000"), "无名")


def records() -> Mapping[str, Record]:
    """The firms by code or number, as a snapshot would give them."""
    places = {column: index for index, column in enumerate(COLUMNS)}
    return {row[1] or row[2]: record_of(kept(row, places, meanings({})).text) for row in FIRMS}


def write_csv(
    path: Path,
    rows: Sequence[Sequence[str]] = FIRMS,
    headers: Sequence[str] = HEADERS,
    encoding: str = "utf-8",
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def write_sqlite(path: Path, rows: Sequence[Sequence[str]] = FIRMS, headers: Sequence[str] = HEADERS) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE something_else (a, b)")
        database.execute(f"CREATE TABLE firms ({', '.join(f'[{header}]' for header in headers)})")
        database.executemany(f"INSERT INTO firms VALUES ({', '.join('?' * len(headers))})", rows)
    return path


class FakeRegistry(Registry):
    """Answers from memory; `up = False` is a registry that does not answer."""

    def __init__(self) -> None:
        self._records = records()
        self.up = True
        self.asked: list[RegistryQuestion] = []

    def configured(self) -> bool:
        return True

    def verify(self, question: RegistryQuestion) -> RegistryExtract:
        self.asked.append(question)
        if not self.up:
            return unavailable("fake", Reason.UNREACHABLE)
        if not comparable(question.code) or not comparable(question.name):
            return unavailable("fake", Reason.QUESTION_EMPTY)
        record = self._records.get(comparable(question.code))
        origin = Origin("fake", AS_OF)
        return (record and extract_of(question, record, origin)) or not_found(origin)


@dataclass
class Asked:
    """One request as the vendor saw it."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]


Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class VendorServer:
    """A vendor on the loopback. `act` replaces what it does; what it was asked is kept."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    act: Act | None = None


@contextmanager
def vendor_server() -> Iterator[VendorServer]:
    server = VendorServer()
    known = records()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = "form" in self.headers["Content-Type"]
            self._serve(dict(parse_qsl(body, keep_blank_values=True)) if form else json.loads(body))

        def _serve(self, parameters: Mapping[str, str]) -> None:
            path = urlsplit(self.path).path
            server.asked.append(Asked(self.command, path, parameters, dict(self.headers)))
            if server.act:
                server.act(self)
            else:
                answer_json(self, _answer(known.get(parameters["keyword"])))

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}/v2/verify"
    thread = Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def answer_json(handler: BaseHTTPRequestHandler, value: Any, status: int = 200) -> None:
    answer_bytes(handler, json.dumps(value, ensure_ascii=False).encode(), status)


def answer_bytes(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def hang(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def _answer(record: Record | None) -> Any:
    if record is None:
        return {"code": "201", "message": "查无结果", "orderNo": "r-0"}
    return {
        "code": "200",
        "orderNo": "r-1",
        "data": {
            "entName": record.name,
            "creditCode": record.code,
            "regNo": record.number,
            "frName": record.person,
            "entStatus": record.raw_status,
            "term": (record.term or "").split("/"),
            "updated": AS_OF.isoformat(),
            "abnormals": [
                {"in": str(one.listed), "out": one.removed and str(one.removed), "why": one.reason}
                for one in record.listings
                if one.kind == "abnormal"
            ],
            "serious": [{"in": str(one.listed)} for one in record.listings if one.kind == "serious"],
        },
    }


MAPPING = """
name = "example-vendor"

[request]
url = "{url}"
headers = {{ Authorization = "Bearer {{secret}}" }}
parameters = {{ keyword = "{{code}}", entName = "{{name}}", frName = "{{person}}" }}

[limits]
per_day = 1000
seconds = 5.0
attempts = 3
pause_seconds = 0.01
answer_bytes = 20000
failures_to_open = 4
rest_seconds = 1

[answer]
result = "code"
success = ["200"]
not_found = ["201"]
transient = ["503"]

[fields]
name = "data.entName"
code = "data.creditCode"
number = "data.regNo"
person = "data.frName"
status = "data.entStatus"
term_from = "data.term[0]"
term_to = "data.term[1]"
data_as_of = "data.updated"
request_id = "orderNo"
abnormal = "data.abnormals[].{{listed: in, removed: out, reason: why}}"
serious = "data.serious[].{{listed: in}}"
"""


class CountedBudget:
    """A budget in memory."""

    def __init__(self, per_day: int) -> None:
        self.left = per_day
        self.taken = 0

    def take(self, now: datetime) -> None:
        if self.left == 0:
            raise Trouble(Reason.BUDGET_SPENT)
        self.left -= 1
        self.taken += 1


def vendor_registry(folder: Path, mapping: str, secret: str = SECRET) -> tuple[VendorRegistry, CountedBudget]:
    """A vendor's registry by the text of its mapping file, restrained in memory."""
    path = folder / "vendor.toml"
    path.write_text(mapping, encoding="utf-8")
    vendor = load(path, secret)
    budget = CountedBudget(vendor.limits.per_day)
    circuit = breaker_on(CircuitMemoryStorage(STATE_CLOSED), vendor)
    return VendorRegistry(vendor, secret, budget=budget, breaker=lambda: circuit), budget
