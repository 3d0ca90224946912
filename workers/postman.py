"""The postman: hands messages to the mail server, a few at once. Part of the courier's process.

Decides nothing: what follows from an attempt is the use case's. Any number of hosts may run one each.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from secrets import SystemRandom

import structlog

from verifier.usecases.mail_ports import Domains, Mailer
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.mail.carrying import carry_mail, due_mails

log = structlog.get_logger(__name__)

CHANCE = SystemRandom().random
AT_ONCE = 4  # connections to one mail server


class Postman:
    """Attempts under way, by message. Its threads start with the first one, in the process that has it."""

    def __init__(
        self,
        ports: Ports,
        mailer: Mailer,
        domains: Domains,
        chance: Callable[[], float] = CHANCE,
    ) -> None:
        self._ports = ports
        self._mailer = mailer
        self._domains = domains
        self._chance = chance
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="postman")
        self._under_way: dict[str, Future[None]] = {}

    def round(self) -> int:
        """Begin what is due and can be begun; how many attempts that is."""
        self._bury()
        free = AT_ONCE - len(self._under_way)
        due = due_mails(self._ports, limit=free) if free else ()
        begun = [errand for errand in due if errand.message_id not in self._under_way]
        for errand in begun:
            self._under_way[errand.message_id] = self._pool.submit(self._attempt, errand.message_id)
        return len(begun)

    def finish(self) -> None:
        """Wait for what is under way."""
        for future in tuple(self._under_way.values()):
            future.result()
        self._bury()

    def _attempt(self, message_id: str) -> None:
        tried = carry_mail(self._ports, self._mailer, self._domains, message_id, chance=self._chance())
        if tried is not None:
            log.info("mail_attempted", message=tried.id, proof=tried.proof_id, state=tried.state)

    def _bury(self) -> None:
        """Forget the attempts that ended. What failed on our side is tried again after its lease."""
        ended = {message: future for message, future in self._under_way.items() if future.done()}
        for message, future in ended.items():
            del self._under_way[message]
            if error := future.exception():
                log.error("attempt_failed", message=message, exc_info=error)
