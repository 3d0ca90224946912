"""The errors that HTTP itself can cause, as members of the one taxonomy. problems.py renders them."""

from verifier.domain.errors import VerifierError


class MalformedRequest(VerifierError):
    code = "malformed_request"
    status = 400
    title = "The request is not well-formed"


class MalformedIdempotencyKey(VerifierError):
    code = "malformed_idempotency_key"
    status = 400
    title = "An Idempotency-Key holds 1 to 255 visible ASCII characters"


class NoSuchEndpoint(VerifierError):
    code = "no_such_endpoint"
    status = 404
    title = "There is no such endpoint"


class MethodNotAllowed(VerifierError):
    code = "method_not_allowed"
    status = 405
    title = "The endpoint does not know this method"


class NotAcceptable(VerifierError):
    code = "not_acceptable"
    status = 406
    title = "There is no answer in a form that the client accepts"


class RequestTimedOut(VerifierError):
    code = "request_timed_out"
    status = 408
    title = "The request took too long to arrive"


class RequestTooLarge(VerifierError):
    code = "request_too_large"
    status = 413
    title = "The request is larger than this endpoint takes"


class AddressTooLong(VerifierError):
    code = "address_too_long"
    status = 414
    title = "The address with its query is longer than the service takes"


class HeadersTooLarge(VerifierError):
    code = "headers_too_large"
    status = 431
    title = "The headers are larger than the service takes"


class UnsupportedBody(VerifierError):
    code = "unsupported_body"
    status = 415
    title = "The endpoint does not take this kind of body"


class Unavailable(VerifierError):
    code = "unavailable"
    status = 503
    title = "A part of the service cannot be reached just now; try again"


class RateLimited(VerifierError):
    code = "rate_limited"
    status = 429
    title = "There were too many requests; ask again later"


class ForeignOrigin(VerifierError):
    code = "foreign_origin"
    status = 403
    title = "The request comes from a page of another site"
