"""What every blob store does: the fake, the folder and the S3-compatible store alike."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from tests.databases import KEY
from tests.fakes import MemoryBlobs
from verifier.store.blobs.local import LocalBlobs
from verifier.store.blobs.s3 import S3Blobs
from verifier.store.rotation import KeptBlobs
from verifier.store.sealing import Seal
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing, Blobs

NEXT = b"another key of thirty-two bytes!"
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


@pytest.fixture(params=("folder", "s3"))
def kept(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Seal], KeptBlobs]]:
    """One real store, under whichever seal."""
    if request.param == "folder":
        yield lambda seal: LocalBlobs(tmp_path / "blobs", seal)
        return
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        boto3.client("s3").create_bucket(Bucket="evidence")
        yield lambda seal: S3Blobs("evidence", "bonafide", seal)


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


def test_a_tenants_blobs_are_listed_and_sealed_anew(
    kept: Callable[[Seal], KeptBlobs],
) -> None:
    before, both, after = kept(Seal(KEY)), kept(Seal(NEXT, (KEY,))), kept(Seal(NEXT))
    names = sorted(before.put(ALICE, bytes([number])) for number in range(3))
    other = before.put(CHARLIE, PHOTO)
    assert sorted(both.names(ALICE)) == names
    assert list(both.names("ten_none")) == []
    assert [both.renew(ALICE, name) for name in names] == [True] * 3
    assert [both.renew(ALICE, name) for name in names] == [False] * 3
    assert [after.get(ALICE, name) for name in names] == [both.get(ALICE, name) for name in names]
    for name, of, error in ((names[0], before, BlobDamaged), (other, after, BlobDamaged)):
        with pytest.raises(error):
            of.renew(ALICE if name in names else CHARLIE, name)
    with pytest.raises(BlobMissing):
        both.renew(ALICE, other)


def test_a_file_that_is_deleted_while_it_is_sealed_anew_stays_deleted(tmp_path: Path) -> None:
    """A face's, above all: nothing would name it any more, and nothing would delete it."""
    blobs = LocalBlobs(tmp_path / "blobs", Seal(KEY))
    name = blobs.put(ALICE, PHOTO)
    deleting = threading.Thread(target=blobs.delete, args=(ALICE, name))

    class Slow(Seal):
        def renewed(self, sealed: bytes, *context: str) -> bytes | None:
            deleting.start()
            deleting.join(0.2)  # it would be through by now, if it did not wait
            return super().renewed(sealed, *context)

    assert LocalBlobs(tmp_path / "blobs", Slow(NEXT, (KEY,))).renew(ALICE, name)
    deleting.join()
    with pytest.raises(BlobMissing):
        blobs.get(ALICE, name)


def test_names_are_listed_in_order_with_when_each_was_written_and_drafts_apart(blobs: Blobs) -> None:
    names = sorted(blobs.put(ALICE, bytes([number])) for number in range(9))
    blobs.put(CHARLIE, PHOTO)
    assert list(blobs.names(ALICE)) == names
    assert list(blobs.drafts(ALICE)) == []
    written = blobs.written_at(ALICE, names[0])
    assert written is not None
    assert written.tzinfo is not None
    for tenant, name in ((CHARLIE, names[0]), (ALICE, "0" * 64), ("..", "0" * 64)):
        assert blobs.written_at(tenant, name) is None


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


def test_what_a_kill_left_half_written_is_written_over_and_goes_with_the_blob(tmp_path: Path) -> None:
    blobs = LocalBlobs(tmp_path, Seal(KEY))
    name = hashlib.sha256(PHOTO).hexdigest()
    draft = tmp_path / ALICE / name[:2] / f".{name}"
    for begun in (False, True):
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(b"half")
        if begun:
            blobs.put(ALICE, PHOTO)
            assert blobs.get(ALICE, name) == PHOTO
            assert not draft.exists()
            draft.write_bytes(b"half")
        blobs.delete(ALICE, name)
        assert not any(path.is_file() for path in tmp_path.rglob("*"))
