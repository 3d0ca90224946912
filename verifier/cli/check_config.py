"""`check-config`: whether everything that the settings name works. One line a part, and what to change."""

import sys
from collections.abc import Callable

import click
from sqlalchemy.exc import OperationalError

from models.weights import WeightsError, manifest, verified
from verifier import policies
from verifier.assembly import open_blobs
from verifier.domain.errors import ConfigurationError
from verifier.providers.bank.opening import open_bank
from verifier.providers.bank.statements.columns import load_mapping
from verifier.providers.mail.opening import open_mailer
from verifier.providers.mail.smtp import SmtpMailer
from verifier.providers.queue import RqJobQueue
from verifier.providers.registry.opening import open_registry, snapshot_of
from verifier.providers.registry.snapshots.snapshot import Damaged
from verifier.settings import Settings
from verifier.store.engine import connect
from verifier.store.migration import NO_VECTORS, offers_vectors
from verifier.store.sealing import Seal
from verifier.usecases.blob_ports import BlobMissing, BlobsUnavailable
from verifier.usecases.ports import QueueUnavailable


@click.command()
def check_config() -> None:
    """Check the settings, and that the database, the queue, the blobs, the policy and the weights answer."""
    settings = Settings.from_env()
    parts: dict[str, Callable[[Settings], str]] = {
        "data folder": lambda s: str(s.data_dir),
        "policy": _policy,
        "face policy": _face_policy,
        "gate policy": _gate_policy,
        "staff policy": _staff_policy,
        "retention": _retention_policy,
        "page": lambda s: s.public_url,
        "limits": _limits,
        "weights": _weights,
        "database": _database,
        "blobs": _blobs,
        "queue": _queue,
        "registry": _registry,
        "bank": _bank,
        "mail": _mail,
        "domains": _domains,
    }
    working = [_say(name, look, settings) for name, look in parts.items()]
    if not all(working):
        sys.exit(1)


def _say(name: str, look: Callable[[Settings], str], settings: Settings) -> bool:
    try:
        click.echo(f"ok       {name:12} {look(settings)}")
    except (ConfigurationError, WeightsError) as error:
        click.echo(f"problem  {name:12} {error}")
        return False
    return True


def _policy(settings: Settings) -> str:
    return f"{policies.load(settings.policy_path).version} ({settings.policy_path.name})"


def _face_policy(settings: Settings) -> str:
    return f"{policies.load_faces(settings.face_policy_path).version} ({settings.face_policy_path.name})"


def _gate_policy(settings: Settings) -> str:
    return f"{policies.load_gate(settings.gate_policy_path).version} ({settings.gate_policy_path.name})"


def _limits(settings: Settings) -> str:
    if settings.clients_seem_one:
        raise ConfigurationError(
            "BONAFIDE_PROXIES is 0, but BONAFIDE_PUBLIC_URL says that a proxy ends TLS: all clients would "
            "share one address. Name how many proxies add to X-Forwarded-For."
        )
    if settings.rate_limits is None:
        return "off"
    return f"on; {settings.proxies} proxies are trusted with clients' addresses"


def _staff_policy(settings: Settings) -> str:
    return f"{policies.load_staff(settings.staff_policy_path).version} ({settings.staff_policy_path.name})"


def _retention_policy(settings: Settings) -> str:
    loaded = policies.load_retention(settings.retention_policy_path)
    return f"{loaded.version} ({settings.retention_policy_path.name})"


def _weights(_settings: Settings) -> str:
    """Every weight that is there or must be; an optional one that is not is named as such."""
    absent = [name for name, weight in manifest().items() if weight.optional and not weight.present]
    there = [verified(name).version for name in manifest() if name not in absent]
    return ", ".join([*there, *(f"{name} (optional) absent" for name in absent)])


def _database(settings: Settings) -> str:
    engine = connect(settings.database_url)
    try:
        with engine.connect() as connection:
            offered = offers_vectors(connection)
    except OperationalError as error:
        raise ConfigurationError("BONAFIDE_DATABASE_URL: the database does not answer.") from error
    if not offered:
        raise ConfigurationError(NO_VECTORS)
    return engine.url.render_as_string(hide_password=True)


def _blobs(settings: Settings) -> str:
    try:
        open_blobs(settings.blobs_url, Seal(settings.blob_key)).get("check-config", "0" * 64)
    except BlobsUnavailable as error:
        raise ConfigurationError("BONAFIDE_BLOBS_URL: the store does not answer, or refuses us.") from error
    except BlobMissing:
        pass
    return settings.blobs_url


def _queue(settings: Settings) -> str:
    if settings.redis_url is None:
        return "embedded, started by `serve`"
    try:
        count = RqJobQueue(settings.redis_url).workers()
    except QueueUnavailable as error:
        raise ConfigurationError("BONAFIDE_REDIS_URL: the queue server does not answer.") from error
    return f"answers; {count} workers listen"


def _bank(settings: Settings) -> str:
    ours = open_bank(settings).account()
    if settings.bank_mapping is not None:
        load_mapping(settings.bank_mapping)
    return "none; nobody proves anything by a payment" if ours is None else f"our account {ours.masked}"


def _mail(settings: Settings) -> str:
    """A mail server is greeted and signed in to; nothing is sent."""
    mailer = open_mailer(settings)
    if isinstance(mailer, SmtpMailer):
        if not mailer.answers():
            raise ConfigurationError(
                "BONAFIDE_SMTP_URL: the mail server does not answer, offers no TLS, or refuses us."
            )
        return f"the mail server answers; from {settings.mail_from}"
    return f"files in {settings.mail_folder}; nobody is sent any"


def _domains(settings: Settings) -> str:
    return "this host's resolver" if settings.dns else "not asked; BONAFIDE_DNS=on asks this host's resolver"


def _registry(settings: Settings) -> str:
    """A vendor is not asked: a question costs money."""
    if settings.registry_mapping is not None:
        open_registry(settings)
        return f"the vendor of {settings.registry_mapping.name}, not asked here"
    snapshot = snapshot_of(settings)
    if not snapshot.configured():
        return "none; decisions go without it and say so"
    try:
        page = snapshot.page()
    except Damaged as error:
        raise ConfigurationError(
            "The registry snapshot is damaged, or signed with another BONAFIDE_BLOB_KEY: load it again."
        ) from error
    return f"{page.rows} firms as of {page.as_of}"
