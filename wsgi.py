"""The WSGI entry: `gunicorn -c python:verifier.gunicorn wsgi:app`."""

from verifier.app import create_app
from verifier.settings import Settings

app = create_app(Settings.from_env())
