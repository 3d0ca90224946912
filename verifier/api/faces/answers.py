"""What a client is given about faces. Every member is always there; pictures and templates never are."""

from marshmallow import fields

from verifier.api.answers import AdviceAnswer, ReasonAnswer, WaivedAnswer, WarningAnswer
from verifier.api.schema import Answer, told
from verifier.domain.consent import LANGUAGES
from verifier.domain.face_decision import AssuranceLevel, FaceOutcome
from verifier.domain.face_session import OtherWay, PortraitKind, Purpose, SessionState
from verifier.domain.finding import Outcome


class RecruiterAnswer(Answer):
    """A person who posts jobs on your site."""

    id = fields.String(**told("Identifier of the recruiter.", "rec_01jtc1a4c6e8g0j2m4p6r8t0vw"))
    reference = fields.String(**told("Your own key for the recruiter's account."))
    case_id = fields.String(allow_none=True, **told("The employer's case; null if none was named."))
    added_at = fields.AwareDateTime(**told("When they were added (UTC)."))
    portraits = fields.List(
        fields.Enum(PortraitKind, by_value=fields.String),
        **told("Which still pictures are kept; they go once the face is enrolled or withdrawn."),
    )
    enrolled_at = fields.AwareDateTime(
        allow_none=True, **told("Since when their face is remembered (UTC); null: it is not.")
    )
    locked_until = fields.AwareDateTime(
        allow_none=True,
        **told(
            "Until when the camera is closed to them after too many attempts (UTC); null: it is open. "
            "Sessions can be asked for all the same, and lead to the ways without a face."
        ),
    )


class RecruiterListAnswer(Answer):
    items = fields.List(fields.Nested(RecruiterAnswer), **told("The recruiter, or nothing."))


class PortraitAnswer(Answer):
    """A still picture that was just taken in. Its bytes are not given back."""

    recruiter_id = fields.String(**told("Whose it is."))
    kind = fields.Enum(PortraitKind, by_value=fields.String, **told("What it is said to show."))
    media_type = fields.String(**told("The media type, told by the content.", "image/jpeg"))
    added_at = fields.AwareDateTime(**told("When it was added (UTC)."))
    warnings = fields.List(
        fields.Nested(WarningAnswer), **told("What was noticed and did not stop the file from being taken.")
    )


class FaceSessionSummary(Answer):
    """A session without what came of it."""

    id = fields.String(**told("Identifier of the session.", "fcs_01jtc1c8e0g2j4m6p8r0t2v4wx"))
    recruiter_id = fields.String(**told("Whose face was asked for."))
    purpose = fields.Enum(Purpose, by_value=fields.String, **told("What it was asked for."))
    state = fields.Enum(
        SessionState,
        by_value=fields.String,
        **told(
            "waiting: the link was not followed up. active: the recruiter agreed and may film. "
            "analysing: a film is being looked at. verified. review: a person has to look. "
            "rejected: by a person, never by the policy. expired: the time was over first."
        ),
    )
    locked = fields.Boolean(
        **told("Whether the camera was closed to the recruiter from the start: only other ways were open.")
    )
    way = fields.Enum(
        OtherWay,
        by_value=fields.String,
        allow_none=True,
        **told("How the recruiter chose to be verified without a face; null if they did not."),
    )
    created_at = fields.AwareDateTime(**told("When it was asked for (UTC)."))
    expires_at = fields.AwareDateTime(**told("Until when the recruiter can do something in it (UTC)."))
    ended_at = fields.AwareDateTime(allow_none=True, **told("When it ended (UTC); null before."))


class NewFaceSessionAnswer(FaceSessionSummary):
    """A session that was just asked for."""

    url = fields.String(
        **told(
            "The one-time link: send the recruiter's browser there. It is shown this once; we keep its hash.",
            "https://verify.jobs.example/face/EXAMPLE",
        )
    )


class FaceSessionPage(Answer):
    items = fields.List(fields.Nested(FaceSessionSummary), **told("Sessions, newest first."))
    next = fields.String(allow_none=True, **told("The address of the next page; null on the last."))


class ConsentAnswer(Answer):
    """What the recruiter agreed to, so that it can be shown later that they did."""

    version = fields.String(**told("The version of the text.", "2026-11"))
    language = fields.String(**told("The language that it was read in.", LANGUAGES[0]))
    text_sha256 = fields.String(**told("SHA-256 of the text as it was shown, in hex."))
    given_at = fields.AwareDateTime(**told("When (UTC)."))
    keeps_frames = fields.Boolean(
        **told("Whether a few frames may be kept for a reviewer, if a person has to look.")
    )


class FaceFindingAnswer(Answer):
    """The judgement of one check on one film. An inconclusive check never verifies."""

    check = fields.String(**told("The check."))
    outcome = fields.Enum(Outcome, by_value=fields.String, **told("How the check ended."))
    code = fields.String(**told("A stable code.", "step_missed"))
    detail = fields.String(**told("One sentence for the auditor: what was seen, what was expected."))
    measured = fields.Raw(**told("What was measured.", type=["string", "number", "null"]))
    threshold = fields.Raw(**told("What it was compared with.", type=["string", "number", "null"]))


class FaceReasonAnswer(ReasonAnswer):
    """Why a film did not verify, for both who ask."""

    applicant = fields.Nested(AdviceAnswer, **told("What the recruiter can do about it; no number is in it."))
    measured = fields.Raw(**told("What was measured.", type=["string", "number", "null"]))
    threshold = fields.Raw(**told("What it was compared with.", type=["string", "number", "null"]))


class FaceDecisionAnswer(Answer):
    """What became of one film, or what a person decided."""

    id = fields.String(**told("Identifier of the decision."))
    attempt_id = fields.String(
        allow_none=True, **told("The film that it is about; null where there was none.")
    )
    outcome = fields.Enum(
        FaceOutcome,
        by_value=fields.String,
        **told(
            "verified. retry: the film could not be judged, and another may. review: a person has to look. "
            "rejected: by a person."
        ),
    )
    reasons = fields.List(
        fields.Nested(FaceReasonAnswer), **told("Everything that kept it from being verified.")
    )
    advice = fields.List(
        fields.Nested(AdviceAnswer),
        **told(
            "What to tell the recruiter about all of it: before another try how to do better, most useful "
            "first; in review that a person looks; nothing once it is decided."
        ),
    )
    findings = fields.List(
        fields.Nested(FaceFindingAnswer), **told("Every check's findings, passes included.")
    )
    waived = fields.List(fields.Nested(WaivedAnswer), **told("What the policy went without."))
    policy_version = fields.String(**told("The policy that decided, or that a person decided under."))
    decided_by = fields.String(**told('"policy", or your key for the person.'))
    decided_at = fields.AwareDateTime(**told("When (UTC)."))
    words = fields.String(allow_none=True, **told("The person's reason; null where no person decided."))


class AssuranceAnswer(Answer):
    """How much `verified` says, and what it does not."""

    level = fields.Enum(
        AssuranceLevel,
        by_value=fields.String,
        **told(
            "challenge: random actions at random times, the depth of a turn, whose face it is. "
            "challenge_and_passive: and the optional detector of pictures of pictures. "
            "person: a person decided."
        ),
    )
    passive_detector = fields.Boolean(
        allow_none=True,
        **told(
            "Whether the optional detector took the film for a live face: false also where it is absent or "
            "could not tell, null where a person decided."
        ),
    )
    not_covered = fields.List(
        fields.String(), **told("Attacks that no check here can see.", ["camera_injection", "live_deepfake"])
    )
    conformance = fields.String(
        allow_none=True, **told("The standard that conformance is claimed with: none, so always null today.")
    )
    note = fields.String(**told("The same in words."))


class KeptFrameAnswer(Answer):
    """A frame that is kept for a reviewer, because a person has to look and the recruiter agreed."""

    attempt_id = fields.String(**told("The film that it is of."))
    at = fields.Integer(**told("When in the film, milliseconds."))
    label = fields.String(**told("What it shows.", "turn_left"))
    content = fields.String(**told("Where to fetch the JPEG, until a person has decided."))


class FaceSessionAnswer(FaceSessionSummary):
    """A session with everything that is known about it."""

    attempts = fields.Integer(**told("Films begun so far."))
    attempts_left = fields.Integer(**told("Films that the recruiter may still make."))
    consent = fields.Nested(
        ConsentAnswer,
        allow_none=True,
        **told("What the recruiter agreed to; null before, or without a face."),
    )
    decision = fields.Nested(
        FaceDecisionAnswer, allow_none=True, **told("The latest decision; null until there is one.")
    )
    earlier = fields.List(
        fields.Nested(FaceDecisionAnswer), **told("The decisions before it, one a film, oldest first.")
    )
    assurance = fields.Nested(
        AssuranceAnswer, allow_none=True, **told("How much `verified` says; null unless verified.")
    )
    frames = fields.List(
        fields.Nested(KeptFrameAnswer), **told("Frames that are kept for a reviewer; mostly none.")
    )
