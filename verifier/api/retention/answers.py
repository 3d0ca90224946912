"""What a client is given of a person's data: all there is of it, or what went and what has to stay."""

from marshmallow import fields

from verifier.api.schema import Answer, told


class StayAnswer(Answer):
    """How long a record stays."""

    days = fields.Integer(**told("How long, once it has begun."))
    since = fields.String(**told("From when it runs."))
    then = fields.String(**told("What happens then."))


class RecordsAnswer(Answer):
    """The records of one kind."""

    kind = fields.String(**told("What they are.", "face_sessions"))
    source = fields.String(**told("Where they come from."))
    purpose = fields.String(**told("What they are for."))
    stays = fields.List(fields.Nested(StayAnswer), **told("How long they stay; what comes first, counts."))
    rows = fields.List(
        fields.Dict(keys=fields.String()),
        **told("The records as they are kept. Files are named by `sha256`; read them where they are shown."),
    )
    more = fields.Boolean(**told("There are more than these; your operator's export holds all."))


class PersonalDataAnswer(Answer):
    """All that is kept of one subject. Of anybody else there is an identifier at most."""

    subject = fields.String(**told("Of whom.", "rec_01jtc1a4c6e8g0j2m4p6r8t0vw"))
    made_at = fields.AwareDateTime(**told("When this was put together (UTC)."))
    policy_version = fields.String(**told("The retention policy.", "retention-v1"))
    records = fields.List(fields.Nested(RecordsAnswer), **told("By kind."))


class KeptAnswer(Answer):
    """What stays."""

    what = fields.String(**told("decision, sessions, permits, memberships, audit, answers, or block:ID."))
    why = fields.String(**told("Why it has to."))
    until = fields.AwareDateTime(**told("Until when at the latest (UTC)."))


class ErasureAnswer(Answer):
    """What went and what stays."""

    subject = fields.String(**told("Of whom.", "rec_01jtc1a4c6e8g0j2m4p6r8t0vw"))
    erased_at = fields.AwareDateTime(**told("When (UTC)."))
    receipts = fields.List(fields.String(), **told("Identifiers of the signed receipts."))
    rows = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        **told("How many records were deleted or emptied, by kind."),
    )
    files = fields.Integer(**told("How many files were deleted."))
    files_gone_by = fields.AwareDateTime(
        **told("By when the last of them is gone (UTC): a file that is being handed in again is waited for.")
    )
    kept = fields.List(fields.Nested(KeptAnswer), **told("What stays, without a face and without words."))
