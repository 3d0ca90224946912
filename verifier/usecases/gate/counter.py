"""What one process keeps of the gate between two wishes: who waits for an answer, and scopes seen lately."""

from typing import Any, Final

from verifier.usecases.together import Together

SCOPES_MAX: Final = 10_000  # employers; a scope is some hundred characters


class Counter:
    """Where wishes are answered. `wishes` and `reads` have a line for each tenant: none waits for another.

    `trouble` are the errors of a transaction that one of several who share it may have caused.
    """

    def __init__(self, *trouble: type[Exception]) -> None:
        self.wishes: Together[Any, Any] = Together(*trouble)
        self.reads: Together[Any, Any] = Together(*trouble)
        self._scopes: dict[tuple[str, str], str] = {}

    def scope(self, tenant_id: str, employer_id: str) -> str | None:
        """The scope that the employer had when it was last looked at here; it may have another by now."""
        return self._scopes.get((tenant_id, employer_id))

    def remember(self, tenant_id: str, employer_id: str, scope: str) -> None:
        if len(self._scopes) >= SCOPES_MAX:
            self._scopes.clear()
        self._scopes[tenant_id, employer_id] = scope
