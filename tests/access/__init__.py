"""The table of who may call what: a row for every endpoint that asks for a key, and those that ask for none.

What each row must hold for everybody is in tests/contract/test_api_access.py; what a link opens, and to
which browser, in tests/contract/test_page_access.py.
"""

from tests.access import bank, cases, faces, gate, integration, proofs, sandbox, seekers, subjects
from tests.access.row import Row

# Endpoints that everybody may ask. None shows anything of any tenant.
PUBLIC = {
    "GET /",
    "GET /.well-known/jwks.json",
    "GET /assets/<path:filename>",
    "GET /healthz",
    "GET /readyz",
    "GET /v1/docs",
    "GET /v1/docs/assets/<name>",
    "GET /v1/openapi.json",
    "GET /v1/problems",
}

PARTS = (cases, integration, faces, gate, proofs, bank, seekers, sandbox, subjects)
ROWS: dict[str, Row] = {name: row for part in PARTS for name, row in part.ROWS.items()}
OWNED = {name: row for name, row in ROWS.items() if row.absent}
