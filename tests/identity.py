"""An OpenID Connect provider of the tests' own: real HTTP, and tokens as the test wants them."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "bonafide", "client-secret"


@dataclass
class Provider:
    """`claims` are put over those of an honest token; `signs` is the key that it signs by."""

    url: str
    key: RSAPrivateKey
    signs: RSAPrivateKey
    claims: dict[str, Any] = field(default_factory=dict)
    up: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    challenges: dict[str, dict[str, str]] = field(default_factory=dict)

    def consent(self, address: str, code: str = "code-1") -> dict[str, str]:
        """What the member's browser brings back from the question at this address."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.challenges[code] = query
        return {"code": code, "state": query["state"]}

    def token(self, question: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "42",
            "iat": now,
            "exp": now + 60,
            "nonce": question["nonce"],
            "preferred_username": "ling",
        }
        told = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return jwt.encode(told, self.signs, "RS256", headers={"kid": "k1"})


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@contextmanager
def provider() -> Iterator[Provider]:
    key = new_key()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not found.up:
                self.send_error(503)
            elif self.path == "/.well-known/openid-configuration":
                ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
                _say(self, {"issuer": found.url, **{end: f"{found.url}/{end}" for end in ends}})
            else:
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
                _say(self, {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            found.asked.append(sent | {"authorization": self.headers.get("Authorization", "")})
            question = found.challenges.pop(sent.get("code", ""), None)
            verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
            proof = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
            if question is None or proof != question["code_challenge"]:
                _say(self, {"error": "invalid_grant"}, 400)
            else:
                token = {"access_token": "x", "token_type": "Bearer", "id_token": found.token(question)}
                _say(self, token)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Provider(f"http://127.0.0.1:{server.server_port}", key, key)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _say(handler: BaseHTTPRequestHandler, members: dict[str, Any], status: int = 200) -> None:
    data = json.dumps(members).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)
