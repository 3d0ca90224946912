"""The counters and histograms of every process. Each has labels, so that none begins before `slots.share`."""

from collections.abc import Iterable
from typing import Final

from prometheus_client import Counter, Histogram

from verifier.domain.event import EventType

REQUEST_BUCKETS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # seconds
TASK_BUCKETS: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)  # seconds; a job is ended after 60

MEMORY_BUCKETS: Final = tuple(mib << 20 for mib in (64, 128, 256, 512, 768, 1024, 1280, 1536))  # limit: 1536

REQUESTS: Final = Histogram(
    "bonafide_request_seconds",
    "Requests answered: route as a template, class of status, and seconds to the answer's first byte.",
    ("method", "route", "status"),
    buckets=REQUEST_BUCKETS,
    registry=None,
)
PERMITS: Final = Counter("bonafide_permits", "Permits asked for, by answer.", ("answer",), registry=None)
EVENTS: Final = Counter(
    "bonafide_events",
    "What happened, once committed: cases by outcome, face sessions by outcome, employers that changed.",
    ("type",),
    registry=None,
)
TASKS: Final = Histogram(
    "bonafide_task_seconds",
    "Attempts at tasks: reader, result, and seconds from the claim to the record.",
    ("reader", "result"),
    buckets=TASK_BUCKETS,
    registry=None,
)
DECODER_MEMORY: Final = Histogram(
    "bonafide_decoder_memory_bytes",
    "What decoders of office films took at their peak: in memory, and of address space, which is limited.",
    ("of",),
    buckets=MEMORY_BUCKETS,
    registry=None,
)
DELIVERIES: Final = Counter(
    "bonafide_delivery_attempts",
    "Attempts to reach webhooks, by what became of the delivery.",
    ("state",),
    registry=None,
)
RATE_LIMITED: Final = Counter(
    "bonafide_rate_limited", "Requests refused, by the limit that had no room.", ("limit",), registry=None
)


def count_events(kinds: Iterable[EventType]) -> None:
    """Count events that were committed."""
    for kind in kinds:
        EVENTS.labels(kind.value).inc()
