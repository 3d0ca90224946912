"""What every blob store does: the fake, the folder and the S3-compatible store alike."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from tests.databases import KEY
from tests.fakes import MemoryBlobs
from verifier.store.blobs.local import LocalBlobs
from verifier.store.blobs.s3 import S3Blobs
from verifier.store.sealing import Seal
from verifier.usecases.ports import BlobMissing, Blobs

ALICE, CHARLIE = "ten_a", "ten_c"
PHOTO = bytes(range(256)) * 4000


@pytest.fixture(params=("memory", "folder", "s3"))
def blobs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blobs]:
    if request.param == "memory":
        yield MemoryBlobs()
    elif request.param == "folder":
        yield LocalBlobs(tmp_path / "blobs", Seal(KEY))
    else:
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        with mock_aws():
            boto3.client("s3").create_bucket(
                Bucket="evidence", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
            )
            yield S3Blobs("evidence", "/bonafide/", Seal(KEY))


def test_bytes_come_back_as_they_were(blobs: Blobs) -> None:
    for data in (PHOTO, b"", b"\0"):
        assert blobs.get(ALICE, blobs.put(ALICE, data)) == data


def test_bytes_are_known_by_their_sha256(blobs: Blobs) -> None:
    assert blobs.put(ALICE, PHOTO) == hashlib.sha256(PHOTO).hexdigest()


def test_the_same_bytes_twice_are_kept_once_and_stay_readable(blobs: Blobs) -> None:
    first, second = blobs.put(ALICE, PHOTO), blobs.put(ALICE, PHOTO)
    assert first == second
    assert blobs.get(ALICE, first) == PHOTO


def test_a_tenant_cannot_reach_another_tenants_bytes_by_their_hash(blobs: Blobs) -> None:
    sha256 = blobs.put(ALICE, PHOTO)
    with pytest.raises(BlobMissing):
        blobs.get(CHARLIE, sha256)


@pytest.mark.parametrize(
    ("tenant", "name"),
    [
        (ALICE, "0" * 64),
        (ALICE, ""),
        (ALICE, "../" * 21 + "a"),
        (ALICE, "A" * 64),
        ("..", "0" * 64),
        ("", "0" * 64),
        ("ten_a/..", "0" * 64),
    ],
)
def test_what_was_never_put_is_missing(blobs: Blobs, tenant: str, name: str) -> None:
    with pytest.raises(BlobMissing):
        blobs.get(tenant, name)


def test_what_is_deleted_is_gone_and_deleting_it_again_is_no_error(blobs: Blobs) -> None:
    sha256, other = blobs.put(ALICE, PHOTO), blobs.put(ALICE, b"another")
    blobs.put(CHARLIE, PHOTO)
    blobs.delete(ALICE, sha256)
    with pytest.raises(BlobMissing):
        blobs.get(ALICE, sha256)
    assert blobs.get(CHARLIE, sha256) == PHOTO  # another tenant's
    assert blobs.get(ALICE, other) == b"another"
    for tenant, name in ((ALICE, sha256), ("ten_never", "0" * 64), ("..", "0" * 64), (ALICE, "../x")):
        blobs.delete(tenant, name)
    assert blobs.get(ALICE, blobs.put(ALICE, PHOTO)) == PHOTO
