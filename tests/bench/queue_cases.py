"""Many escalated cases in a database, for the benchmark of the queue. Drawn from a seed; all fictional."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, insert, text

from verifier import policies
from verifier.domain.credit_code import ALPHABET
from verifier.domain.escalation import DecisionGround, FirstWord, Said, Verdict
from verifier.settings import POLICIES
from verifier.store import tables
from verifier.store.engine import for_writing
from verifier.store.review import tables as review
from verifier.store.serialisation import first_word_to_json

BATCH: Final = 10_000
NEEDLE_AT: Final = 777
SEED: Final = 7
NEEDLE: Final = "云上样本第七七七"  # in the name of one case alone
DAYS: Final = 10  # the oldest that waits; what was decided goes as far back beyond
ACCOUNT_TYPES: Final = ("direct_employer",) * 7 + ("hr_agency",) * 2 + ("labour_dispatch",)
# What cases wait for, and how often: what is common in photographs, and what is rare.
REASONS: Final = {
    "field_absent": 30, "name_differs": 20, "picture_blurred": 20, "person_differs": 15, "seal_hidden": 15,
    "traces_found": 10, "relative_same_phone": 10, "registry_name_differs": 8, "registry_not_found": 8,
    "qr_absent": 6, "relative_same_image": 4, "code_differs": 4, "specimen_mark": 2, "registry_revoked": 1,
}  # fmt: skip
PLACES: Final = ("杭州", "深圳", "成都", "武汉", "西安", "苏州", "青岛", "长沙")
TRADES: Final = ("科技", "餐饮管理", "人力资源服务", "物流", "建筑工程", "信息咨询", "电子商务", "教育咨询")
STROKES: Final = "云海星河晨光远山青木和风瑞达恒信博雅汇通嘉诚"
POLICY: Final = policies.load_review(POLICIES / "review-v1.toml")
SAID: Final = Said(Verdict.VERIFY, (DecisionGround.PAPERS_IN_ORDER,), "Verified.", "In order.")
Row = dict[str, Any]


def fill(
    engine: Engine, tenants: Sequence[str], staff: Sequence[str], *, waiting: int, ended: int, now: datetime
) -> None:
    """Cases that wait, of which one in 20 is claimed and one in 50 has a first word; and cases that ended."""
    draw = random.Random(SEED)
    for start in range(0, waiting + ended, BATCH):
        numbers = range(start, min(start + BATCH, waiting + ended))
        drawn = [_case(draw, number, draw.choice(tenants), now, waits=number < waiting) for number in numbers]
        queued = [_escalation(draw, case, staff, now) for case in drawn]
        codes = [_place(one, code) for one in queued if one["ended_at"] is None for code in one["reasons"]]
        with for_writing(engine).begin() as connection:
            connection.execute(insert(tables.cases), drawn)
            connection.execute(insert(review.escalations), queued)
            if codes:
                connection.execute(insert(review.escalation_reasons), codes)
    if engine.dialect.name == "postgresql":  # which does so by itself; nobody does on SQLite
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _place(escalation: Row, code: str) -> Row:
    shared = ("tenant_id", "due_at", "risk")
    return {"code": code, "escalation_id": escalation["id"], **{name: escalation[name] for name in shared}}


def _case(draw: random.Random, number: int, tenant_id: str, now: datetime, *, waits: bool) -> Row:
    opened = now - timedelta(days=DAYS * draw.random() + (0 if waits else DAYS))
    name = f"{draw.choice(PLACES)}{''.join(draw.choices(STROKES, k=4))}{draw.choice(TRADES)}有限公司"
    return {
        "id": f"case_{number:026}",
        "tenant_id": tenant_id,
        "account_type": draw.choice(ACCOUNT_TYPES),
        "declared_name": NEEDLE + name if number == NEEDLE_AT else name,
        "declared_code": "91" + "".join(draw.choices(ALPHABET, k=16)),
        "declared_person": "样本人",
        "reference": f"employer-{number}",
        "state": "escalated" if waits else "verified",
        "opened_at": opened,
        "submitted_at": opened,
    }


def _escalation(draw: random.Random, case: Row, staff: Sequence[str], now: datetime) -> Row:
    waits, opened = case["state"] == "escalated", case["opened_at"]
    drawn = draw.choices(tuple(REASONS), tuple(REASONS.values()), k=draw.randint(1, 3))
    codes = list(dict.fromkeys(drawn))
    risk = POLICY.risk(codes)
    claimed, first = waits and draw.random() < 0.05, waits and draw.random() < 0.02
    word = FirstWord(staff[0], now - timedelta(hours=1), SAID)
    return {
        "id": case["id"].replace("case_", "esc_"),
        "tenant_id": case["tenant_id"],
        "case_id": case["id"],
        "account_type": case["account_type"],
        "risk": int(risk),
        "reasons": codes,
        "opened_at": opened,
        "due_at": opened + POLICY.due[risk],
        "version": 1,
        "assignee": draw.choice(staff) if claimed or not waits else None,
        "claimed_until": now + timedelta(hours=5) if claimed else None,
        "first_word": first_word_to_json(word) if first else None,
        "first_by": staff[0] if first else None,
        "ended_at": None if waits else opened + timedelta(hours=3),
        "ended_by": None if waits else staff[-1],
    }
