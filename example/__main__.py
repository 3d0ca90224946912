"""`make example`: onboards an employer on the sandbox that BONAFIDE names, or on one that is started for it.

BONAFIDE is the address, BONAFIDE_SITE your tenant's id, BONAFIDE_API_KEY its key: all three, or none. Without
them PROFILE says what the service of its own runs on: `embedded` (the default) or `production`.
"""

import os
import sys

from example.onboarding import onboard
from example.services import PROFILES

NAMED = ("BONAFIDE", "BONAFIDE_SITE", "BONAFIDE_API_KEY")


def main() -> None:
    given = [os.environ.get(name, "") for name in NAMED]
    if all(given):
        onboard(*given)
    elif any(given):
        sys.exit(f"Set all of {', '.join(NAMED)}, or none: `make run` prints them.")
    else:
        on_a_service_of_its_own(os.environ.get("PROFILE") or "embedded")


def on_a_service_of_its_own(profile: str) -> None:
    if profile not in PROFILES:
        sys.exit(f"PROFILE is one of {', '.join(PROFILES)}.")
    print(f"Starting a sandbox ({profile}) …", flush=True)
    with PROFILES[profile]() as (base_url, site, key):
        onboard(base_url, site, key)


main()
