"""The settings of sign-in: another identity provider, and what counts as a trial."""

from pathlib import Path

import pytest

from verifier.domain.errors import ConfigurationError
from verifier.settings import Settings

OIDC = {
    "BONAFIDE_CONSOLE_OIDC_ISSUER": "https://id.example.com/",
    "BONAFIDE_CONSOLE_OIDC_CLIENT_ID": "bonafide",
    "BONAFIDE_CONSOLE_OIDC_CLIENT_SECRET": "s3cret",
}


def test_an_identity_provider_is_taken_whole_and_its_secret_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    assert Settings.from_env().single_sign_on is None
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)
    found = Settings.from_env()
    assert found.single_sign_on is not None
    assert found.single_sign_on.issuer == "https://id.example.com"
    assert found.single_sign_on.claim == "preferred_username"
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"BONAFIDE_CONSOLE_OIDC_CLIENT_SECRET": ""}, "belong together"),
        ({"BONAFIDE_CONSOLE_OIDC_ISSUER": ""}, "belong together"),
        ({"BONAFIDE_CONSOLE_OIDC_ISSUER": "http://id.example.com"}, "must be an https address"),
    ],
)
def test_half_an_identity_provider_or_one_without_https_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    for name, value in (OIDC | changes).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=said):
        Settings.from_env()


@pytest.mark.parametrize(
    ("name", "value", "trial"),
    [
        ("HOST", "localhost", True),
        ("HOST", "0.0.0.0", False),
        ("HOST", "box.example", False),
        ("PUBLIC_URL", "https://verify.example.com", False),
        ("REDIS_URL", "redis://127.0.0.1", False),
        ("DATABASE_URL", "sqlite:////srv/other.sqlite", False),
    ],
)
def test_a_trial_is_embedded_and_on_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, trial: bool
) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    assert Settings.from_env().is_trial
    monkeypatch.setenv(f"BONAFIDE_{name}", value)
    assert Settings.from_env().is_trial is trial
