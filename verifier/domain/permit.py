"""A permit: the gate's answer to one wish to post one job, and the claims of the token that carries it.

The token is bound to employer, recruiter, job and device, so that it is worth nothing elsewhere. It holds
digests and identifiers, no text of the job and nothing that names a person.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from verifier.domain.finding import Finding
from verifier.domain.screening import JobText


class Answer(StrEnum):
    """From best to worst; the worst that any finding asks for is the answer."""

    ALLOW = "allow"
    STEP_UP = "step_up"
    DENY = "deny"


class Need(StrEnum):
    """What would turn a `step_up` into an `allow`."""

    FACE_SESSION = "face_session"
    DOCUMENT = "document"
    PROOF = "proof"
    REVIEW = "review"


def job_digest(job: JobText) -> str:
    """SHA-256, hex, of the canonical JSON (RFC 8785) of the four texts: what a token is bound to."""
    # For an object of plain strings, sorted keys without spaces are the canonical form.
    canonical = json.dumps(asdict(job), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def device_digest(device: str) -> str:
    """SHA-256, hex, of a device's fingerprint as the site passes it, so that the site can compare offline."""
    return hashlib.sha256(device.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Permit:
    """An answer, kept for as long as records must be (three years, Order 700 Art. 33).

    `device` is the fingerprint's digest, None where the site told none. `token_id` is the token's
    `jti`; None unless allowed. `cleared_at`: a person looked at the text and let this employer post it.
    """

    id: str
    tenant_id: str
    employer_id: str
    recruiter_id: str
    job_digest: str
    device: str | None
    answer: Answer
    needs: tuple[Need, ...]
    findings: tuple[Finding, ...]
    policy_version: str
    asked_at: datetime
    expires_at: datetime
    token_id: str | None = None
    redeemed_at: datetime | None = None
    revoked_at: datetime | None = None
    cleared_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it still allows: not expired, redeemed or revoked."""
        unused = self.redeemed_at is None and self.revoked_at is None
        return self.answer is Answer.ALLOW and unused and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Use:
    """What is about to be published, for a permit to be compared with. None: not compared."""

    employer_id: str | None = None
    recruiter_id: str | None = None
    job: JobText | None = field(default=None, repr=False)
    device: str | None = field(default=None, repr=False)

    def agrees_with(self, permit: Permit) -> bool:
        """Whether the permit was given for this, as far as it is told."""
        told = (
            (self.employer_id, permit.employer_id),
            (self.recruiter_id, permit.recruiter_id),
            (job_digest(self.job) if self.job else None, permit.job_digest),
            (device_digest(self.device) if self.device else None, permit.device),
        )
        return all(mine is None or mine == theirs for mine, theirs in told)


def claims(permit: Permit, issuer: str, sandbox: timedelta | None = None) -> Mapping[str, object]:
    """The token's claims (RFC 7519): `aud` is the tenant, `sub` the recruiter; times in seconds.

    `sandbox`: by how much the clock of the sandbox that gives the permit is ahead; None in production. Its
    token says what it is, and tells the real time, which those who verify it go by.
    """
    ahead = sandbox or timedelta(0)
    marked = {} if sandbox is None else {"sandbox": True}
    return marked | {
        "iss": issuer,
        "aud": permit.tenant_id,
        "sub": permit.recruiter_id,
        "jti": permit.token_id,
        "iat": int((permit.asked_at - ahead).timestamp()),
        "exp": int((permit.expires_at - ahead).timestamp()),
        "permit": permit.id,
        "employer": permit.employer_id,
        "job": permit.job_digest,
        "device": permit.device,
        "policy": permit.policy_version,
    }
