"""Puts the real adapters together: the composition that app, workers and command line share. No logic."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from verifier import policies, telemetry
from verifier.checks.faces import judge_film
from verifier.domain.errors import ConfigurationError, VerifierError
from verifier.providers.bank.opening import open_bank, open_files
from verifier.providers.clock import SystemClock
from verifier.providers.identity import OidcProvider
from verifier.providers.queue import RqJobQueue
from verifier.providers.registry.opening import open_registry
from verifier.sandbox import sandboxed
from verifier.sandbox.clock import StoredClock
from verifier.sandbox.settling import settle
from verifier.screening.loading import shipped
from verifier.screening.screener import Screener
from verifier.settings import Settings
from verifier.store.blobs.local import LocalBlobs
from verifier.store.engine import connect
from verifier.store.migration import migrate
from verifier.store.rotation import KeptBlobs, equip_tenants
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.gate.counter import Counter
from verifier.usecases.ports import Ports, RowRefused

OTHER_KEY = (
    "BONAFIDE_BLOB_KEY is not the key that sealed what this database holds. Set the right one; to change it, "
    "set the one before as BONAFIDE_BLOB_KEY_OLD and run `python -m verifier rotate-keys`."
)


def assemble(settings: Settings) -> Ports:
    """Everything the use cases need, on a database of the newest schema. Raises ConfigurationError."""
    store, clock = prepare(settings), SystemClock()
    ports = Ports(
        transaction=store.transaction,
        view=store.view,
        blobs=open_blobs(settings.blobs_url, store.envelope),
        queue=RqJobQueue(settings.queue_url),
        clock=clock,
        policy=policies.load(settings.policy_path),
        face_policy=policies.load_faces(settings.face_policy_path),
        judge_film=judge_film,
        registry=open_registry(settings),
        bank=open_bank(settings),
        bank_files=open_files(settings.bank_mapping),
        gate_policy=policies.load_gate(settings.gate_policy_path),
        counter=Counter(SQLAlchemyError, RowRefused, VerifierError),
        proof_policy=policies.load_proofs(settings.proof_policy_path),
        read_policy=policies.load_reads(settings.read_policy_path),
        aliases=settings.aliases,
        review_policy=policies.load_review(settings.review_policy_path),
        screener=Screener(shipped()),
        retention_policy=policies.load_retention(settings.retention_policy_path),
        public_url=settings.public_url,
        reach=settings.webhook_reach,
        staff_policy=policies.load_staff(settings.staff_policy_path),
        identity_provider=OidcProvider(settings.single_sign_on) if settings.single_sign_on else None,
    )
    return sandboxed(ports, StoredClock(store.view, clock)) if settings.sandbox else ports


def prepare(settings: Settings) -> SqlStore:
    """The store on a database of the newest schema and of the service's kind. Raises ConfigurationError."""
    engine = connect(settings.database_url)
    migrate(engine)
    store = open_store(engine, settings)
    settle(store.transaction, store.view, sandbox=settings.sandbox, now=SystemClock().now())
    return store


def open_store(engine: Engine, settings: Settings) -> SqlStore:
    """The store, each of whose tenants has keys of its own. Raises ConfigurationError for another master."""
    master = Seal(settings.blob_key, settings.old_blob_keys)
    store = SqlStore(engine, master, Seal(settings.face_key), telemetry.count_events)
    equip_tenants(engine, store.envelope, SystemClock().now())
    if not store.envelope.opens_what_there_is():
        raise ConfigurationError(OTHER_KEY)
    return store


def open_blobs(url: str, seal: Seal) -> KeptBlobs:
    """The blob store by its URL: file:///folder or s3://bucket/prefix. Raises ConfigurationError."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path:
        return LocalBlobs(Path(unquote(parts.path)), seal)
    if parts.scheme == "s3" and parts.netloc:
        # boto3 takes half a second to import, which the embedded default need not spend.
        from verifier.store.blobs.s3 import S3Blobs  # noqa: PLC0415

        return S3Blobs(parts.netloc, parts.path, seal)
    raise ConfigurationError("BONAFIDE_BLOBS_URL must be file:///folder or s3://bucket/prefix.")
