"""The codes under which evidence may be unreadable, whether the intake or a reader found out."""

from typing import Final

UNREADABLE_CODES: Final = (
    "unreadable",
    "evidence_refused",
    "evidence_empty",
    "evidence_too_large",
    "evidence_too_many_pixels",
    "evidence_too_many_pages",
    "evidence_too_many_scans",
    "unsupported_media_type",
    "evidence_unsupported_encoding",
    "evidence_truncated",
    "evidence_malformed",
    "evidence_animated",
    "evidence_encrypted",
    "evidence_without_pages",
    "evidence_too_small",
    "evidence_too_elongated",
)
