"""Every word of the applicant's pages, Chinese beside English, by key. A kind's own are in its module."""

from collections.abc import Mapping
from typing import Final

from verifier.applicant.words import around, bank, countersign, mail, office_video
from verifier.domain.consent import LANGUAGES

SAID: Final[Mapping[str, tuple[str, str]]] = {
    **around.SAID,
    **bank.SAID,
    **countersign.SAID,
    **mail.SAID,
    **office_video.SAID,
}


def knows(key: str) -> bool:
    return key in SAID


def say(language: str, key: str, **values: object) -> str:
    """The words for a key. Raises KeyError for one that there is not, or a value that is missing."""
    return SAID[key][LANGUAGES.index(language)].format(**values)
