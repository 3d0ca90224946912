"""Traces by OpenTelemetry, for an operator who names where to send them; else nothing is started or sent.

A span for each request and each job, the job's under the request that asked for it. Attributes are routes,
identifiers of ours and statuses. No exception is recorded, for its message may quote what somebody sent, and
no trace context is taken from clients. OTEL_* variables set headers, sampling and resource attributes.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from verifier.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

PARENT: Final = "traceparent"  # W3C Trace Context
TIMEOUT: Final = 2.0  # seconds; a job waits for it
Attributes: TypeAlias = Mapping[str, str | int]

_tracers: list["Tracer"] = []  # one, once started


def start(endpoint: str, service: str, *, at_once: bool) -> None:
    """Send this process's spans to the collector at `endpoint`, by OTLP over HTTP in JSON.

    `at_once` sends each when it ends, and needs no thread, which a process that forks must not have.
    Raises ConfigurationError where the optional packages are missing.
    """
    try:
        from opentelemetry.exporter.otlp.json.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise ConfigurationError(
            "BONAFIDE_OTLP_ENDPOINT needs packages that are optional: install requirements-otel.txt."
        ) from error
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=TIMEOUT)
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(SimpleSpanProcessor(exporter) if at_once else BatchSpanProcessor(exporter))
    _tracers[:] = [provider.get_tracer("bonafide")]


@contextmanager
def span(name: str, attributes: Attributes, parent: str | None = None) -> Iterator[None]:
    """What happens in the block, as one span under `parent`, or under the current one."""
    if not _tracers:
        yield
        return
    from opentelemetry.trace import StatusCode, get_current_span  # noqa: PLC0415
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
        TraceContextTextMapPropagator,
    )

    above = TraceContextTextMapPropagator().extract({PARENT: parent}) if parent else None
    with _tracers[0].start_as_current_span(
        name, above, attributes=dict(attributes), record_exception=False, set_status_on_exception=False
    ):
        ended_well = False
        try:
            yield
            ended_well = True
        finally:
            if not ended_well:
                get_current_span().set_status(StatusCode.ERROR)


def note(attributes: Attributes) -> None:
    """Add what is known only now to the current span."""
    if _tracers:
        from opentelemetry.trace import get_current_span  # noqa: PLC0415

        get_current_span().set_attributes(dict(attributes))


def carrier() -> dict[str, str]:
    """The current span, for a job that it asks for; nothing where nothing is traced."""
    if not _tracers:
        return {}
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
        TraceContextTextMapPropagator,
    )

    carried: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carried)
    return {PARENT: carried[PARENT]} if PARENT in carried else {}
