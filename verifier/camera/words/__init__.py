"""Every word of the recruiter's page, Chinese beside English, looked up by key.

`{site}` stands for the recruitment site; the other names in braces are filled in where a word is shown. The
text of the consent is the law's and lives in verifier.domain.consent.
"""

from collections.abc import Mapping
from typing import Final

from verifier.camera.words import agreeing, device, filming, outcomes
from verifier.domain.consent import LANGUAGES

SAID: Final[Mapping[str, tuple[str, str]]] = {
    **agreeing.SAID,
    **device.SAID,
    **filming.SAID,
    **outcomes.SAID,
}


def say(language: str, key: str, **values: object) -> str:
    """The words for a key. Raises KeyError for one that there is not, or a value that is missing."""
    return SAID[key][LANGUAGES.index(language)].format(**values)


def for_script(language: str, site: str) -> dict[str, str]:
    """The words that the page's script says by itself; what changes while it runs keeps its braces."""
    said = {**device.SAID, **filming.SAID}
    return {key: words[LANGUAGES.index(language)].replace("{site}", site) for key, words in said.items()}
