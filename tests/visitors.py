"""Recruiters at their browsers: the page over ports that live in memory, with and without scripts."""

import io
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import face_acts
from tests.fakes import World
from verifier import usecases
from verifier.domain.face_session import FaceSession, Purpose, Recruiter
from verifier.domain.tenant import Tenant
from verifier.usecases.faces import links

SITE = "优才招聘"
FORM = "application/x-www-form-urlencoded"
ABSENT_TOKEN = "A" * 43

# What a recruiter's browser asks for: proven by the link's token and the browser's cookie, never by a key.
BY_LINK = {
    "GET /face/<token>",
    "GET /face/<token>/state",
    "POST /face/<token>/consent",
    "POST /face/<token>/other-way",
    "POST /face/<token>/attempts",
    "GET /face/<token>/attempts/<int(max=9999):number>",
    "PUT /face/<token>/attempts/<int(max=9999):number>/batches/<int(max=9999):index>",
    "POST /face/<token>/attempts/<int(max=9999):number>/finish",
    "GET /face/<token>/withdrawal",
    "POST /face/<token>/withdrawal",
}
PAGE_FILES = {
    "GET /assets/camera/<edition>/<path:name>",
    "GET /assets/camera/<edition>/cascade.json",
    "GET /assets/hosted/<edition>/<path:name>",
    "GET /assets/applicant/<edition>/<path:name>",
    "GET /assets/seeker/<edition>/<path:name>",
}


@dataclass(frozen=True)
class Visitor:
    """One browser on one link. `headers` go with every request."""

    client: FlaskClient
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str = "", **more: Any) -> TestResponse:
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.open(f"/face/{self.token}{path}", method=method, headers=headers, **more)

    def get(self, path: str = "", **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self.send("POST", path, **more)

    def fill(self, path: str, lang: str = "zh", **fields: str) -> TestResponse:
        """Send a plain form, as a browser without scripts does."""
        return self.post(path, data={"lang": lang, **fields}, content_type=FORM)

    def fill_from(self, headers: Mapping[str, str], path: str, **fields: str) -> TestResponse:
        """The same with the headers that a browser adds by where the form was."""
        return self.post(path, data={"lang": "zh", **fields}, content_type=FORM, headers=headers)

    def agree(self, **fields: str) -> TestResponse:
        """Read the first screen and press its first button."""
        shown = re.search(r'name="text_sha256" value="([0-9a-f]{64})"', self.get().text)
        assert shown is not None, "this is not the first screen"
        return self.fill("/consent", text_sha256=shown[1], **fields)

    def screen(self) -> str:
        return str(self.get("/state").json["screen"])

    def begin(self) -> dict[str, Any]:
        """A challenge, as the page's script gets it."""
        response = self.post("/attempts")
        assert response.status_code == 201, response.text
        return dict(response.json)

    def put(self, number: int, index: int, frames: Sequence[tuple[int, bytes]]) -> TestResponse:
        return self.send("PUT", f"/attempts/{number}/batches/{index}", data=batch(frames))

    def film(self, seed: int = 0, batches: int = 2) -> int:
        """A whole film, finished; the attempt's number. Every film needs a seed of its own."""
        number = int(self.begin()["number"])
        for index in range(batches):
            sent = [(frame.at, frame.jpeg) for frame in face_acts.frames(seed * 100 + index)]
            assert self.put(number, index, sent).status_code == 200
        done = self.post(f"/attempts/{number}/finish", json={"batches": batches})
        assert done.status_code == 200, done.text
        return number


def batch(frames: Sequence[tuple[int, bytes]]) -> dict[str, Any]:
    """A batch as a multipart form."""
    files = [(io.BytesIO(jpeg), f"{i}.jpg", "image/jpeg") for i, (_, jpeg) in enumerate(frames)]
    return {"times": json.dumps([at for at, _ in frames]), "frame": files}


@dataclass(frozen=True)
class Office:
    """A site with its recruiters, and the workers behind it."""

    app: Flask
    world: World
    tenant: Tenant

    def recruiter(self) -> Recruiter:
        """Another one."""
        return face_acts.recruited(self.world.ports, self.tenant.id, f"recruiter-{uuid.uuid4()}")

    def link(self, recruiter: Recruiter | None = None, purpose: Purpose = Purpose.ENROL) -> str:
        """The token of a new link."""
        return face_acts.asked(self.world.ports, recruiter or self.recruiter(), purpose).token

    def visitor(self, token: str | None = None, **headers: str) -> Visitor:
        """Somebody who opens the link in a browser of their own."""
        return Visitor(self.app.test_client(), token or self.link(), headers)

    def session(self, visitor: Visitor) -> FaceSession:
        """The session behind a visitor's link."""
        with self.world.ports.view() as tx:
            return links.followed(tx, visitor.token)

    def work(self) -> None:
        """Have the workers read every film that waits."""
        asked = self.world.queue.asked
        while asked:
            assert face_acts.read(self.world.ports, asked.pop(0))


def office(app: Flask, world: World, name: str = SITE) -> Office:
    tenant, _ = usecases.create_tenant(world.ports, name)
    return Office(app, world, tenant)
