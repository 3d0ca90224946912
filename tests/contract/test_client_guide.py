"""The Python client's README is held to the app: its example is run as it stands."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

import bonafide
from tests import face_acts
from tests.clients import ADDRESS, InProcess, Pauses
from tests.face_acts import Link
from tests.fakes import FakeClock
from tests.licences import DECLARED
from tests.sites import Site, photo
from verifier.usecases.faces import sessions
from verifier.usecases.ports import Ports

ASKS = "/face-sessions"
README = (Path(__file__).resolve().parents[2] / "client" / "README.md").read_text(encoding="utf-8")


def test_the_example_publishes_a_job(
    alice: Site,
    ports: Ports,
    transport: InProcess,
    pauses: Pauses,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert alice.key is not None
    assert isinstance(ports.clock, FakeClock)
    ports.clock.tick(seconds=(datetime.now(UTC) - ports.clock.now()).total_seconds())
    monkeypatch.setenv("BONAFIDE_API_KEY", alice.key)
    monkeypatch.setattr(
        httpx2.HTTPTransport, "handle_request", lambda _, request: transport.handle_request(request)
    )
    monkeypatch.chdir(tmp_path)
    for name in ("licence.jpg", "selfie.jpg"):
        (tmp_path / name).write_bytes(photo())

    def others_act() -> None:
        """The workers read the case; then the recruiter shows their face."""
        cases = alice.get("/v1/cases").json["items"]
        if cases[0]["state"] == "submitted":
            alice.read(cases[0]["url"])
            return
        (waiting,) = alice.get("/v1/face-sessions").json["items"]
        session = sessions.read_session(ports, alice.tenant_id, waiting["id"]).session
        (link,) = (
            answer.json()["url"]
            for request, answer in transport.seen
            if request.url.path.endswith(ASKS) and request.method == "POST"
        )
        token = link.rpartition("/")[2]
        alice.film(face_acts.agreed(ports, Link(session, token)))

    pauses.then = others_act
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    told = {
        "https://verify.jobs.example": ADDRESS,
        "ten_…": alice.tenant_id,
        "…有限公司": DECLARED.name,
        "91…": DECLARED.code,
        'person="…"': f'person="{DECLARED.person}"',
        'title="…", text="…"': 'title="样本工程师", text="在样本路 1 号上班。"',
    }
    for words, meant in told.items():
        assert words in example
        example = example.replace(words, meant)
    names: dict[str, object] = {}
    exec(example, names)
    permit, client = names["permit"], names["bonafide"]
    assert isinstance(permit, bonafide.NewPermit)
    assert isinstance(client, bonafide.Bonafide)
    assert client.permits.read(permit.id).redeemed_at is not None


def test_the_readme_names_every_group_and_every_error_that_people_catch() -> None:
    groups = vars(bonafide.Bonafide("http://bonafide.test", "key")).keys() - {
        "base_url",
        "runner",
        "patience",
    }
    assert all(f"`{group}`" in README for group in groups)
    refusals = bonafide.PermitRefused.__subclasses__()
    assert all(
        f"`{kind.__name__}`" in README for kind in (*refusals, *bonafide.BonafideError.__subclasses__())
    )
