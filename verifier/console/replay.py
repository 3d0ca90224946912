"""Trying a policy from its text on the newest cases. Nothing is written; cases are named by id alone."""

from datetime import timedelta
from typing import Final

from flask import request

from verifier import policies
from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, signed
from verifier.console.blueprint import blueprint
from verifier.domain.errors import ConfigurationError
from verifier.domain.staff import Right
from verifier.settings import policy_path
from verifier.usecases.review.replaying import Effect
from verifier.usecases.review.replaying import replay as judge_again

NEWEST: Final = 500  # cases
WITHIN: Final = timedelta(seconds=10)  # a third of what a browser waits patiently for


@blueprint.get("/replay")
@needs(Right.REPLAY)
def replay() -> str:
    return _page(policy_path().read_text(encoding="utf-8"))


@blueprint.post("/replay")
@needs(Right.REPLAY)
def try_policy() -> str | tuple[str, int]:
    text = request.form.get("policy", "").replace("\r\n", "\n")
    try:
        policy = policies.parse(text)
    except ConfigurationError as error:
        return _page(text, wrong=error.detail), 422
    tenants = signed().member.tenants
    made = judge_again(context.ports(), policy, tenants=tenants, limit=NEWEST, within=WITHIN)
    return _page(text, made=made)


def _page(text: str, **more: object) -> str:
    return frame.page("replay", text=text, newest=NEWEST, effects=list(Effect), **more)
