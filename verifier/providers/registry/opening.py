"""Which registry the settings name: a vendor's mapping file, or the snapshot in the data folder."""

from functools import partial
from pathlib import Path

from verifier.domain.registry import Registry
from verifier.providers.queue import connect
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.snapshots.snapshot import SnapshotRegistry
from verifier.settings import Settings

FOLDER = "registry"


def open_registry(settings: Settings) -> Registry:
    """The registry to ask. Raises ConfigurationError for a mapping file that cannot be used."""
    if settings.registry_mapping is None:
        return snapshot_of(settings)
    # Only who has a vendor needs these libraries.
    from verifier.providers.registry.vendors.mapping import load  # noqa: PLC0415
    from verifier.providers.registry.vendors.restraint import RedisBudget, breaker  # noqa: PLC0415
    from verifier.providers.registry.vendors.vendor import VendorRegistry  # noqa: PLC0415

    vendor = load(settings.registry_mapping, settings.registry_secret)
    redis = connect(settings.queue_url)
    budget = RedisBudget(redis, vendor.name, vendor.limits.per_day)
    return VendorRegistry(
        vendor, settings.registry_secret, budget=budget, breaker=partial(breaker, vendor, redis)
    )


def snapshot_of(settings: Settings) -> SnapshotRegistry:
    """The snapshot in the data folder, whether there is one or not."""
    return SnapshotRegistry(folder_of(settings), SnapshotSeal(settings.blob_key))


def folder_of(settings: Settings) -> Path:
    return settings.data_dir / FOLDER
