"""The closed sets of the API, open to what a newer service may add.

A value that this version does not know becomes a member of its own, equal to its text, so that no answer is
lost: end a chain of comparisons with an `else`.
"""

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """Words of the service. Iterating gives those that this version knows."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return member


class AccountType(OpenEnum):
    DIRECT_EMPLOYER = "direct_employer"
    HR_AGENCY = "hr_agency"
    LABOUR_DISPATCH = "labour_dispatch"
    PUBLIC_BODY = "public_body"


class CaseState(OpenEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    ESCALATED = "escalated"
    REJECTED = "rejected"
    RETURNED = "returned"  # takes evidence and a submission again


class Risk(OpenEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Verdict(OpenEnum):
    VERIFY = "verify"
    REJECT = "reject"
    ASK_FOR_MORE = "ask_for_more"


class DecisionGround(OpenEnum):
    PAPERS_IN_ORDER = "papers_in_order"
    CONFIRMED_BY_CALL = "confirmed_by_call"
    CONFIRMED_BY_REGISTRY = "confirmed_by_registry"
    LAWFUL_RELATION = "lawful_relation"
    MISREAD = "misread"
    FORGED = "forged"
    TAMPERED = "tampered"
    NOT_IN_OPERATION = "not_in_operation"
    DECLARED_OTHERWISE = "declared_otherwise"
    ONE_PERSON_MANY_ACCOUNTS = "one_person_many_accounts"
    NOT_ENTITLED = "not_entitled"
    ILLEGIBLE = "illegible"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out_of_date"
    OTHER = "other"


class EvidenceKind(OpenEnum):
    BUSINESS_LICENCE = "business_licence"
    IN_SERVICE_CERTIFICATE = "in_service_certificate"
    AUTHORISATION_LETTER = "authorisation_letter"
    AGENT_IDENTITY = "agent_identity"
    HR_SERVICE_LICENCE = "hr_service_licence"
    DISPATCH_LICENCE = "dispatch_licence"


class ListingKind(OpenEnum):
    ABNORMAL = "abnormal"
    SERIOUS = "serious"


class RegistryOutcome(OpenEnum):
    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class Comparison(OpenEnum):
    MATCH = "match"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


class RegistryStatus(OpenEnum):
    IN_OPERATION = "in_operation"
    MOVED_OUT = "moved_out"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    OTHER = "other"


class RegistryTrouble(OpenEnum):
    REGISTRY_NOT_CONFIGURED = "registry_not_configured"
    SNAPSHOT_DAMAGED = "snapshot_damaged"
    QUESTION_EMPTY = "question_empty"
    BUDGET_SPENT = "budget_spent"
    BUDGET_UNKNOWN = "budget_unknown"
    CIRCUIT_OPEN = "circuit_open"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    ANSWER_TOO_LARGE = "answer_too_large"
    ANSWER_GARBLED = "answer_garbled"
    VENDOR_ERROR = "vendor_error"


class SharedThing(OpenEnum):
    BYTES = "bytes"
    IMAGE = "image"
    BACKGROUND = "background"
    CODE = "code"
    NAME = "name"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"


class CredentialsState(OpenEnum):
    VALID = "valid"
    INVALID = "invalid"
    UNREADABLE = "unreadable"


class DeclaredBy(OpenEnum):
    CONTENT_CREDENTIALS = "content_credentials"
    IPTC = "iptc"
    GB_45438 = "gb_45438"
    PARAMETERS = "parameters"


class Origin(OpenEnum):
    MADE = "made"
    PARTLY = "partly"
    SUSPECTED = "suspected"


class ScreenshotSign(OpenEnum):
    SAYS_SO = "says_so"
    SCREEN_SIZED = "screen_sized"


class ProvenanceTrouble(OpenEnum):
    CONTAINER_BROKEN = "container_broken"
    TOO_MANY_PARTS = "too_many_parts"
    EXIF_BROKEN = "exif_broken"
    XMP_BROKEN = "xmp_broken"
    XMP_TOO_LARGE = "xmp_too_large"


class SignalKind(OpenEnum):
    FINE_NOISE = "fine_noise"
    COARSE_NOISE = "coarse_noise"
    NOISE = "noise"
    PAPER_COLOUR = "paper_colour"
    DOUBLE_SAVING = "double_saving"
    DOUBLE_SAVING_CHARACTER = "double_saving_character"
    CRISPNESS = "crispness"
    EDGES = "edges"
    EDGES_CHARACTER = "edges_character"
    INK_EVENNESS = "ink_evenness"
    INK_SPECKLE = "ink_speckle"
    INK_COLOUR = "ink_colour"
    VALUES_DARKER = "values_darker"
    VALUES_EVENER = "values_evener"
    VALUES_ALIKE = "values_alike"
    VALUES_HARDER = "values_harder"
    VALUES_CRISPER = "values_crisper"
    VALUES_ON_CLEAN_PAPER = "values_on_clean_paper"
    VALUES_ON_SMOOTH_PAPER = "values_on_smooth_paper"


class LicenceField(OpenEnum):
    CODE = "code"
    NAME = "name"
    TYPE = "type"
    PERSON = "person"
    CAPITAL = "capital"
    ESTABLISHED = "established"
    TERM = "term"
    ADDRESS = "address"
    SCOPE = "scope"
    AUTHORITY = "authority"
    ISSUED = "issued"


class Channel(OpenEnum):
    DIRECT = "direct"
    MESSENGER = "messenger"
    SCAN = "scan"
    SCREENSHOT = "screenshot"


class DocumentType(OpenEnum):
    BUSINESS_LICENCE = "business_licence"
    OTHER = "other"


class PictureKind(OpenEnum):
    PAGE = "page"
    THUMBNAIL = "thumbnail"
    TRACES = "traces"


class Outcome(OpenEnum):
    PASS = "pass"
    CONCERN = "concern"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class CaseOutcome(OpenEnum):
    VERIFIED = "verified"
    ESCALATED = "escalated"
    REJECTED = "rejected"
