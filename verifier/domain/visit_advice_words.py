"""The words of verifier.domain.advice on field visits, by finding code: Chinese, English. Data only.

For the visited firm. What the agent's telephone told of times and places is for the reviewer alone.
"""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "visit_all_yes", "visit_within_appointment", "visit_at_address", "visit_clock_steady", "visit_photos_new",
    "visit_countersigned",
)  # fmt: skip

# A person looks; which of these it was is for the reviewer alone.
LOOKED_AT: Final = (
    "visit_outside_appointment", "visit_time_unknown", "visit_far_from_address", "visit_place_untold",
    "visit_clock_went_back", "visit_clock_off", "visit_photo_from_the_future", "visit_clock_unknown",
    "visit_photo_seen_before", "visit_photo_twice", "visit_photo_looks_like_another", "visit_no_photos",
    "visit_signed_another_report", "visit_unanswered", "visit_unphotographed",
)  # fmt: skip

# Nothing that the firm could do about it.
SILENT: Final = ("visit_address_unplaced",)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "visit_not_yes": (
        "走访时有些情况没有看到，审核员会与您联系，您可以补充说明。",
        "Some of what was looked for was not seen during the visit. A reviewer will be in touch, and you may "
        "explain.",
    ),
    "visit_countersign_refused": (
        "走访报告没有得到您方签字，审核员会了解您的意见。",
        "Your firm did not sign the report of the visit. A reviewer will look at what you said.",
    ),
    "visit_not_countersigned": (
        "走访报告还没有您方签字，审核员会与您联系。",
        "Nobody of your firm signed the report of the visit. A reviewer will be in touch.",
    ),
}
