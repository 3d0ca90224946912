"""The schemas of what a search among a site's other cases found."""

from marshmallow import fields

from verifier.api.schema import Answer, told
from verifier.domain.relatives import Shared


class ResemblanceAnswer(Answer):
    """Two pages laid over each other; shares are correlations, 1 where the pages are the same."""

    inliers = fields.Integer(**told("Points that one shift, turn and stretch brings together."))
    agreement = fields.Float(**told("Of what lies outside the print: paper, folds, desk."))
    print = fields.Float(**told("Of the print; nine tenths of it agree better."))
    grain = fields.Float(**told("How much lies outside the print, in grey levels; flat pages have little."))


class RelativeAnswer(Answer):
    """A file of another case of yours that shares something with this one."""

    case_id = fields.String(**told("The other case."))
    case_url = fields.String(**told("Where to read it.", "/v1/cases/case_01jd4m7w3x5y8z2a9b6c0d1e2f"))
    evidence_id = fields.String(**told("The file."))
    thumbnail = fields.String(
        **told(
            "Where to fetch its page, small.",
            "/v1/evidence/evd_01jd4m8k2n4p6q8r0s2t4v6w8x/pictures/thumbnail",
        )
    )
    same_account = fields.Boolean(**told("Whether both cases have the same `reference`."))
    shared = fields.List(
        fields.Enum(Shared, by_value=fields.String), **told("What is the same; the values are not repeated.")
    )
    distance = fields.Integer(
        allow_none=True, **told("How differently the pages look, of 256 bits; null where that was not asked.")
    )
    resemblance = fields.Nested(
        ResemblanceAnswer, allow_none=True, **told("A closer comparison; null where none was made.")
    )


class RelativesAnswer(Answer):
    """What your other cases share with this page. Never another site's."""

    relatives = fields.List(fields.Nested(RelativeAnswer), **told("Those of other accounts first."))
    total = fields.Integer(**told("How many there are, also beyond the list."))
    compared = fields.Integer(**told("Pages that were laid over this one."))
    unseen = fields.Integer(**told("Pages that may look alike and could not be compared."))
