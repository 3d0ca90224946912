"""The WSGI entry: `gunicorn --config python:verifier.serving.web --bind ADDRESS:PORT wsgi:app`."""

from verifier import logs
from verifier.app import create_app
from verifier.settings import Settings

_settings = Settings.from_env()
logs.configure(_settings.log_level)
app = create_app(_settings)
