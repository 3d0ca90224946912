"""The app of a `tests.chaos` service: the real one."""

from tests.chaos import hurry
from wsgi import app

__all__ = ["app"]

hurry.hurry()
