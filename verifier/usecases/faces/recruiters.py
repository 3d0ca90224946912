"""Recruiters of a site: add one, hand in their portraits, withdraw their face."""

from dataclasses import dataclass
from datetime import datetime

from verifier.domain.face_session import Portrait, PortraitKind, Recruiter
from verifier.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class RecruiterView:
    """All that is known of a recruiter; `locked_until` is None while the camera is open to them."""

    recruiter: Recruiter
    portraits: tuple[PortraitKind, ...]
    enrolled_at: datetime | None
    locked_until: datetime | None


def add_recruiter(ports: Ports, tenant_id: str, *, reference: str, case_id: str | None) -> Recruiter:
    """Add one. Raises RecruiterKnown for a reference that is taken, NotFound for a case that is not there, Invalid."""
    raise NotImplementedError


def read_recruiter(ports: Ports, tenant_id: str, recruiter_id: str) -> RecruiterView:
    """Raises NotFound."""
    raise NotImplementedError


def find_recruiter(ports: Ports, tenant_id: str, reference: str) -> RecruiterView:
    """By the site's own reference. Raises NotFound."""
    raise NotImplementedError


def add_portrait(
    ports: Ports,
    tenant_id: str,
    recruiter_id: str,
    *,
    kind: PortraitKind,
    data: bytes,
    declared_media_type: str | None,
) -> Portrait:
    """Take a still picture, in place of an earlier one of its kind. Raises NotFound, StorageUnavailable, EvidenceRefused."""
    raise NotImplementedError


def withdraw_face(ports: Ports, tenant_id: str, recruiter_id: str) -> None:
    """Delete templates, portraits, films and kept frames at once, end open sessions, and tell the site. Raises NotFound."""
    raise NotImplementedError
