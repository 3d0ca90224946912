"""What is counted for Prometheus. Labels are closed sets: no tenant, no identifier, no path, no value sent.

The exporter is in `verifier.serving.metrics`. Nobody reads these numbers unless BONAFIDE_METRICS_PORT is set.
"""

from verifier.telemetry.metrics import (
    DECODER_MEMORY,
    DELIVERIES,
    EVENTS,
    PERMITS,
    RATE_LIMITED,
    REQUESTS,
    TASKS,
    count_events,
)
from verifier.telemetry.slots import Slot, folder, share

__all__ = [
    "DECODER_MEMORY",
    "DELIVERIES",
    "EVENTS",
    "PERMITS",
    "RATE_LIMITED",
    "REQUESTS",
    "TASKS",
    "Slot",
    "count_events",
    "folder",
    "share",
]
