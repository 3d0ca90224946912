"""The protocol of field visits that store and fake implement; see `ports` for what holds for all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from verifier.domain.visit import Answered, Countersignature, Photo, Report, Seen, Visit
from verifier.usecases.review_ports import Tenants


class Visits(Protocol):
    """Whoever changes a visit holds its proof's employer. Names and signatures are kept encrypted."""

    def add(self, visit: Visit) -> None: ...
    def get(self, tenant_id: str, proof_id: str) -> Visit | None: ...

    def find(self, proof_id: str, *, agent_id: str, tenants: Tenants) -> Visit | None:
        """Of this agent alone, by its id."""
        ...

    def of_agent(self, agent_id: str, *, tenants: Tenants, limit: int) -> Sequence[Visit]:
        """The latest appointment first."""
        ...

    def change(self, visit: Visit) -> None:
        """Keep its agent and its appointment."""
        ...

    def report(self, visit: Visit) -> Report:
        """All that has arrived."""
        ...

    def answer(self, visit: Visit, given: Answered) -> bool:
        """Keep it unless an answer to the item is as new or newer; whether it was kept."""
        ...

    def photo(self, visit: Visit, photo_id: str) -> Photo | None: ...

    def add_photo(self, visit: Visit, photo: Photo) -> None:
        """Raises RowRefused for an identifier that the visit has."""
        ...

    def countersign(self, visit: Visit, signature: Countersignature) -> None:
        """Keep it in place of an earlier one."""
        ...

    def firm_key(self, visit: Visit) -> bytes:
        """32 bytes that only we know, the same every time; links for the visited firm are signed by them."""
        ...

    def submit(self, visit: Visit, at: datetime) -> None:
        """Nothing of it changes afterwards."""
        ...

    def seen(self, visit: Visit, photos: Sequence[Photo], *, within: int, limit: int) -> Sequence[Seen]:
        """The tenant's other visits' photographs that are the same, or differ in at most `within` bits."""
        ...
