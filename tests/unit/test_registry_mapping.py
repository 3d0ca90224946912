"""A mapping file is taken as a whole or refused with what to change."""

import hashlib
import hmac
from pathlib import Path

import pytest

from tests.registries import MAPPING
from verifier.domain.errors import ConfigurationError
from verifier.providers.registry.vendors.mapping import load
from verifier.providers.registry.vendors.templates import Algorithm, filled, signature

URL = "https://api.vendor.example/v2/verify"
GOOD = MAPPING.format(url=URL)


def _load(folder: Path, text: str, secret: str = "s") -> object:
    path = folder / "vendor.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, secret)


def test_a_good_mapping_is_taken(tmp_path: Path) -> None:
    assert _load(tmp_path, GOOD)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://localhost/x", "http://[::1]:8080/x"])
def test_only_the_loopback_may_do_without_tls(tmp_path: Path, url: str) -> None:
    assert _load(tmp_path, MAPPING.format(url=url))


REFUSED = [
    (URL, "http://api.vendor.example/x", "https://"),
    (URL, "http://127.0.0.1.evil.example/x", "https://"),
    (URL, "ftp://api.vendor.example/x", "https://"),
    (URL, "https:///x", "https://"),
    (URL, "https://me:pass@api.vendor.example/x", "no password"),
    ('name = "example-vendor"', "", "name"),
    ('name = "example-vendor"', "name = 3", "name"),
    ('name = "example-vendor"', 'name = "v"\nmoon = 1', "moon"),
    ("per_day = 1000", "", "per_day"),
    ("per_day = 1000", "per_day = 0", "above zero"),
    ("per_day = 1000", 'per_day = "many"', "per_day"),
    ("per_day = 1000", "per_day = true", "per_day"),
    ("seconds = 5.0", "seconds = 30.0", "90 seconds"),
    ("attempts = 3", "attempts = 0", "above zero"),
    ("{code}", "{kode}", "kode"),
    ('"data.entName"', '"data..entName"', "JMESPath"),
    ('success = ["200"]', "", "answer.success"),
    ("[request]", '[request]\nmethod = "DELETE"', "request.method"),
    ("[request]", '[request]\nbody = "json"', "query"),
    ("[request]", '[request]\nbody = "xml"', "request.body"),
    ("[answer]", '[status]\n"1" = "dancing"\n[answer]', "status"),
    ("[limits]", '[request.signature]\nname = "s"\nalgorithm = "rot13"\nrecipe = ""\n[limits]', "algorithm"),
    ("[limits]", '[request.signature]\nname = "s"\nalgorithm = "md5"\nrecipe = "{x}"\n[limits]', "recipe"),
    ("[fields]", "[fields", "TOML"),
]


@pytest.mark.parametrize(("old", "new", "told"), REFUSED)
def test_a_slip_in_the_mapping_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigurationError, match=told):
        _load(tmp_path, GOOD.replace(old, new))


def test_a_mapping_that_says_nowhere_what_the_answer_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="where the answer is"):
        _load(tmp_path, GOOD.partition("[fields]")[0])


def test_a_mapping_that_needs_a_secret_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="BONAFIDE_REGISTRY_SECRET"):
        _load(tmp_path, GOOD, secret="")


def test_an_hmac_needs_a_secret_though_its_recipe_does_not_name_it(tmp_path: Path) -> None:
    signed = '[request.signature]\nname = "s"\nalgorithm = "hmac-md5"\nrecipe = "{parameters}"\n[limits]'
    bare = GOOD.replace('headers = { Authorization = "Bearer {secret}" }', "").replace("[limits]", signed)
    assert _load(tmp_path, bare)
    with pytest.raises(ConfigurationError, match="BONAFIDE_REGISTRY_SECRET"):
        _load(tmp_path, bare, secret="")


def test_a_mapping_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"gone\.toml cannot be read") as error:
        load(tmp_path / "gone.toml", "")
    assert str(tmp_path) not in error.value.detail


def test_what_an_applicant_typed_is_never_a_template() -> None:
    assert filled("q={name}", {"name": "{secret}", "secret": "s"}) == "q={secret}"
    sign = signature(Algorithm.MD5, "{name}{secret}", {"name": "{secret}", "secret": "s"}, {})
    assert sign == hashlib.md5(b"{secret}s").hexdigest()


@pytest.mark.parametrize(
    ("algorithm", "digest"), [("hmac-sha256", "sha256"), ("hmac-sha1", "sha1"), ("hmac-md5", "md5")]
)
def test_an_hmac_is_keyed_with_the_secret(algorithm: str, digest: str) -> None:
    sign = signature(Algorithm(algorithm), "{parameters}", {"secret": "s"}, {"b": "2", "a": "一"})
    assert sign == hmac.new(b"s", "a=一&b=2".encode(), digest).hexdigest()
