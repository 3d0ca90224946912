"""What lies on the disk and in the bucket: encrypted, bound to its owner and name, complete or absent."""

import os
import shutil
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from tests.databases import KEY
from verifier.store.blobs.local import LocalBlobs
from verifier.store.blobs.s3 import S3Blobs
from verifier.store.sealing import Broken, Seal
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing, BlobsUnavailable

PHOTO = b"a photo of a licence " * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(folder: Path) -> LocalBlobs:
    return LocalBlobs(folder, Seal(KEY))


def only_file(folder: Path) -> Path:
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    return file


def test_a_file_lies_under_its_tenant_and_hash_for_its_owner_only(blobs: LocalBlobs, folder: Path) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    file = only_file(folder)
    assert file == folder / "ten_a" / sha256[:2] / sha256
    assert file.stat().st_mode & 0o077 == 0
    assert (folder / "ten_a").stat().st_mode & 0o077 == 0


def test_nothing_of_the_photo_can_be_seen_in_the_file(blobs: LocalBlobs, folder: Path) -> None:
    blobs.put("ten_a", PHOTO)
    assert b"licence" not in only_file(folder).read_bytes()


def test_the_same_bytes_look_different_in_every_tenants_folder(blobs: LocalBlobs, folder: Path) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    blobs.put("ten_b", PHOTO)
    one, other = (folder / tenant / sha256[:2] / sha256 for tenant in ("ten_a", "ten_b"))
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("place", [0, 5, 20, -1], ids=["format", "nonce", "cipher text", "tag"])
def test_one_flipped_bit_anywhere_is_noticed(blobs: LocalBlobs, folder: Path, place: int) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    file = only_file(folder)
    sealed = bytearray(file.read_bytes())
    sealed[place] ^= 1
    file.write_bytes(sealed)
    with pytest.raises(BlobDamaged):
        blobs.get("ten_a", sha256)


@pytest.mark.parametrize("kept", [0, 1, 28, 100])
def test_a_file_cut_off_is_noticed(blobs: LocalBlobs, folder: Path, kept: int) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    os.truncate(only_file(folder), kept)
    with pytest.raises(BlobDamaged):
        blobs.get("ten_a", sha256)


def test_a_file_moved_to_another_tenant_does_not_open(blobs: LocalBlobs, folder: Path) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    shutil.copytree(folder / "ten_a", folder / "ten_b")
    with pytest.raises(BlobDamaged):
        blobs.get("ten_b", sha256)


def test_a_file_under_another_hash_does_not_open(blobs: LocalBlobs, folder: Path) -> None:
    blobs.put("ten_a", PHOTO)
    other = "f" * 64
    target = folder / "ten_a" / "ff" / other
    target.parent.mkdir()
    only_file(folder).rename(target)
    with pytest.raises(BlobDamaged):
        blobs.get("ten_a", other)


def test_another_key_opens_nothing(blobs: LocalBlobs, folder: Path) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    with pytest.raises(BlobDamaged):
        LocalBlobs(folder, Seal(b"x" * 32)).get("ten_a", sha256)


def test_what_was_half_written_when_the_power_failed_is_no_blob(blobs: LocalBlobs, folder: Path) -> None:
    sha256 = blobs.put("ten_a", PHOTO)
    file = only_file(folder)
    file.rename(file.with_name(f".{sha256}.0123"))
    with pytest.raises(BlobMissing):
        blobs.get("ten_a", sha256)
    blobs.put("ten_a", PHOTO)
    assert blobs.get("ten_a", sha256) == PHOTO


def test_a_disk_that_refuses_leaves_no_draft_behind(
    blobs: LocalBlobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BlobsUnavailable) as error:
        blobs.put("ten_a", PHOTO)
    assert str(folder) not in str(error.value)
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_deleted_blob_leaves_no_file(blobs: LocalBlobs, folder: Path) -> None:
    blobs.delete("ten_a", blobs.put("ten_a", PHOTO))
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_a_disk_that_does_not_delete_says_so(
    blobs: LocalBlobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_path: Path, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    sha256 = blobs.put("ten_a", PHOTO)
    monkeypatch.setattr(Path, "unlink", refuses)
    with pytest.raises(BlobsUnavailable) as error:
        blobs.delete("ten_a", sha256)
    assert str(folder) not in str(error.value)


def test_a_bucket_that_does_not_answer_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        blobs = S3Blobs("no-such-bucket", "", Seal(KEY))
        with pytest.raises(BlobsUnavailable):
            blobs.put("ten_a", PHOTO)
        with pytest.raises(BlobsUnavailable):
            blobs.get("ten_a", "0" * 64)
        with pytest.raises(BlobsUnavailable):
            blobs.delete("ten_a", "0" * 64)

        def unreachable(**_request: object) -> None:
            raise EndpointConnectionError(endpoint_url="https://s3")

        monkeypatch.setattr(blobs, "_client", lambda: type("Client", (), {"put_object": unreachable}))
        with pytest.raises(BlobsUnavailable):
            blobs.put("ten_a", PHOTO)


def test_an_object_in_the_bucket_is_encrypted_and_bound_to_its_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket="evidence")
        blobs = S3Blobs("evidence", "", Seal(KEY))
        sha256 = blobs.put("ten_a", PHOTO)
        stored = client.get_object(Bucket="evidence", Key=f"ten_a/{sha256[:2]}/{sha256}")["Body"].read()
        assert b"licence" not in stored
        client.put_object(Bucket="evidence", Key=f"ten_b/{sha256[:2]}/{sha256}", Body=stored)
        with pytest.raises(BlobDamaged):
            blobs.get("ten_b", sha256)


def test_a_context_is_bound_part_by_part() -> None:
    seal = Seal(KEY)
    sealed = seal.close(b"message", "a", "bc")
    assert seal.open(sealed, "a", "bc") == b"message"
    with pytest.raises(Broken):
        seal.open(sealed, "ab", "c")


def test_a_nonce_is_never_used_twice() -> None:
    seal = Seal(KEY)
    assert len({seal.close(b"same", "x")[1:13] for _ in range(1000)}) == 1000
