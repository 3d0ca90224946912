"""The version of this client, which is not the service's: `/v1` of the API is what the two agree on."""

from typing import Final

VERSION: Final = "0.1.0"
AGENT: Final = {"User-Agent": f"bonafide-python/{VERSION}"}
