"""The Python client over real connections: a service not there yet, threads that share, cancelling."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import httpx2
import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from bonafide import (
    AsyncBonafide,
    AsyncPermitVerifier,
    Bonafide,
    NoAnswer,
    PermitVerifier,
)
from tests.clients import Pauses
from tests.contract.test_client_permits import asked
from tests.sites import Site
from verifier.usecases.ports import Ports


@pytest.fixture
def port() -> int:
    """One that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def start(app: Flask, port: int) -> Iterator[Callable[[], None]]:
    """Starts the service there."""
    servers: list[BaseWSGIServer] = []

    def serve() -> None:
        servers.append(make_server("127.0.0.1", port, app, threaded=True))
        Thread(target=servers[0].serve_forever, daemon=True).start()

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_service_that_is_not_there_yet_is_asked_again(
    alice: Site, port: int, start: Callable[[], None], pauses: Pauses
) -> None:
    pauses.then = lambda: None if len(pauses.taken) != 2 else start()
    with Bonafide(f"http://127.0.0.1:{port}", alice.key) as bonafide:
        recruiter = bonafide.recruiters.add(reference="r-1")
        assert list(bonafide.recruiters.find(reference="r-1")) == [recruiter]
    assert len(pauses.taken) == 2


def test_a_service_that_stays_away_gave_no_answer(alice: Site, port: int, pauses: Pauses) -> None:
    with Bonafide(f"http://127.0.0.1:{port}", alice.key, retries=2) as bonafide:
        with pytest.raises(NoAnswer, match="3 tries: ConnectError") as raised:
            bonafide.cases.list().pages().__next__()
        assert isinstance(raised.value.__cause__, httpx2.ConnectError)

    async def await_it() -> None:
        async with AsyncBonafide(f"http://127.0.0.1:{port}", alice.key, retries=2) as awaiting:
            with pytest.raises(NoAnswer, match="3 tries: ConnectError"):
                await awaiting.service.live()

    asyncio.run(await_it())


def test_many_wishes_at_once_share_one_client(alice: Site, port: int, start: Callable[[], None]) -> None:
    start()

    async def gather() -> list[str]:
        async with AsyncBonafide(f"http://127.0.0.1:{port}", alice.key) as awaiting:
            adding = [awaiting.recruiters.add(reference=f"r-{number}") for number in range(8)]
            return [recruiter.id for recruiter in await asyncio.gather(*adding)]

    made = asyncio.run(gather())
    with Bonafide(f"http://127.0.0.1:{port}", alice.key) as bonafide, ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda one: bonafide.recruiters.read(one).id, made))
    assert read == made
    assert len(set(made)) == 8


def test_many_threads_fetch_the_keys_once(
    alice: Site, ports: Ports, port: int, start: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, told = asked(alice)
    start()
    fetched = []
    with PermitVerifier(f"http://127.0.0.1:{port}", alice.tenant_id, clock=ports.clock.now) as verifier:
        verifier.issuer = ports.public_url
        request = verifier.runner.http.request
        monkeypatch.setattr(
            verifier.runner.http, "request", lambda **more: (fetched.append(more), request(**more))[1]
        )
        with ThreadPoolExecutor(16) as pool:
            claims = list(pool.map(lambda _: verifier.verify(token, **told), range(64)))
    assert {one.recruiter_id for one in claims} == {told["recruiter_id"]}
    assert len(fetched) == 1


def test_a_cancelled_fetch_of_keys_holds_up_nobody_after_it(alice: Site, ports: Ports) -> None:
    token, told = asked(alice)
    document = alice.get("/.well-known/jwks.json").json
    hang = asyncio.Event()

    async def answer(_: httpx2.Request) -> httpx2.Response:
        await hang.wait()
        return httpx2.Response(200, json=document)

    async def cancel_and_ask_again() -> None:
        transport = httpx2.MockTransport(answer)
        clock = ports.clock.now
        async with AsyncPermitVerifier(
            ports.public_url, alice.tenant_id, clock=clock, transport=transport
        ) as verifier:
            fetching = asyncio.create_task(verifier.verify(token, **told))
            waiting = asyncio.create_task(verifier.verify(token, **told))
            await asyncio.sleep(0.05)
            assert not fetching.done()
            assert not waiting.done()
            fetching.cancel()
            with pytest.raises(asyncio.CancelledError):
                await fetching
            hang.set()
            claims = await asyncio.wait_for(waiting, 5)
            assert claims.recruiter_id == told["recruiter_id"]

    asyncio.run(cancel_and_ask_again())
