"""Relatives: other cases of the same site that share something with this one. Values only, nothing is judged.

What is shared is named and never repeated: a reading holds no phone number, only that it is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

READER: Final = "relatives"
HASH_BITS: Final = 256


class Shared(StrEnum):
    """What two cases may have in common."""

    BYTES = "bytes"
    IMAGE = "image"
    BACKGROUND = "background"
    CODE = "code"
    NAME = "name"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"


LOOKS: Final = frozenset({Shared.IMAGE, Shared.BACKGROUND})

Traits: TypeAlias = frozenset[tuple[Shared, str]]
"""What a case is known by apart from its looks: each kind with its value, made comparable."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a page looks: two hashes of HASH_BITS bits, and the picture that a closer comparison needs.

    `page` is the hash of the whole page, `print` that of the part where its lines stand, levelled.
    """

    page: bytes
    print: bytes
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Two pages laid over each other. Shares are correlations, 1 where the pages are the same.

    `inliers` counts the points that one shift, turn and stretch brings together. `agreement` is the median
    correlation, over tiles, of what lies outside the print: paper, folds, desk. `grain` is how much of that
    there is, as the standard deviation in grey levels of the page that has less: a flat page has next to
    none. `print` is the correlation that nine tenths of the tiles with print exceed.
    """

    inliers: int
    agreement: float = 0.0
    print: float = 0.0
    grain: float = 0.0


Compare: TypeAlias = Callable[[bytes], Resemblance]
"""Lays the thumbnail of another page over one's own."""


@dataclass(frozen=True, slots=True)
class Relative:
    """One piece of another case's evidence; `distance` is the smaller of its hashes' distances, in bits."""

    case_id: str
    evidence_id: str
    same_account: bool
    shared: tuple[Shared, ...]
    distance: int | None = None
    resemblance: Resemblance | None = None


@dataclass(frozen=True, slots=True)
class Relatives:
    """What a search found, those of other accounts first.

    `total` counts the related pieces of evidence, also those beyond the list; `compared` how many pages were
    laid over this one; `unseen` how many that look alike could not be, because their picture is missing.
    """

    relatives: tuple[Relative, ...]
    total: int
    compared: int
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on two pages count as the same picture; the policy gives the numbers."""

    inliers_min: float
    agreement_min: float
    print_min: float
    grain_min: float


def look(found: Resemblance, limits: Limits, *, same_fields: bool) -> Shared | None:
    """The same image, the same photograph under other print, or neither.

    Electronic licences are flat and of one print: two firms' differ in the fields alone, so that a flat page
    is the same image only if its code or name is the same too, and never a background.
    """
    if found.inliers < limits.inliers_min:
        return None
    photograph = found.grain >= limits.grain_min and found.agreement >= limits.agreement_min
    if found.print >= limits.print_min and (photograph or same_fields):
        return Shared.IMAGE
    return Shared.BACKGROUND if photograph else None
