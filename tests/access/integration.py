"""Events, webhooks, deliveries and keys."""

from tests.access.row import Row
from tests.sites import Site

HOOK = "https://jobs.example/hook"
ABSENT_WEBHOOK = f"/v1/webhooks/whk_{'0' * 26}"
ABSENT_DELIVERY = f"/v1/deliveries/dlv_{'0' * 26}"
ABSENT_KEY = f"/v1/keys/key_{'0' * 26}"


def webhook_address(alice: Site) -> str:
    return alice.post("/v1/webhooks", json={"url": HOOK}).headers["Location"]


def delivery_address(alice: Site) -> str:
    return alice.post(f"{webhook_address(alice)}/test").headers["Location"]


def key_address(alice: Site) -> str:
    return alice.post("/v1/keys", json={"name": "x", "scopes": ["keys:write"]}).headers["Location"]


ROWS = {
    "GET /v1/events": Row(200, lambda _: "/v1/events"),
    "GET /v1/webhooks": Row(200, lambda _: "/v1/webhooks"),
    "POST /v1/webhooks": Row(201, lambda _: "/v1/webhooks", body=lambda: {"json": {"url": HOOK}}),
    "GET /v1/webhooks/<webhook_id>": Row(200, webhook_address, ABSENT_WEBHOOK),
    "PATCH /v1/webhooks/<webhook_id>": Row(
        200, webhook_address, ABSENT_WEBHOOK, lambda: {"json": {"enabled": False}}
    ),
    "DELETE /v1/webhooks/<webhook_id>": Row(204, webhook_address, ABSENT_WEBHOOK),
    "POST /v1/webhooks/<webhook_id>/rotation": Row(
        201, lambda alice: f"{webhook_address(alice)}/rotation", f"{ABSENT_WEBHOOK}/rotation"
    ),
    "POST /v1/webhooks/<webhook_id>/test": Row(
        202, lambda alice: f"{webhook_address(alice)}/test", f"{ABSENT_WEBHOOK}/test"
    ),
    "GET /v1/webhooks/<webhook_id>/deliveries": Row(
        200, lambda alice: f"{webhook_address(alice)}/deliveries", f"{ABSENT_WEBHOOK}/deliveries"
    ),
    "GET /v1/deliveries/<delivery_id>": Row(200, delivery_address, ABSENT_DELIVERY),
    "POST /v1/deliveries/<delivery_id>/replay": Row(
        202, lambda alice: f"{delivery_address(alice)}/replay", f"{ABSENT_DELIVERY}/replay"
    ),
    "GET /v1/keys": Row(200, lambda _: "/v1/keys"),
    "POST /v1/keys": Row(
        201, lambda _: "/v1/keys", body=lambda: {"json": {"name": "x", "scopes": ["keys:write"]}}
    ),
    "GET /v1/keys/<key_id>": Row(200, key_address, ABSENT_KEY),
    "DELETE /v1/keys/<key_id>": Row(204, key_address, ABSENT_KEY),
    "POST /v1/keys/<key_id>/rotation": Row(
        201, lambda alice: f"{key_address(alice)}/rotation", f"{ABSENT_KEY}/rotation", lambda: {"json": {}}
    ),
}
