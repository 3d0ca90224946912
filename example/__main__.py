"""`make example`: onboards an employer on the sandbox that BONAFIDE names, or on one that is started for it.

BONAFIDE is the address, BONAFIDE_SITE your tenant's id, BONAFIDE_API_KEY its key: all three, or none. Without
them PROFILE says what the service of its own runs on: `embedded` (the default) or `production`.
"""

from example.onboarding import onboard
from example.services import chosen

if __name__ == "__main__":
    with chosen() as place:
        onboard(place.base_url, place.site, place.key)
