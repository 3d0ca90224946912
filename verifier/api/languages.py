"""How the pages' languages are named: in HTML, and by themselves."""

from typing import Final

HTML_LANG: Final = {"zh": "zh-Hans", "en": "en"}
OWN_NAMES: Final = {"zh": "中文", "en": "English"}
