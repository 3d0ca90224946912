"""The WSGI entry: `gunicorn --config python:verifier.serving.web --bind ADDRESS:PORT wsgi:app`."""

from verifier import logs, telemetry
from verifier.app import create_app
from verifier.settings import Settings
from verifier.telemetry import tracing

_settings = Settings.from_env()
logs.configure(_settings.log_level)
if _settings.metrics_port is not None:
    telemetry.share(_settings.metrics_folder, "web")
if _settings.otlp_endpoint:
    tracing.start(_settings.otlp_endpoint, "bonafide-web", at_once=False)
app = create_app(_settings)
