"""Sends requests at set moments, whatever became of those before; a process of its own.

Latency counts from the moment at which a request was due, so one that had to wait for a connection, or for
this process, is not flattered (no co-ordinated omission). Reads a plan and writes what came of it, as JSON.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import aiohttp

CONNECTIONS: Final = 64  # kept alive; more than are ever in use at once unless the service falls behind
GIVE_UP: Final = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate` requests a second, each one of the bodies in turn; one in `unkeyed_every` has no key."""

    url: str
    key: str
    bodies: tuple[str, ...]
    rate: float
    seconds: float
    unkeyed_every: int


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: when it was due, how late it left and was answered (ms), its status (0: none), the id."""

    due_s: float
    left_ms: float
    answered_ms: float
    status: int
    permit_id: str | None  # or that of a read
    answer: str | None


async def _all(plan: Plan) -> list[Sent]:
    headers = {"Authorization": f"Bearer {plan.key}", "Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    timeout = aiohttp.ClientTimeout(total=GIVE_UP)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers=headers) as client:
        start = time.perf_counter() + 0.5
        run = f"load-{time.time_ns()}"
        due = [(number, start + number / plan.rate) for number in range(int(plan.rate * plan.seconds))]
        tasks = []
        for number, at in due:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            keyed = number % plan.unkeyed_every != 0
            key = {"Idempotency-Key": f"{run}-{number}"} if keyed else {}
            body = plan.bodies[number % len(plan.bodies)].encode()
            tasks.append(asyncio.create_task(_one(client, plan.url, body, key, (at, at - start))))
        return list(await asyncio.gather(*tasks))


async def _one(
    client: aiohttp.ClientSession, url: str, body: bytes, key: dict[str, str], at: tuple[float, float]
) -> Sent:
    due, since_start = at
    left = time.perf_counter()
    status, told = 0, {}
    try:
        async with client.post(url, data=body, headers=key) as response:
            text = await response.read()
            status = response.status
        answered = time.perf_counter()
        told = json.loads(text) if status == 201 else {}
    except (aiohttp.ClientError, TimeoutError):
        answered = time.perf_counter()
    return Sent(
        due_s=round(since_start, 4),
        left_ms=(left - due) * 1000,
        answered_ms=(answered - due) * 1000,
        status=status,
        permit_id=told.get("id"),
        answer=told.get("answer"),
    )


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    json.dump([asdict(one) for one in asyncio.run(_all(plan))], sys.stdout)


def sent(told: Sequence[dict[str, Any]]) -> list[Sent]:
    """What this process wrote."""
    return [Sent(**one) for one in told]


if __name__ == "__main__":
    main()
