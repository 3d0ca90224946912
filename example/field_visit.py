"""The tour's field visit: what reviewer, agent and firm do, over the addresses that their pages use."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import requests

from bonafide import Problem
from bonafide.answers.proofs import ProofKind
from example.colleagues import WITHIN, Colleague, joined
from example.onboarding import expect, note, picture
from example.rows import Walk, settled
from verifier.domain.visit import ChecklistItem

ZONE: Final = ZoneInfo("Asia/Shanghai")  # of appointments, as the form has them
DOOR: Final = "30.28745, 120.15358"
SECOND: Final = timedelta(seconds=1)
PHOTOGRAPHED: Final = tuple(ChecklistItem)[:4]


def visit(walk: Walk) -> str:
    """Order it, make it, read its report."""
    try:
        walk.bonafide.proofs.open(walk.employer_id, kind=ProofKind.FIELD_VISIT)
    except Problem as refused:
        expect(refused.code == "proof_by_reviewer_only", f"a site cannot order one ({refused.code})")
    reviewer, agent = joined(walk, "reviewer"), joined(walk, "agent")
    clock = walk.bonafide.sandbox.clock()
    proof_id = _order(walk, reviewer, agent, clock.now)
    told = _Telephone(agent, proof_id, timedelta(seconds=clock.ahead_seconds))
    for item in ChecklistItem:
        told.answers(item)
    for number, item in enumerate(PHOTOGRAPHED, 1):
        told.photographs(item, number)
    note(
        f"the agent sent {len(ChecklistItem)} answers and {len(PHOTOGRAPHED)} photographs with time and place"
    )
    digest = _signs(told.link())
    note(f"the firm signed on its own telephone, the report is in: {told.submits(digest)}")
    answer = settled(walk, proof_id)
    _read(walk, reviewer, proof_id)
    expect(not agent.may_open(f"/console/cases/{walk.case_id}"), "the agent may not open the case (403)")
    return answer


def _order(walk: Walk, reviewer: Colleague, agent: Colleague, now: datetime) -> str:
    """The reviewer's form at the case; the agent finds the visit among theirs."""
    begins = now.astimezone(ZONE)
    reviewer.send(
        f"/console/cases/{walk.case_id}/visit",
        reason="A job seeker complained.",
        address="虚拟市样本路 1 号",
        coordinates=DOOR,
        datum="wgs84",
        agent=agent.id,
        starts_at=f"{begins:%Y-%m-%dT%H:%M}",
        ends_at=f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    )
    found = re.search(r"/console/visits/(prf_\w+)", agent.page("/console/visits"))
    expect(found is not None, "a reviewer ordered it, an agent has it")
    assert found is not None
    return found[1]


class _Telephone:
    """The agent's page of one visit, as its script sends; its clock is `ahead` of the real one."""

    def __init__(self, agent: Colleague, proof_id: str, ahead: timedelta) -> None:
        self._agent = agent
        self._page = f"/console/visits/{proof_id}"
        self._ahead = ahead
        told = re.search(r'data-told="([^"]+)"', agent.get(self._page).text)
        assert told is not None, "the page tells its script the visit"
        self._nonce: str = re.findall(r"nonce&#34;: &#34;(\w+)", told[1])[0]
        self._sent: list[str] = []

    def answers(self, item: ChecklistItem) -> None:
        self._send("answers", item=item.value, answer="yes", note="", answered_at=self._now().isoformat())

    def photographs(self, item: ChecklistItem, number: int) -> None:
        photo_id = str(uuid.uuid4())
        latitude, longitude = DOOR.split(", ")
        self._send(
            "photos",
            id=photo_id,
            item=item.value,
            number=str(number),
            taken_at=(self._now() - SECOND).isoformat(),
            sent_at=self._now().isoformat(),
            latitude=latitude,
            longitude=longitude,
            accuracy="15",
            nonce=self._nonce,
            photo=("photo.jpg", picture(), "image/jpeg"),
        )
        self._sent.append(photo_id)

    def link(self) -> str:
        """What the page shows as a QR code, for the firm's own telephone."""
        url: str = self._send("firm-link").json()["url"]
        return url

    def submits(self, digest: str) -> str:
        """The state of the proof."""
        answer = self._send("submit", photos=json.dumps(self._sent), report=digest)
        state: str = answer.json()["state"]
        return state

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _send(self, path: str, **fields: Any) -> Any:
        return self._agent.send(f"{self._page}/{path}", **fields)


def _signs(url: str) -> str:
    """Somebody of the firm reads the report and signs it; its digest."""
    report = re.findall(r'name="report" value="([0-9a-f]{64})"', requests.get(url, timeout=WITHIN).text)
    named = {"signer": "样本人", "role": "行政经理", "word": "sign", "report": report[0]}
    requests.post(url, data=named, timeout=WITHIN).raise_for_status()
    return str(report[0])


def _read(walk: Walk, reviewer: Colleague, proof_id: str) -> None:
    """The reviewer comes from the case to the report, and looks at a photograph."""
    address = f"/console/proofs/{proof_id}"
    expect(address in reviewer.page(f"/console/cases/{walk.case_id}"), "the case shows the visit")
    report = reviewer.page(f"{address}?lang=en")
    expect("Signed by 样本人 (行政经理)" in report, "the report names who signed")
    photographs = re.findall(r'src="(/console/visit-photos/[^"]+)"', report)
    shown = reviewer.get(photographs[0]).headers["Content-Type"]
    expect(len(photographs) == len(PHOTOGRAPHED) and shown == "image/jpeg", "and shows the photographs")
