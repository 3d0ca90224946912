"""The schemas of what a client is given. Every member is always there; what is not known is null.

`required` only documents here: marshmallow does not check what it dumps, so tests hold answers to the schema.
"""

from typing import Any

from marshmallow import fields

from verifier.api.papers import ReadPaperAnswer
from verifier.api.provenance_answers import ProvenanceAnswer
from verifier.api.relatives_answers import RelativesAnswer
from verifier.api.review_answers import DocumentRequestAnswer
from verifier.api.schema import Answer, told
from verifier.api.traces_answers import TracesAnswer
from verifier.domain.case import AccountType, CaseState
from verifier.domain.decision import DecisionOutcome
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Outcome
from verifier.domain.picture import PictureKind
from verifier.domain.reading import DocumentType
from verifier.domain.registry import Agreement, ListKind, Reason, RegistryOutcome, RegistryStatus


def _box(description: str) -> fields.List[Any]:
    return fields.List(
        fields.Integer(), **told(description + ": left, top, right, bottom.", minItems=4, maxItems=4)
    )


class DeclaredAnswer(Answer):
    name = fields.String(**told("Registered name, as declared."))
    code = fields.String(**told("Credit code or registration number, as declared."))
    person = fields.String(**told("Legal representative, as declared."))
    address = fields.String(allow_none=True, **told("Address, as declared."))
    phone = fields.String(allow_none=True, **told("Telephone number, as declared."))
    bank_account = fields.String(allow_none=True, **told("Bank account, as declared."))
    website = fields.String(allow_none=True, **told("Website, as declared."))
    agent = fields.String(allow_none=True, **told("Who acts for the employer, as declared."))


class CaseSummary(Answer):
    """A case without what was found."""

    id = fields.String(**told("Identifier of the case.", "case_01jd4m7w3x5y8z2a9b6c0d1e2f"))
    url = fields.String(**told("Where to read the case.", "/v1/cases/case_01jd4m7w3x5y8z2a9b6c0d1e2f"))
    state = fields.Enum(
        CaseState,
        by_value=fields.String,
        **told(
            "open: takes evidence. submitted: being read. verified, escalated: decided by the policy. "
            "rejected: by a person, never by the policy. returned: a person asks for more, and it takes "
            "evidence again."
        ),
    )
    account_type = fields.Enum(AccountType, by_value=fields.String, **told("Who posts the jobs."))
    declared = fields.Nested(DeclaredAnswer, **told("What the applicant declared."))
    reference = fields.String(allow_none=True, **told("Your own key for the employer's account."))
    employer_id = fields.String(
        allow_none=True, **told("The employer whom the case is about; null if none was named.")
    )
    opened_at = fields.AwareDateTime(**told("When the case was opened (UTC)."))
    submitted_at = fields.AwareDateTime(allow_none=True, **told("When it was submitted (UTC)."))


class CasePage(Answer):
    items = fields.List(fields.Nested(CaseSummary), **told("Cases, newest first."))
    next = fields.String(allow_none=True, **told("The address of the next page; null on the last."))


class EvidenceAnswer(Answer):
    """One stored file. The bytes never change; `sha256` is theirs."""

    id = fields.String(**told("Identifier of the evidence.", "evd_01jd4m8k2n4p6q8r0s2t4v6w8x"))
    case_id = fields.String(**told("The case it belongs to."))
    kind = fields.Enum(EvidenceKind, by_value=fields.String, **told("What it is said to show."))
    media_type = fields.String(**told("The media type, told by the content.", "image/jpeg"))
    declared_media_type = fields.String(allow_none=True, **told("The media type that came with the file."))
    size = fields.Integer(**told("Bytes."))
    sha256 = fields.String(**told("SHA-256 of the bytes, in hex."))
    content = fields.String(**told("Where to fetch the bytes."))
    added_at = fields.AwareDateTime(**told("When it was added (UTC)."))


class WarningAnswer(Answer):
    code = fields.String(**told("A stable code.", "media_type_corrected"))
    detail = fields.String(**told("The same in words."))


class AddedEvidenceAnswer(EvidenceAnswer):
    """A file that was just stored, with what was noticed on the way."""

    warnings = fields.List(
        fields.Nested(WarningAnswer), **told("What was noticed and did not stop the file from being stored.")
    )


class FrameAnswer(Answer):
    width = fields.Integer(**told("Pixels."))
    height = fields.Integer(**told("Pixels."))
    rotation = fields.Integer(**told("Degrees clockwise by which the stored page was turned upright."))
    page = fields.Integer(**told("The page of the file, from 1."))


class FieldAnswer(Answer):
    value = fields.String(**told("As printed."))
    normalised = fields.String(
        allow_none=True, **told("For comparison: ISO dates, plain amounts; null if it cannot be normalised.")
    )
    score = fields.Float(**told("Lowest mean character probability of the lines it was read from, 0 to 1."))
    box = _box("Where it stands, in pixels of the upright page")
    repairs = fields.List(
        fields.String(), **told("How the value differs from what the engine read, in words.")
    )


class LineAnswer(Answer):
    polygon = fields.List(
        fields.List(fields.Float(), metadata={"minItems": 2, "maxItems": 2}),
        **told("Corners, in pixels of the upright page."),
    )
    text = fields.String(**told("As read."))
    score = fields.Float(**told("Mean character probability, 0 to 1."))


class QualityAnswer(Answer):
    """How well the print can be made out; numbers for guidance, nothing is decided by them alone."""

    line_height = fields.Float(**told("Median height of the lines, in pixels; below 15 reading suffers."))
    sharpness = fields.Float(**told("Steepness of the strokes' edges: 10 is crisp, below 4 reading suffers."))
    glare = fields.List(_box("A burnt-out place"), **told("Where light hides the print, largest first."))


class SealAnswer(Answer):
    """A round red seal and what its ring says; what the engine made of it, and no proof of anything."""

    box = _box("Where it stands, in pixels of the upright page; it may reach beyond the edges")
    coverage = fields.Float(**told("The share of its ring that is inked, 0 to 1."))
    colour = fields.List(
        fields.Integer(), **told("The ink's mean red, green and blue, 0 to 255.", minItems=3, maxItems=3)
    )
    text = fields.String(
        allow_none=True, **told("The name along its ring, as read; null where it could not be read.")
    )
    score = fields.Float(**told("Mean character probability of the text, 0 to 1; 0 without one."))


class UnreadableAnswer(Answer):
    code = fields.String(**told("A stable code.", "too_small"))
    detail = fields.String(**told("The same in words."))


class RegisteredAnswer(Answer):
    name = fields.String(allow_none=True, **told("The name."))
    code = fields.String(allow_none=True, **told("The credit code, or the registration number."))
    person = fields.String(allow_none=True, **told("The legal representative."))


class ListingAnswer(Answer):
    kind = fields.Enum(ListKind, by_value=fields.String, **told("The list."))
    listed = fields.Date(allow_none=True, **told("Since when."))
    removed = fields.Date(allow_none=True, **told("When the entry was removed; null while it stands."))
    reason = fields.String(allow_none=True, **told("Why, in the registry's words."))


def _agreement(of: str) -> fields.Enum[Agreement]:
    return fields.Enum(Agreement, by_value=fields.String, **told(f"Whether the declared {of} is registered."))


class RegistryAnswer(Answer):
    """What a company registry answered. unavailable, not_found and mismatch are three different answers."""

    outcome = fields.Enum(RegistryOutcome, by_value=fields.String, **told("The answer as a whole."))
    provider = fields.String(**told("Who was asked.", "snapshot"))
    name = _agreement("name")
    code = _agreement("code")
    person = _agreement("person")
    registered = fields.Nested(
        RegisteredAnswer, allow_none=True, **told("What is registered; null where no firm was found.")
    )
    status = fields.Enum(
        RegistryStatus, by_value=fields.String, allow_none=True, **told("The state of the registration.")
    )
    raw_status = fields.String(allow_none=True, **told("The registry's own word for the state."))
    term = fields.String(allow_none=True, **told("The term, as an ISO interval.", "2019-05-06/"))
    listings = fields.List(fields.Nested(ListingAnswer), **told("Entries in public lists."))
    data_as_of = fields.Date(allow_none=True, **told("The day that the data describes."))
    request_id = fields.String(allow_none=True, **told("The provider's number for the request."))
    billable = fields.Boolean(**told("Whether the provider charges for the answer."))
    reason = fields.Enum(
        Reason, by_value=fields.String, allow_none=True, **told("Why unavailable; null otherwise.")
    )


class ReadingAnswer(Answer):
    """What one reader measured on one piece of evidence, or what the registry answered about the case."""

    evidence_id = fields.String(**told("The evidence that was read."))
    reader = fields.String(**told("The reader.", "licence"))
    engine = fields.String(**told("The engine it used."))
    version = fields.String(**told("The engine's version."))
    milliseconds = fields.Integer(**told("How long it took."))
    document_type = fields.Enum(
        DocumentType,
        by_value=fields.String,
        allow_none=True,
        **told("What the page shows; null when unreadable."),
    )
    frame = fields.Nested(
        FrameAnswer,
        allow_none=True,
        **told("The upright page that coordinates refer to; null when unreadable."),
    )
    found = fields.Dict(
        data_key="fields",
        keys=fields.String(),
        values=fields.Nested(FieldAnswer),
        **told("Fields by name: code, name, type, person, capital, established, term, address, scope, …"),
    )
    quality = fields.Nested(
        QualityAnswer, allow_none=True, **told("How good the picture is; null where that was not measured.")
    )
    seals = fields.List(
        fields.Nested(SealAnswer), **told("Red round seals at the foot of the page, the clearest first.")
    )
    lines = fields.List(
        fields.Nested(LineAnswer),
        metadata={"description": "Every line of text; only with `include=lines`."},
    )
    unreadable = fields.Nested(
        UnreadableAnswer, allow_none=True, **told("Why it could not be read; null when it was.")
    )
    registry = fields.Nested(
        RegistryAnswer, allow_none=True, **told("The registry's answer; null for every other reader.")
    )
    relatives = fields.Nested(
        RelativesAnswer, allow_none=True, **told("Your other cases' likeness; null for every other reader.")
    )
    provenance = fields.Nested(
        ProvenanceAnswer,
        allow_none=True,
        **told("What the file says of its origin; null for every other reader."),
    )
    traces = fields.Nested(
        TracesAnswer, allow_none=True, **told("Signs of tampering; null for every other reader.")
    )
    paper = fields.Nested(
        ReadPaperAnswer, allow_none=True, **told("What paper of people it is; null for every other reader.")
    )


class PictureAnswer(Answer):
    """A picture that was drawn of a piece of evidence to show people what was measured."""

    evidence_id = fields.String(**told("The evidence that it shows."))
    kind = fields.Enum(
        PictureKind,
        by_value=fields.String,
        **told("thumbnail: the page, small. traces: the fields tinted by the evidence of tampering."),
    )
    media_type = fields.String(**told("The media type.", "image/webp"))
    content = fields.String(
        **told("Where to fetch the bytes.", "/v1/evidence/evd_01jd4m8k2n4p6q8r0s2t4v6w8x/pictures/thumbnail")
    )


class FindingAnswer(Answer):
    """The judgement of one check. An inconclusive check never verifies."""

    check = fields.String(**told("The check."))
    outcome = fields.Enum(Outcome, by_value=fields.String, **told("How the check ended."))
    code = fields.String(**told("A stable code."))
    detail = fields.String(**told("One sentence for the auditor."))
    measured = fields.Raw(**told("What was measured.", type=["string", "number", "null"]))
    threshold = fields.Raw(**told("What it was compared with.", type=["string", "number", "null"]))
    evidence_ids = fields.List(fields.String(), **told("The evidence it looked at."))
    boxes = fields.List(_box("A place"), **told("Where on the upright page."))


class AdviceAnswer(Answer):
    zh = fields.String(**told("Chinese."))
    en = fields.String(**told("English."))


class ReasonAnswer(Answer):
    """Why the case was not verified, for both who ask."""

    check = fields.String(**told("The check that did not pass."))
    code = fields.String(**told("Its code."))
    outcome = fields.Enum(Outcome, by_value=fields.String, **told("How it ended."))
    applicant = fields.Nested(AdviceAnswer, **told("What the applicant can do about it."))
    auditor = fields.String(**told("What was seen and what was expected."))


class WaivedAnswer(Answer):
    evidence = fields.String(**told("Evidence that the policy knowingly went without."))
    reason = fields.String(**told("Why."))


class DecisionAnswer(Answer):
    id = fields.String(**told("Identifier of the decision."))
    outcome = fields.Enum(DecisionOutcome, by_value=fields.String, **told("What was decided."))
    reasons = fields.List(
        fields.Nested(ReasonAnswer), **told("Everything that kept the case from being verified.")
    )
    advice = fields.List(
        fields.Nested(AdviceAnswer),
        **told("What to tell the applicant about all of it: most useful first, nothing twice."),
    )
    waived = fields.List(fields.Nested(WaivedAnswer), **told("What the policy went without."))
    policy_version = fields.String(**told("The policy that decided, or that a reviewer decided under."))
    decided_by = fields.String(**told('"policy", or a reviewer\'s identifier.'))
    grounds = fields.List(fields.String(), **told("Why, by a list; empty when the policy decided."))
    words = fields.String(
        allow_none=True, **told("A person's words for the applicant; null when the policy decided.")
    )
    decided_at = fields.AwareDateTime(**told("When (UTC)."))
    expires_at = fields.AwareDateTime(**told("Until when the decision may be relied on (UTC)."))


class ProgressAnswer(Answer):
    done = fields.Integer(**told("Readings that have come in."))
    total = fields.Integer(**told("Readings that were asked for."))


class CardMatchAnswer(Answer):
    """What a film of a recruiter said of the photograph on the identity card that came with the case."""

    recruiter_id = fields.String(**told("Whose film it was."))
    face_session_id = fields.String(**told("Its face session, which has the decision."))
    outcome = fields.Enum(
        Outcome,
        by_value=fields.String,
        **told("pass: the same face. fail: another's. inconclusive: in doubt or not compared."),
    )
    code = fields.String(**told("A stable code.", "card_matches"))
    at = fields.AwareDateTime(**told("When (UTC)."))


class CaseAnswer(CaseSummary):
    """A case with everything that is known about it."""

    evidence = fields.List(fields.Nested(EvidenceAnswer), **told("Files, in the order they came."))
    readings = fields.List(fields.Nested(ReadingAnswer), **told("What was measured on them."))
    pictures = fields.List(
        fields.Nested(PictureAnswer),
        **told("Pictures that show what was measured; more may come until then."),
    )
    findings = fields.List(
        fields.Nested(FindingAnswer), **told("Every check's findings, passes included; empty until decided.")
    )
    requests = fields.List(
        fields.Nested(DocumentRequestAnswer), **told("What was asked for again, the first first.")
    )
    card_matches = fields.List(
        fields.Nested(CardMatchAnswer),
        **told("What films of the case's recruiters said of its identity card, the newest first of each."),
    )
    decision = fields.Nested(DecisionAnswer, allow_none=True, **told("The latest decision; null until then."))
    progress = fields.Nested(
        ProgressAnswer, allow_none=True, **told("How far reading has come; null unless submitted.")
    )


class FieldErrorAnswer(Answer):
    pointer = fields.String(
        **told("JSON pointer into the body; for a query parameter, a slash and its name.", "/declared/code")
    )
    detail = fields.String(**told("What is wrong there.", "Missing data for required field."))


class ProblemAnswer(Answer):
    """An error, as RFC 9457 problem details. Programs look at `code`; people read `detail`."""

    type = fields.String(
        **told("The problem's page.", "/v1/problems#invalid_request", format="uri-reference")
    )
    title = fields.String(**told("The kind of problem in words."))
    status = fields.Integer(**told("The HTTP status."))
    detail = fields.String(**told("What is wrong with this request."))
    code = fields.String(**told("A stable code.", "invalid_request"))
    request_id = fields.String(
        **told("Quote it when you report a problem.", "req_01jd4m8k2n4p6q8r0s2t4v6w8x")
    )
    errors = fields.List(
        fields.Nested(FieldErrorAnswer), metadata={"description": "What is wrong, place by place."}
    )


class HealthAnswer(Answer):
    status = fields.String(**told('"ok", or "unavailable".', "ok"))


class ReadinessAnswer(HealthAnswer):
    parts = fields.Dict(
        keys=fields.String(), values=fields.String(), **told('Each part: "ok" or "unavailable".')
    )
