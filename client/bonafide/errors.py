"""What goes wrong, by what a caller may want to catch. Everything here is a `BonafideError`."""

from dataclasses import dataclass


class BonafideError(Exception):
    """Anything that this client raises of its own."""


class NoAnswer(BonafideError):
    """The service could not be reached or did not answer in time, whatever was tried.

    Whether the request was served is unknown: send it again with the same `idempotency_key`.
    """


class UnexpectedAnswer(BonafideError):
    """The answer is not what the API promises: perhaps something else answers at this address."""


class StillWaiting(BonafideError):
    """What was waited for did not happen in time. It may happen yet."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at one place: a JSON pointer into the body, or a slash and a query parameter's name."""

    pointer: str
    detail: str


class Problem(BonafideError):
    """The service refused (RFC 9457). Decide by `code`, show people `detail`, quote `request_id`.

    `status` is the HTTP status; `retry_after` is in seconds, None where the service named no time.
    `code` is "" where the answer was no problem document, as from a proxy in between.
    """

    def __init__(
        self,
        status: int,
        code: str = "",
        detail: str = "",
        errors: tuple[FieldError, ...] = (),
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.request_id = request_id
        self.retry_after = retry_after
        super().__init__(status, code, detail, errors, request_id, retry_after)

    def __str__(self) -> str:
        places = "".join(f"; {error.pointer}: {error.detail}" for error in self.errors)
        quoted = f" ({self.request_id})" if self.request_id else ""
        return f"{self.status} {self.code or 'without a code'}: {self.detail or 'no detail'}{places}{quoted}"


class BadRequest(Problem):
    """400: the request could not be read."""


class Unauthenticated(Problem):
    """401: the key is unknown, revoked or over."""


class Forbidden(Problem):
    """403: the key lacks the scope that `detail` names."""


class NotFound(Problem):
    """404: you have no such thing."""


class Conflict(Problem):
    """409: not in this state; `code` says which."""


class TooLarge(Problem):
    """413: the body or the file is too large."""


class UnsupportedMedia(Problem):
    """415: the file or the body is of a kind that is not taken."""


class Invalid(Problem):
    """422: `errors` names the places, or `code` what is wrong with the file."""


class RateLimited(Problem):
    """429: too much at once; `retry_after` says when to come back."""


class ServerError(Problem):
    """500 and above: the service failed. Send it again with the same `idempotency_key`."""


BY_STATUS: dict[int, type[Problem]] = {
    400: BadRequest,
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    415: UnsupportedMedia,
    422: Invalid,
    429: RateLimited,
}


def problem_type(status: int) -> type[Problem]:
    """Which kind of problem a status stands for."""
    return BY_STATUS.get(status, ServerError if status >= 500 else Problem)


class PermitRefused(BonafideError):
    """This token permits nothing: publish nothing. Catch this one to fail closed."""


class PermitInvalid(PermitRefused):
    """No token of this service for this site: forged, cut short, of another service or another tenant."""


class PermitExpired(PermitRefused):
    """Its time is over: ask for a new one."""


class PermitForeign(PermitRefused):
    """A good token, given for something else; `differs` names what: job, employer, recruiter, device."""

    def __init__(self, differs: tuple[str, ...]) -> None:
        self.differs = differs
        super().__init__(f"The permit was given for another {', '.join(differs)}.")


class PermitFromSandbox(PermitRefused):
    """A sandbox gave it. Say `sandbox=True` where you are testing, and nowhere else."""


class KeysUnavailable(PermitRefused):
    """The service's public keys could not be had, so no token can be believed just now."""


class WebhookRefused(BonafideError):
    """This message was not signed with your secret just now: answer 400 and do nothing."""
