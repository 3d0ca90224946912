"""Whether this is a service that somebody merely tries, on their own machine. Elsewhere there is no demo."""

from flask import current_app

from verifier.domain.errors import NotFound

IS_TRIAL = "bonafide.is_trial"  # in app.extensions


def must_be() -> None:
    """Raises NotFound where it is not."""
    if current_app.extensions.get(IS_TRIAL) is not True:
        raise NotFound
