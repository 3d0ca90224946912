"""What a sandbox has beyond the service: scripted decisions, played films, a clock that can be moved.

A sandbox is a deployment, never a mode of a tenant: no part of this is reached from ports that were not made
a sandbox's by `sandboxed`, so that in production no magic value exists. All else is the real service.
"""

from dataclasses import replace

from verifier.sandbox.bank import SandboxBank
from verifier.sandbox.scripts import held_back, judge_case
from verifier.usecases.ports import Ports, SandboxClock


def sandboxed(ports: Ports, clock: SandboxClock) -> Ports:
    """The same ports in a sandbox, by a clock that is moved in it."""
    return replace(
        ports,
        clock=clock,
        sandbox=clock,
        judge_case=judge_case,
        holds_back=held_back,
        bank=SandboxBank(),
    )
