"""The protocol of office films that store and fake implement; see `ports` for what holds for all of them."""

from collections.abc import Sequence
from typing import Protocol

from verifier.domain.office_video import OfficeVideo, VideoPart


class OfficeVideos(Protocol):
    """Whoever changes one holds the employer of its proof."""

    def add(self, video: OfficeVideo) -> None: ...
    def get(self, tenant_id: str, proof_id: str) -> OfficeVideo | None: ...
    def keep(self, video: OfficeVideo) -> None:
        """Write what changed; with a reading its marks, to be found by."""
        ...

    def add_part(self, part: VideoPart) -> None:
        """Raises RowRefused for a stretch that begins where another does."""
        ...

    def parts(self, tenant_id: str, proof_id: str) -> Sequence[VideoPart]:
        """In their order."""
        ...

    def drop_parts(self, tenant_id: str, proof_id: str) -> Sequence[str]:
        """Stop naming them; the names of their files."""
        ...

    def left_parts(self, limit: int) -> Sequence[tuple[str, str]]:
        """Tenant and proof of films that never came whole, though the time of their proof is over."""
        ...

    def keep_strip(self, tenant_id: str, proof_id: str, sha256: str) -> None: ...
    def strip(self, tenant_id: str, proof_id: str) -> str | None:
        """The name of the filmstrip's file."""
        ...

    def marks_of_others(self, tenant_id: str, employer_id: str) -> Sequence[tuple[str, str]]:
        """Proof and hash of every marked frame of the tenant's other employers."""
        ...
