"""Where a site is told what happened: an endpoint for webhooks, which believes none without its signature."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from bonafide import Event, WebhookRefused, verify_webhook

LARGEST: Final = 64 * 1024  # bytes; an event has some hundred


class Inbox:
    """Keeps the events that came. The same one may come twice: they are kept by their `id`."""

    def __init__(self, port: int) -> None:
        self.url = (
            f"http://127.0.0.1:{port}/bonafide"  # in production: https, and reachable from the internet
        )
        self.secret = ""  # known once the webhook is made
        self._events: dict[str, Event] = {}
        self._came = threading.Condition()

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """The status to answer with. The work is done afterwards, for the service waits for this answer."""
        try:
            event = verify_webhook(self.secret, headers, body)
        except WebhookRefused:
            return 400
        with self._came:
            self._events[event.id] = event
            self._came.notify_all()
        return 204

    def wait_for(self, kind: str, about: str, within: float = 180.0) -> Event:
        """The event of this type that names this identifier. Raises TimeoutError."""

        def found() -> Event | None:
            mine = (one for one in self._events.values() if one.type == kind and about in one.data.values())
            return next(mine, None)

        with self._came:
            event = self._came.wait_for(found, within)
        if event is None:
            raise TimeoutError(f"{kind} was not told within {within:g} seconds")
        return event


@contextmanager
def open_inbox() -> Iterator[Inbox]:
    """An inbox that listens on a free port of this machine until the block ends."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST))
            self.send_response(inbox.take(dict(self.headers), body))
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nothing: the standard handler would print every request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    inbox = Inbox(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
