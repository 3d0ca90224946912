"""What a client is given about keys, events and webhooks. Every member is always there."""

from marshmallow import fields

from verifier.api.schema import Answer, told
from verifier.domain.api_key import Scope
from verifier.domain.event import EventType
from verifier.domain.webhook import DeliveryState, Trouble


class KeyAnswer(Answer):
    """A key without its secret."""

    id = fields.String(**told("Identifier of the key.", "key_01jtc0z7a9c1e3f5g7h9j1k3mn"))
    name = fields.String(**told("What it is for, in your words."))
    prefix = fields.String(**told("Its first characters, to tell it from others.", "bf_h3Kd0w"))
    scopes = fields.List(fields.Enum(Scope, by_value=fields.String), **told("What it may do."))
    created_at = fields.AwareDateTime(**told("When it was made (UTC)."))
    expires_at = fields.AwareDateTime(allow_none=True, **told("When it ends (UTC); null: never."))
    last_used_at = fields.AwareDateTime(
        allow_none=True, **told("When it was last used (UTC), to a minute; null: never.")
    )


class NewKeyAnswer(KeyAnswer):
    """A key that was just made."""

    key = fields.String(**told("The key. It is shown this once; we keep its hash only."))


class KeyListAnswer(Answer):
    items = fields.List(fields.Nested(KeyAnswer), **told("Your keys, oldest first."))


class EventAnswer(Answer):
    """What happened: identifiers and states, and nothing that anybody typed. Webhooks carry just this."""

    id = fields.String(**told("Identifier of the event; sorts in order.", "evt_01jtc0x9d2f4h6j8k0m2n4p6qr"))
    type = fields.Enum(EventType, by_value=fields.String, **told("What happened."))
    timestamp = fields.AwareDateTime(**told("When it happened (UTC)."))
    data = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        **told(
            "Of a case: `case_id`, `url` and `state`; once decided `decision_id` and `policy_version` too. "
            "Of a face session: the same with `session_id`, `recruiter_id` and `purpose`. "
            "Of a withdrawn face: `recruiter_id`, `url` and `state`. "
            "Of a test: `webhook_id` and `url`."
        ),
    )


class EventPage(Answer):
    items = fields.List(fields.Nested(EventAnswer), **told("Events, oldest first."))
    next = fields.String(allow_none=True, **told("The address of the next page; null when you have all."))


class WebhookAnswer(Answer):
    """An endpoint without its secret."""

    id = fields.String(**told("Identifier of the webhook.", "whk_01jtc0y1b3d5f7h9k1m3p5r7tv"))
    url = fields.String(**told("Where events are sent."))
    types = fields.List(fields.Enum(EventType, by_value=fields.String), **told("Which events."))
    enabled = fields.Boolean(**told("Whether events are sent there."))
    gone = fields.Boolean(**told("Whether it was disabled because the receiver answered 410."))
    created_at = fields.AwareDateTime(**told("When it was made (UTC)."))


class NewWebhookAnswer(WebhookAnswer):
    """An endpoint with a secret that was just made."""

    secret = fields.String(**told("The secret that signs. It is shown this once.", "whsec_…"))


class WebhookListAnswer(Answer):
    items = fields.List(fields.Nested(WebhookAnswer), **told("Your webhooks, oldest first."))


class DeliveryAnswer(Answer):
    """An event on its way to an endpoint. What the receiver answered, beyond its status, is not kept."""

    id = fields.String(**told("Identifier of the delivery.", "dlv_01jtc0y2c4e6g8j0m2p4r6t8vw"))
    url = fields.String(**told("Where to read it."))
    webhook_id = fields.String(**told("The endpoint."))
    event_id = fields.String(**told("The event; also the header `webhook-id` of every attempt."))
    state = fields.Enum(
        DeliveryState,
        by_value=fields.String,
        **told(
            "waiting: for its next attempt. claimed: being attempted. delivered: answered with 2xx. "
            "dead: given up."
        ),
    )
    attempts = fields.Integer(**told("Attempts so far."))
    last_attempt_at = fields.AwareDateTime(allow_none=True, **told("When the last one began (UTC)."))
    last_status = fields.Integer(allow_none=True, **told("The HTTP status that the last one met."))
    last_trouble = fields.Enum(
        Trouble, by_value=fields.String, allow_none=True, **told("Why the last one met no status.")
    )
    next_attempt_at = fields.AwareDateTime(
        allow_none=True, **told("When the next one is due (UTC); null when there is none.")
    )
    created_at = fields.AwareDateTime(**told("When it was made (UTC)."))


class DeliveryPage(Answer):
    items = fields.List(fields.Nested(DeliveryAnswer), **told("Deliveries, newest first."))
    next = fields.String(allow_none=True, **told("The address of the next page; null on the last."))
