"""What goes wrong between us and a vendor: a reason, and whether asking again may help. Quotes nothing."""

from verifier.domain.registry import Reason


class Trouble(Exception):
    """No answer that can be used. The message is the reason alone, so that it may be logged."""

    def __init__(self, reason: Reason, *, transient: bool = False) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.transient = transient
