"""Blobs as encrypted objects in an S3-compatible store: prefix/tenant/ab/abcdef….

The only module that knows boto3, which finds its credentials, region and endpoint by its own standard
variables (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL and so on).
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from verifier.store.blobs.sealed import is_name, open_blob, renewed_blob, seal_blob
from verifier.store.sealing import Seal
from verifier.usecases.blob_ports import BlobMissing, Blobs, BlobsUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONFIG = Config(
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 4},
    # Not every S3-compatible store knows the newer checksums; the cipher's tag covers the bytes anyway.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
ABSENT = ("NoSuchKey", "404")


class S3Blobs(Blobs):
    def __init__(self, bucket: str, prefix: str, seal: Seal) -> None:
        self._bucket = bucket
        self._prefix = prefix.strip("/")
        self._seal = seal
        self._clients: dict[int, S3Client] = {}

    def put(self, tenant_id: str, data: bytes) -> str:
        """A second put replaces the object by one with the same bytes inside."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._store(tenant_id, sha256, seal_blob(self._seal, tenant_id, sha256, data))
        return sha256

    def get(self, tenant_id: str, sha256: str) -> bytes:
        if not is_name(tenant_id, sha256):
            raise BlobMissing
        return open_blob(self._seal, tenant_id, sha256, self._fetched(self._key(tenant_id, sha256)))

    def names(self, tenant_id: str) -> Iterator[str]:
        """Every blob of the tenant's."""
        prefix = self._key(tenant_id, "").rstrip("/") + "/"
        try:
            pages = self._client().get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
                found = (item["Key"].rpartition("/")[2] for item in page.get("Contents", []))
                yield from (name for name in found if is_name(tenant_id, name))
        except (BotoCoreError, ClientError) as error:
            raise BlobsUnavailable(type(error).__name__) from None

    def drafts(self, _tenant_id: str) -> Iterator[tuple[str, datetime]]:
        """None: an object is put whole or not at all."""
        return iter(())

    def delete_draft(self, tenant_id: str, name: str) -> None:
        """Nothing: there are none."""

    def written_at(self, tenant_id: str, sha256: str) -> datetime | None:
        if not is_name(tenant_id, sha256):
            return None
        try:
            head = self._client().head_object(Bucket=self._bucket, Key=self._key(tenant_id, sha256))
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                return None
            raise BlobsUnavailable("ClientError") from None
        except BotoCoreError as error:
            raise BlobsUnavailable(type(error).__name__) from None
        return head["LastModified"]

    def renew(self, tenant_id: str, sha256: str) -> bool:
        """Seal it anew unless it is under the present key already, when it is False. Raises as `get` does."""
        sealed = self._fetched(self._key(tenant_id, sha256))
        renewed = renewed_blob(self._seal, tenant_id, sha256, sealed)
        if renewed is not None:
            self._store(tenant_id, sha256, renewed)
        return renewed is not None

    def _store(self, tenant_id: str, sha256: str, sealed: bytes) -> None:
        try:
            self._client().put_object(Bucket=self._bucket, Key=self._key(tenant_id, sha256), Body=sealed)
        except (BotoCoreError, ClientError) as error:
            raise BlobsUnavailable(type(error).__name__) from None

    def delete(self, tenant_id: str, sha256: str) -> None:
        """The object is gone; in a bucket with versions, a version stays until its life cycle ends it."""
        if not is_name(tenant_id, sha256):
            return
        try:
            self._client().delete_object(Bucket=self._bucket, Key=self._key(tenant_id, sha256))
        except (BotoCoreError, ClientError) as error:
            raise BlobsUnavailable(type(error).__name__) from None

    def _fetched(self, key: str) -> bytes:
        try:
            return self._client().get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                raise BlobMissing from None
            raise BlobsUnavailable("ClientError") from None
        except BotoCoreError as error:
            raise BlobsUnavailable(type(error).__name__) from None

    def _client(self) -> "S3Client":
        """One client a process: its open connections must not be shared with a forked child."""
        process = os.getpid()
        if process not in self._clients:
            self._clients = {process: boto3.client("s3", config=CONFIG)}
        return self._clients[process]

    def _key(self, tenant_id: str, sha256: str) -> str:
        return "/".join(part for part in (self._prefix, tenant_id, sha256[:2], sha256) if part)
