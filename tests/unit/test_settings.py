"""Settings: embedded defaults, what production must name, and errors that say what to change."""

import base64
import ipaddress
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from verifier.domain.errors import ConfigurationError
from verifier.domain.networks import Reach
from verifier.domain.rate_limit import DEFAULTS, Quota
from verifier.settings import Settings, demonstrate


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("BONAFIDE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))
    return


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = Settings.from_env()
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.queue_url == f"unix://{tmp_path}/data/queue/valkey.sock"
    assert len(settings.blob_key) == 32


def test_the_embedded_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    first, second = Settings.from_env(), Settings.from_env()
    assert first.blob_key == second.blob_key
    assert stat.S_IMODE((tmp_path / "data" / "blob.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BONAFIDE_DATABASE_URL", "postgresql://db/bonafide"),
        ("BONAFIDE_BLOBS_URL", "s3://bucket/prefix"),
    ],
)
def test_production_refuses_to_start_without_a_key(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match="BONAFIDE_BLOB_KEY is not set"):
        Settings.from_env()
    monkeypatch.setenv("BONAFIDE_BLOB_KEY", base64.b64encode(bytes(32)).decode())
    with pytest.raises(ConfigurationError, match="BONAFIDE_FACE_KEY is not set"):
        Settings.from_env()
    monkeypatch.setenv("BONAFIDE_FACE_KEY", base64.b64encode(b"f" * 32).decode())
    assert Settings.from_env().blob_key == bytes(32)
    assert Settings.from_env().face_key == b"f" * 32


def test_templates_have_a_key_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings.from_env()
    assert settings.face_key == Settings.from_env().face_key != settings.blob_key
    assert stat.S_IMODE((tmp_path / "data" / "face.key").stat().st_mode) == 0o600
    for name in ("BONAFIDE_BLOB_KEY", "BONAFIDE_FACE_KEY"):
        monkeypatch.setenv(name, base64.b64encode(bytes(32)).decode())
    with pytest.raises(ConfigurationError, match="need a key of their own"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("host", "given", "expected"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:8000"),
        ("0.0.0.0", None, "http://127.0.0.1:8000"),
        ("::1", None, "http://[::1]:8000"),
        ("verify.internal", None, "http://verify.internal:8000"),
        ("0.0.0.0", "https://verify.example.com/", "https://verify.example.com"),
        ("0.0.0.0", "https://example.com/bonafide/", "https://example.com/bonafide"),
    ],
)
def test_links_lead_where_browsers_reach_us(
    monkeypatch: pytest.MonkeyPatch, host: str, given: str | None, expected: str
) -> None:
    monkeypatch.setenv("BONAFIDE_HOST", host)
    if given is not None:
        monkeypatch.setenv("BONAFIDE_PUBLIC_URL", given)
    assert Settings.from_env().public_url == expected


@pytest.mark.parametrize(
    "url", ["verify.example.com", "ftp://x", "https://", "https://x/?a=1", "https://x/#a"]
)
def test_what_is_no_address_of_a_page_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("BONAFIDE_PUBLIC_URL", url)
    with pytest.raises(ConfigurationError, match="BONAFIDE_PUBLIC_URL"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BONAFIDE_BLOB_KEY", "not base64!", "not base64"),
        ("BONAFIDE_BLOB_KEY", base64.b64encode(b"short").decode(), "holds 5 bytes; it must hold 32"),
        ("BONAFIDE_PORT", "eight thousand", "PORT"),
        ("BONAFIDE_PROXIES", "-1", "PROXIES"),
        ("BONAFIDE_METRICS_PORT", "0", "METRICS_PORT"),
        ("BONAFIDE_LOG_LEVEL", "loud", "LOG_LEVEL"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=says):
        Settings.from_env()


def test_a_data_folder_that_cannot_be_made_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(ConfigurationError, match="name a folder that you may write to"):
        Settings.from_env()


def test_a_data_folder_too_deep_for_a_socket_has_its_socket_elsewhere_and_everybody_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / ("deep" * 25)))
    first, second = Settings.from_env(), Settings.from_env()
    assert len(str(first.queue_socket)) <= 100
    assert first.queue_socket == second.queue_socket
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / ("deed" * 25)))
    assert Settings.from_env().queue_socket != first.queue_socket


def test_a_data_folder_with_signs_that_urls_use_still_names_its_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "50% off?"))
    settings = Settings.from_env()
    assert Redis.from_url(settings.queue_url).get_connection_kwargs()["path"] == str(settings.queue_socket)


def test_webhooks_reach_the_internet_alone_unless_networks_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.from_env().webhook_reach == Reach()
    monkeypatch.setenv("BONAFIDE_WEBHOOK_NETWORKS", "10.20.0.0/16, fd12::/48")
    monkeypatch.setenv("BONAFIDE_WEBHOOK_HTTP", "true")
    named = tuple(ipaddress.ip_network(text) for text in ("10.20.0.0/16", "fd12::/48"))
    assert Settings.from_env().webhook_reach == Reach(named, plain_http=True)


@pytest.mark.parametrize("networks", ["intranet", "10.20.0.1/16", "10.0.0.0/8,"])
def test_what_is_no_network_is_refused(monkeypatch: pytest.MonkeyPatch, networks: str) -> None:
    monkeypatch.setenv("BONAFIDE_WEBHOOK_NETWORKS", networks)
    with pytest.raises(ConfigurationError, match="BONAFIDE_WEBHOOK_NETWORKS"):
        Settings.from_env()


def test_keys_of_before_are_taken_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.from_env().old_blob_keys == ()
    one, other = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
    monkeypatch.setenv("BONAFIDE_BLOB_KEY_OLD", f"{one}, {other}")
    settings = Settings.from_env()
    assert settings.old_blob_keys == (b"\1" * 32, b"\2" * 32)
    assert "old_blob_keys" not in repr(settings)
    monkeypatch.setenv("BONAFIDE_BLOB_KEY_OLD", "AAAA")
    with pytest.raises(ConfigurationError, match="BONAFIDE_BLOB_KEY_OLD holds 3 bytes"):
        Settings.from_env()


def test_rate_limits_are_the_defaults_others_or_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.from_env().rate_limits == DEFAULTS
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "reads=100/s, permits=9/10s,uploads=300/m,open=5/h")
    changed = {"reads": Quota(100, 1), "permits": Quota(9, 10), "uploads": Quota(300, 60)}
    assert Settings.from_env().rate_limits == DEFAULTS | changed | {"open": Quota(5, 3600)}
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "off")
    assert Settings.from_env().rate_limits is None


@pytest.mark.parametrize(
    "written", ["reads", "reads=0/s", "reads=5/0s", "reads=5", "readers=5/s", "off,reads=5/s"]
)
def test_what_is_no_limit_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", written)
    with pytest.raises(ConfigurationError, match="BONAFIDE_RATE_LIMITS"):
        Settings.from_env()


def test_the_gates_limit_lets_one_key_ask_for_and_use_200_permits_a_second() -> None:
    assert DEFAULTS["permits"].requests / DEFAULTS["permits"].seconds >= 2 * 200


SECRETS = ("BONAFIDE_BLOB_KEY", "BONAFIDE_FACE_KEY")
OF_PRODUCTION = {
    "BONAFIDE_DATABASE_URL": ("postgresql://db/bonafide", "postgres://db/b", "postgresql+psycopg://db/b"),
    "BONAFIDE_BLOBS_URL": ("s3://bucket/prefix", "s3://bucket"),
}


@pytest.mark.parametrize(
    ("name", "url"), [(name, url) for name, urls in OF_PRODUCTION.items() for url in urls]
)
@pytest.mark.parametrize("missing", SECRETS)
def test_no_url_of_production_starts_while_a_secret_is_missing_and_none_is_made_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, url: str, missing: str
) -> None:
    monkeypatch.setenv(name, url)
    for secret in SECRETS:
        if secret != missing:
            monkeypatch.setenv(secret, base64.b64encode(secret[-8:].encode() * 4).decode())
    with pytest.raises(ConfigurationError, match=f"{missing} is not set"):
        Settings.from_env()
    assert not list((tmp_path / "data").glob("*.key"))
    monkeypatch.setenv(missing, "")
    with pytest.raises(ConfigurationError, match=f"{missing} is not set"):
        Settings.from_env()


@pytest.mark.parametrize("name", ["BONAFIDE_DATABASE_URL", "BONAFIDE_REDIS_URL", "BONAFIDE_REGISTRY_SECRET"])
def test_no_password_is_made_up_for_another_server(name: str) -> None:
    settings = Settings.from_env()
    shown = {"BONAFIDE_REDIS_URL": settings.redis_url, "BONAFIDE_REGISTRY_SECRET": settings.registry_secret}
    assert not shown.get(name)
    assert "@" not in settings.database_url


def test_no_secret_is_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDE_REGISTRY_SECRET", "planted-secret")
    monkeypatch.setenv("BONAFIDE_REDIS_URL", "redis://:planted-secret@queue")
    monkeypatch.setenv("BONAFIDE_DATABASE_URL", "postgresql://u:planted-secret@db/b")
    for secret in SECRETS:
        monkeypatch.setenv(secret, base64.b64encode(secret[-8:].encode() * 4).decode())
    shown = repr(Settings.from_env())
    assert "planted-secret" not in shown
    assert not any(secret[-8:] * 2 in shown for secret in SECRETS)


@pytest.mark.parametrize(
    ("url", "proxies", "limits", "seem_one"),
    [
        ("https://verify.example.com", "0", "", True),
        ("https://verify.example.com", "1", "", False),
        ("https://verify.example.com", "0", "off", False),
        ("http://127.0.0.1:8000", "0", "", False),
    ],
)
def test_a_proxy_that_ends_tls_has_to_be_named_or_all_clients_share_its_limits(
    monkeypatch: pytest.MonkeyPatch, url: str, proxies: str, limits: str, seem_one: bool
) -> None:
    monkeypatch.setenv("BONAFIDE_PUBLIC_URL", url)
    monkeypatch.setenv("BONAFIDE_PROXIES", proxies)
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", limits)
    assert Settings.from_env().clients_seem_one == seem_one


def test_a_service_is_a_sandbox_only_if_it_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Settings.from_env().sandbox
    monkeypatch.setenv("BONAFIDE_SANDBOX", "true")
    assert Settings.from_env().sandbox


@pytest.mark.parametrize(("host", "on_this_machine"), [(None, True), ("0.0.0.0", False)])
def test_the_demo_is_a_sandbox_and_reaches_this_machine_where_it_alone_is_served(
    monkeypatch: pytest.MonkeyPatch, host: str | None, on_this_machine: bool
) -> None:
    for name in ("SANDBOX", "WEBHOOK_HTTP", "WEBHOOK_NETWORKS"):
        monkeypatch.setenv(f"BONAFIDE_{name}", "false")  # so that it is taken back after the test
        monkeypatch.delenv(f"BONAFIDE_{name}")
    if host:
        monkeypatch.setenv("BONAFIDE_HOST", host)
    demonstrate()
    settings = Settings.from_env()
    assert settings.sandbox
    assert settings.webhook_reach.plain_http is on_this_machine
    assert bool(settings.webhook_reach.networks) is on_this_machine
