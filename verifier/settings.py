"""The frozen settings: the only reader of the environment.

Every setting has an embedded default, so that nothing needs to be set to try the service. Production names
its engines by URL; then the keys must come from outside, for a key beside the data protects nothing.
"""

import base64
import binascii
import contextlib
import hashlib
import ipaddress
import logging
import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from environs import Env, EnvError, validate

from verifier.domain.aliases import NO_ALIASES, AliasPool
from verifier.domain.bank import BankAccount
from verifier.domain.errors import ConfigurationError
from verifier.domain.networks import Network, Reach, is_this_machine
from verifier.domain.rate_limit import DEFAULTS, Quotas, quotas

PREFIX = "BONAFIDE_"
KEY_BYTES = 32  # AES-256
SOCKET_PATH_MAX = 100  # bytes; Linux takes 107 and macOS 103
ALIAS_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")
ALIAS_PHONE = re.compile(r"[0-9]{5,15}")
POLICIES = Path(__file__).parent / "policies"


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """An OpenID Connect provider, and the claim of its tokens that holds what a member signs in with."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator may choose. URLs may hold passwords, and are not shown."""

    data_dir: Path
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)  # None: start the embedded queue server
    blobs_url: str = field(repr=False)  # file:///folder or s3://bucket/prefix
    blob_key: bytes = field(repr=False)
    face_key: bytes = field(repr=False)  # biometric templates are sealed under it, and nothing else
    policy_path: Path
    face_policy_path: Path
    gate_policy_path: Path
    review_policy_path: Path
    staff_policy_path: Path
    host: str
    port: int
    public_url: str  # where recruiters' browsers reach us; without a slash at its end
    workers: int
    log_level: int
    sandbox: bool = False
    proof_policy_path: Path = POLICIES / "proofs-v1.toml"
    read_policy_path: Path = POLICIES / "reads-v1.toml"
    aliases: AliasPool = NO_ALIASES
    retention_policy_path: Path = POLICIES / "retention-v1.toml"
    registry_mapping: Path | None = None  # None: the snapshot, if one was loaded
    registry_secret: str = field(default="", repr=False)
    webhook_reach: Reach = field(default_factory=Reach)
    old_blob_keys: tuple[bytes, ...] = field(
        default=(), repr=False
    )  # newest first; opened and never sealed with
    rate_limits: Quotas | None = field(default_factory=lambda: DEFAULTS)  # None: off
    proxies: int = 0  # trusted ones in front, each of which adds to X-Forwarded-For
    metrics_port: int | None = None  # None: nothing is counted for Prometheus
    metrics_host: str = "127.0.0.1"
    otlp_endpoint: str | None = field(default=None, repr=False)  # None: no trace is kept or sent
    bank_account: BankAccount | None = None  # ours; None: nobody proves anything by a bank payment
    bank_mapping: Path | None = None  # which column is which in our bank's tables
    smtp_url: str | None = field(default=None, repr=False)  # None: messages are files, nobody is sent any
    mail_from: str = "no-reply@localhost"
    dns: bool = False  # whether the resolver of this host is asked about domains of mailboxes
    single_sign_on: SingleSignOn | None = None  # None: staff sign in with passwords and passkeys alone

    @property
    def queue_url(self) -> str:
        """Where the queue answers: the configured server, or the embedded one's socket."""
        return self.redis_url or f"unix://{quote(str(self.queue_socket))}"

    @property
    def clients_seem_one(self) -> bool:
        """Whether somebody else ends TLS, so that all connections come from there, and is not named."""
        return self.rate_limits is not None and not self.proxies and self.public_url.startswith("https:")

    @property
    def mail_folder(self) -> Path:
        """Where messages are kept as files, while no mail server is named."""
        return self.data_dir / "mail"

    @property
    def metrics_folder(self) -> Path:
        """Where the processes of this host count what is shown to Prometheus."""
        return self.data_dir / "metrics"

    @property
    def is_trial(self) -> bool:
        """Whether everything is embedded and on this machine alone, as where somebody tries the service."""
        file = f"sqlite:///{self.data_dir / 'bonafide.sqlite'}"
        everything_here = self.database_url == file and self.redis_url is None
        return (
            everything_here
            and is_this_machine(self.host)
            and is_this_machine(urlsplit(self.public_url).hostname)
        )

    @property
    def queue_socket(self) -> Path:
        """The embedded server's socket: in the data folder, unless its path were too long for a socket.

        Then it is in a temporary folder, whose name everybody derives from the data folder's.
        """
        socket = self.data_dir / "queue" / "valkey.sock"
        if len(os.fsencode(socket)) <= SOCKET_PATH_MAX:
            return socket
        digest = hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"bonafide-{os.getuid()}-{digest}" / "valkey.sock"

    @classmethod
    def from_env(cls) -> "Settings":
        """Read BONAFIDE_* variables. Raises ConfigurationError with what to change."""
        try:
            return cls._read(Env(prefix=PREFIX))
        except EnvError as error:
            raise ConfigurationError(f"{error}.") from error

    @classmethod
    def _read(cls, env: Env) -> "Settings":
        data_dir = _writable(Path(env.str("DATA_DIR", "bonafide-data")).resolve())
        database_url = env.str("DATABASE_URL", f"sqlite:///{data_dir / 'bonafide.sqlite'}")
        blobs_url = env.str("BLOBS_URL", (data_dir / "blobs").as_uri())
        embedded = database_url.startswith("sqlite:") and blobs_url.startswith("file:")
        key_folder = data_dir if embedded else None
        host, port = env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)
        blob_key = _key(env, "BLOB_KEY", key_folder)
        return cls(
            data_dir=data_dir,
            database_url=database_url,
            redis_url=env.str("REDIS_URL", None),
            blobs_url=blobs_url,
            blob_key=blob_key,
            face_key=_another_key(_key(env, "FACE_KEY", key_folder), blob_key),
            policy_path=policy_path(),
            face_policy_path=Path(env.str("FACE_POLICY", str(POLICIES / "faces-v1.toml"))),
            gate_policy_path=Path(env.str("GATE_POLICY", str(POLICIES / "gate-v1.toml"))),
            review_policy_path=Path(env.str("REVIEW_POLICY", str(POLICIES / "review-v1.toml"))),
            staff_policy_path=Path(env.str("STAFF_POLICY", str(POLICIES / "staff-v1.toml"))),
            proof_policy_path=Path(env.str("PROOF_POLICY", str(POLICIES / "proofs-v1.toml"))),
            read_policy_path=Path(env.str("READ_POLICY", str(POLICIES / "reads-v1.toml"))),
            aliases=_aliases(env.str("ALIAS_DOMAIN", ""), env.list("ALIAS_PHONES", [])),
            retention_policy_path=Path(env.str("RETENTION_POLICY", str(POLICIES / "retention-v1.toml"))),
            host=host,
            port=port,
            public_url=_public_url(env.str("PUBLIC_URL", f"http://{_in_url(host)}:{port}")),
            workers=env.int("WORKERS", 2),
            log_level=env.log_level("LOG_LEVEL", logging.INFO),
            sandbox=env.bool("SANDBOX", False),
            registry_mapping=_path(env.str("REGISTRY", "")),
            registry_secret=env.str("REGISTRY_SECRET", ""),
            webhook_reach=Reach(
                tuple(map(_network, env.list("WEBHOOK_NETWORKS", []))),
                plain_http=env.bool("WEBHOOK_HTTP", False),
            ),
            old_blob_keys=_old_keys(env.list("BLOB_KEY_OLD", [])),
            rate_limits=quotas(env.list("RATE_LIMITS", [])),
            proxies=env.int("PROXIES", 0, validate=validate.Range(min=0)),
            metrics_port=env.int("METRICS_PORT", None, validate=validate.Range(min=1, max=65_535)),
            metrics_host=env.str("METRICS_HOST", "127.0.0.1"),
            otlp_endpoint=_endpoint(env.str("OTLP_ENDPOINT", "")),
            bank_account=_bank_account(env),
            bank_mapping=_path(env.str("BANK_MAPPING", "")),
            smtp_url=env.str("SMTP_URL", "") or None,
            mail_from=_mail_from(env),
            dns=env.bool("DNS", False),
            single_sign_on=_single_sign_on(env),
        )


def demonstrate() -> None:
    """Set the environment of this process and its children for the demo: a sandbox, whatever was set.

    Where it listens to this machine alone, its webhooks may reach receivers on this machine.
    """
    os.environ[f"{PREFIX}SANDBOX"] = "true"
    if f"{PREFIX}HOST" not in os.environ:
        os.environ.setdefault(f"{PREFIX}WEBHOOK_HTTP", "true")
        os.environ.setdefault(f"{PREFIX}WEBHOOK_NETWORKS", "127.0.0.0/8")


def policy_path() -> Path:
    """The policy file in force, for callers that need no data folder and shall not make one."""
    return Path(Env(prefix=PREFIX).str("POLICY", str(POLICIES / "v1.toml")))


def _public_url(text: str) -> str:
    """Raises ConfigurationError for what is no address of a page."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{PREFIX}PUBLIC_URL must be the address that recruiters' browsers reach this service by, "
            "like https://verify.example.com."
        )
    return text.rstrip("/")


def _mail_from(env: Env) -> str:
    """Raises ConfigurationError where a mail server is named and nobody to write."""
    text = env.str("MAIL_FROM", "")
    if not text and env.str("SMTP_URL", ""):
        raise ConfigurationError(
            f"{PREFIX}MAIL_FROM is not set, and {PREFIX}SMTP_URL is: name the address that messages come "
            "from, like Bonafide <verify@example.com>. They come back to bounce+…@ the same domain."
        )
    return text or "no-reply@localhost"


def _endpoint(text: str) -> str | None:
    """Raises ConfigurationError for what is no address."""
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ConfigurationError(
            f"{PREFIX}OTLP_ENDPOINT must be the address of a collector, like http://127.0.0.1:4318."
        )
    return text or None


def _in_url(host: str) -> str:
    """A host as it is written in a URL; who listens everywhere is reached here."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "127.0.0.1"
    return f"[{host}]" if address.version == 6 else host


def _single_sign_on(env: Env) -> SingleSignOn | None:
    """Raises ConfigurationError for half of one, or for an issuer that anybody could speak for."""
    issuer = env.str("CONSOLE_OIDC_ISSUER", "")
    client_id, secret = env.str("CONSOLE_OIDC_CLIENT_ID", ""), env.str("CONSOLE_OIDC_CLIENT_SECRET", "")
    if not any((issuer, client_id, secret)):
        return None
    if not all((issuer, client_id, secret)):
        raise ConfigurationError(
            f"{PREFIX}CONSOLE_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET belong together: set all or none."
        )
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname)):
        raise ConfigurationError(f"{PREFIX}CONSOLE_OIDC_ISSUER must be an https address.")
    return SingleSignOn(
        issuer.rstrip("/"), client_id, secret, env.str("CONSOLE_OIDC_CLAIM", "preferred_username")
    )


def _bank_account(env: Env) -> BankAccount | None:
    """Raises ConfigurationError for a part of one; whether it can be one is the provider's to say."""
    parts = {name: env.str(f"BANK_{name}", "") for name in ("HOLDER", "NUMBER", "BANK")}
    if not any(parts.values()):
        return None
    if missing := [f"{PREFIX}BANK_{name}" for name, text in parts.items() if not text]:
        raise ConfigurationError(
            f"{', '.join(missing)} must be set too: our account at the bank, or nothing."
        )
    return BankAccount(parts["HOLDER"], parts["NUMBER"], parts["BANK"], env.str("BANK_CNAPS", "") or None)


def _aliases(domain: str, phones: list[str]) -> AliasPool:
    """Raises ConfigurationError for what is no domain and no number."""
    domain = domain.strip().casefold().rstrip(".")
    if domain and not ALIAS_DOMAIN.fullmatch(domain):
        raise ConfigurationError(f"{PREFIX}ALIAS_DOMAIN must be a domain, like alias.jobs.example.")
    numbers = tuple(phone.strip() for phone in phones if phone.strip())
    if not all(ALIAS_PHONE.fullmatch(number) for number in numbers):
        raise ConfigurationError(f"{PREFIX}ALIAS_PHONES must be numbers, like 057100000000,057100000001.")
    return AliasPool(domain or None, numbers)


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError as error:
        raise ConfigurationError(
            f"{PREFIX}WEBHOOK_NETWORKS: {text.strip()!r} is no network; write 10.20.0.0/16,fd12::/48."
        ) from error


def _path(text: str) -> Path | None:
    return Path(text).resolve() if text else None


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(
            f"{PREFIX}DATA_DIR={folder} cannot be created ({error.strerror}): "
            "name a folder that you may write to."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigurationError(
            f"{PREFIX}DATA_DIR={folder} is not writable: change its owner, or name another folder."
        )
    return folder


def _key(env: Env, name: str, folder: Path | None) -> bytes:
    """The key of this name, made once in the folder where there is one. Raises ConfigurationError."""
    encoded = env.str(name, "")
    if encoded:
        return _decoded_key(name, encoded)
    if folder is None:
        raise ConfigurationError(
            f"{PREFIX}{name} is not set, and production needs it: give 32 random bytes in base64, "
            "for example from `openssl rand -base64 32`, and keep them outside the data folder."
        )
    return _kept_key(name, folder / f"{name.lower().replace('_', '.')}")


def _old_keys(encoded: list[str]) -> tuple[bytes, ...]:
    return tuple(_decoded_key("BLOB_KEY_OLD", text) for text in encoded)


def _another_key(key: bytes, other: bytes) -> bytes:
    if key == other:
        raise ConfigurationError(
            f"{PREFIX}FACE_KEY is the same as {PREFIX}BLOB_KEY: biometric templates need a key of their own."
        )
    return key


def _decoded_key(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error as error:
        raise ConfigurationError(f"{PREFIX}{name} is not base64.") from error
    if len(key) != KEY_BYTES:
        raise ConfigurationError(f"{PREFIX}{name} holds {len(key)} bytes; it must hold {KEY_BYTES}.")
    return key


def _kept_key(name: str, path: Path) -> bytes:
    """The embedded default's key: made once, readable by its owner only."""
    with contextlib.suppress(FileExistsError), os.fdopen(_new_private_file(path), "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    return _decoded_key(name, path.read_text().strip())


def _new_private_file(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
