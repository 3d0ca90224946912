"""The words of verifier.domain.advice on office films, by finding code: Chinese, English. Data only."""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "video_read", "sign_agrees", "word_agrees", "one_take", "video_own", "filmed_after_word",
)  # fmt: skip
# A person will look; which of these it was is for the reviewer alone.
LOOKED_AT: Final = (
    "video_shared",
    "filmed_before_word",
    "sign_of_another_firm",
    "sign_nearly_agrees",
    "video_unread",
)
# Nothing that the applicant would have to know of.
SILENT: Final = ("filming_time_not_told", "take_not_seen", "video_not_compared")

_AGAIN: Final = (
    "视频文件无法播放。请用手机自带的相机重新拍摄，直接上传，不要经过其他软件转换。",
    "The film cannot be played. Film it anew with the phone's own camera and send it unchanged.",
)
_SHORTER: Final = (
    "视频太长或太大。请拍 10 秒到 5 分钟，普通清晰度即可。",
    "The film is too long or too large. 10 seconds to 5 minutes in ordinary quality are enough.",
)
_ONE_TAKE: Final = (
    "请一次拍完，不要剪辑或暂停，至少 10 秒，并保持移动。",
    "Film it in one take without cutting or pausing, at least 10 seconds, and keep moving.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "video_empty": _AGAIN,
    "video_broken": _AGAIN,
    "video_container": _AGAIN,
    "video_without_picture": _AGAIN,
    "video_too_large": _SHORTER,
    "video_too_long": _SHORTER,
    "video_frames_too_large": _SHORTER,
    "video_too_costly": _SHORTER,
    "video_too_short": _ONE_TAKE,
    "video_cut": _ONE_TAKE,
    "video_frozen": _ONE_TAKE,
    "sign_not_seen": (
        "没有看清招牌上的单位名称。请靠近招牌，正对着停留 3 秒。",
        "The company's name on the sign could not be read. Go nearer and hold still on it for 3 seconds.",
    ),
    "sign_names_part": (
        "招牌上只看到单位名称的一部分。请拍摄写有单位全称的招牌或铭牌，正对着停留 3 秒。",
        "Only a part of the company's name was read. Film a sign or plate with its full name, "
        "and hold still on it for 3 seconds.",
    ),
    "word_not_seen": (
        "没有看清口令。请写大一些，正对镜头停留 3 秒。",
        "The word could not be read. Write it larger and hold still on it for 3 seconds.",
    ),
    "word_differs": (
        "视频里的口令不是这一次的。请用本页现在显示的口令重新拍摄。",
        "The word in the film is another one. Film it anew with the word that the page shows now.",
    ),
}
