"""The courier: takes deliveries to the sites' endpoints, several at once, one at a time to each endpoint.

Decides nothing: what follows from an attempt is the use case's. Any number of hosts may run one each.
"""

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from secrets import SystemRandom

import structlog

from verifier import telemetry
from verifier.usecases.deliveries import attempt, due_deliveries
from verifier.usecases.integration_ports import Sender
from verifier.usecases.ports import Ports
from workers.postman import Postman

log = structlog.get_logger(__name__)

AT_ONCE = 16  # endpoints; a receiver that hangs holds one of them for 20 s at most
LOOK_EVERY = 0.5  # seconds


class Courier:
    """Attempts under way, by endpoint."""

    def __init__(self, ports: Ports, sender: Sender, chance: Callable[[], float]) -> None:
        self._ports = ports
        self._sender = sender
        self._chance = chance
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="courier")
        self._under_way: dict[str, Future[None]] = {}

    @property
    def busy(self) -> bool:
        """Whether attempts were under way when the last round began, or have begun since."""
        return bool(self._under_way)

    def round(self) -> int:
        """Begin what is due and can be begun; how many attempts that is."""
        self._bury()
        free = AT_ONCE - len(self._under_way)
        due = due_deliveries(self._ports, busy=tuple(self._under_way), limit=free) if free else ()
        for delivery in due:
            self._under_way[delivery.webhook_id] = self._pool.submit(self._attempt, delivery.id)
        return len(due)

    def pause(self) -> None:
        """Until an attempt ends, or it is time to look again."""
        if self._under_way:
            wait(self._under_way.values(), LOOK_EVERY, FIRST_COMPLETED)
        else:
            time.sleep(LOOK_EVERY)

    def _attempt(self, delivery_id: str) -> None:
        tried = attempt(self._ports, self._sender, delivery_id, chance=self._chance())
        if tried is not None:
            telemetry.DELIVERIES.labels(tried.state.value).inc()
            log.info(
                "delivery_attempted",
                delivery=tried.id,
                webhook=tried.webhook_id,
                state=tried.state,
                attempt=tried.attempts,
                status=tried.status,
                trouble=tried.trouble,
            )

    def _bury(self) -> None:
        """Forget the attempts that ended. What failed on our side is tried again after its lease."""
        ended = {webhook: future for webhook, future in self._under_way.items() if future.done()}
        for webhook, future in ended.items():
            del self._under_way[webhook]
            if error := future.exception():
                log.error("attempt_failed", webhook=webhook, exc_info=error)


def carry(ports: Ports, sender: Sender, postman: Postman) -> None:
    """Deliver, to endpoints and to mailboxes, until the process ends."""
    courier = Courier(ports, sender, SystemRandom().random)
    while True:
        courier.round()
        postman.round()
        courier.pause()
