"""Structured logs: a static snake_case event plus identifiers, as JSON lines or, on a terminal, in colour.

Nothing personal may pass. Events carry identifiers, codes and numbers only; whatever else reaches a log call
by mistake is withheld here, and an exception is logged as its type and place, never with its message, which
may quote what somebody sent. Other libraries' records keep their message and lose their traceback likewise.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import TypeAlias

import structlog

Event: TypeAlias = MutableMapping[str, object]

ROOT = Path(__file__).resolve().parent.parent
# Other libraries are heard from WARNING on. urllib3 warns with whole addresses, whose query may hold a name.
LEVELS = {"urllib3": logging.ERROR}
# As our own, but never below INFO: there it tells the addresses that were asked for.
SERVER = "gunicorn.error"
OURS = ("verifier", "workers", "models", "fixtures")
IDENTIFIER = re.compile(r"[\x21-\x7e]{0,160}")  # printable ASCII without spaces
WITHHELD = "withheld"


def configure(level: int = logging.INFO) -> None:
    """Send every log of this process to standard error, from `level` on for our own events."""
    renderer = _renderer()
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_stamp, structlog.stdlib.add_log_level, place_of_exception],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.getLogger(SERVER).setLevel(max(logging.INFO, level))
    for name, chosen in LEVELS.items():
        logging.getLogger(name).setLevel(chosen)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            place_of_exception,
            identifiers_only,
            _stamp,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def identifiers_only(_logger: object, _method: str, event: Event) -> Event:
    """Replace every value that is no identifier, number or list of these."""
    for key, value in event.items():
        event[key] = _identifier(value)
    return event


def place_of_exception(_logger: object, _method: str, event: Event) -> Event:
    """Turn `exc_info` into the exception's type and the places it passed, without any message."""
    error = _exception(event.pop("exc_info", None))
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        error = error or _exception(record.exc_info)
        record.exc_info = record.exc_text = record.stack_info = None
    event.pop("stack_info", None)
    if error is not None:
        event["exception"] = type(error).__qualname__
        event["at"] = _places(traceback.extract_tb(error.__traceback__))
    return event


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)


def _renderer() -> structlog.typing.Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _identifier(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_identifier(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _identifier(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float):
        return value
    return value if isinstance(value, str) and IDENTIFIER.fullmatch(value) else WITHHELD


def _exception(exc_info: object) -> BaseException | None:
    if exc_info is True:
        return sys.exception()
    if isinstance(exc_info, tuple):
        exc_info = exc_info[1]
    return exc_info if isinstance(exc_info, BaseException) else None


def _places(frames: list[traceback.FrameSummary]) -> list[str]:
    """Our own frames and the innermost one; what lies between is the frameworks' plumbing."""
    kept = [frame for frame in frames[:-1] if _is_ours(Path(frame.filename))] + frames[-1:]
    return [_place(frame) for frame in kept]


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    short = path.relative_to(ROOT) if _is_ours(path) else Path(*path.parts[-2:])
    return f"{short}:{frame.lineno}:{frame.name}"
