"""The registry of a vendor over HTTP: budget, circuit breaker, retries, and what the answer means.

Everything that goes wrong is `unavailable` with its reason. Logs hold reasons, never who was asked about.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Final

import structlog
from pybreaker import CircuitBreaker, CircuitBreakerError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from verifier.domain.registry import Reason, RegistryExtract, RegistryQuestion, unavailable
from verifier.domain.wording import comparable
from verifier.providers.registry.vendors.answers import extract_from
from verifier.providers.registry.vendors.exchange import exchange
from verifier.providers.registry.vendors.mapping import Vendor
from verifier.providers.registry.vendors.restraint import Budget
from verifier.providers.registry.vendors.trouble import Trouble

log = structlog.get_logger(__name__)

CHINA: Final = timezone(timedelta(hours=8))  # vendors count their days by it
PAUSE_MAX: Final = 5.0  # seconds


class VendorRegistry:
    """Asks the vendor of a mapping file. Makes no connection before the first question."""

    def __init__(
        self, vendor: Vendor, secret: str, *, budget: Budget, breaker: Callable[[], CircuitBreaker]
    ) -> None:
        self._vendor = vendor
        self._secret = secret
        self._budget = budget
        self._breaker = breaker

    def configured(self) -> bool:
        return True

    def verify(self, question: RegistryQuestion) -> RegistryExtract:
        """What the vendor says; unavailable with a reason when it could not be asked."""
        if not comparable(question.code) or not comparable(question.name):
            return unavailable(self._vendor.name, Reason.QUESTION_EMPTY)
        try:
            return self._persistently(self._breaker(), question)
        except Trouble as trouble:
            log.warning("registry_unavailable", provider=self._vendor.name, reason=str(trouble.reason))
            return unavailable(self._vendor.name, trouble.reason)

    def _persistently(self, breaker: CircuitBreaker, question: RegistryQuestion) -> RegistryExtract:
        """Ask until there is an answer, as often as the mapping allows and only where that may help."""
        limits = self._vendor.limits
        attempts = Retrying(
            retry=retry_if_exception(_may_help),
            stop=stop_after_attempt(limits.attempts),
            wait=wait_exponential(multiplier=limits.pause_seconds, max=PAUSE_MAX),
            reraise=True,
        )
        return attempts(self._through, breaker, question)

    def _through(self, breaker: CircuitBreaker, question: RegistryQuestion) -> RegistryExtract:
        try:
            return breaker.call(self._once, question)
        except CircuitBreakerError as error:
            raise Trouble(Reason.CIRCUIT_OPEN) from error

    def _once(self, question: RegistryQuestion) -> RegistryExtract:
        now = datetime.now(CHINA)
        self._budget.take(now)
        status, answer = exchange(self._vendor, self._secret, question)
        return extract_from(self._vendor, status, answer, question, now.date())


def _may_help(error: BaseException) -> bool:
    return isinstance(error, Trouble) and error.transient
