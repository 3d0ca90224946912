"""The policy of sign-in: how long sessions and links live, and how long sign-in rests after failures."""

from datetime import timedelta
from typing import Final

from verifier.domain.staff import StaffPolicy, Wait
from verifier.policies.parts import Misfit, Table, get, only, sourced, words

# NIST SP 800-63B-4, 3.1.1.2: the least beside another factor, and the length that has to be taken.
PASSWORD_LEAST: Final = (8, 64)
NAMES: Final = ("password_least", "invitation_hours", "idle_minutes", "session_hours", "second_step_minutes")
WAITS: Final = ("account", "address")
LEAST_FREE: Final = 3  # fewer and honest typing errors lock people out


def staff_policy(table: Table) -> StaffPolicy:
    """The policy that the file's table says. Raises Misfit."""
    only(table, "", {"version", *NAMES, *WAITS})
    numbers = {name: _positive(table, name) for name in NAMES}
    least, most = PASSWORD_LEAST
    if not least <= numbers["password_least"] <= most:
        raise Misfit(f"password_least.value must be from {least} to {most}")
    return StaffPolicy(
        version=words(table, "version"),
        password_least=int(numbers["password_least"]),
        invitation_life=timedelta(hours=numbers["invitation_hours"]),
        idle=timedelta(minutes=numbers["idle_minutes"]),
        session_life=timedelta(hours=numbers["session_hours"]),
        second_step=timedelta(minutes=numbers["second_step_minutes"]),
        account=_wait(table, "account"),
        address=_wait(table, "address"),
    )


def _positive(table: Table, name: str) -> float:
    number, _ = sourced(table, name, "")
    if number <= 0:
        raise Misfit(f"{name}.value must be above 0")
    return number


def _wait(table: Table, name: str) -> Wait:
    found, place = get(table, name, dict), f"{name}."
    only(found, place, {"free", "source", "within_hours", "first_seconds", "most_seconds"})
    words(found, "source", place)
    free, *spans = (
        _above_zero(found, key, place) for key in ("free", "within_hours", "first_seconds", "most_seconds")
    )
    if free < LEAST_FREE:
        raise Misfit(f"{place}free must be at least {LEAST_FREE}")
    within, first, most = spans
    return Wait(int(free), timedelta(hours=within), timedelta(seconds=first), timedelta(seconds=most))


def _above_zero(table: Table, key: str, place: str) -> float:
    number = table.get(key)
    if isinstance(number, bool) or not isinstance(number, int | float) or number <= 0:
        raise Misfit(f"{place}{key} must be a number above 0")
    return float(number)
