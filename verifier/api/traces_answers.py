"""The schemas of what the pixels of a page say about whether its print was altered."""

from marshmallow import fields

from verifier.api.schema import Answer, told
from verifier.domain.places import FieldName
from verifier.domain.traces import Channel, Signal


class SignalAnswer(Answer):
    """One signal of tampering: what was measured, what its peers on the page lead one to expect."""

    signal = fields.Enum(Signal, by_value=fields.String, **told("What was measured."))
    value = fields.Float(**told("The measured value."))
    peers = fields.Float(**told("What the peers lead one to expect, in the same unit."))
    spread = fields.Float(**told("The peers' robust deviation, in the same unit."))
    evidence = fields.Float(**told("How rarely genuine pages show as much: 0 to 6, a natural logarithm."))


class FieldTracesAnswer(Answer):
    """What one field shows."""

    field = fields.Enum(FieldName, by_value=fields.String, **told("The field."))
    boxes = fields.List(fields.List(fields.Integer()), **told("Its lines: left, top, right, bottom."))
    evidence = fields.Float(**told("The sum of its signals' evidence."))
    signals = fields.List(fields.Nested(SignalAnswer), **told("The signals that speak, strongest first."))


class TracesAnswer(Answer):
    """What the pixels say about whether print was altered. No evidence is no proof that a page is sound."""

    channel = fields.Enum(Channel, by_value=fields.String, **told("How the page seems to have come."))
    calibration = fields.String(**told("The figures of genuine pages compared with."))
    genuine = fields.Integer(**told("From how many genuine pages of this channel they are."))
    fields_evidence = fields.Float(
        allow_none=True, **told("About ln n where one genuine page in n has a field that stands out as much.")
    )
    values_evidence = fields.Float(
        allow_none=True, **told("The same for all values together against the labels.")
    )
    by_field = fields.List(
        fields.Nested(FieldTracesAnswer),
        data_key="fields",
        attribute="fields",
        **told("Every field that was measured, strongest first."),
    )
    page = fields.List(fields.Nested(SignalAnswer), **told("The signals of all values together."))
    unavailable = fields.List(
        fields.Enum(Signal, by_value=fields.String), **told("Signals that this page cannot give.")
    )
    reason = fields.String(allow_none=True, **told("Why nothing could be measured; null otherwise."))
