"""The app of a `tests.chaos` service: the real one, which breaks where a test asks for it."""

from flask import request
from sqlalchemy.exc import OperationalError

from tests.chaos import BREAK, hurry
from wsgi import app

__all__ = ["app"]

hurry.hurry()


@app.before_request
def _break() -> None:
    """With all that was sent in the message, as a careless library would have it."""
    how = request.headers.get(BREAK)
    said = f"{request.full_path} {request.get_data()!r} {dict(request.headers)}" if how else ""
    if how == "code":
        raise RuntimeError(said)
    if how == "database":
        raise OperationalError("INSERT …", {"values": said}, Exception(said))
