"""An OpenID Connect provider for tests: discovery, authorization with PKCE, tokens, keys, userinfo and sign-out.

It speaks HTTPS with a certificate of its own, as the application will have nothing else. `/who` says who is signed in
there and what the provider does wrong, so that a test can let a token be forged. Run it as a program:
`provider.py PORT FOLDER`; the folder is given `certificate.pem` and `key.pem`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "wholestory", "the secret of the tests"


class Provider(ThreadingHTTPServer):
    """What the provider knows: its keys, who is signed in there, and the codes and tokens that it gave out."""

    def __init__(self, port: int, folder: Path) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.issuer = f"https://localhost:{port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.strangers_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.who: dict[str, Any] = {}
        self.wrong = ""
        self.codes: dict[str, dict[str, Any]] = {}
        self.people: dict[str, dict[str, Any]] = {}

    def discovery(self) -> dict[str, Any]:
        """What the provider says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, asked: dict[str, Any]) -> str:
        """The ID token of whoever a code was given out for; wrong in the one way that a test set."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": asked["person"]["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        wrongly: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "audience": {"aud": "another"},
            "issuer": {"iss": "https://another.example"},
            "expired": {"iat": now - 900, "exp": now - 600},
        }
        said.update(wrongly.get(self.wrong, {}))
        if self.wrong == "unsigned":
            return jwt.encode(said, "", algorithm="none", headers={"kid": "one"})
        key = self.strangers_key if self.wrong == "signature" else self.key
        return jwt.encode(said, key, algorithm="RS256", headers={"kid": "one"})


class _Answer(BaseHTTPRequestHandler):
    server: Provider
    timeout = 20

    def do_GET(self) -> None:
        """Discovery, authorization, keys, userinfo and sign-out."""
        address = urlsplit(self.path)
        asked = dict(parse_qsl(address.query))
        if address.path == "/.well-known/openid-configuration":
            self._json(self.server.discovery())
        elif address.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key()))
            self._json({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
        elif address.path == "/authorize":
            self._authorize(asked)
        elif address.path == "/userinfo":
            person = self.server.people.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._json(person or {"error": "invalid_token"}, 200 if person else 401)
        elif address.path == "/end" and asked.get("client_id") == CLIENT:
            self.server.who = {}
            self._redirect(asked["post_logout_redirect_uri"])
        else:
            self._json({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        """Tokens for a code; and who is signed in here, which only tests can say."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/who":
            told = json.loads(body)
            self.server.who, self.server.wrong = told["who"], told["wrong"]
            self._json({})
        elif self.path == "/token":
            self._token(dict(parse_qsl(body.decode())))
        else:
            self._json({"error": "not_found"}, 404)

    def _authorize(self, asked: dict[str, str]) -> None:
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        answer = {"state": "another" if self.server.wrong == "state" else asked["state"]}
        if self.server.who:
            code = secrets.token_urlsafe()
            self.server.codes[code] = {**asked, "person": self.server.who}
            answer["code"] = code
        else:
            answer["error"] = "access_denied"
        self._redirect(f"{asked['redirect_uri']}?{urlencode(answer)}")

    def _token(self, given: dict[str, str]) -> None:
        asked = self.server.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET):
            self._json({"error": "invalid_client"}, 401)
        elif not asked or asked["redirect_uri"] != given["redirect_uri"] or asked["code_challenge"] != challenge:
            self._json({"error": "invalid_grant"}, 400)
        else:
            access = secrets.token_urlsafe()
            other = {"sub": "another"} if self.server.wrong == "person" else {}
            self.server.people[access] = {**asked["person"], **other}
            token = self.server.token(asked)
            self._json({"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": token})

    def _json(self, value: object, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test says itself what it saw."""


if __name__ == "__main__":
    Provider(int(sys.argv[1]), Path(sys.argv[2])).serve_forever()
