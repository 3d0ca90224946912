"""Places on a page."""

from typing import TypeAlias

Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the upright page
