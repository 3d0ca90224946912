"""The reference's examples of keys, events and webhooks. No key and no secret in them opens anything."""

from typing import Any

from verifier.api.examples import CASE, CASE_ID

KEY_QUESTION: dict[str, Any] = {"name": "job board, production", "scopes": ["cases:read", "cases:write"]}
KEY: dict[str, Any] = {
    "id": "key_01jtc0z7a9c1e3f5g7h9j1k3mn",
    "prefix": "bf_h3Kd0w",
    **KEY_QUESTION,
    "created_at": "2026-05-04T03:00:00+00:00",
    "expires_at": None,
    "last_used_at": "2026-05-04T03:02:00+00:00",
}
NEW_KEY: dict[str, Any] = KEY | {
    "last_used_at": None,
    "key": "bf_h3Kd0wEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE00",
}
KEYS: dict[str, Any] = {"items": [KEY]}

EVENT: dict[str, Any] = {
    "id": "evt_01jtc0x9d2f4h6j8k0m2n4p6qr",
    "type": "case.escalated",
    "timestamp": "2026-05-04T03:02:09+00:00",
    "data": {
        "case_id": CASE_ID,
        "url": f"/v1/cases/{CASE_ID}",
        "state": "escalated",
        "decision_id": CASE["decision"]["id"],
        "policy_version": "v1",
    },
}
EVENTS: dict[str, Any] = {"items": [EVENT], "next": None}

WEBHOOK_QUESTION: dict[str, Any] = {
    "url": "https://jobs.example/hooks/bonafide",
    "types": ["case.verified", "case.escalated"],
}
WEBHOOK: dict[str, Any] = {
    "id": "whk_01jtc0y1b3d5f7h9k1m3p5r7tv",
    **WEBHOOK_QUESTION,
    "enabled": True,
    "gone": False,
    "created_at": "2026-05-04T03:00:30+00:00",
}
NEW_WEBHOOK: dict[str, Any] = WEBHOOK | {"secret": "whsec_RVhBTVBMRUVYQU1QTEVFWEFNUExFRVhBTVBMRUVYQU0="}
WEBHOOKS: dict[str, Any] = {"items": [WEBHOOK]}

DELIVERY: dict[str, Any] = {
    "id": "dlv_01jtc0y2c4e6g8j0m2p4r6t8vw",
    "url": "/v1/deliveries/dlv_01jtc0y2c4e6g8j0m2p4r6t8vw",
    "webhook_id": WEBHOOK["id"],
    "event_id": EVENT["id"],
    "state": "waiting",
    "attempts": 2,
    "last_attempt_at": "2026-05-04T03:02:15+00:00",
    "last_status": 503,
    "last_trouble": None,
    "next_attempt_at": "2026-05-04T03:07:21+00:00",
    "created_at": "2026-05-04T03:02:09+00:00",
}
DELIVERIES: dict[str, Any] = {"items": [DELIVERY], "next": None}
