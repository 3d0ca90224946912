"""Sandboxes for tests, over any store, by the shipped policies."""

from dataclasses import dataclass, replace
from typing import Any

from tests.fakes import FakeClock, MemoryStore, World, world
from verifier.checks.faces import judge_film
from verifier.policies import load, load_faces, load_gate
from verifier.sandbox import sandboxed
from verifier.sandbox.clock import StoredClock
from verifier.sandbox.settling import settle
from verifier.settings import POLICIES
from verifier.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Its ports, by the shipped policies, and the real clock, which stands still until a test moves it."""

    ports: Ports
    real: FakeClock
    production: Ports  # the same store, served as what is no sandbox


def sandbox(store: Any = None) -> Sandbox:
    store = store or MemoryStore()
    made: World = world(load(POLICIES / "v1.toml"), store, gate=load_gate(POLICIES / "gate-v1.toml"))
    ports = replace(made.ports, judge_film=judge_film, face_policy=load_faces(POLICIES / "faces-v1.toml"))
    settle(store.transaction, store.view, sandbox=True, now=made.clock.now())
    return Sandbox(sandboxed(ports, StoredClock(store.view, made.clock)), made.clock, ports)
