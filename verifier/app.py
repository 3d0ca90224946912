"""The web application: API, recruiter's page and console on a Flask app over the ports. Decides nothing."""

import hashlib
import hmac

import structlog
from flask import Flask, Response
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.middleware.proxy_fix import ProxyFix

from verifier import __version__
from verifier.api import context, health, hooks, limiting, openapi, pages, problems
from verifier.api.blueprints import KeyedBlueprint
from verifier.api.callers import Callers
from verifier.api.deadline import BodyDeadline
from verifier.api.errors import Unavailable
from verifier.api.health import Probe
from verifier.applicant import assets as applicant_assets
from verifier.applicant import countersign, mailbox
from verifier.applicant import routes as applicant
from verifier.assembly import assemble
from verifier.camera import assets as camera_assets
from verifier.camera import routes as camera
from verifier.console import assets as console_assets
from verifier.console import routes as console
from verifier.console import trial
from verifier.domain.rate_limit import DEFAULTS
from verifier.hosted import assets as hosted_assets
from verifier.intake.limits import MAX_BYTES
from verifier.providers import queue
from verifier.providers.rate_limits import PATIENCE, NoLimits, SharedLimiter
from verifier.seeker import assets as seeker_assets
from verifier.seeker import routes as seeker
from verifier.settings import Settings
from verifier.usecases.ports import Ports

FORM_BYTES = 1_000_000  # werkzeug counts its read buffer too: a small limit refuses large files
FORM_PARTS = 16
ENVELOPE_BYTES = 64 * 1024  # what a multipart form adds to its file

log = structlog.get_logger("verifier.app")


class Application(Flask):
    def log_exception(self, exc_info: object) -> None:
        """Nothing: problems.py logs it, without the message and the path that Flask would add."""


def create_app(settings: Settings, ports: Ports | None = None) -> Flask:
    """The app over these ports, or over those that the settings name."""
    app = bare_app()
    equip(app, settings, ports or assemble(settings))
    if settings.clients_seem_one:
        log.warning("proxies_not_named", setting="BONAFIDE_PROXIES")
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]  # Flask's documented place for it
    return app


def bare_app() -> Flask:
    """The app with every endpoint and no ports yet."""
    app = Application("verifier", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BYTES + ENVELOPE_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=FORM_PARTS,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's default provider has it
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    _register(app)
    return app


def equip(app: Flask, settings: Settings, ports: Ports) -> None:
    """Let the app work over these ports, in place of any that it had."""
    app.extensions[context.PORTS] = ports
    app.extensions[context.PUBLIC_URL] = settings.public_url
    app.extensions[limiting.LIMITS] = _limits(settings)
    app.extensions[context.CALLERS] = Callers(ports)
    app.extensions[trial.IS_TRIAL] = settings.is_trial
    app.extensions[health.PROBES] = {
        "database": database_probe(ports),
        "queue": queue_probe(queue.connect(settings.queue_url)),
    }


def _limits(settings: Settings) -> limiting.Limits:
    """Addresses are digested under a key that all hosts share and that opens nothing."""
    salt = hmac.digest(settings.blob_key, b"bonafide rate limits", hashlib.sha256)
    if settings.rate_limits is None:
        return limiting.Limits(NoLimits(), DEFAULTS, salt)
    client = queue.connect(settings.queue_url, connect_timeout=PATIENCE, answer_timeout=PATIENCE)
    return limiting.Limits(SharedLimiter(client), settings.rate_limits, salt)


def database_probe(ports: Ports) -> Probe:
    """Asks the database for a row that is not there."""

    def answers() -> bool:
        try:
            with ports.view() as view:
                view.tenants.get("")
        except SQLAlchemyError as error:
            log.warning("database_unavailable", exc_info=error)
            return False
        return True

    return answers


def queue_probe(client: Redis) -> Probe:
    def answers() -> bool:
        try:
            return bool(client.ping())
        except RedisError as error:
            log.warning("queue_unavailable", exc_info=error)
            return False

    return answers


def _register(app: Flask) -> None:
    hooks.register(app)
    problems.register(app)
    for error in (OperationalError, InterfaceError, PoolExhausted):
        app.register_error_handler(error, _database_unavailable)
    openapi.register(app, __version__)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(camera.blueprint)
    app.register_blueprint(camera_assets.blueprint)
    app.register_blueprint(applicant.blueprint)
    app.register_blueprint(mailbox.blueprint)
    app.register_blueprint(countersign.blueprint)
    app.register_blueprint(applicant_assets.blueprint)
    app.register_blueprint(seeker.blueprint)
    app.register_blueprint(seeker_assets.blueprint)
    app.register_blueprint(hosted_assets.blueprint)
    app.register_blueprint(console.blueprint)
    app.register_blueprint(console_assets.blueprint)
    limiting.register(app, _counting_themselves(app))
    app.wsgi_app = BodyDeadline(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented place for it


def _counting_themselves(app: Flask) -> set[str]:
    """Blueprints whose requests are counted by key, by link, or as those of a person's browser."""
    keyed = {name for name, blueprint in app.blueprints.items() if isinstance(blueprint, KeyedBlueprint)}
    pages_of_people = (
        applicant,
        mailbox,
        countersign,
        applicant_assets,
        camera,
        camera_assets,
        hosted_assets,
        console,
        console_assets,
        seeker,
        seeker_assets,
    )
    return keyed | {page.blueprint.name for page in pages_of_people}


def _database_unavailable(error: SQLAlchemyError) -> Response:
    log.error("database_unavailable", request_id=context.request_id(), exc_info=error)
    return problems.respond(Unavailable())
