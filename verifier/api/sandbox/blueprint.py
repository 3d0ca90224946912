"""A blueprint whose endpoints exist in a sandbox alone. Elsewhere they answer as if there were none."""

from collections.abc import Callable

from verifier.api import context
from verifier.api.blueprints import KeyedBlueprint, View
from verifier.api.errors import NoSuchEndpoint
from verifier.domain.errors import VerifierError


class SandboxBlueprint(KeyedBlueprint):
    def _require_key(self) -> None:
        """Before the key is looked at. Raises NoSuchEndpoint outside of a sandbox."""
        if context.ports().sandbox is None:
            raise NoSuchEndpoint
        super()._require_key()

    def problems(self, *kinds: type[VerifierError]) -> Callable[[View], View]:
        return super().problems(NoSuchEndpoint, *kinds)
