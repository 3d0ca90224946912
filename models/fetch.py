"""`python -m models.fetch ID…` fetches optional weights from the address in the manifest, and verifies them.

The one module of models/ that speaks to a network, and only when it is called by name: no set-up, test or
service does. What differs from the manifest by a byte is not kept.
"""

import hashlib
import sys
from collections.abc import Sequence

import requests

from models.setup import build
from models.weights import Weight, WeightsError, manifest

SECONDS = 30  # without a byte


def main(names: Sequence[str]) -> int:
    """Fetch the weights of these names; 1 with a sentence on stderr where that cannot be done."""
    optional = {weight.id: weight for weight in manifest().values() if weight.optional}
    if not names or set(names) - set(optional):
        print(f"Optional weights are: {', '.join(optional)}.", file=sys.stderr)
        return 2
    try:
        for name in names:
            fetch(optional[name])
    except WeightsError as error:
        print(f"models.fetch: {error}", file=sys.stderr)
        return 1
    return 0


def fetch(weight: Weight) -> None:
    """Fetch, verify and keep one weight. Raises WeightsError where it cannot be had or is another."""
    content = _downloaded(weight)
    wanted = weight.source.file
    assert wanted is not None  # the manifest's test holds it
    if hashlib.sha256(content).hexdigest() != wanted.sha256:
        raise WeightsError(f"what {weight.source.url} gives is not the {weight.id} that was chosen.")
    build(weight, content)


def _downloaded(weight: Weight) -> bytes:
    """No more bytes than the weight has, and one to see that there are more."""
    assert weight.source.file is not None
    try:
        with requests.get(weight.source.url, stream=True, timeout=SECONDS) as answer:
            answer.raise_for_status()
            return bytes(answer.raw.read(weight.source.file.size + 1, decode_content=True))
    except (requests.RequestException, OSError) as error:
        raise WeightsError(f"{weight.source.url} could not be fetched: {type(error).__name__}.") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
